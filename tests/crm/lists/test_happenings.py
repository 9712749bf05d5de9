"""Lists of contacts by what they did: events, with their properties, and pages that they saw."""

import asyncio
import time
from typing import Any

import pytest

from hubstead.crm.lists import follower
from tests.crm.imports.desk import Desk, column, request
from tests.crm.lists.asking import either, made, members, on, settled
from tests.crm.timeline.app import app_of
from tests.tracking.browser import Browser, processed
from tests.world import World

EVENT = {
    "name": "bought",
    "label": "Bought",
    "propertyDefinitions": [
        {"name": "price", "label": "Price", "type": "number"},
        {"name": "what", "label": "What", "type": "string"},
    ],
}
NAMED = [column("Email", "email"), column("Name", "firstname")]
PAGE = "https://www.example.com/pricing"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists about visitors are looked at in every step, not only when the last look is long ago."""
    monkeypatch.setattr(follower, "PACE", 0.0)
    monkeypatch.setattr(follower, "REST", 0.0)


async def buy(world: World, who: str, **properties: str) -> None:
    sent = {"eventName": "pe10000001_bought", "objectId": who, "properties": properties}
    assert (await world.post("/events/v3/send", sent)).status == 204


async def followed(world: World, list_id: str, expected: list[str]) -> list[str]:
    """Who is in a list once it was looked at again: what visitors do is not told list by list."""
    deadline = time.monotonic() + 60
    while (found := await members(world, list_id)) != expected and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    return found


async def test_events_with_their_properties(world: World) -> None:
    ada, bob = await world.create("contacts", firstname="Ada"), await world.create("contacts", firstname="Bob")
    id = (await world.post("/events/v3/event-definitions", EVENT)).json["id"]
    await buy(world, ada, price="5", what="Big one")
    await buy(world, ada, price="7", what="small")
    await buy(world, bob, price="1", what="small")
    branch: dict[str, Any] = {
        "filterBranchType": "UNIFIED_EVENTS", "eventTypeId": f"6-{id}", "operator": "HAS_COMPLETED", "filters": [],
    }  # fmt: skip
    dear = {**branch, "filters": [on("price", operationType="NUMBER", operator="IS_GREATER_THAN", value=4)]}
    big = {**branch, "filters": [on("what", operationType="STRING", operator="CONTAINS", value="BIG")]}
    twice = {
        "filterType": "EVENT", "eventId": id, "operator": "HAS_EVENT",
        "coalescingRefineBy": {"type": "NUM_OCCURRENCES", "minOccurrences": 2},
    }  # fmt: skip
    dear_list = await made(world, "Dear", either([dear]))
    none_list = await made(world, "None dear", either([{**dear, "operator": "HAS_NOT_COMPLETED"}]))
    assert await members(world, dear_list) == [ada]
    assert await members(world, none_list) == [bob]
    assert await members(world, await made(world, "Big", either([big]))) == [ada]
    twice_list = await made(world, "Twice", either(twice))
    assert await members(world, twice_list) == [ada]
    await buy(world, bob, price="50")
    assert await followed(world, dear_list, [ada, bob]) == [ada, bob]
    assert await followed(world, twice_list, [ada, bob]) == [ada, bob]


async def test_events_that_apps_put_on_timelines(world: World) -> None:
    ada, bob = [await world.create("contacts", email=f"{name}@example.com") for name in ("ada", "bob")]
    app = await app_of(world)
    template = await app.template()
    for email, name, age in (("ada", "Art", 3), ("bob", "Bello", 12)):
        sent = await app.send(template, email=f"{email}@example.com", tokens={"petName": name, "petAge": age})
        assert sent.status == 201, sent.body

    def with_pet(*lines: dict[str, Any]) -> dict[str, Any]:
        return either({"filterType": "INTEGRATION_EVENT", "eventTypeId": int(template), "filterLines": list(lines)})

    old = on("petAge", operationType="NUMBER", operator="IS_GREATER_THAN", value=5)
    named = on("petName", operationType="STRING", operator="IS_EQUAL_TO", value="ART")
    old_pets = await made(world, "Old pets", with_pet(old))
    assert await members(world, await made(world, "Pets", with_pet())) == [ada, bob]
    assert await members(world, old_pets) == [bob]
    assert await members(world, await made(world, "Art", with_pet(named))) == [ada]
    assert (await app.send(template, email="ada@example.com", tokens={"petName": "Art", "petAge": 6})).status == 201
    assert await followed(world, old_pets, [ada, bob]) == [ada, bob]


async def test_what_an_import_wrote(world: World) -> None:
    await world.create("contacts", email="bob@example.com")
    desk = Desk(world)
    first = await desk.run(request(("a.csv", NAMED)), a="Email,Name\nada@example.com,Ada\nbob@example.com,Bob\n")
    await world.create("contacts", email="eve@example.com")

    def of_import(run: Any, operator: str = "IN_LIST") -> dict[str, Any]:
        return either(
            {"filterType": "IN_LIST", "operator": operator, "metadata": {"id": run["id"], "inListType": "IMPORT"}}
        )

    records = await desk.records("contacts", "email", "hs_object_id")
    ids = {one["email"].partition("@")[0]: one["hs_object_id"] for one in records}
    assert await members(world, await made(world, "Imported", of_import(first))) == sorted([ids["ada"], ids["bob"]])
    assert await members(world, await made(world, "Others", of_import(first, "NOT_IN_LIST"))) == [ids["eve"]]
    reply = await desk.send(request(("a.csv", NAMED)), a="Email,Name\neve@example.com,Eve\nzoe@example.com,Zoe\n")
    second = await made(world, "While it goes on", of_import(reply.json))
    await settled(world)
    found = (await world.get("/crm/v3/objects/contacts/zoe@example.com?idProperty=email")).json["id"]
    assert await members(world, second) == [ids["eve"], found]


async def test_pages_that_were_seen(world: World) -> None:
    ada = await world.create("contacts", email="ada@example.com")

    def viewed(operator: str, url: str) -> dict[str, Any]:
        return either({"filterType": "PAGE_VIEW", "operator": operator, "pageUrl": url})

    exact = await made(world, "Exact", viewed("HAS_PAGEVIEW_EQ", "www.example.com/pricing"))
    part = await made(world, "Part", viewed("HAS_PAGEVIEW_CONTAINS", "PRIC"))
    never = await made(world, "Never", viewed("NOT_HAS_PAGEVIEW_MATCHES_REGEX", "pri.*g"))
    assert await members(world, never) == [ada]
    await Browser(world).view(f"{PAGE}?a=1", i="email=ada%40example.com")
    await processed(world)
    assert await followed(world, exact, [ada]) == [ada]
    assert await followed(world, part, [ada]) == [ada]
    assert await followed(world, never, []) == []
