"""Lists in portals that are forked, put back to a snapshot and reset: they come along, and follow from there on."""

from typing import Any

from tests.crm.lists.asking import LISTS, either, settled, text
from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


async def make(world: Sandboxed, token: str, firstname: str) -> str:
    reply = await world.post(CONTACTS, {"properties": {"firstname": firstname}}, token=token)
    return str(reply.json["id"])


async def members(world: Sandboxed, token: str, list_id: str) -> Any:
    await settled(world)
    reply = await world.get(f"{LISTS}/{list_id}/memberships", token=token)
    return [each["recordId"] for each in reply.json["results"]] if reply.status == 200 else reply.status


async def test_lists_come_along_and_go_on(sandboxed: Sandboxed) -> None:
    one = await sandboxed.portal(name="One")
    token, path = one["token"], f"/portals/{one['portalId']}"
    ada = await make(sandboxed, token, "Ada")
    body = {"name": "Adas", "objectTypeId": "0-1", "processingType": "DYNAMIC"}
    reply = await sandboxed.post(LISTS, {**body, "filterBranch": either(text("firstname", "ada"))}, token=token)
    active = reply.json["list"]["listId"]
    reply = await sandboxed.post(LISTS, {**body, "name": "Hand", "processingType": "MANUAL"}, token=token)
    hand = reply.json["list"]["listId"]
    await sandboxed.put(f"{LISTS}/{hand}/memberships/add", [ada], token=token)
    assert await members(sandboxed, token, active) == [ada]
    assert (await sandboxed.ask("POST", f"{path}/snapshots", {"name": "before"})).status == 201
    two = (await sandboxed.ask("POST", f"{path}/forks", {"name": "Two"})).json
    for list_id in (active, hand):
        assert await members(sandboxed, two["token"], list_id) == [ada]
    eve = await make(sandboxed, two["token"], "Ada")
    assert await members(sandboxed, two["token"], active) == [ada, eve]
    assert await members(sandboxed, token, active) == [ada]
    assert (await sandboxed.delete(f"{CONTACTS}/{ada}", token=token)).status == 204
    assert await members(sandboxed, token, hand) == []
    assert (await sandboxed.ask("POST", f"{path}/restore", {"snapshot": "before"})).status < 300
    for list_id in (active, hand):
        assert await members(sandboxed, token, list_id) == [ada]
    later = await make(sandboxed, token, "Ada")
    assert await members(sandboxed, token, active) == [ada, later]
    assert (await sandboxed.ask("POST", f"{path}/reset")).status < 300
    assert await members(sandboxed, token, active) == 404
