"""The catalogue of scopes: whole, in words, and granted by what an account has."""

import pytest

from hubstead.apps.app import check_redirect_uri
from hubstead.apps.scopes import available, catalogue, check_scopes, in_words
from hubstead.commands.tokens import known_scopes
from hubstead.kit.errors import Invalid


def test_every_scope_that_something_asks_for_is_in_the_catalogue() -> None:
    assert known_scopes() <= set(catalogue())


def test_no_app_can_ask_to_be_a_developer() -> None:
    """What a developer API key opens is no scope that somebody could grant."""
    with pytest.raises(Invalid):
        check_scopes(["developer_hapikey"])


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("crm.objects.contacts.read", "See contacts"),
        ("crm.schemas.deals.write", "Create, change and delete properties and settings of deals"),
        ("communication_preferences.read_write", "See and change what people subscribed to"),
        ("tickets", "See and change tickets"),
    ],
)
def test_scopes_read_as_what_they_allow(scope: str, words: str) -> None:
    assert in_words(scope) == words


def test_a_misspelt_scope_is_refused_with_what_may_be_meant() -> None:
    with pytest.raises(Invalid, match=r"Unknown scopes: tickts\. Did you mean tickets"):
        check_scopes(["tickts", "forms"])


@pytest.mark.parametrize(
    ("scope", "tiers", "expected"),
    [
        ("crm.objects.custom.read", {}, True),
        ("crm.objects.custom.read", {"sales": "professional"}, True),
        ("crm.objects.contacts.read", dict.fromkeys(("marketing", "sales"), "free"), True),
        ("hubdb", {"cms": "starter"}, False),
        ("hubdb", {"cms": "professional"}, True),
        ("automation", dict.fromkeys(("marketing", "sales", "service", "operations"), "starter"), False),
        ("automation.sequences.read", {"sales": "starter"}, True),
        ("content", {"cms": "free", "marketing": "professional"}, True),
    ],
)
def test_scopes_are_there_where_a_hub_has_the_tier(scope: str, tiers: dict[str, str], expected: bool) -> None:
    assert available(scope, tiers) is expected


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.com/callback?tenant=7",
        "http://localhost:3000/callback",
        "http://127.0.0.1/",
        "http://[::1]:8000/callback",
    ],
)
def test_good_redirect_uris(uri: str) -> None:
    check_redirect_uri(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "callback",
        "/callback",
        "http://example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://localhost@example.com/",
        "https://user:password@example.com/",
        "https://example.com/#part",
        "https://example.com/a b",
        "https://example.com;script-src/",
        "https://example.com/\r\nset-cookie: x",
        "https://bücher.example/",
        "javascript:alert(1)",
        "ftp://localhost/",
        "https://",
        "https://[::1",
        "https://example.com:port/",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_bad_redirect_uris(uri: str) -> None:
    with pytest.raises(Invalid):
        check_redirect_uri(uri)
