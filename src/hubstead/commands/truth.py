"""The truth store, opened for the time of a command: beside a running server or without one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from hubstead.account import portals
from hubstead.commands.refusal import Refusal
from hubstead.kit import clock
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.open import FILE, open_store
from hubstead.store.portal import Portal
from hubstead.store.unit import Unit, write

T = TypeVar("T")


def with_store(settings: Settings, work: Callable[[Engine], Awaitable[T]]) -> T:
    """Run `work` with the store that the settings name. Raises `Refusal` where there is none."""

    async def run() -> T:
        async with opened(settings) as store:
            return await work(store)

    return asyncio.run(run())


def in_portal(settings: Settings, number: int | None, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Run `work` as one transaction of the portal that is meant. Raises `Refusal` where there is none."""

    async def run(store: Engine) -> T:
        portal = await chosen(store, number)
        return await write(store, await portals.person(store, portal.id), work)

    return with_store(settings, run)


@asynccontextmanager
async def opened(settings: Settings, *, new: bool = False) -> AsyncIterator[Engine]:
    """The open store. A folder without data is refused, so that a mistyped path is noticed, unless it may be `new`."""
    if not settings.database:
        if settings.folder is None:
            raise Refusal("Data in memory belong to their server alone; name a folder with --data.", 2)
        if not new and not (settings.folder / FILE).is_file():
            raise Refusal(
                f"There are no data in {settings.data}. `hubstead serve` makes them; --data names the folder."
            )
    store = open_store(settings)
    await store.open()
    try:
        await _turn_clocks(store)
        yield store
    finally:
        await store.close()


async def _turn_clocks(store: Engine) -> None:
    """Tell the time as the portals' server does: what a command lets expire is to expire by the portal's clock."""
    for portal in await portals.portals(store):
        if portal.clock is not None:
            clock.turn(portal.id, portal.clock)


async def chosen(store: Engine, portal: int | None) -> Portal:
    """The portal with this number, or the only one. Raises `Refusal`."""
    known = await portals.portals(store)
    if portal is not None:
        known = [found for found in known if found.id == portal]
    if len(known) == 1:
        return known[0]
    if known:
        raise Refusal(f"There are {len(known)} portals; name one with --portal. `hubstead portal list` shows them.", 2)
    if portal is not None:
        raise Refusal(f"There is no portal {portal}. `hubstead portal list` shows all of them.")
    raise Refusal("There is no portal yet. `hubstead serve` makes the first one.")
