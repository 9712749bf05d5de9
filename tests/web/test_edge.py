"""What every answer shares, and what is refused before a room is asked."""

import re

import pytest

from tests.world import World

UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CONTACTS = "/crm/v3/objects/contacts"


async def test_json_answers_carry_the_recorded_headers(world: World) -> None:
    reply = await world.get(CONTACTS)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json;charset=utf-8"
    assert UUID7.fullmatch(reply.headers["x-hubspot-correlation-id"])
    assert reply.headers["vary"] == "origin, accept-encoding"
    assert reply.headers["access-control-allow-credentials"] == "false"
    assert reply.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    assert reply.headers["content-length"] == str(len(reply.body))


async def test_without_a_token_the_answer_is_the_services_401(world: World) -> None:
    for headers in ({}, {"authorization": "Basic abc"}, {"authorization": "Bearer nobody-knows-this"}):
        reply = await world.call("GET", CONTACTS, token=None, headers=headers)
        assert reply.status == 401
        assert reply.json == {
            "status": "error",
            "message": "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can "
            "find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview",
            "correlationId": reply.headers["x-hubspot-correlation-id"],
            "category": "INVALID_AUTHENTICATION",
        }


@pytest.mark.parametrize("header", ["private-app", "private-app-legacy"])
async def test_private_app_headers_work_too(world: World, header: str) -> None:
    token = await world.token("pat-na1-another-token", ("crm.objects.contacts.read",))
    assert (await world.get(CONTACTS, token=None, headers={header: token})).status == 200


async def test_a_missing_scope_is_named(world: World) -> None:
    token = await world.token("pat-na1-only-contacts", ("crm.objects.contacts.read",))
    assert (await world.get(CONTACTS, token=token)).status == 200
    reply = await world.post("/crm/v3/objects/companies", {"properties": {"name": "x"}}, token=token)
    assert reply.status == 403
    assert reply.json["category"] == "MISSING_SCOPES"
    assert reply.json["errors"] == [
        {
            "message": "One or more of the following scopes are required.",
            "context": {"requiredGranularScopes": ["crm.objects.companies.write"]},
        }
    ]
    assert list(reply.json) == ["status", "message", "correlationId", "errors", "links", "category"]


async def test_a_missing_record_is_the_web_servers_page(world: World) -> None:
    reply = await world.get("/crm/v3/objects/tickets/996174569112")
    assert reply.status == 404
    assert reply.headers["content-type"] == "text/html;charset=iso-8859-1"
    assert reply.headers["x-hubspot-notfound"] == "true"
    assert reply.body.decode() == (
        '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n'
        "<title>Error 404 Not Found</title>\n</head>\n<body><h2>HTTP ERROR 404</h2>\n<p>Resource not found</p>\n"
        "</body>\n</html>\n"
    )


async def test_head_answers_like_get_without_a_body(world: World) -> None:
    got = await world.get(CONTACTS)
    reply = await world.call("HEAD", CONTACTS)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["content-length"] == str(len(got.body))


async def test_another_method_is_refused_with_allow(world: World) -> None:
    reply = await world.call("PUT", CONTACTS)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD, OPTIONS, POST"


async def test_preflight_needs_no_token(world: World) -> None:
    reply = await world.call("OPTIONS", CONTACTS, token=None, headers={"origin": "https://app.example.com"})
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS, POST"
    assert "authorization" in reply.headers["access-control-allow-headers"]


async def test_request_lines_of_15000_characters_are_normal_and_over_32k_refused(world: World) -> None:
    normal = await world.get(f"{CONTACTS}?properties=" + ",".join(["firstname"] * 1500))
    assert normal.status == 200
    reply = await world.get(f"{CONTACTS}?properties=" + "x" * 33_000)
    assert reply.status == 414
    assert reply.json["status"] == "error"


async def test_bodies_over_the_limit_are_refused() -> None:
    async with World(body_limit=1000) as small:
        reply = await small.post(CONTACTS, {"properties": {"firstname": "x" * 2000}})
        assert reply.status == 413
        assert "1000" in reply.json["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"nonsense",
        b'"text"',
        b"12",
        b"null",
        b'{"properties": []}',
        b'{"properties": {"email": {"a": 1}}}',
        b'{"properties": {"email": ["a"]}}',
        b'{"properties": {"firstname": "\\ud800"}}',
        b'{"properties": {"firstname": "a\\u0000b"}}',
        b'{"properties": {"firstname": "\xff"}}',
        b'{"properties": {"email": 1e400}}',
        b'{"properties":' * 5000,
        b"[" * 100_000,
        b'{"properties": {"numemployees": ' + b"9" * 5000 + b"}}",
        b'{"properties": {"nonsense": "x"}}',
        b'{"properties": {"' + b"x" * 100_000 + b'": "x"}}',
        b'{"inputs": 1}',
    ],
)
async def test_no_body_gets_more_than_a_400(world: World, body: bytes) -> None:
    for path in ("", "/batch/create", "/batch/read", "/batch/upsert", "/search", "/merge", "/gdpr-delete"):
        reply = await world.call("POST", CONTACTS + path, body)
        assert reply.status in ((200, 400) if path == "/search" else (400, 404)), (path, reply.body)
        if reply.status == 400:
            assert reply.json["status"] == "error"
            assert reply.json["message"]


async def test_a_missing_field_is_named_as_the_service_does(world: World) -> None:
    reply = await world.post(f"{CONTACTS}/batch/create", {"x": 1})
    assert reply.json["message"].endswith("Some required fields were not set: [inputs]")
    assert reply.json["category"] == "VALIDATION_ERROR"


async def test_an_empty_body_is_named_as_the_service_does(world: World) -> None:
    reply = await world.call("POST", CONTACTS, b"")
    assert reply.json == {
        "status": "error",
        "message": "validation error",
        "correlationId": reply.headers["x-hubspot-correlation-id"],
        "errors": ["The request body may not be null"],
    }


async def test_a_body_on_get_and_delete_is_ignored(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    assert (await world.call("GET", f"{CONTACTS}/{contact}", b"nonsense")).status == 200
    assert (await world.call("DELETE", f"{CONTACTS}/{contact}", b"nonsense")).status == 204


@pytest.mark.parametrize(
    "query",
    ["limit=abc", "limit=0", "limit=101", "after=abc", "archived=maybe", "after=9999999999999999999999", "%ff=1"],
)
async def test_bad_parameters_are_refused(world: World, query: str) -> None:
    reply = await world.get(f"{CONTACTS}?{query}")
    assert reply.status in (200, 400)
    assert query == "%ff=1" or reply.status == 400


async def test_a_form_or_query_of_very_many_fields_is_not_taken_apart(world: World) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    reply = await world.call("POST", "/oauth/v1/token", b"a&" * 4_000_000, token=None, headers=form)
    assert reply.status == 400
    assert "20000 fields" in reply.json["message"]
