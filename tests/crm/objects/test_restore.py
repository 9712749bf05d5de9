"""What was archived comes back with its unique values and associations, unless somebody took its place meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.access import Access, Levels
from tests.postgres import cluster
from tests.world import PORTAL, World

CONTACTS = "/crm/v3/objects/contacts"
BIN = "/hubstead/objects/contacts"
DAY = 86_400_000


@pytest_asyncio.fixture(params=["folder", "postgres"])
async def engine_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    on_postgres = request.param == "postgres"
    with cluster().database() if on_postgres else nullcontext("") as url:
        async with World(database=url, data=str(tmp_path)) as world:
            yield world


async def restore(world: World, *ids: str, type: str = "contacts", **options: Any) -> Any:
    reply = await world.post(f"/hubstead/objects/{type}/restore", {"inputs": [{"id": id} for id in ids]}, **options)
    assert reply.status in (200, 207), reply.body
    return reply.json


async def associated(world: World, id: str, type: str = "companies") -> list[tuple[str, list[int]]]:
    found = (await world.get(f"/crm/v4/objects/contacts/{id}/associations/{type}")).json["results"]
    return [(str(one["toObjectId"]), sorted(kind["typeId"] for kind in one["associationTypes"])) for one in found]


async def test_a_record_comes_back_with_its_values_links_and_facts(engine_world: World) -> None:
    world = engine_world
    contact = await world.create("contacts", email="ada@example.com", firstname="Ada")
    company = await world.create("companies", name="Analytical")
    primary = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    await world.put(f"/crm/v4/objects/contacts/{contact}/associations/companies/{company}", primary)
    linked = await associated(world, contact)
    assert linked == [(company, [1, 279])]
    await world.delete(f"{CONTACTS}/{contact}")
    [gone] = (await world.get(f"{BIN}/archived?search=ADA")).json["results"]
    assert (gone["id"], gone["archivedBy"]["source"]) == (contact, "INTEGRATION")
    assert (await world.get(f"{BIN}/archived?search=grace")).json == {"results": []}

    answer = await restore(world, contact)
    assert [one["id"] for one in answer["results"]] == [contact]
    assert answer["results"][0]["archived"] is False
    found = (await world.get(f"{CONTACTS}/{contact}?properties=email,associatedcompanyid")).json
    assert found["properties"]["email"] == "ada@example.com"
    assert found["properties"]["associatedcompanyid"] == company
    assert await associated(world, contact) == linked
    assert (await world.get(f"/crm/v3/objects/companies/{company}?properties=num_associated_contacts")).json[
        "properties"
    ]["num_associated_contacts"] == "1"
    assert (await world.post(CONTACTS, {"properties": {"email": "ada@example.com"}})).status == 409
    search = await world.post(f"{CONTACTS}/search", {"query": "ada@example.com"})
    assert [one["id"] for one in search.json["results"]] == [contact]
    assert (await world.get(f"{BIN}/archived")).json == {"results": []}
    facts = await world.server.store.rows("SELECT kind FROM fact WHERE id = ?1 ORDER BY seq", int(contact))
    assert [kind for (kind,) in facts].count("object.restored") == 1


async def test_links_come_back_in_any_order_and_only_those_that_archiving_took(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    kept, left, purged = [await world.create("companies", name=name) for name in ("Kept", "Left", "Purged")]
    for company in (kept, left, purged):
        await world.put(f"/crm/v4/objects/contacts/{contact}/associations/default/companies/{company}")
    await world.delete(f"/crm/v4/objects/contacts/{contact}/associations/companies/{left}")
    await world.delete(f"{CONTACTS}/{contact}")
    for company in (kept, purged):
        await world.delete(f"/crm/v3/objects/companies/{company}")
    await restore(world, contact)
    assert await associated(world, contact) == []
    await restore(world, kept, type="companies")
    assert await associated(world, contact) == [(kept, [279])]


async def test_each_record_that_cannot_come_back_says_why(world: World, request: pytest.FixtureRequest) -> None:
    live, merged, taken, erased, late = [
        await world.create("contacts", email=f"{name}@example.com")
        for name in ("live", "merged", "taken", "erased", "late")
    ]
    into = (await world.post(f"{CONTACTS}/merge", {"primaryObjectId": live, "objectIdToMerge": merged})).json["id"]
    await world.delete(f"{CONTACTS}/{late}")
    request.addfinalizer(lambda: clock.turn(PORTAL, None))
    clock.turn(PORTAL, Clock(ahead=90 * DAY))
    for id in (taken, erased):
        await world.delete(f"{CONTACTS}/{id}")
    await world.post(f"{CONTACTS}/gdpr-delete", {"objectId": erased})
    taker = await world.create("contacts", email="taken@example.com")
    answer = await restore(world, into, merged, taken, erased, late, "77", "nobody")
    assert answer["results"] == []
    assert answer["numErrors"] == 7
    said = [(error["category"], error["message"]) for error in answer["errors"]]
    assert said == [
        ("VALIDATION_ERROR", f"Contact {into} is not archived."),
        ("VALIDATION_ERROR", f"Contact {merged} is not archived. It was merged into {into}."),
        ("CONFLICT", f"Contact already exists. Existing ID: {taker}"),
        ("VALIDATION_ERROR", f"Contact {erased} was erased for good and cannot be restored."),
        ("VALIDATION_ERROR", f"Contact {late} was archived more than 90 days ago and cannot be restored any more."),
        ("OBJECT_NOT_FOUND", "Contact with id 77 is not in the recycling bin."),
        ("OBJECT_NOT_FOUND", "Contact with id nobody is not in the recycling bin."),
    ]
    many = {"inputs": [{"id": str(n)} for n in range(101)]}
    assert (await world.post(f"{BIN}/restore", many)).status == 400


async def test_who_may_not_archive_may_not_restore(world: World) -> None:
    contact = await world.create("contacts", email="a@example.com")
    await world.delete(f"{CONTACTS}/{contact}")
    reader = world.user(Access(7, "", frozenset(), {"0-1": Levels("all", "all", "none")}))
    refused = await world.post(f"{BIN}/restore", {"inputs": [{"id": contact}]}, token=reader)
    assert refused.status == 403
    blind = world.user(Access(8, "", frozenset(), {"0-1": Levels("none", "none", "none")}), "blind")
    assert (await world.get(f"{BIN}/archived", token=blind)).json == {"results": []}


async def test_restore_beside_create_with_the_same_address(engine_world: World) -> None:
    world = engine_world
    for turn in range(5):
        email = f"race{turn}@example.com"
        contact = await world.create("contacts", email=email)
        await world.delete(f"{CONTACTS}/{contact}")
        answer, made = await asyncio.gather(
            restore(world, contact), world.post(CONTACTS, {"properties": {"email": email}})
        )
        restored, created = bool(answer["results"]), made.status == 201
        assert restored != created
        held = await world.server.store.rows("SELECT id FROM unique_value WHERE value = ?1", email)
        assert held == [(int(contact) if restored else int(msgspec.json.decode(made.body)["id"]),)]
