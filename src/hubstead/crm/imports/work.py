"""Imports as jobs: here, or in a process of their own."""

import msgspec

from hubstead.crm.imports import apart
from hubstead.crm.imports import run as runs
from hubstead.crm.imports.importing import BESIDE_REQUESTS, Importing
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Kind
from hubstead.jobs.running import Cancelled, Running
from hubstead.store.unit import Unit

AT_ONCE = 3
"""Imports that run at once (documented); others are deferred."""


class Payload(msgspec.Struct):
    """Which import."""

    id: int


async def work(job: Running) -> None:
    """Import the files of one import, or as many of its rows as are not done yet."""
    run = await runs.find(Unit(job.rooms.store, job.actor()), job.read(Payload).id, 0)
    importing = Importing(job, run, BESIDE_REQUESTS)
    try:
        if apart.is_worth_it(job, run):
            await apart.work(job, run)
        else:
            await importing.all()
    except Cancelled:
        importing.forget_files()
        raise


async def failed(unit: Unit, job: Job) -> None:
    """The job could not be done however often it was tried: the import has failed."""
    run = await runs.held(unit, msgspec.json.decode(job.payload, type=Payload).id)
    if run.state in runs.OPEN:
        runs.save(unit, await runs.ended(unit, run, "FAILED"))


IMPORT = Kind("import", work, at_once=AT_ONCE, failed=failed)
