"""A job while it runs: what its function works with."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from typing import Any, TypeVar

import msgspec

from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.tables import JOB
from hubstead.store.unit import Actor, Origin, Unit, write

T = TypeVar("T")
Work = Callable[[Unit], Awaitable[T]]
INTERNAL = Origin("INTERNAL_PROCESSING")


class Interrupted(Exception):
    """The job is not to go on here; its function lets this pass."""


class Cancelled(Interrupted):
    """Somebody cancelled it."""


class Stopped(Interrupted):
    """The server stops; the job goes on at the next start."""


class Lost(Interrupted):
    """Its lease ran out, or it was deleted with its portal: another process may be at it."""


class Running:
    """One attempt at a job. `rooms` is the server (`call.rooms` of requests)."""

    def __init__(self, rooms: Any, store: Engine, definitions: Definitions, threads: Executor, job: Job) -> None:
        self.rooms = rooms
        self.portal = job.portal
        self.id = job.id
        self.attempt = job.attempt
        self.stopping = False
        """Whether the server stops: a job that waits long on purpose looks at this."""
        self.finished = False
        self._store = store
        self._definitions = definitions
        self._threads = threads
        self._job = job

    @property
    def job(self) -> Job:
        """The job as it was when this attempt last wrote."""
        return self._job

    @property
    def owner(self) -> str:
        """The lease of this attempt."""
        return self._job.owner

    def read(self, type: type[T]) -> T:
        """What the job was queued with."""
        return msgspec.json.decode(self._job.payload, type=type)

    def state(self, type: type[T]) -> T | None:
        """What the last `write` kept; `None` before the first."""
        return msgspec.json.decode(self._job.checkpoint, type=type | None)

    def actor(self, origin: Origin = INTERNAL) -> Actor:
        """In whose name the job works in its portal."""
        return Actor(self.portal, 0, origin, self._definitions)

    async def in_thread(self, function: Callable[..., T], *args: object) -> T:
        """Do blocking work off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)

    async def write(
        self,
        work: Work[T] | None = None,
        *,
        state: Any = None,
        done: int | None = None,
        total: int | None = None,
        origin: Origin = INTERNAL,
    ) -> T | None:
        """Do a part of the work and keep how far the job is, in one transaction: whatever ends the process, the job
        goes on behind it. Raises `Interrupted` without having written anything."""
        if self.stopping:
            raise Stopped
        kept = None if state is None else jobs.raw(state)
        fields: dict[str, Any] = {"done": done, "total": total, "checkpoint": kept}
        given = {name: value for name, value in fields.items() if value is not None}
        return await self._write(work, origin, lambda job, _now, _value: job.now(attempt=0, error="", **given))

    async def finish(self, work: Work[T] | None = None, *, result: Any = None, origin: Origin = INTERNAL) -> T | None:
        """Do the last part and record that the job is done, in one transaction. Raises `Interrupted`.

        `result` is what the job answers; a function makes it of what the work answered.
        """

        def ended(job: Job, now: int, value: Any) -> Job:
            return _done(job, now, result(value) if callable(result) else result)

        value = await self._write(work, origin, ended)
        self.finished = True
        return value

    async def held(self, unit: Unit) -> Job:
        """The job as it stands, if it is still ours to work at. Raises `Lost` and `Cancelled`."""
        job = await jobs.find(unit, self.id)
        if job is None or job.owner != self._job.owner:
            raise Lost
        if job.state == "cancelling":
            raise Cancelled
        return job

    async def _write(self, work: Work[T] | None, origin: Origin, change: Callable[[Job, int, Any], Job]) -> T | None:
        async def both(unit: Unit) -> tuple[Job, T | None]:
            held = await self.held(unit)
            value = await work(unit) if work else None
            job = change(held, unit.now, value)
            unit.put(JOB, job.row)
            return job, value

        self._job, value = await write(self._store, self.actor(origin), both)
        return value


def _done(job: Job, now: int, result: Any) -> Job:
    return job.now(state="done", due=now, owner="", attempt=0, error="", result=jobs.raw(result))
