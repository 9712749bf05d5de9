"""Every truth store engine, each with an empty database: what the suite here judges, and others may test with.

`engine` runs a test once per engine; `shared` gives the database of those that several processes may open.
"""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest

from hubstead.store.engine import Engine
from hubstead.store.engines import postgres, sqlite
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.engines.sqlite import SqliteEngine
from tests.postgres import database


class Shared(NamedTuple):
    """A database that several engines may open. `locked` holds what every write of a record needs, from outside."""

    make: Callable[[], Engine]
    locked: Callable[[], AbstractAsyncContextManager[None]]


def _sqlite_file(path: Path) -> Shared:
    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()

    return Shared(lambda: SqliteEngine(path), locked)


def _postgres(url: str) -> Shared:
    @asynccontextmanager
    async def locked() -> AsyncIterator[None]:
        other = await asyncpg.connect(url)
        async with other.transaction():
            await other.execute("LOCK TABLE record")
            yield
        await other.close()

    return Shared(lambda: PostgresEngine(url), locked)


@pytest.fixture(params=["sqlite-file", "postgres"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shared]:
    """The database of each engine that several processes may open."""
    if request.param == "sqlite-file":
        yield _sqlite_file(tmp_path / "truth.db")
    else:
        with database() as url:
            yield _postgres(url)


@pytest.fixture(params=["sqlite-file", "sqlite-memory", "postgres"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Engine]:
    """Each engine, open and empty."""
    async with AsyncExitStack() as stack:
        if request.param == "postgres":
            made: Engine = PostgresEngine(stack.enter_context(database()))
        else:
            made = SqliteEngine(tmp_path / "truth.db" if request.param == "sqlite-file" else None)
        await made.open()
        stack.push_async_callback(made.close)
        yield made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines opened from now on wait 0.3 seconds for a lock of somebody else."""
    for module in (sqlite, postgres):
        monkeypatch.setattr(module, "LOCKED_FOR", 0.3)
