"""Work in a portal beside its API, as commands do."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from hubstead.account import portals
from hubstead.store.unit import Origin, Unit, write
from tests.world import PORTAL, World

T = TypeVar("T")


async def in_portal(world: World, work: Callable[[Unit], Awaitable[T]], portal: int = PORTAL) -> T:
    """Run `work` as a transaction of the portal."""
    actor = await portals.actor(world.server.store, portal, Origin("CRM_UI"), world.server.definitions)
    return await write(world.server.store, actor, work)
