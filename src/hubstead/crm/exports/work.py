"""Exports at work: a job that finds the records, and writes them into a file some at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from hubstead.account.users import access_of
from hubstead.crm.exports import run as runs
from hubstead.crm.exports.run import Export
from hubstead.crm.exports.table import table_of
from hubstead.crm.exports.writers import Writer
from hubstead.crm.lists import list as lists
from hubstead.crm.lists import member
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.crm.search.ask import ask
from hubstead.crm.search.query import Query, read_query
from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Hopeless, Kind
from hubstead.jobs.running import Running
from hubstead.kit.errors import Failure, Unavailable
from hubstead.store.portal import decoded
from hubstead.store.unit import Unit

RECORDS_AT_ONCE = 200
FILES_LAST = 7 * 86_400_000
"""Milliseconds that the file of an export is kept (our choice)."""
EVERY = 2**62
LOOK, PATIENCE = 0.05, 300.0
"""Seconds between two looks at whether a list is evaluated, and how long an export waits for that."""


class Payload(msgspec.Struct):
    """Which export."""

    id: int


async def work(job: Running) -> None:
    """Make the file of one export. Begun again, it is made anew."""
    unit = Unit(job.rooms.store, job.actor())
    run = await runs.find(unit, job.read(Payload).id)
    kept = job.rooms.exported

    async def begun(unit: Unit) -> Export:
        begun = run.changed(unit.now, state="PROCESSING", started_at=unit.now)
        runs.save(unit, begun)
        return begun

    run = await job.write(begun) or run
    unit.access = await access_of(unit, run.user_id) if run.user_id else None
    partly = kept.begin()
    try:
        name, count = await _write(job, unit, run, partly)
        kept_as = await job.in_thread(kept.keep, partly)
    except Failure as failure:
        if isinstance(failure, Unavailable):
            raise
        raise Hopeless(failure.message) from None
    finally:
        partly.unlink(missing_ok=True)

    async def done(unit: Unit) -> None:
        ended = run.changed(unit.now, state="DONE", finished_at=unit.now, count=count, kept_as=kept_as, file_name=name)
        runs.save(unit, ended)
        await jobs.queue(unit, FORGET.name, Payload(run.id), at=unit.now + FILES_LAST)

    try:
        await job.finish(done)
    except BaseException:
        kept.remove(kept_as)
        raise


async def failed(unit: Unit, job: Job) -> None:
    """The job could not be done however often it was tried: the export has failed."""
    run = await runs.find(unit, msgspec.json.decode(job.payload, type=Payload).id)
    runs.save(unit, run.changed(unit.now, state="FAILED", finished_at=unit.now, error=job.error))


async def forget(job: Running) -> None:
    """Delete the file of an export that is old."""
    run = await runs.find(Unit(job.rooms.store, job.actor()), job.read(Payload).id)
    job.rooms.exported.remove(run.kept_as)

    async def forgotten(unit: Unit) -> None:
        runs.save(unit, run.changed(unit.now, state="DELETED", kept_as=""))

    await job.finish(forgotten)


EXPORT = Kind("export", work, at_once=1, failed=failed)
FORGET = Kind("export.forget", forget, at_once=1)


async def _write(job: Running, unit: Unit, run: Export, partly: Path) -> tuple[str, int]:
    rows = await unit.rows("SELECT document FROM portal WHERE id = ?1")
    table = await table_of(unit, run, ZoneInfo(decoded(rows[0][0]).time_zone))
    writer = Writer(partly, file_name(run.name), run.format, table.header)
    count = 0
    try:
        async for found in (_members if run.kind == "LIST" else _records)(job, unit, run):
            count += len(found)
            await job.in_thread(writer.write, await table.rows(unit, found))
            if job.stopping:
                await job.write()
        return await job.in_thread(writer.close), count
    finally:
        await job.in_thread(writer.discard)


async def _members(job: Running, unit: Unit, run: Export) -> AsyncIterator[Sequence[Record]]:
    """The members of the list, by id. A list that is being evaluated is exported when that is done."""
    until = time.monotonic() + PATIENCE
    while (await lists.find(unit, run.list)).waiting and time.monotonic() < until:
        await job.write()
        await asyncio.sleep(LOOK)
    after = 0
    while found := await member.page(unit, int(run.list), after, RECORDS_AT_ONCE):
        loaded = await records.load(unit, run.type, [each.id for each in found])
        yield [record for id, record in sorted(loaded.items()) if record.id == id]
        after = found[-1].id + 1


async def _records(job: Running, unit: Unit, run: Export) -> AsyncIterator[Sequence[Record]]:
    """The records of a view, some at a time."""
    query = read_query(run.search.as_body()) if run.search else Query()
    if not (query.groups or query.text or query.sort):
        after = 0
        while found := await records.page(unit, run.type, after, RECORDS_AT_ONCE, archived=False):
            yield found
            after = found[-1].id + 1
        return
    definition = await define(unit, await resolve(unit, run.type))
    whole = msgspec.structs.replace(query, limit=EVERY, after=0)
    ids = (await ask(job.rooms, unit, definition, whole, lambda _: None)).ids
    for place in range(0, len(ids), RECORDS_AT_ONCE):
        wanted = ids[place : place + RECORDS_AT_ONCE]
        loaded = await records.load(unit, run.type, wanted)
        yield [loaded[id] for id in wanted if id in loaded]


def file_name(name: str) -> str:
    """The name of the file: what the export is called, as far as every system takes it."""
    kept = "".join(char if char.isalnum() or char in " -_." else "-" for char in name).strip(" .")
    return kept[:100] or "export"
