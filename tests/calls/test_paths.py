"""Path patterns: versions, spellings of object types, stars."""

import time

import pytest

from hubstead.calls.paths import Pattern, place_of


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*", "/anything/at/all"),
        ("/crm/objects/contacts", "/crm/v3/objects/contacts"),
        ("/crm/objects/contacts", "/crm/objects/2026-03/contacts/"),
        ("/crm/objects/contacts*", "/crm/v3/objects/contacts"),
        ("/crm/objects/contacts*", "/crm/v3/objects/contacts/101"),
        ("/crm/objects/contacts/*", "/crm/v3/objects/0-1/101"),
        ("/crm/objects/0-3*", "/crm/v3/objects/deals/batch/read"),
        ("/crm/objects/deal", "/crm/objects/2026-09/0-3"),
        ("/crm/v3/objects/contacts", "/crm/objects/v3/contacts"),
        ("*/batch/*", "/crm/v3/objects/contacts/batch/read"),
        ("/oauth/v1/token", "/oauth/v1/token"),
        ("/oauth/token", "/oauth/2026-03/token"),
        ("/crm/objects/p_my%20car", "/crm/v3/objects/p_my car"),
    ],
)
def test_patterns_fit(pattern: str, path: str) -> None:
    assert Pattern(pattern).fits(place_of(path))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/crm/objects/contacts", "/crm/v3/objects/contacts/101"),
        ("/crm/objects/contacts*", "/crm/v3/objects/companies"),
        # 0-1 is a contact, 0-115 a user: a star behind an id stands behind the type's name.
        ("/crm/objects/0-1*", "/crm/v3/objects/0-115"),
        ("/crm/v3/objects/contacts", "/crm/v4/objects/contacts"),
        ("/crm/v3/objects/contacts", "/crm/objects/contacts"),
        ("*/batch/*/x", "/crm/v3/objects/contacts/batch/read"),
        ("/a*a", "/a"),
        # No regular expressions and no other wildcards.
        ("/crm/objects/c?ntacts", "/crm/v3/objects/contacts"),
        ("/crm/objects/.*", "/crm/v3/objects/contacts"),
        ("/crm/objects/[c]ontacts", "/crm/v3/objects/contacts"),
    ],
)
def test_patterns_do_not_fit(pattern: str, path: str) -> None:
    assert not Pattern(pattern).fits(place_of(path))


def test_a_pattern_made_to_be_slow_is_not() -> None:
    pattern = Pattern("/" + "a*" * 900 + "b")
    place = place_of("/" + "a" * 30_000)
    begun = time.perf_counter()
    assert not pattern.fits(place)
    assert time.perf_counter() - begun < 20
