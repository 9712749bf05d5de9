"""Two portals of like content: with a token of one, nothing of the other is answered or changed, by any route."""

from typing import Any, NamedTuple

import pytest
import pytest_asyncio

from hubstead.account import portals
from hubstead.account.people import Place
from hubstead.crm.objects import users
from hubstead.kit import clock
from hubstead.store import tables
from hubstead.store.access import Access
from hubstead.store.tables import Table
from hubstead.store.unit import Actor, Origin, Unit, write
from tests.access.conftest import TOOLS
from tests.access.samples.cast import Cast, cast
from tests.access.samples.requests import PATHS, Request, requests
from tests.access.samples.walked import WALKED
from tests.world import TOKEN, World

ASIDE = ("ending_call", "token_use", "usage")
"""What is counted of calls is written from time to time, whoever calls then."""
OWNED = [
    table
    for table in vars(tables).values()
    if isinstance(table, Table) and "portal" in table.columns and table.name not in ASIDE
]
"""What belongs to a portal."""
COUNTED = ("associationIdentifier", "associationTypeId", "portalId", "userId")
FOREIGN = {name for name, value in PATHS.items() if value.startswith("{")} - {*COUNTED}
"""Parameters of paths that name something of one portal: of another's, nothing is known, not even that it exists.
Those in `COUNTED` count from 1 in each portal, or stand beside what is foreign."""


class Neighbours(NamedTuple):
    """The world's own portal, and another one with what is in it."""

    world: World
    other: Cast

    async def state(self) -> dict[str, list[Any]]:
        """Every row of the other portal."""
        store, portal = self.world.server.store, int(self.other.portal)
        return {
            table.name: await store.rows(f"SELECT * FROM {table.name} WHERE portal = ?1", portal) for table in OWNED
        }


@pytest_asyncio.fixture
async def neighbours(world: World) -> Neighbours:
    """Ids of the other portal begin where the first portal has none: they are nobody's there."""
    await cast(world, "here")
    server = world.server
    portal = await portals.create(server.store, "Other", clock.now())

    async def people(unit: Unit) -> None:
        await unit.new_ids(100_000)
        await users.add(unit, "owner@example.com", Place("Olivia", "Owner"), super_admin=True)

    await write(server.store, Actor(portal.id, 0, Origin("API"), server.definitions), people)
    token = await world.token("pat-na1-token-of-the-other", None, portal.id)
    return Neighbours(world, await cast(world, "there", token=token, portal=portal.id))


@pytest.mark.parametrize("caller", ["app", "user"])
async def test_no_route_answers_or_changes_anything_of_another_portal(neighbours: Neighbours, caller: str) -> None:
    world, other = neighbours.world, neighbours.other
    here = (await world.get("/crm/v3/owners")).json["results"][0]
    access = Access(here["userId"], here["id"], frozenset(), {}, tools=TOOLS)
    token = TOKEN if caller == "app" else world.user(access)
    before = await neighbours.state()
    assert any(other.secret in str(row) for row in before["record"])
    ids = {value for value in other if len(value) > 5 and value.isdigit()}
    assert other.contact in ids
    for route in WALKED:
        for request in requests(route, other):
            reply = await world.call(*request, token=token)
            shown = reply.body.decode()
            assert other.secret not in shown, (request, shown)
            assert other.words not in shown, (request, shown)
            assert not ids & request.told(shown), (request, shown)
            assert reply.status not in (401, 403), (request, shown)
            assert reply.status < 500, (request, shown)
            if route.method == "GET" and any(f"{{{name}}}" in route.path for name in FOREIGN):
                assert reply.status == 404 or _has_no_such_type(request, other), (request, shown)
            assert await neighbours.state() == before, request


def _has_no_such_type(request: Request, other: Cast) -> bool:
    """The service does not know a path with an unknown object type: 400."""
    return any(type in request.url for type in (other.cars, other.schema, other.scrapped))
