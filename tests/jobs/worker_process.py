"""A process that runs jobs of the kind `steps` until it is killed, or none is left.

    python worker_process.py DATABASE

DATABASE is the path of a SQLite file, or the URL of a PostgreSQL database. Each job takes as many steps as its payload
says; a step writes one row under a new id.
"""

import asyncio
import sys
from functools import partial
from pathlib import Path

from hubstead.jobs import lease
from hubstead.jobs.kind import Kind
from hubstead.jobs.runner import Runner
from hubstead.jobs.running import Running
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.generations import Definitions
from hubstead.store.tables import MERGED
from hubstead.store.unit import Unit

LEASE = 500
"""Milliseconds: what another machine waits for."""


async def step(unit: Unit, job: int, number: int) -> None:
    unit.put(MERGED, (unit.portal, str(job), await unit.new_ids(1), number))


async def run(job: Running) -> None:
    for number in range(job.state(int) or 0, job.read(int)):
        await job.write(partial(step, job=job.id, number=number), state=number + 1)
        await asyncio.sleep(0.002)


async def main(database: str) -> None:
    lease.LEASE = LEASE
    store = PostgresEngine(database) if "://" in database else SqliteEngine(Path(database))
    await store.open()
    runner = Runner(None, store, Definitions(), [Kind("steps", run, at_once=3)])
    await runner.start()
    print("started", flush=True)
    while await store.rows("SELECT 1 FROM job WHERE state IN ('queued', 'running')"):
        await asyncio.sleep(0.02)
    await runner.stop()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
