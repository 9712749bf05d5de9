"""`hubstead jobs`, beside a running server."""

import asyncio
import json
from pathlib import Path

from hubstead.jobs import job as jobs
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.open import FILE
from hubstead.store.tables import JOB
from hubstead.store.unit import Unit, write
from tests.cli.command import hubstead
from tests.client.process import ServerProcess
from tests.jobs.conftest import ACTOR


def test_jobs_are_listed_cancelled_and_tried_again(tmp_path: Path) -> None:
    data = tmp_path / "data"

    async def fill() -> list[int]:
        store = SqliteEngine(data / FILE)
        await store.open()

        async def work(unit: Unit) -> list[int]:
            return [await jobs.queue(unit, "unknown-here", {"secret": "ann@example.com"}) for _ in range(2)]

        async def die(unit: Unit) -> None:
            job = await jobs.find(unit, ids[1])
            assert job is not None
            unit.put(JOB, job.now(state="dead", attempt=5, error="ValueError: [bold]no[/]\n\ntrace").row)

        ids = await write(store, ACTOR, work)
        await write(store, ACTOR, die)
        await store.close()
        return ids

    with ServerProcess("--data", str(data), log=tmp_path / "log"):
        waiting, dead = asyncio.run(fill())
        found = json.loads(hubstead("jobs", "list", "--data", data, "--json").out)
        assert [(job["id"], job["state"], job["failures"]) for job in found] == [
            (dead, "dead", 5),
            (waiting, "queued", 0),
        ]
        shown = hubstead("jobs", "list", "--data", data, "--state", "dead").out
        assert "ValueError: [bold]no[/]" in shown
        assert str(waiting) not in shown
        assert "ann@example.com" not in shown

        refused = hubstead("jobs", "retry", str(waiting), "--data", data)
        assert (refused.code, refused.err) == (
            1,
            f"hubstead: Job {waiting} is queued: only dead and cancelled jobs can be tried again.\n",
        )
        assert hubstead("jobs", "retry", str(dead), "--data", data).code == 0
        assert hubstead("jobs", "cancel", str(waiting), "--data", data).code == 0
        assert hubstead("jobs", "cancel", "99", "--data", data).code == 1
        found = json.loads(hubstead("jobs", "list", "--data", data, "--json").out)
        assert [(job["id"], job["state"]) for job in found] == [(dead, "queued"), (waiting, "cancelled")]
