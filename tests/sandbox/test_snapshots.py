"""Snapshots and forks: copies of a portal, apart from it from then on."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"
SHOE = {"name": "shoe", "label": "Shoe", "type": "string", "fieldType": "text", "groupName": "contactinformation"}


async def make(world: Sandboxed, token: str, **properties: str) -> str:
    reply = await world.post(CONTACTS, {"properties": properties}, token=token)
    assert reply.status == 201, reply.body
    return str(reply.json["id"])


async def found(world: Sandboxed, token: str, **query: Any) -> dict[str, str]:
    """What a search finds: first names by id. A list of all must show the same."""
    reply = await world.post(f"{CONTACTS}/search", {"limit": 100, "properties": ["firstname"], **query}, token=token)
    return {each["id"]: each["properties"]["firstname"] for each in reply.json["results"]}


async def test_a_fork_holds_the_same_and_goes_its_own_way(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal(name="One", currency="EUR")
    await sandboxed.post("/crm/v3/properties/contacts", SHOE, token=one["token"])
    ada = await make(sandboxed, one["token"], firstname="Ada", email="ada@example.com", shoe="38")
    company = await sandboxed.post("/crm/v3/objects/companies", {"properties": {"name": "X"}}, token=one["token"])
    linked = f"/crm/v4/objects/contacts/{ada}/associations/default/companies/{company.json['id']}"
    assert (await sandboxed.put(linked, token=one["token"])).status == 200
    reply = await sandboxed.ask("POST", f"/portals/{one['portalId']}/forks", {"name": "Two"})
    assert reply.status == 201
    two = reply.json
    assert (two["name"], two["currency"], two["template"]) == ("Two", "EUR", "")
    assert await found(sandboxed, two["token"]) == {ada: "Ada"}
    shown = f"{CONTACTS}/{ada}?properties=shoe&propertiesWithHistory=shoe&associations=companies"
    copied, original = [(await sandboxed.get(shown, token=each["token"])).json for each in (two, one)]
    assert copied.pop("url") != original.pop("url")
    assert copied == original
    second = await make(sandboxed, two["token"], firstname="Bob")
    assert second == await make(sandboxed, one["token"], firstname="Eve")
    await sandboxed.patch(f"{CONTACTS}/{ada}", {"properties": {"firstname": "Augusta"}}, token=two["token"])
    assert await found(sandboxed, one["token"]) == {ada: "Ada", second: "Eve"}
    assert await found(sandboxed, two["token"]) == {ada: "Augusta", second: "Bob"}
    again = {"properties": {"email": "ada@example.com"}}
    assert (await sandboxed.post(CONTACTS, again, token=two["token"])).status == 409


async def test_a_fork_cannot_be_reset(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal()
    two = (await sandboxed.ask("POST", f"/portals/{one['portalId']}/forks", {})).json
    assert (await sandboxed.ask("POST", f"/portals/{two['portalId']}/reset")).status == 409


async def test_a_snapshot_is_restored_as_it_was(sandboxed: Sandboxed) -> None:
    made = await sandboxed.portal()
    token, path = made["token"], f"/portals/{made['portalId']}"
    ada = await make(sandboxed, token, firstname="Ada", email="ada@example.com")
    taken = await sandboxed.ask("POST", f"{path}/snapshots", {"name": "before"})
    assert (taken.status, taken.json["portalId"]) == (201, made["portalId"])
    for _ in range(3):
        await sandboxed.patch(f"{CONTACTS}/{ada}", {"properties": {"firstname": "Augusta"}}, token=token)
        await sandboxed.post("/crm/v3/properties/contacts", SHOE, token=token)
        bob = await make(sandboxed, token, firstname="Bob", email="bob@example.com", shoe="44")
        await sandboxed.delete(f"{CONTACTS}/{ada}", token=token)
        assert await found(sandboxed, token) == {bob: "Bob"}
        restored = await sandboxed.ask("POST", f"{path}/restore", {"snapshot": "before"})
        assert restored.json["portalId"] == made["portalId"]
        assert await found(sandboxed, token) == {ada: "Ada"}
        history = await sandboxed.get(f"{CONTACTS}/{ada}?propertiesWithHistory=firstname", token=token)
        assert [each["value"] for each in history.json["propertiesWithHistory"]["firstname"]] == ["Ada"]
        assert (await sandboxed.get("/crm/v3/properties/contacts/shoe", token=token)).status == 404
        assert await make(sandboxed, token, firstname="Eve") == bob
        await sandboxed.ask("POST", f"{path}/restore", {"snapshot": "before"})


async def test_portals_begin_as_a_snapshot_and_are_reset_to_it(sandboxed: Sandboxed) -> None:
    first = await sandboxed.portal(name="First", timeZone="Asia/Tokyo")
    ada = await make(sandboxed, first["token"], firstname="Ada")
    await sandboxed.ask("POST", f"/portals/{first['portalId']}/snapshots", {"name": "seeded"})
    await sandboxed.ask("DELETE", f"/portals/{first['portalId']}")
    made = await sandboxed.portal(template="seeded", name="Second")
    assert (made["name"], made["timeZone"], made["template"]) == ("Second", "Asia/Tokyo", "seeded")
    await make(sandboxed, made["token"], firstname="Bob")
    assert (await sandboxed.ask("POST", f"/portals/{made['portalId']}/reset")).status == 200
    assert await found(sandboxed, made["token"]) == {ada: "Ada"}
    assert (await sandboxed.ask("DELETE", "/snapshots/seeded")).status == 204
    assert (await sandboxed.ask("POST", f"/portals/{made['portalId']}/reset")).status == 404
    assert await found(sandboxed, made["token"]) == {ada: "Ada"}


async def test_snapshots_are_listed_by_name_and_are_no_portals(sandboxed: Sandboxed) -> None:
    for name in ("b", "a.2"):
        await sandboxed.ask("POST", "/portals/10000001/snapshots", {"name": name})
    listed = (await sandboxed.ask("GET", "/snapshots")).json["results"]
    assert [(each["name"], each["portalId"]) for each in listed] == [("a.2", 10_000_001), ("b", 10_000_001)]
    assert len((await sandboxed.ask("GET", "/portals")).json["results"]) == 1
    assert (await sandboxed.ask("GET", "/portals/-1")).status == 404
    for name in ("b", "a.2"):
        assert (await sandboxed.ask("DELETE", f"/snapshots/{name}")).status == 204
    store = sandboxed.server.store
    assert await store.rows("SELECT count(*) FROM portal WHERE id < 0") == [(0,)]
    assert await store.rows("SELECT count(*) FROM record WHERE portal < 0") == [(0,)]


@pytest.mark.parametrize("name", ["", "empty", "demo", "12", "a/b", "a b", "é", ".x", "x" * 101])
async def test_a_bad_name_is_refused(sandboxed: Sandboxed, name: str) -> None:
    reply = await sandboxed.ask("POST", "/portals/10000001/snapshots", {"name": name})
    assert reply.status == 400
    assert "1 to 100 letters" in reply.json["message"]


async def test_a_name_that_is_taken_is_refused_and_one_that_is_not_there_not_found(sandboxed: Sandboxed) -> None:
    path = "/portals/10000001"
    assert (await sandboxed.ask("POST", f"{path}/snapshots", {"name": "one"})).status == 201
    assert (await sandboxed.ask("POST", f"{path}/snapshots", {"name": "one"})).status == 409
    assert (await sandboxed.ask("POST", f"{path}/restore", {"snapshot": "two"})).status == 404
    assert (await sandboxed.ask("DELETE", "/snapshots/two")).status == 404
    assert (await sandboxed.ask("POST", "/portals/5/snapshots", {"name": "two"})).status == 404


async def test_a_snapshot_under_writes_is_of_one_moment(sandboxed: Sandboxed) -> None:
    """Whatever arrives meanwhile: every record of the snapshot has its unique value, and none more."""
    made = await sandboxed.portal()

    async def write(number: int) -> None:
        await make(sandboxed, made["token"], email=f"c{number}@example.com", firstname="C")

    path = f"/portals/{made['portalId']}/snapshots"
    await asyncio.gather(
        *map(write, range(30)), sandboxed.ask("POST", path, {"name": "amid"}), *map(write, range(30, 60))
    )
    copy = await sandboxed.portal(template="amid")
    emails = await sandboxed.server.store.rows(
        "SELECT count(*) FROM unique_value WHERE portal = ?1 AND type = '0-1' AND property = 'email'", copy["portalId"]
    )
    assert emails == [(len(await found(sandboxed, copy["token"])),)]


@pytest.mark.parametrize("name", ["%00", "a%00b", "%C3%A9", "x" * 3000])
async def test_a_name_that_none_can_have_is_not_found(sandboxed: Sandboxed, name: str) -> None:
    assert (await sandboxed.ask("DELETE", f"/snapshots/{name}")).status == 404
    assert (await sandboxed.ask("GET", f"/diff?from={name}&to=10000001")).status == 404
    assert (await sandboxed.ask("POST", "/portals", {"template": "\0"})).status == 404
