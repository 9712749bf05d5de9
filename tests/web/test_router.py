"""Routes are found by the path that is left once the version token is taken out."""

import pytest

from hubstead.kit.errors import MethodNotAllowed, Missing, Unreadable
from hubstead.web.call import Call
from hubstead.web.route import Route
from hubstead.web.router import Router


async def handler(_: Call) -> None:
    return None


def route(method: str, path: str) -> Route:
    return Route(method, path, handler)


ROUTER = Router(
    [
        route("GET", "/crm/objects/{objectType}"),
        route("POST", "/crm/objects/{objectType}"),
        route("GET", "/crm/objects/{objectType}/{objectId}"),
        route("POST", "/crm/objects/{objectType}/batch/read"),
        route("PUT", "/crm/objects/{objectType}/{objectId}/associations/{toObjectType}"),
        route("POST", "/crm/objects/deals/splits/batch/read"),
        route("GET", "/crm/owners"),
        route("GET", "/analytics/{hubId}.js"),
        route("GET", "/analytics/{page}"),
        route("GET", "/files/folders/search"),
        route("GET", "/files/folders/{folderId}"),
        route("GET", "/files/folders/{folderPath*}"),
        route("GET", "/hubfs/{portalId}/{path*}")._replace(versioned=False),
    ]
)


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/crm/v3/objects/contacts", "v3"),
        ("/crm/objects/v3/contacts", "v3"),
        ("/crm/objects/v4/contacts", "v4"),
        ("/crm/objects/2025-09/contacts", "2025-09"),
        ("/crm/objects/2026-03/contacts", "2026-03"),
        ("/crm/objects/2026-09/contacts/", "2026-09"),
        ("/crm/objects/2027-03-beta/contacts", "2027-03-beta"),
        ("/crm/objects/contacts", "v3"),
        ("/crm/v3/objects/contacts/", "v3"),
    ],
)
def test_the_version_is_a_movable_segment(path: str, version: str) -> None:
    match = ROUTER.match("GET", path)
    assert (match.route.path, match.values, match.version) == ("/crm/objects/{objectType}", ("contacts",), version)


def test_a_parameter_can_have_an_ending() -> None:
    assert ROUTER.match("GET", "/analytics/101.js")[:2] == (route("GET", "/analytics/{hubId}.js"), ("101",))
    assert ROUTER.match("GET", "/analytics/101")[:2] == (route("GET", "/analytics/{page}"), ("101",))
    assert ROUTER.match("GET", "/analytics/.js")[:2] == (route("GET", "/analytics/{page}"), (".js",))


def test_what_is_left_of_a_path_can_be_one_parameter() -> None:
    assert ROUTER.match("GET", "/files/v3/folders/search").route.path == "/files/folders/search"
    assert ROUTER.match("GET", "/files/v3/folders/7").values == ("7",)
    assert ROUTER.match("GET", "/files/v3/folders/a/b%2Fc/v2/d").values == ("a/b/c/v2/d",)
    assert ROUTER.match("GET", "/files/v3/folders/%2Fa%2Fb").values == ("/a/b",)


def test_paths_of_files_hold_no_version() -> None:
    assert ROUTER.match("GET", "/hubfs/101/2026-03/v2/a.png").values == ("101", "2026-03/v2/a.png")


def test_only_the_first_version_token_is_taken_out() -> None:
    assert ROUTER.match("GET", "/crm/v3/objects/contacts/v2").values == ("contacts", "v2")


def test_an_encoded_slash_stays_inside_its_segment() -> None:
    assert ROUTER.match("GET", "/crm/v3/objects/contacts/a%2Fb%40c.de").values == ("contacts", "a/b@c.de")


def test_literal_segments_win_and_dead_ends_go_back() -> None:
    assert ROUTER.match("POST", "/crm/v3/objects/contacts/batch/read").values == ("contacts",)
    assert ROUTER.match("POST", "/crm/v3/objects/deals/splits/batch/read").values == ()
    assert ROUTER.match("PUT", "/crm/v3/objects/deals/splits/associations/contacts").values == (
        "deals",
        "splits",
        "contacts",
    )


def test_a_path_that_exists_names_its_methods() -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        ROUTER.match("DELETE", "/crm/v3/objects/contacts")
    assert refused.value.allow == ("GET", "HEAD", "OPTIONS", "POST")


def test_head_is_get() -> None:
    assert ROUTER.match("HEAD", "/crm/v3/owners/").route.method == "GET"


@pytest.mark.parametrize("path", ["/", "", "/crm", "/crm/v3/objects", "/crm/v3/objects//x/y", "/crm/v3/owners/1/2"])
def test_other_paths_are_missing(path: str) -> None:
    with pytest.raises(Missing):
        ROUTER.match("GET", path)


def test_a_path_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(Unreadable):
        ROUTER.match("GET", "/crm/v3/objects/contacts/%ff")


def test_a_route_stands_in_one_table_only() -> None:
    with pytest.raises(ValueError, match="two route tables"):
        Router([route("GET", "/a/{b}"), route("GET", "/a/{c}")])
