"""The listener that works off the journal: it follows hits and facts for as long as the server runs."""

import asyncio
import logging
import time

from hubstead.kit.errors import Unavailable
from hubstead.kit.waiting import happened
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.tracking.apart import Apart
from hubstead.tracking.follow import concerns, cursor_of, follow
from hubstead.tracking.geo.places import Places
from hubstead.tracking.journal import Journal
from hubstead.tracking.runs import Runs

FACTS_AT_ONCE = 1_000
POLL = 0.5
"""Seconds between looks for what other processes took in."""
GATHER = 0.1
"""Seconds between two runs while hits trickle in and nobody waits: ten hits together cost little more than one."""
TURN = 0.005
"""Seconds for which a run may hold the event loop: no request waits longer than that."""
REST = 1.0
"""After each turn the requests have the event loop for so many times as long as the turn was,"""
LONGEST_REST = 5.0
"""or while they keep it busy, for so many turns: they go first, hits among them, which wait in the journal."""
BUSY = 0.3
"""The share of the time that they have in which they do."""
BREATH = 0.002
"""Seconds between two looks at that."""
MANY = 40
"""Rows of the journal, of up to 50 hits, are so many that hits wait for a second. Then they are processed apart."""
_log = logging.getLogger(__name__)


class Processor:
    """One per store: in the process that keeps the columns. `apart` takes over while there are many hits."""

    def __init__(
        self, store: Engine, journal: Journal, definitions: Definitions, places: Places, apart: Apart | None = None
    ) -> None:
        self._store = store
        self._journal = journal
        self._definitions = definitions
        self._apart = apart
        self._runs = Runs(store, definitions, places, TURN)
        self._wake = asyncio.Event()
        self._cursor = 0
        self._task: asyncio.Task[None] | None = None
        self._working = asyncio.Lock()

    async def start(self) -> None:
        """Begin to follow."""
        self._cursor = await cursor_of(self._store)
        self._store.on_commit(self._wake.set)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop after the transaction under way."""
        if self._task:
            async with self._working:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._apart:
            await self._apart.stop()

    async def catch_up(self) -> None:
        """Process all that is there now, in this process."""
        while await self._stepped():
            pass

    async def _follow(self) -> None:
        if await self._store.rows("SELECT utk FROM visitor LIMIT 1"):
            await self._runs.get_ready()
        while True:
            self._wake.clear()
            began = time.monotonic(), time.thread_time()
            if await self._stepped():
                await self._rest(*began)
                continue
            await happened(self._journal.hurry, GATHER)
            self._journal.hurry.clear()
            await happened(self._wake, POLL)

    async def _rest(self, began: float, used: float) -> None:
        """Leave the event loop to the requests, for longer while they need it. They had it already while what this turn
        wrote was committed: `began` is when that was (s), `used` what the loop's thread had worked before it."""
        held = self._runs.held
        began, used = began + held, used + held
        await asyncio.sleep(max(0.0, began + held * REST - time.monotonic()))
        while time.monotonic() - began < held * LONGEST_REST:
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
        if self._apart and (self._apart.works or (self._runs.behind > MANY and self._apart.start())):
            self._runs.pause()
            return False
        return await self._runs.one()

    async def _facts(self) -> bool:
        """Follow the next facts; says whether there were any."""
        facts = await self._store.facts_after(self._cursor, FACTS_AT_ONCE)
        if not facts:
            return False
        if len(facts) == FACTS_AT_ONCE or any(concerns(fact) for _, fact in facts):
            await follow(self._store, self._definitions, facts)
        self._cursor = facts[-1][0]
        return True
