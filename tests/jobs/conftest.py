"""A store of each engine with one portal, and runners over it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from hubstead.account import portals
from hubstead.jobs import job as jobs
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Kind
from hubstead.jobs.runner import Runner
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Origin, Unit, write
from tests.contract.conftest import engine, shared

__all__ = ["engine", "shared"]

PORTAL = 10_000_001
ACTOR = Actor(PORTAL, 0, Origin("API"), Definitions())
Run = Callable[..., Any]


class Desk:
    """The jobs of one store."""

    def __init__(self, store: Engine) -> None:
        self.store = store
        self.runners: list[Runner] = []

    async def run(self, *kinds: Kind) -> Runner:
        """A runner, as one process has it."""
        runner = Runner(self, self.store, Definitions(), kinds)
        await runner.start()
        self.runners.append(runner)
        return runner

    async def queue(self, kind: str, payload: Any = None, **options: Any) -> int:
        return await write(self.store, ACTOR, lambda unit: jobs.queue(unit, kind, payload, **options))

    async def do(self, verb: Callable[[Unit, int], Any], id: int) -> Any:
        return await write(self.store, ACTOR, lambda unit: verb(unit, id))

    async def job(self, id: int) -> Job:
        found: Job | None = await self.do(jobs.find, id)
        assert found is not None
        return found


@pytest.fixture
async def desk(engine: Engine) -> AsyncIterator[Desk]:
    await portals.create(engine, "Test", 0)
    made = Desk(engine)
    yield made
    for runner in made.runners:
        await runner.stop()
