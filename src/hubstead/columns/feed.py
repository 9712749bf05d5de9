"""Keeps the column store in step with the truth store: a listener with its own cursor.

It reads the facts after the cursor, gathers the newest document of every record they touch, and hands them over with
the new cursor in one transaction: exactly once, and every record is written once however often it changed.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import inf

import msgspec

from hubstead.columns.engine import ColumnStore, ColumnStoreDamaged, ColumnStoreError, RecordChange
from hubstead.columns.kinds import kind_of
from hubstead.columns.late import Late
from hubstead.columns.traffic import Traffic, TrafficSource
from hubstead.kit.errors import Unavailable
from hubstead.kit.process import step_back
from hubstead.kit.waiting import happened
from hubstead.store.contents import COPIED, EMPTIED
from hubstead.store.engine import Engine, Fact

TypesOf = Callable[[int, str], Awaitable[Mapping[str, str]]]
Progress = Callable[[int], None]

FACTS_AT_ONCE = 5_000
RECORDS_AT_ONCE = 5_000
PIECE = 250
"""Documents that are read at once: some milliseconds of the event loop."""
POLL = 0.05
"""Seconds between looks for what other processes committed."""
GATHER = 0.25
"""Seconds between two batches while no search waits: one large batch costs less than many small ones. The first change
after a pause is taken at once."""
REST = 4.0
LONGEST_REST = 3.0
"""A batch that took long is followed by a pause of so many times as long, at most so many seconds: under load, large
batches leave the processor to the requests."""
BREATH, SHORT_BREATH = 0.02, 0.003
"""Seconds for which the requests have the event loop between two pieces of traffic: a part of that pause, until it is
over or a search waits. A bare turn of the loop is not enough: a hit takes four of them, so beside thousands of visitors
a second of hits stood in line."""
NICER = 10
"""How far a batch steps back behind the requests while no search waits for it."""
_decode = msgspec.json.Decoder(dict[str, str]).decode
_encode = msgspec.json.Encoder().encode
_log = logging.getLogger(__name__)


class Feed:
    """Feeds one column store from one truth store. `late` holds changes back on purpose.

    `open_columns` opens the column store, an empty one (`True`) when what is stored turns out to be damaged; `types` is
    what the column store looks up, filled from `types_of`. `traffic` knows what visitors did.
    """

    def __init__(
        self,
        store: Engine,
        open_columns: Callable[[bool], ColumnStore],
        types: dict[tuple[int, str], Mapping[str, str]],
        types_of: TypesOf,
        late: Late,
        traffic: TrafficSource,
    ) -> None:
        self._store = store
        self._open = open_columns
        self._calm: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._breathed = 0.0
        self.columns = open_columns(False)
        self._types = types
        self._types_of = types_of
        self.late = late
        self.traffic = traffic
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._moved = asyncio.Condition()
        self._filling = asyncio.Lock()
        self._gather_until = 0.0
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
        self._calm = ThreadPoolExecutor(1, "feed", step_back, (NICER,))
        self._store.on_commit(self._wake.set)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop following and let go of the file."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._calm:
            await asyncio.to_thread(self._calm.shutdown)
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
        self._hurry.set()
        self._wake.set()
        self._waiting += 1
        try:
            async with asyncio.timeout(patience), self._moved:
                await self._moved.wait_for(is_there)
        except TimeoutError:
            raise Unavailable("The search index has not caught up yet. Try again in a moment.") from None
        finally:
            self._waiting -= 1

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
            self._wake.clear()
            if not await self._stepped():
                await happened(self._hurry, self._gather_until - time.monotonic())
                self._hurry.clear()
                await happened(self._wake, POLL)

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
            await self._forget_types(fact for _, fact in current)
            changed = [fact for seq, fact in current if _is_of_record(fact) and not self.late.hold(seq, fact)]
            changes = await self._changes([*due.values(), *changed])
            traffic = await self._changed_traffic(fact for _, fact in current)
            read = facts[-1][0] if facts else self._read
            self.late.settled(due)
            try:
                await self._apply(changes, self.late.before(read), traffic)
            except BaseException:
                self.late.again(due)
                raise
            if len(facts) < FACTS_AT_ONCE:
                self._as_of = began
            await self._reached(self.late.before(read), read)
            self._rest(time.monotonic() - began)
            return len(facts) == FACTS_AT_ONCE

    async def _apply(self, changes: list[RecordChange], cursor: int, traffic: list[Traffic]) -> None:
        """Write a batch: at once if somebody waits for it, else behind all that wants the processor."""
        thread = None if self._waiting else self._calm  # `None`: any
        apply = partial(self.columns.apply, changes, cursor, traffic)
        await asyncio.get_running_loop().run_in_executor(thread, apply)

    async def _breathe(self) -> None:
        seconds = SHORT_BREATH if self._waiting or self._breathed > LONGEST_REST else BREATH
        await asyncio.sleep(seconds)
        self._breathed += seconds

    def _rest(self, took: float) -> None:
        """Have the next batch begin later, going by how long this one took."""
        rest = min(LONGEST_REST, REST * (took - self._breathed)) - self._breathed
        self._gather_until = time.monotonic() + max(GATHER, rest)
        self._breathed = 0.0

    async def _changed_traffic(self, facts: Iterable[Fact]) -> list[Traffic]:
        by_portal: dict[int, list[Fact]] = {}
        for fact in facts:
            if self.traffic.concerns(fact):
                by_portal.setdefault(fact.portal, []).append(fact)
        return [
            part
            for portal, told in by_portal.items()
            async for part in self.traffic.changed(portal, told, self._breathe)
        ]

    async def _changes(self, facts: Iterable[Fact]) -> list[RecordChange]:
        touched: dict[tuple[int, str], set[int]] = {}
        for fact in facts:
            touched.setdefault((fact.portal, fact.type), set()).add(fact.id)
        changes: list[RecordChange] = []
        for (portal, type), ids in touched.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), PIECE):
                changes += await self._newest(portal, type, ordered[start : start + PIECE])
                await asyncio.sleep(0)  # requests get their turn
        return changes

    async def _without_emptied(self, facts: list[tuple[int, Fact]]) -> list[tuple[int, Fact]]:
        """The facts but those of a portal from before it was emptied, which is then forgotten."""
        emptied = {fact.id: seq for seq, fact in facts if fact.kind == EMPTIED}
        for portal in emptied:
            self.late.forget(portal)
            for key in [key for key in self._types if key[0] == portal]:
                del self._types[key]
            await asyncio.to_thread(self.columns.forget, portal)
        return [(seq, fact) for seq, fact in facts if seq > emptied.get(fact.portal, 0)]

    async def _take_copies(self, facts: Iterable[Fact]) -> None:
        """Take in portals that were filled from others, whose history is not shown to listeners."""
        for portal in {fact.id for fact in facts if fact.kind == COPIED and fact.id > 0}:
            for (type,) in await self._store.rows("SELECT DISTINCT type FROM record WHERE portal = ?1", portal):
                await self._know_types(portal, type)
                async for batch in self._batches(portal, type):
                    await asyncio.to_thread(self.columns.apply, batch, self.cursor)
            async for part in self.traffic.whole(portal):
                await asyncio.to_thread(self.columns.apply, [], self.cursor, [part])

    async def _newest(self, portal: int, type: str, ids: list[int]) -> list[RecordChange]:
        await self._know_types(portal, type)
        sql = "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND archived = 0"
        live = {row[0]: row[1] for row in await self._store.rows(sql, portal, type, ids)}
        return [RecordChange(portal, type, id, _columns_of(live[id]) if id in live else None) for id in ids]

    async def _know_types(self, portal: int, type: str) -> None:
        if (portal, type) not in self._types:
            self._types[portal, type] = await self._types_of(portal, type)

    async def _forget_types(self, facts: Iterable[Fact]) -> None:
        """After a change of properties, know the new types; columns whose kind changed are built anew."""
        for portal, type in {(fact.portal, fact.type) for fact in facts if fact.kind == "property.changed"}:
            before = self._types.get((portal, type), {})
            after = self._types[portal, type] = await self._types_of(portal, type)
            if any(name in after and kind_of(after[name]) is not kind_of(old) for name, old in before.items()):
                batches = [batch async for batch in self._batches(portal, type)]
                await asyncio.to_thread(self.columns.rebuild, portal, type, batches)

    async def _refill(self, progress: Progress) -> int:
        newest = await self._store.newest_fact()
        await asyncio.to_thread(self.columns.reset)
        self.cursor = 0
        done = 0
        sql = "SELECT DISTINCT portal, type FROM record WHERE portal > 0 ORDER BY portal, type"
        for portal, type in await self._store.rows(sql):
            await self._know_types(portal, type)
            async for batch in self._batches(portal, type):
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

    async def _batches(self, portal: int, type: str) -> AsyncIterator[list[RecordChange]]:
        after = -1
        sql = (
            "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id > ?3 AND archived = 0 "
            "ORDER BY id LIMIT ?4"
        )
        while rows := await self._store.rows(sql, portal, type, after, RECORDS_AT_ONCE):
            yield [RecordChange(portal, type, row[0], _columns_of(row[1])) for row in rows]
            after = rows[-1][0]

    async def _reached(self, cursor: int, read: int) -> None:
        async with self._moved:
            self.cursor, self._read = cursor, read
            self._moved.notify_all()


def _is_of_record(fact: Fact) -> bool:
    return fact.kind.startswith("object.")


def _columns_of(document: str) -> bytes:
    """The document without the values that were cleared: columns have no value there."""
    if '":""' not in document:
        return document.encode()
    return _encode({name: value for name, value in _decode(document).items() if value})
