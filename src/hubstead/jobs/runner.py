"""Runs jobs for as long as the server runs: takes those that are due, and records what became of them."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hubstead.jobs import lease, outcome
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Kind
from hubstead.jobs.running import Cancelled, Interrupted, Lost, Running, Stopped
from hubstead.kit.errors import Unavailable
from hubstead.kit.waiting import happened
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions

POLL = 0.1
"""Seconds between looks for what other processes queued, and for what the time makes due."""
GATHER = 0.02
"""Seconds between two looks while this process commits all the time."""
GRACE = 5.0
"""Seconds that running jobs get to reach their next step when the server stops."""
SWEEP = 600.0
"""Seconds between two removals of what ended long ago."""
_log = logging.getLogger(__name__)


class Runner:
    """The jobs of one process. `rooms` is the server, which jobs reach as requests do."""

    def __init__(self, rooms: Any, store: Engine, definitions: Definitions, kinds: Iterable[Kind]) -> None:
        self._rooms = rooms
        self._store = store
        self._definitions = definitions
        self._kinds = {kind.name: kind for kind in kinds}
        self._threads = ThreadPoolExecutor(sum(kind.at_once for kind in self._kinds.values()) or 1, "job")
        self._wake = asyncio.Event()
        self._running: dict[asyncio.Task[None], tuple[Job, Running]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._taking = asyncio.Lock()

    async def start(self) -> None:
        """Begin to run jobs; those of a process that was killed go on."""
        await self._bring_back(at_start=self._store.commits is not None)
        self._store.on_commit(self._wake.set)
        loops = (self._follow(), self._keep(), self._sweep())
        self._tasks = [asyncio.create_task(loop) for loop in loops]

    async def stop(self) -> None:
        """Take no more jobs, and let the running ones reach their next step."""
        async with self._taking:
            for task in self._tasks:
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for _, running in self._running.values():
            running.stopping = True
        if self._running:
            await asyncio.wait(self._running, timeout=GRACE)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def settled(self) -> None:
        """Wait until no job runs and none is due."""
        while not await self._is_idle():
            await asyncio.sleep(0.005)

    async def _is_idle(self) -> bool:
        async with self._taking:
            return not self._running and not await lease.is_any_due(self._store, self._kinds)

    async def _follow(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._take()
            except Unavailable as error:
                _log.warning("Jobs cannot be taken now, trying again: %s", error)
                await asyncio.sleep(1)
            except Exception:
                _log.exception("Jobs could not be taken, trying again")
                await asyncio.sleep(1)
            await asyncio.sleep(GATHER)
            await happened(self._wake, POLL)

    async def _take(self) -> None:
        free = self._free()
        if not free or not await lease.is_any_due(self._store, free):
            return
        async with self._taking:
            for job in await lease.take(self._store, free):
                running = Running(self._rooms, self._store, self._definitions, self._threads, job)
                task = asyncio.create_task(self._run(job, running))
                self._running[task] = job, running
                task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self._wake.set()

    def _free(self) -> dict[str, int]:
        """How many more jobs of each kind may run; without kinds that have their fill."""
        busy = Counter(job.kind for job, _ in self._running.values())
        left = {name: kind.at_once - busy[name] for name, kind in self._kinds.items()}
        return {name: count for name, count in left.items() if count > 0}

    async def _run(self, job: Job, running: Running) -> None:
        """One attempt, from the lease to what became of it."""
        kind = self._kinds[job.kind]
        try:
            result = await kind.run(running)
            if not running.finished:
                await running.finish(result=result)
        except Lost:
            _log.info("job %d (%s) of portal %d is no longer of this process", job.id, job.kind, job.portal)
        except (Cancelled, Stopped, asyncio.CancelledError) as why:
            stopped = isinstance(why, Stopped) or running.stopping
            await self._record(outcome.given_back if stopped else outcome.cancelled, running)
        except Exception as error:
            _log.warning("job %d (%s) of portal %d failed: %s", job.id, job.kind, job.portal, type(error).__name__)
            await self._record(outcome.failed(kind, error), running)

    async def _record(self, what: outcome.Outcome, running: Running) -> None:
        """Write what became of an attempt; if that cannot be, the lease runs out and the job is tried again."""
        try:
            await outcome.record(self._store, running, what)
        except Interrupted:
            return
        except Exception as error:
            _log.warning("what became of job %d could not be written: %s", running.id, error)

    async def _keep(self) -> None:
        """Renew leases, learn who was cancelled, and bring back what another process left."""
        while True:
            await asyncio.sleep(lease.LEASE / 3000)
            try:
                await self._renew()
                await self._bring_back(at_start=False)
            except Exception as error:
                _log.warning("leases of jobs cannot be renewed now, trying again: %s", error)

    async def _renew(self) -> None:
        held = {job.owner: task for task, (job, _) in self._running.items()}
        if held:
            states = await lease.renew(self._store, held)
            for owner, task in held.items():
                if states.get(owner) != "running":
                    task.cancel()

    async def _bring_back(self, *, at_start: bool) -> None:
        mine = {job.owner for job, _ in self._running.values()}
        for job in await lease.expired(self._store, at_start=at_start):
            kind = self._kinds.get(job.kind)
            if kind and job.owner not in mine:
                running = Running(self._rooms, self._store, self._definitions, self._threads, job)
                await self._record(outcome.left_behind(kind), running)

    async def _sweep(self) -> None:
        while True:
            try:
                await outcome.sweep(self._store)
            except Exception as error:
                _log.warning("old jobs cannot be removed now, trying again: %s", error)
            await asyncio.sleep(SWEEP)
