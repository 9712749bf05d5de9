"""Processes that run jobs are killed, again and again: no job is lost and none of its steps happens twice."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from hubstead.account import portals
from hubstead.jobs import job as jobs
from hubstead.store.engine import Engine
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.unit import Unit, write
from tests.jobs.conftest import ACTOR, PORTAL
from tests.postgres import database

WORKER = Path(__file__).with_name("worker_process.py")
JOBS, STEPS = 6, 40


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "truth.db")
    else:
        with database() as url:
            yield url


def opened(place: str) -> Engine:
    return PostgresEngine(place) if "://" in place else SqliteEngine(Path(place))


def worker(place: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, WORKER, place], stdout=subprocess.PIPE, text=True)


async def test_every_step_of_every_job_happens_once_whoever_is_killed(place: str) -> None:
    store = opened(place)
    await store.open()
    await portals.create(store, "Test", 0)

    async def queue(unit: Unit) -> list[int]:
        return [await jobs.queue(unit, "steps", STEPS) for _ in range(JOBS)]

    ids = await write(store, ACTOR, queue)
    await store.close()
    random = Random(5)
    several = 2 if "://" in place else 1
    for _ in range(6):
        workers = [worker(place) for _ in range(several)]
        for process in workers:
            assert process.stdout is not None
            assert process.stdout.readline() == "started\n"
        time.sleep(random.uniform(0.02, 0.15))
        workers[0].kill()
        for process in workers:
            process.kill()
            process.communicate(timeout=30)
    last = worker(place)
    last.communicate(timeout=60)
    assert last.returncode == 0

    store = opened(place)
    await store.open()
    sql = "SELECT into_id FROM merged WHERE portal = ?1 AND type = ?2 ORDER BY id"
    steps = {id: [number for (number,) in await store.rows(sql, PORTAL, str(id))] for id in ids}
    states = {state for (state,) in await store.rows("SELECT state FROM job")}
    await store.close()
    assert steps == {id: list(range(STEPS)) for id in ids}
    assert states == {"done"}
