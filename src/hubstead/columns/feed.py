"""Keeps the column store in step with the truth store: a listener with its own cursor.

It reads the facts after the cursor, gathers the newest document of every record they touch, and hands them over with
the new cursor in one transaction: exactly once, and every record is written once however often it changed.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from math import inf

from hubstead.columns.documents import Documents, is_of_record
from hubstead.columns.engine import ColumnStore, ColumnStoreDamaged, ColumnStoreError
from hubstead.columns.late import Late
from hubstead.columns.pace import Pace
from hubstead.columns.traffic import Traffic, TrafficSource
from hubstead.kit.errors import Unavailable
from hubstead.store.contents import COPIED, EMPTIED
from hubstead.store.engine import Engine, Fact

Progress = Callable[[int], None]

FACTS_AT_ONCE = 5_000
_log = logging.getLogger(__name__)


class Feed:
    """Feeds one column store from one truth store, whose records are `documents`. `late` holds changes back on purpose.

    `open_columns` opens the column store, an empty one (`True`) when what is stored turns out to be damaged. `traffic`
    knows what visitors did.
    """

    def __init__(
        self,
        store: Engine,
        open_columns: Callable[[bool], ColumnStore],
        documents: Documents,
        late: Late,
        traffic: TrafficSource,
    ) -> None:
        self._store = store
        self._open = open_columns
        self.columns = open_columns(False)
        self._documents = documents
        self.late = late
        self.traffic = traffic
        self._pace = Pace()
        self._moved = asyncio.Condition()
        self._filling = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self.cursor = 0
        self._read = 0
        """The newest fact that was read; the cursor is behind it while changes are held back."""
        self._as_of = -inf
        """Everything that was committed until this moment (monotonic, s) has been taken in."""

    async def start(self) -> None:
        """Begin to follow; an empty or forgotten column store is filled from the records first."""
        self.cursor = await asyncio.to_thread(self.columns.cursor)
        if self.cursor > await self._store.newest_fact():
            _log.warning("The search columns are newer than the records (restored from a backup?) and are built anew.")
            await asyncio.to_thread(self.columns.reset)
            self.cursor = 0
        self._read = self.cursor
        self._pace.start()
        self._store.on_commit(self._pace.wake)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop following and let go of the file."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._pace.stop()
        self.columns.close()

    async def caught_up(self, portal: int, patience: float, lag: float = 0.0) -> None:
        """Wait until all that is committed now and not held back can be searched in a portal; with a `lag`, all that
        was committed so many seconds ago.

        Raises `Unavailable` after `patience` seconds.
        """
        if time.monotonic() - self._as_of < lag:
            return
        newest = await self._store.newest_fact()

        def is_there() -> bool:
            return self._read >= newest and not self.late.is_due(portal)

        if is_there():
            return
        try:
            with self._pace.hurried():
                async with asyncio.timeout(patience), self._moved:
                    await self._moved.wait_for(is_there)
        except TimeoutError:
            raise Unavailable("The search index has not caught up yet. Try again in a moment.") from None

    async def refill(self, progress: Progress = lambda _: None) -> int:
        """Build everything anew from the records; answers how many there were. Searches wait meanwhile."""
        async with self._filling:
            return await self._refill(progress)

    async def replace(self, damaged: ColumnStore, error: ColumnStoreDamaged) -> None:
        """Begin anew with an empty column store, unless that has been done; it is filled before the next search."""
        async with self._filling:
            if self.columns is not damaged:
                return
            _log.warning("The search columns cannot be read and are built anew: %s", error)
            await asyncio.to_thread(damaged.close)
            self.columns = await asyncio.to_thread(self._open, True)
            self.cursor = self._read = 0
            self._as_of = -inf

    async def _follow(self) -> None:
        while True:
            self._pace.woken()
            if not await self._stepped():
                await self._pace.gather()

    async def _stepped(self) -> bool:
        """One step; whatever goes wrong is logged and tried again, for a feed that ends would end all searches."""
        try:
            return await self._step()
        except ColumnStoreDamaged as error:
            await self.replace(self.columns, error)
            return True
        except (ColumnStoreError, Unavailable) as error:
            _log.warning("The search columns cannot be written now, trying again: %s", error)
        except Exception:
            _log.exception("The search columns could not take a change, trying again")
        await asyncio.sleep(1)
        return True

    async def _step(self) -> bool:
        """Apply the next facts; says whether more wait already."""
        async with self._filling:
            if self.cursor == 0 and await self._store.newest_fact() > 0:
                count = await self._refill(lambda _: None)
                if count:
                    _log.info("The search columns were built from %d records and visits.", count)
            began = time.monotonic()
            facts = await self._store.facts_after(self._read, FACTS_AT_ONCE)
            due = self.late.due()
            if not facts and not due:
                self._as_of = began
                return False
            current = await self._without_emptied([fact for fact in facts if fact[1].portal >= 0])
            await self._take_copies(fact for _, fact in current)
            await self._retype(fact for _, fact in current)
            changed = [fact for seq, fact in current if is_of_record(fact) and not self.late.hold(seq, fact)]
            changes = await self._documents.touched([*due.values(), *changed])
            traffic = await self._changed_traffic(fact for _, fact in current)
            read = facts[-1][0] if facts else self._read
            self.late.settled(due)
            try:
                await self._pace.run(partial(self.columns.apply, changes, self.late.before(read), traffic))
            except BaseException:
                self.late.again(due)
                raise
            if len(facts) < FACTS_AT_ONCE:
                self._as_of = began
            await self._reached(self.late.before(read), read)
            self._pace.rest(time.monotonic() - began)
            return len(facts) == FACTS_AT_ONCE

    async def _changed_traffic(self, facts: Iterable[Fact]) -> list[Traffic]:
        by_portal: dict[int, list[Fact]] = {}
        for fact in facts:
            if self.traffic.concerns(fact):
                by_portal.setdefault(fact.portal, []).append(fact)
        return [
            part
            for portal, told in by_portal.items()
            async for part in self.traffic.changed(portal, told, self._pace.breathe)
        ]

    async def _without_emptied(self, facts: list[tuple[int, Fact]]) -> list[tuple[int, Fact]]:
        """The facts but those of a portal from before it was emptied, which is then forgotten."""
        emptied = {fact.id: seq for seq, fact in facts if fact.kind == EMPTIED}
        for portal in emptied:
            self.late.forget(portal)
            self._documents.forget(portal)
            await asyncio.to_thread(self.columns.forget, portal)
        return [(seq, fact) for seq, fact in facts if seq > emptied.get(fact.portal, 0)]

    async def _take_copies(self, facts: Iterable[Fact]) -> None:
        """Take in portals that were filled from others, whose history is not shown to listeners."""
        for portal in {fact.id for fact in facts if fact.kind == COPIED and fact.id > 0}:
            for type in await self._documents.types(portal):
                async for batch in self._documents.whole(portal, type):
                    await asyncio.to_thread(self.columns.apply, batch, self.cursor)
            async for part in self.traffic.whole(portal):
                await asyncio.to_thread(self.columns.apply, [], self.cursor, [part])

    async def _retype(self, facts: Iterable[Fact]) -> None:
        """Build columns anew whose kind changed."""
        for kind in await self._documents.retyped(facts):
            batches = [batch async for batch in self._documents.whole(*kind)]
            await asyncio.to_thread(self.columns.rebuild, *kind, batches)

    async def _refill(self, progress: Progress) -> int:
        newest = await self._store.newest_fact()
        await asyncio.to_thread(self.columns.reset)
        self.cursor = 0
        done = 0
        for kind in await self._documents.kinds():
            async for batch in self._documents.whole(*kind):
                await asyncio.to_thread(self.columns.apply, batch, 0)
                done += len(batch)
                progress(done)
        for portal in await self.traffic.portals():
            async for part in self.traffic.whole(portal):
                await asyncio.to_thread(self.columns.apply, [], 0, [part])
                done += len(part.sessions)
                progress(done)
        await asyncio.to_thread(self.columns.apply, [], newest)
        await self._reached(newest, newest)
        return done

    async def _reached(self, cursor: int, read: int) -> None:
        async with self._moved:
            self.cursor, self._read = cursor, read
            self._moved.notify_all()
