"""What becomes of an attempt that did not finish: tried again, dead, cancelled, given back."""

import traceback
from collections.abc import Awaitable, Callable

from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Hopeless, Kind, wait_after
from hubstead.jobs.running import Lost, Running
from hubstead.kit import clock
from hubstead.kit.errors import Unauthenticated
from hubstead.store.engine import Engine, Writer
from hubstead.store.tables import JOB
from hubstead.store.unit import Unit, write

Outcome = Callable[[Unit, Job], Awaitable[Job]]
KEPT = 7 * 24 * 3_600_000
"""Milliseconds that done and cancelled jobs can be looked at; dead ones stay until somebody deals with them."""
LONGEST_ERROR = 4_000
"""Characters of an error that are kept."""


async def record(store: Engine, running: Running, outcome: Outcome) -> None:
    """Write what became of an attempt, if the job is still its own. Raises `Lost`."""

    async def work(unit: Unit) -> None:
        job = await jobs.find(unit, running.id)
        if job is None or job.owner != running.owner:
            raise Lost
        unit.put(JOB, (await outcome(unit, job)).row)

    try:
        await write(store, running.actor(), work)
    except Unauthenticated:  # the portal was deleted, and its jobs with it
        raise Lost from None


async def cancelled(unit: Unit, job: Job) -> Job:
    """It ended because somebody cancelled it."""
    return job.now(state="cancelled", due=unit.now, owner="")


async def given_back(unit: Unit, job: Job) -> Job:
    """It goes on when the server starts again, as if nothing had been."""
    if job.state == "cancelling":
        return await cancelled(unit, job)
    return job.now(state="queued", due=min(job.due, unit.now), owner="")


def failed(kind: Kind, error: Exception) -> Outcome:
    """It failed: it waits for another attempt, or is dead."""
    text = "".join(traceback.format_exception(error))[-LONGEST_ERROR:]
    reason = str(error) if isinstance(error, Hopeless) else f"{type(error).__name__}: {error}\n\n{text}"
    return _again_or_dead(kind, reason, hopeless=isinstance(error, Hopeless))


def left_behind(kind: Kind) -> Outcome:
    """The process that ran it is gone. That may be the job's own doing, so it counts as a failure."""
    return _again_or_dead(kind, "The process that ran this job ended.", hopeless=False)


def _again_or_dead(kind: Kind, reason: str, *, hopeless: bool) -> Outcome:
    async def outcome(unit: Unit, job: Job) -> Job:
        if job.state == "cancelling":
            return await cancelled(unit, job)
        tried = job.now(owner="", attempt=job.attempt + 1, error=reason[:LONGEST_ERROR])
        if hopeless or tried.attempt >= kind.attempts:
            tried = tried.now(state="dead", due=unit.now)
            await kind.failed(unit, tried)
            return tried
        return tried.now(state="queued", due=unit.now + wait_after(job.attempt))

    return outcome


async def sweep(store: Engine) -> None:
    """Remove jobs that ended well long ago. Those of portals with a turned clock go by the true time, too."""

    async def work(writer: Writer) -> None:
        sql = "DELETE FROM job WHERE state IN ('done', 'cancelled') AND due < ?1"
        await writer.rows(sql, clock.true_now() - KEPT)

    await store.write(work)
