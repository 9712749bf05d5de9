"""Owners as a client meets them; the shape is a recorded answer of 2025."""

from collections.abc import AsyncIterator

import msgspec
import pytest
import pytest_asyncio

from hubstead.account import owners, portals
from hubstead.account.owners import Owner
from hubstead.store import definitions
from hubstead.store.unit import Origin, Unit, write
from tests.world import PORTAL, World

PHILIPPE = Owner(
    id="31871817",
    email="philippe@example.com",
    user_id=2506672,
    first_name="Philippe",
    last_name="W",
    created_at=1_523_279_816_625,
    updated_at=1_523_279_816_625,
)
GONE = Owner(id="31871900", email="gone@example.com", user_id=5555888, created_at=0, updated_at=0, archived=True)


@pytest_asyncio.fixture
async def staffed(world: World) -> AsyncIterator[World]:
    """A server with two more owners, one of them archived."""

    async def work(unit: Unit) -> None:
        for owner in (PHILIPPE, GONE):
            definitions.put(unit, owners.KIND, "", owner.id, msgspec.json.encode(owner))
            await definitions.changed(unit, owners.KIND, "", owner.id)

    actor = await portals.actor(world.server.store, PORTAL, Origin("CRM_UI"), world.server.definitions)
    await write(world.server.store, actor, work)
    yield world


async def test_an_owner_has_the_recorded_shape(staffed: World) -> None:
    recorded = {
        "id": "31871817",
        "email": "philippe@example.com",
        "type": "PERSON",
        "firstName": "Philippe",
        "lastName": "W",
        "userId": 2506672,
        "userIdIncludingInactive": 2506672,
        "createdAt": "2018-04-09T13:16:56.625Z",
        "updatedAt": "2018-04-09T13:16:56.625Z",
        "archived": False,
    }
    reply = await staffed.get("/crm/v3/owners/31871817")
    assert reply.status == 200
    assert reply.json == recorded
    assert list(reply.json) == list(recorded)


async def test_the_list_is_ordered_and_leaves_archived_owners_out(staffed: World) -> None:
    reply = await staffed.get("/crm/v3/owners/?archived=false&limit=100")
    emails = [owner["email"] for owner in reply.json["results"]]
    assert emails == ["owner@example.com", "philippe@example.com"]
    assert "paging" not in reply.json
    archived = (await staffed.get("/crm/owners/2026-03?archived=true")).json["results"]
    assert [owner["id"] for owner in archived] == ["31871900"]
    assert "userId" not in archived[0]
    assert archived[0]["userIdIncludingInactive"] == 5555888


async def test_an_address_finds_its_owner_and_nothing_else_does(staffed: World) -> None:
    found = await staffed.get("/crm/v3/owners?archived=false&email=Philippe@example.com")
    assert [owner["id"] for owner in found.json["results"]] == ["31871817"]
    assert (await staffed.get("/crm/v3/owners?archived=false&email=31871817")).json == {"results": []}


async def test_pages_can_be_followed(staffed: World) -> None:
    first = (await staffed.get("/crm/v3/owners?limit=1&email=")).json
    after = first["paging"]["next"]["after"]
    assert first["paging"]["next"]["link"] == f"http://hubstead.test/crm/v3/owners?limit=1&after={after}"
    second = (await staffed.get(f"/crm/v3/owners?limit=1&after={after}")).json
    assert [owner["id"] for owner in second["results"]] == ["31871817"]
    assert "paging" not in second


async def test_an_owner_is_found_by_its_user(staffed: World) -> None:
    reply = await staffed.get("/crm/v3/owners/2506672?idProperty=userId")
    assert reply.json["id"] == "31871817"
    refused = await staffed.get("/crm/v3/owners/2506672?idProperty=email")
    assert refused.status == 400
    assert refused.json["message"] == "idProperty must be id or userId, not email"


async def test_an_archived_owner_is_found_only_when_asked_for(staffed: World) -> None:
    missing = await staffed.get("/crm/v3/owners/31871900")
    assert missing.status == 404
    assert missing.json["message"] == "resource not found"
    assert missing.headers["x-hubspot-notfound"] == "true"
    assert (await staffed.get("/crm/v3/owners/31871900?archived=true")).json["archived"] is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("limit=0", "The limit must be between 1 and 500."),
        ("limit=501", "The limit must be between 1 and 500."),
        ("after=x", "The after parameter is not a paging cursor of this list."),
    ],
)
async def test_the_list_refuses(world: World, query: str, message: str) -> None:
    reply = await world.get(f"/crm/v3/owners?{query}")
    assert reply.status == 400
    assert reply.json["message"] == message


async def test_owners_need_their_scope(world: World) -> None:
    token = await world.token("pat-na1-deals", ("crm.objects.deals.read",))
    reply = await world.get("/crm/v3/owners", token=token)
    assert reply.status == 403
    token = await world.token("pat-na1-owners", ("crm.objects.owners.read",))
    assert (await world.get("/crm/v3/owners", token=token)).status == 200
