"""`hubstead jobs`."""

from collections.abc import Awaitable, Callable

import msgspec

from hubstead.commands.refusal import Refusal
from hubstead.commands.tables import date, moment, print_list
from hubstead.commands.truth import in_portal
from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.settings import Settings
from hubstead.store.unit import Unit


class _Shown(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A job without what it works on, which may be personal. `due` is when it may begin, or when it ended."""

    id: int
    kind: str
    state: str
    created: str | None
    due: str | None
    done: int
    total: int
    failures: int
    error: str


def show(settings: Settings, portal: int | None, states: tuple[str, ...], *, as_json: bool) -> None:
    """Print the jobs of a portal, the newest first."""
    found = in_portal(settings, portal, lambda unit: jobs.listed(unit, states or jobs.STATES))
    titles = ("Id", "Kind", "State", "Created", "Due/ended", "Progress", "Failures", "Error")
    print_list([_shown(job) for job in found], titles, _row, as_json=as_json)


def retry(settings: Settings, portal: int | None, id: int) -> None:
    """Let a dead or cancelled job go on. Raises `Refusal`."""
    _changed(settings, portal, id, jobs.retry, "only dead and cancelled jobs can be tried again")


def cancel(settings: Settings, portal: int | None, id: int) -> None:
    """End a job. Raises `Refusal`."""
    _changed(settings, portal, id, jobs.cancel, "it has ended")


def _changed(
    settings: Settings, portal: int | None, id: int, change: Callable[[Unit, int], Awaitable[bool]], why_not: str
) -> None:
    async def work(unit: Unit) -> None:
        job = await jobs.find(unit, id)
        if job is None:
            raise Refusal(f"There is no job {id}. `hubstead jobs list` shows them.")
        if not await change(unit, id):
            raise Refusal(f"Job {id} is {job.state}: {why_not}.")

    in_portal(settings, portal, work)


def _shown(job: Job) -> _Shown:
    return _Shown(
        id=job.id,
        kind=job.kind,
        state=job.state,
        created=moment(job.created),
        due=moment(job.due),
        done=job.done,
        total=job.total,
        failures=job.attempt,
        error=job.error,
    )


def _row(job: _Shown) -> tuple[str, ...]:
    progress = f"{job.done}/{job.total}" if job.total else str(job.done or "")
    failures = str(job.failures or "")
    error = job.error.partition("\n")[0][:80]
    return (str(job.id), job.kind, job.state, date(job.created), date(job.due), progress, failures, error)
