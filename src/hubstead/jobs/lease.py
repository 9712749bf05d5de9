"""Which process runs which job: leases, taken and renewed in the truth store."""

from collections.abc import Collection, Iterator
from uuid import uuid4

from hubstead.jobs.job import COLUMNS, Job, of
from hubstead.kit import clock
from hubstead.store.engine import Engine, Reader, Writer
from hubstead.store.tables import JOB

LEASE = 30_000
"""Milliseconds that a lease is good for without being renewed: so long does a job wait whose process was killed on
another machine."""
_TRUE = "state = 'queued' AND kind = ?1 AND due <= ?2 AND portal > 0 AND NOT (portal = ANY(?3))"
_TURNED = "state = 'queued' AND kind = ?1 AND due <= ?2 AND portal = ?3"
_AT_WORK = "state IN ('running', 'cancelling')"


async def is_any_due(store: Reader, kinds: Collection[str]) -> bool:
    """Whether a job of these kinds waits to be run. One look-up in an index, unless portals' clocks are turned."""
    sql = "SELECT 1 FROM job WHERE state = 'queued' AND kind = ANY_TEXT(?1) AND due <= ?2 LIMIT 1"
    if await store.rows(sql, list(kinds), clock.now()):
        return True
    for portal in clock.turned():
        sql = "SELECT 1 FROM job WHERE state = 'queued' AND kind = ANY_TEXT(?1) AND due <= ?2 AND portal = ?3 LIMIT 1"
        if await store.rows(sql, list(kinds), clock.now(portal), portal):
            return True
    return False


async def take(store: Engine, free: dict[str, int]) -> list[Job]:
    """Take the oldest due jobs, so many of each kind."""

    async def work(writer: Writer) -> list[Job]:
        taken = [job for kind, count in free.items() for job in await _due(writer, kind, count)]
        leased = clock.true_now() + LEASE
        taken = [
            job.now(state="running", name="", owner=uuid4().hex, leased=leased, started=clock.now(job.portal))
            for job in taken
        ]
        if taken:
            await writer.put(JOB, [job.row for job in taken])
        return taken

    return await store.write(work)


async def _due(writer: Writer, kind: str, count: int) -> list[Job]:
    found: list[Job] = []
    for where, args in _clocks(kind):
        sql = f"SELECT {COLUMNS} FROM job WHERE {where} ORDER BY due LIMIT ?4 FOR UPDATE SKIP LOCKED"
        found += [of(row) for row in await writer.rows(sql, *args, count)]
    return sorted(found, key=lambda job: job.due)[:count]


def _clocks(kind: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    turned = clock.turned()
    yield _TRUE, (kind, clock.now(), turned)
    for portal in turned:
        if portal > 0:
            yield _TURNED, (kind, clock.now(portal), portal)


async def renew(store: Engine, owners: Collection[str]) -> dict[str, str]:
    """Let these leases go on; answers the state of each job by its lease, without those that are lost."""

    async def work(writer: Writer) -> dict[str, str]:
        where = f"owner = ANY_TEXT(?1) AND {_AT_WORK}"
        found = await writer.rows(f"SELECT owner, state FROM job WHERE {where}", list(owners))
        await writer.rows(f"UPDATE job SET leased = ?2 WHERE {where}", list(owners), clock.true_now() + LEASE)
        return dict(found)

    return await store.write(work)


async def expired(store: Reader, *, at_start: bool) -> list[Job]:
    """Jobs whose process is gone. `at_start` of the only process of a store that is everyone at work."""
    until = clock.true_now() + (2 * LEASE if at_start else 0)
    rows = await store.rows(f"SELECT {COLUMNS} FROM job WHERE {_AT_WORK} AND leased < ?1 AND portal > 0", until)
    return [of(row) for row in rows]
