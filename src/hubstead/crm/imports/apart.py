"""Large imports in a process of their own: the requests keep the server's.

The process opens the same store and works at the same job, by the same lease: each of its transactions asks first
whether the job is still its own. So it can be killed at any moment, and two of them never do the same rows. It ends
when its server does: its input is a pipe that nobody else holds.
"""

import asyncio
import os
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from hubstead.crm.imports import run as runs
from hubstead.crm.imports.importing import Importing, Pace
from hubstead.crm.imports.run import Import
from hubstead.jobs.job import Job
from hubstead.jobs.running import Cancelled, Lost, Running, Stopped
from hubstead.kit.kept import Kept
from hubstead.kit.process import beside, process_steps_back
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.open import open_store
from hubstead.store.unit import Unit

LARGE = 1 << 19
"""Bytes of files from which a process of its own, which takes some tenths of a second to start, is worth it."""
PACE = Pace(500, 0.003)
"""Many rows a transaction, and between two longer than the server waits before it asks for SQLite's lock again."""
LOOK = 0.2
"""Seconds between two looks at whether the server stops."""
NICER = 5
"""How much the process steps back behind the server where the two want the same processor."""


class Order(msgspec.Struct):
    """What the process is told: where the data are, and the job."""

    data: str
    database: str
    uploads: str
    import_id: int
    job: Job


class Report(msgspec.Struct):
    """What it answers at its end."""

    end: Literal["done", "cancelled", "lost", "failed"]
    error: str = ""


class Failed(Exception):
    """The process could not do it; the message says why."""


def is_worth_it(job: Running, run: Import) -> bool:
    """Whether an import is so large, and can be done there."""
    settings: Settings = job.rooms.settings
    if not settings.lets_others_in:
        return False
    paths = [job.rooms.uploads.path(file.kept_as) for file in run.files]
    return bool(sum(path.stat().st_size for path in paths if path.exists()) >= LARGE)


async def work(job: Running, run: Import) -> None:
    """Have it done. Raises `Interrupted` and `Failed`."""
    settings: Settings = job.rooms.settings
    order = Order(settings.data, settings.database, str(job.rooms.uploads.folder), run.id, job.job)
    async with beside(sys.executable, "-m", __name__) as process:
        report = await _report(job, process, order)
    match report.end:
        case "done":
            job.finished = True
        case "cancelled":
            raise Cancelled
        case "lost":
            raise Lost
        case "failed":
            raise Failed(report.error)


async def _report(job: Running, process: asyncio.subprocess.Process, order: Order) -> Report:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(msgspec.json.encode(order) + b"\n")
    answer = asyncio.ensure_future(process.stdout.read())
    try:
        while not (await asyncio.wait([answer], timeout=LOOK))[0]:
            if job.stopping:
                raise Stopped
        told = answer.result()
    finally:
        answer.cancel()
    if not told:
        raise Failed(f"The process of the import ended with {await process.wait()}.")
    return msgspec.json.decode(told, type=Report)


class _Rooms(NamedTuple):
    store: Engine
    uploads: Kept


async def _work(order: Order) -> Report:
    store = open_store(Settings(data=order.data, database=order.database))
    await store.open()
    folder = Path(order.uploads)
    try:
        with ThreadPoolExecutor(1, "job") as threads:
            job = Running(_Rooms(store, Kept(folder.parent, folder.name)), store, Definitions(), threads, order.job)
            run = await runs.find(Unit(store, job.actor()), order.import_id, 0)
            await Importing(job, run, PACE).all()
        return Report("done")
    except Cancelled:
        return Report("cancelled")
    except Lost:
        return Report("lost")
    except Exception:
        return Report("failed", traceback.format_exc())
    finally:
        await store.close()


def _end_with_the_server() -> None:
    """The server holds the other end of the input for as long as it wants this process."""
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Read the order, do it, report."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    process_steps_back(NICER)
    report = asyncio.run(_work(order))
    sys.stdout.buffer.write(msgspec.json.encode(report))
    sys.stdout.buffer.flush()
    os._exit(0)  # the thread that reads cannot be waited for


if __name__ == "__main__":
    main()
