"""Imports and exports with data on PostgreSQL and in a folder, by the server itself and by a process of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import pytest_asyncio

from hubstead.crm.imports import apart
from tests.crm.exports.test_exports import Desk as Exports
from tests.crm.exports.test_exports import view
from tests.crm.imports.desk import IMPORTS, Desk, column, request
from tests.crm.lists.asking import members
from tests.postgres import cluster
from tests.world import World

COLUMNS = [
    column("Email", "email"),
    column("Name", "firstname"),
    column("Owner", "hubspot_owner_id"),
    column("Domain", "domain", "0-2"),
]
ROWS = (
    "Email,Name,Owner,Domain\nada@example.com,Ada,,example.com\ngrace@example.com,Grace,nobody,example.org\n"
    "ada@example.com,Ada L.,,\nno address,X,,\n"
)


@pytest_asyncio.fixture(params=["postgres", "folder"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A server whose data another process can reach."""
    on_postgres = request.param == "postgres"
    with cluster().database() if on_postgres else nullcontext("") as url:
        async with World(database=url, data=str(tmp_path)) as world:
            yield world


@pytest.mark.parametrize("large", [1 << 19, 0], ids=["here", "apart"])
async def test_an_import_and_what_it_made(world: World, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(apart, "LARGE", large)
    desk = Desk(world)
    grace = await world.create("contacts", email="grace@example.com", firstname="G")
    done = await desk.run(request(("a.csv", COLUMNS), createContactListFromImport=True), a=ROWS)
    assert done["state"] == "DONE"
    assert done["metadata"]["counters"] == {
        "MAPPED_COLUMNS": 4,
        "TOTAL_ROWS": 4,
        "CREATED_OBJECTS": 3,
        "UPDATED_OBJECTS": 2,
        "UNIQUE_OBJECTS_WRITTEN": 4,
        "PROPERTY_VALUES_EMITTED": 8,
        "ERRORS": 2,
    }
    assert await desk.told(done["id"]) == [
        (3, "COULD_NOT_FIND_OWNER", 2, "nobody"),
        (5, "INVALID_EMAIL", 0, "no address"),
    ]
    ada = (await world.get("/crm/v3/objects/contacts/ada@example.com?idProperty=email")).json["id"]
    [made] = done["metadata"]["objectLists"]
    assert await members(world, made["listId"]) == [grace, ada]
    exported = view("firstname", exportType="LIST", listId=made["listId"], associatedObjectType="COMPANY")
    rows = await Exports(world).rows(exported)
    assert [row[:2] for row in rows[1:]] == [[grace, "Grace"], [ada, "Ada L."]]
    companies = [await desk.linked("contacts", id, "companies") for id in (grace, ada)]
    assert [[row[2]] for row in rows[1:]] == companies
    assert (await world.post(f"/hubstead/imports/{done['id']}/undo")).status == 202
    await world.server.jobs.settled()
    assert await desk.records("contacts", "firstname") == [{"firstname": "G"}]
    assert list(world.server.uploads.folder.iterdir()) == []


async def test_a_large_import_is_cancelled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGE", 0)
    desk = Desk(world)
    rows = "".join(f"p{number}@example.com\n" for number in range(3_000))
    asked = request(("a.csv", [column("Email", "email")]))
    id = (await desk.send(asked, a="Email\n" + rows)).json["id"]
    assert (await world.post(f"{IMPORTS}/{id}/cancel")).json["status"] == "COMPLETE"
    await world.server.jobs.settled()
    run = (await desk.read(id)).json
    assert run["state"] == "CANCELED"
    assert list(world.server.uploads.folder.iterdir()) == []
    [(count,)] = await world.server.store.rows("SELECT count(*) FROM record WHERE type = '0-1' AND archived = 0")
    assert count == run["metadata"]["counters"].get("CREATED_OBJECTS", 0)


async def test_two_imports_of_the_same_contacts_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGE", 10_000)
    desk = Desk(world)
    rows = "Email,Name\n" + "".join(f"p{number}@example.com,N{number}\n" for number in range(600))
    asked = request(("a.csv", [column("Email", "email"), column("Name", "firstname")]))
    sent = await asyncio.gather(desk.send(asked, a=rows), desk.send(asked, a=rows), desk.send(asked, a=rows[:9_000]))
    runs = [await desk.ended(reply.json["id"]) for reply in sent]
    assert [run["state"] for run in runs] == ["DONE"] * 3
    assert sum(run["metadata"]["counters"].get("CREATED_OBJECTS", 0) for run in runs) == 600
    assert [run["metadata"]["counters"].get("ERRORS", 0) for run in runs] == [0, 0, 1]  # the last line is cut off
    [(count,)] = await world.server.store.rows("SELECT count(*) FROM record WHERE type = '0-1' AND archived = 0")
    assert count == 600
