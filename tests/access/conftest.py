"""A team: Ann and Ben in one, Cleo alone. Each owns records; one record of each type has no owner."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

import pytest_asyncio

from hubstead.account import portals, roles
from hubstead.account.people import Place
from hubstead.crm.objects import users
from hubstead.store.access import Access, Levels
from hubstead.store.unit import Origin, Unit, write
from tests.world import PORTAL, World

T = TypeVar("T")
EVERYTHING = Levels()
NONE = Levels("none", "none", "none")
OWN = Levels("own", "own", "own")
TOOLS = frozenset(roles.TOOLS)
TEAM = Levels("team", "team", "team")


class Team(NamedTuple):
    """Owner ids of three people."""

    world: World
    ann: str
    ben: str
    cleo: str

    def as_ann(self, rest: Levels = EVERYTHING, unassigned: bool = False, **levels: Levels) -> str:
        """The token of a session of Ann's with these bounds; types are named by their ids: `t0_1=OWN`."""
        named: Mapping[str, Levels] = {
            name.removeprefix("t").replace("_", "-"): level for name, level in levels.items()
        }
        team = frozenset((self.ann, self.ben))
        access = Access(int(self.ann) + 1, self.ann, team, named, rest, unassigned, TOOLS)
        return self.world.user(access)


async def add_owner(world: World, name: str, portal: int = PORTAL) -> str:
    """A user of the portal; answers the id of its owner."""

    async def work(unit: Unit) -> str:
        return (await users.add(unit, f"{name}@example.com", Place(name, "Doe"))).owner.id

    return await in_portal(world, work, portal)


async def in_portal(world: World, work: Callable[[Unit], Awaitable[T]], portal: int = PORTAL) -> T:
    """Do something in a portal as a command would."""
    server = world.server
    return await write(server.store, await portals.actor(server.store, portal, Origin("API"), server.definitions), work)


@pytest_asyncio.fixture
async def team(world: World) -> Team:
    """Three people of one portal."""
    return Team(world, *[await add_owner(world, name) for name in ("ann", "ben", "cleo")])
