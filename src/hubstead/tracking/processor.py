"""The listener that works off the journal: it follows hits and facts for as long as the server runs."""

import asyncio
import logging
import time
from contextlib import suppress
from functools import partial

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.tracking import journal
from hubstead.tracking.follow import concerns, cursor_of, follow
from hubstead.tracking.geo.places import Places
from hubstead.tracking.journal import GROUP, newest, oldest
from hubstead.tracking.process import Rows, leave_out, process
from hubstead.tracking.steps import get_ready

FACTS_AT_ONCE = 1_000
POLL = 0.5
"""Seconds between looks for what other processes took in."""
GATHER = 0.1
"""Seconds between two runs while hits trickle in: ten hits together cost little more than one."""
REST = 1.0
"""After each turn the requests have the event loop for so many times as long as the turn was,"""
REST_BEHIND = 0.3
"""or for so many while many hits wait in the journal: then it keeps up with a steady stream;"""
MANY = 1_000
"""rows of the journal are many."""
LONGEST_REST = 5.0
"""Requests go first, hits among them, which wait in the journal: while they keep the loop busy, for so many turns."""
BUSY = 0.3
"""The share of the time that they have in which they do."""
BREATH = 0.002
"""Seconds between two looks at that."""
TURN = 0.005
"""Seconds for which a run may hold the event loop: no request waits longer than that. A run has as many hits as that
allows on this machine, for each run costs something however few its hits are, and a commit."""
FEWEST, MOST = 50, 500
"""Hits of a run, however slow or fast the machine is."""
_log = logging.getLogger(__name__)


class Processor:
    """One per store: in the process that keeps the columns."""

    def __init__(self, store: Engine, definitions: Definitions, places: Places) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._wake = asyncio.Event()
        self._cursor = 0
        self._rows = GROUP
        self._run = 2 * FEWEST
        self._held = 0.0
        self._behind = 0
        self._is_ready = self._had_hits = False
        self._task: asyncio.Task[None] | None = None
        self._working = asyncio.Lock()

    async def start(self) -> None:
        """Begin to follow."""
        self._cursor = await cursor_of(self._store)
        self._had_hits = bool(await self._store.rows("SELECT utk FROM visitor LIMIT 1"))
        self._store.on_commit(self._wake.set)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop after the transaction under way."""
        if self._task:
            async with self._working:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def catch_up(self) -> None:
        """Process all that is there now."""
        while await self._stepped():
            pass

    async def _follow(self) -> None:
        while True:
            self._wake.clear()
            began = time.monotonic(), time.thread_time()
            if await self._stepped():
                await self._rest(*began)
                continue
            await asyncio.sleep(GATHER)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await self._wake.wait()

    async def _get_ready(self) -> None:
        """Once: before the first hit, or right after the start where there were hits before."""
        if not self._is_ready:
            await asyncio.to_thread(get_ready, self._places)
            self._is_ready = True

    async def _rest(self, began: float, used: float) -> None:
        """Leave the event loop to the requests, for longer while they need it. They had it already while what this turn
        wrote was committed: `began` is when that was (s), `used` what the loop's thread had worked before it."""
        least = self._held * (REST_BEHIND if self._behind > MANY else REST)
        began, used = began + self._held, used + self._held
        await asyncio.sleep(max(0.0, began + least - time.monotonic()))
        while time.monotonic() - began < self._held * LONGEST_REST:
            if time.thread_time() - used < BUSY * (time.monotonic() - began):
                return
            await asyncio.sleep(BREATH)

    async def _stepped(self) -> bool:
        """One step; what goes wrong is logged and tried again, for nobody would look at hits any more otherwise."""
        try:
            async with self._working:
                return bool(await self._hits()) | bool(await self._facts())
        except Unavailable as error:
            _log.warning("Hits cannot be processed now, trying again: %s", error)
        except Exception:
            _log.exception("Hits could not be processed, trying again")
        await asyncio.sleep(1)
        return True

    async def _hits(self) -> bool:
        """Process the oldest hits, one run of them: then the event loop belongs to the requests again."""
        rows = await oldest(self._store, self._rows, self._run)
        self._rows = max(4, min(MOST, 2 * len(rows)))  # under load a few rows are enough, else each has but one hit
        self._behind = await newest(self._store) - rows[0].number if rows else 0
        self._held = 0.0
        if rows or self._had_hits:
            await self._get_ready()
        if rows and not await self._processed(rows):
            await self._one_by_one(rows)
        self._pace(sum(len(group.hits) for group in rows))
        return bool(rows)

    def _pace(self, hits: int) -> None:
        """Let the next run have as many hits as a turn has time for, going by one that was full."""
        if 2 * hits >= self._run and self._held:
            self._run = max(FEWEST, min(MOST, 2 * self._run, int(hits * TURN / self._held)))

    async def _processed(self, rows: Rows) -> bool:
        """Process rows; says whether that was possible."""
        try:
            self._held = await process(self._store, self._definitions, rows, self._places)
        except Unavailable:
            raise
        except Exception:
            _log.exception("Something in %d rows of hits cannot be processed", len(rows))
            return False
        return True

    async def _one_by_one(self, rows: Rows) -> None:
        """Find the hit that cannot be processed, and do without it. Rows of several come back as rows of one."""
        for group in rows:
            if len(group.hits) > 1:
                await self._store.write(partial(journal.split, group=group))
            elif not await self._processed([group]):
                await leave_out(self._store, self._definitions, group.number, group.hits[0])

    async def _facts(self) -> bool:
        """Follow the next facts; says whether there were any."""
        facts = await self._store.facts_after(self._cursor, FACTS_AT_ONCE)
        if not facts:
            return False
        if len(facts) == FACTS_AT_ONCE or any(concerns(fact) for _, fact in facts):
            await follow(self._store, self._definitions, facts)
        self._cursor = facts[-1][0]
        return True
