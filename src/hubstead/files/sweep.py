"""What is cleared away in time: files whose time is over, archived ones after ninety days, and contents that no row
names because a process ended in between, or a portal was emptied."""

import asyncio
import logging
from contextlib import suppress

from hubstead.account import portals
from hubstead.files import save
from hubstead.files.blobs import Blobs
from hubstead.files.file import COLUMNS, File
from hubstead.kit import clock
from hubstead.kit.errors import Failure
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write

BIN_LASTS = 90 * 86_400_000
"""How long (ms) an archived file is kept: as long as archived records are."""
EVERY = 600.0
"""Seconds between looks for files whose time is over."""
SWEPT_EVERY = 86_400_000
"""Ms between looks at all contents, which read them one by one by name; the first is soon after the start."""
YOUNG = 3_600_000
"""Ms in which a content that no row names may belong to an upload under way."""
AT_ONCE = 200
_log = logging.getLogger(__name__)


class Sweeper:
    """One per store: in the process that keeps the columns."""

    def __init__(self, store: Engine, definitions: Definitions, blobs: Blobs) -> None:
        self._store = store
        self._definitions = definitions
        self._blobs = blobs
        self._swept = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look; what a process that ended was taking in goes at once."""
        self._blobs.forget_arrivals()
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop; what is half swept goes on at the next start."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.clear()
                if clock.true_now() - self._swept >= SWEPT_EVERY:
                    await self.sweep(clock.true_now() - YOUNG)
                    self._swept = clock.true_now()
            except Failure as error:
                _log.warning("files could not be cleared away, which is tried again: %s", error.message)
            except Exception:
                _log.exception("files could not be cleared away, which is tried again")

    async def clear(self) -> None:
        """Delete the files of all portals whose time is over, by each portal's clock. Raises `Unavailable`."""
        for portal in await portals.portals(self._store):
            while await self._cleared(portal.id):
                pass

    async def _cleared(self, portal: int) -> bool:
        """Delete some files; whether there may be more."""
        actor = await portals.actor(self._store, portal, Origin("INTERNAL_PROCESSING"), self._definitions)
        over = Unit(self._store, actor)
        condition = "(expires > 0 AND expires <= ?2) OR (archived > 0 AND archived <= ?3)"
        sql = f"SELECT {COLUMNS} FROM file WHERE portal = ?1 AND ({condition}) LIMIT {AT_ONCE}"
        if not await over.rows(sql, over.now, over.now - BIN_LASTS):
            return False

        async def work(unit: Unit) -> list[str]:
            found = [File(*row) for row in await unit.rows(f"{sql} FOR UPDATE", unit.now, unit.now - BIN_LASTS)]
            return [blob for file in found for blob in save.erase(unit, file, "file.purged")]

        await self._blobs.release(await write(self._store, actor, work))
        return True

    async def sweep(self, before: int) -> int:
        """Delete the contents written before a moment (ms, true time) that no row names; how many there were.

        Raises `Unavailable`.
        """
        gone = 0
        async for group in self._blobs.all():
            old = [one.key for one in group if one.at < before]
            left = await self._blobs.unnamed(old) if old else []
            await self._blobs.drop(left)
            gone += len(left)
        return gone
