"""Portals of the sandbox: created, listed, reset and deleted over HTTP."""

import asyncio
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.sandbox.conftest import KEY, Sandboxed
from tests.world import World

CONTACTS = "/crm/v3/objects/contacts"
ADA = {"properties": {"email": "ada@example.com", "firstname": "Ada"}}
EVERYTHING: dict[str, Any] = {"limit": 100}


async def test_without_the_sandbox_there_are_no_such_paths(world: World) -> None:
    for method, path in (("GET", "/portals"), ("POST", "/portals"), ("DELETE", "/portals/10000001")):
        reply = await world.call(method, f"/sandbox/v1{path}", {} if method == "POST" else None)
        assert reply.status == 404
    assert "/sandbox/v1/portals" not in (await world.get("/openapi.json")).json["paths"]


async def test_the_description_has_the_sandbox_while_it_is_on(sandboxed: Sandboxed) -> None:
    described = (await sandboxed.get("/openapi.json", token=None)).json
    validate(described)
    create = described["paths"]["/sandbox/v1/portals"]["post"]
    assert create["tags"] == ["Sandbox"]
    assert create["security"] == [{"bearer": []}]
    assert "Needs the key of the sandbox" in create["description"]


@pytest.mark.parametrize("key", [None, "", "wrong", KEY[:-1], KEY + "x", "pat-na1-00000000-test-token", "é" * 12])
async def test_only_the_key_opens_the_sandbox(sandboxed: Sandboxed, key: str | None) -> None:
    reply = await sandboxed.get("/sandbox/v1/portals", token=key)
    assert (reply.status, reply.json["category"]) == (401, "INVALID_AUTHENTICATION")
    assert "HUBSTEAD_SANDBOX_KEY" in reply.json["message"]
    assert KEY not in reply.body.decode()


async def test_a_portal_is_apart_from_all_others(sandboxed: Sandboxed) -> None:
    one, two = await sandboxed.portal(name="One"), await sandboxed.portal(name="Two")
    assert one["portalId"] != two["portalId"]
    assert one["baseUrl"] == "http://hubstead.test"
    assert (await sandboxed.post(CONTACTS, ADA, token=one["token"])).status == 201
    assert (await sandboxed.post(CONTACTS, ADA, token=two["token"])).status == 201
    assert (await sandboxed.get(CONTACTS)).json["results"] == []


async def test_a_portal_is_what_was_asked_for(sandboxed: Sandboxed) -> None:
    asked = {"name": "Ours", "timeZone": "Europe/Berlin", "currency": "EUR", "tiers": {"sales": "starter"}}
    made = await sandboxed.portal(portalId=4711, **asked)
    shown = (await sandboxed.ask("GET", "/portals/4711")).json
    assert asked.items() <= shown.items()
    assert (shown["portalId"], shown["template"]) == (4711, "empty")
    del shown["clock"]  # time goes on
    assert {name: made[name] for name in shown} == shown
    listed = (await sandboxed.ask("GET", "/portals")).json["results"]
    assert [portal["portalId"] for portal in listed] == [4711, 10_000_001]


async def test_tokens_may_be_given_and_have_scopes(sandboxed: Sandboxed) -> None:
    given = {"token": "pat-na1-given-by-the-test", "scopes": ["crm.objects.contacts.read"]}
    made = await sandboxed.portal(tokens=[given, {"name": "All"}])
    assert made["token"] == given["token"]
    assert (await sandboxed.get(CONTACTS, token=given["token"])).status == 200
    assert (await sandboxed.post(CONTACTS, ADA, token=given["token"])).status == 403
    assert (await sandboxed.post(CONTACTS, ADA, token=made["tokens"][1]["token"])).status == 201


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"portalId": 0}, "portalId"),
        ({"portalId": 2**53}, "portalId"),
        ({"name": " "}, "name"),
        ({"timeZone": "Mars/Olympus"}, "Europe/Berlin"),
        ({"timeZone": "../etc/passwd"}, "Europe/Berlin"),
        ({"currency": "euro"}, "ISO 4217"),
        ({"tiers": {"moon": "free"}}, "marketing"),
        ({"tiers": {"sales": "gold"}}, "enterprise"),
        ({"tokens": [{"token": "short"}]}, "12 to 300"),
        ({"limits": "none"}, "professional"),
        ({"colour": "red"}, "colour"),
        ({"template": "no-such"}, "no-such"),
    ],
)
async def test_what_no_portal_can_have_is_refused_with_what_it_can(
    sandboxed: Sandboxed, body: dict[str, Any], said: str
) -> None:
    reply = await sandboxed.ask("POST", "/portals", body)
    assert reply.status in (400, 404)
    assert said in reply.json["message"]
    assert len((await sandboxed.ask("GET", "/portals")).json["results"]) == 1


async def test_an_id_that_is_taken_is_refused(sandboxed: Sandboxed) -> None:
    assert (await sandboxed.ask("POST", "/portals", {"portalId": 10_000_001})).status == 409


@pytest.mark.parametrize("id", ["1", "x", "-1", "99999999999999999999"])
async def test_a_portal_that_is_not_there_is_a_json_404(sandboxed: Sandboxed, id: str) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/reset")):
        reply = await sandboxed.ask(method, f"/portals/{id}{path}")
        assert (reply.status, reply.json["category"]) == (404, "OBJECT_NOT_FOUND")


async def test_deleting_a_portal_takes_all_of_it(sandboxed: Sandboxed) -> None:
    before = await _rows(sandboxed)
    made = await sandboxed.portal(portalId=77, template="demo")
    assert (await sandboxed.ask("DELETE", "/portals/77")).status == 204
    assert (await sandboxed.get(CONTACTS, token=made["token"])).status == 401
    assert (await sandboxed.ask("GET", "/portals/77")).status == 404
    after = await _rows(sandboxed)
    for grows in ("fact", "listener"):  # the log goes on, and who follows it notes how far it is
        del before[grows], after[grows]
    assert after == before
    assert await sandboxed.server.store.rows("SELECT count(*) FROM fact WHERE portal = 77") == [(0,)]


async def test_a_portal_may_be_made_again_under_the_same_id(sandboxed: Sandboxed) -> None:
    for _ in range(3):
        made = await sandboxed.portal(portalId=77)
        token = made["token"]
        assert (await sandboxed.post(f"{CONTACTS}/search", EVERYTHING, token=token)).json["total"] == 0
        shoe = {
            "name": "shoe",
            "label": "Shoe",
            "type": "string",
            "fieldType": "text",
            "groupName": "contactinformation",
        }
        assert (await sandboxed.post("/crm/v3/properties/contacts", shoe, token=token)).status == 201
        assert (await sandboxed.post(CONTACTS, ADA, token=token)).status == 201
        assert (await sandboxed.post(f"{CONTACTS}/search", EVERYTHING, token=token)).json["total"] == 1
        assert (await sandboxed.ask("DELETE", "/portals/77")).status == 204


async def test_the_sample_company_is_a_template(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal(template="demo")
    found = await sandboxed.post(f"{CONTACTS}/search", EVERYTHING, token=made["token"])
    assert found.json["total"] > 50


@pytest.mark.parametrize("template", ["empty", "demo"])
async def test_reset_brings_back_the_beginning_and_keeps_the_token(sandboxed: Sandboxed, template: str) -> None:
    made = await sandboxed.portal(template=template)
    token, id = made["token"], made["portalId"]
    begun = await _contacts(sandboxed, token)
    first = (await sandboxed.post(CONTACTS, ADA, token=token)).json["id"]
    shoe = {"name": "shoe", "label": "Shoe", "type": "string", "fieldType": "text", "groupName": "contactinformation"}
    assert (await sandboxed.post("/crm/v3/properties/contacts", shoe, token=token)).status == 201
    assert (await sandboxed.ask("POST", f"/portals/{id}/reset")).json["portalId"] == id
    assert await _contacts(sandboxed, token) == begun
    assert (await sandboxed.get("/crm/v3/properties/contacts/shoe", token=token)).status == 404
    assert (await sandboxed.post(CONTACTS, ADA, token=token)).json["id"] == first


async def test_writers_on_their_way_do_not_survive_a_reset_in_pieces(sandboxed: Sandboxed) -> None:
    """Whatever the order, each contact is there as a whole or not at all: record, unique value and search agree."""
    made = await sandboxed.portal()
    token, path = made["token"], f"/portals/{made['portalId']}/reset"

    async def write(number: int) -> int:
        properties = {"email": f"c{number}@example.com"}
        return (await sandboxed.post(CONTACTS, {"properties": properties}, token=token)).status

    for _ in range(5):
        reset = asyncio.create_task(sandboxed.ask("POST", path))
        written = await asyncio.gather(*map(write, range(20)))
        assert (await reset).status == 200
        assert set(written) <= {201, 409}
        live = await _contacts(sandboxed, token)
        assert (await sandboxed.post(f"{CONTACTS}/search", EVERYTHING, token=token)).json["total"] == len(live)
        held = "SELECT value FROM unique_value WHERE portal = ?1 AND property = 'email' AND type = '0-1'"
        assert {value for (value,) in await sandboxed.server.store.rows(held, made["portalId"])} == set(live)


async def test_writers_on_their_way_leave_nothing_in_a_deleted_portal(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal()
    token, id = made["token"], made["portalId"]
    writes = [sandboxed.post(CONTACTS, {"properties": {"firstname": str(n)}}, token=token) for n in range(20)]
    *written, _ = await asyncio.gather(*writes, sandboxed.ask("DELETE", f"/portals/{id}"), sandboxed.get(CONTACTS))
    assert {reply.status for reply in written} <= {201, 204, 401}
    assert await sandboxed.server.store.rows("SELECT count(*) FROM record WHERE portal = ?1", id) == [(0,)]


async def _contacts(world: World, token: str) -> list[str]:
    page = await world.get(f"{CONTACTS}?limit=100", token=token)
    return [contact["properties"]["email"] for contact in page.json["results"]]


async def _rows(world: World) -> dict[str, int]:
    tables = await world.server.store.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
    )
    return {name: (await world.server.store.rows(f"SELECT count(*) FROM {name}"))[0][0] for (name,) in tables}
