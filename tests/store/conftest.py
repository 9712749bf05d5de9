"""A PostgreSQL database, its engine, and somebody else on it."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from hubstead.store.engines.postgres import PostgresEngine
from tests.postgres import database


@pytest.fixture
def url() -> Iterator[str]:
    with database() as url:
        yield url


@pytest.fixture
async def engine(url: str) -> AsyncIterator[PostgresEngine]:
    engine = PostgresEngine(url)
    await engine.open()
    yield engine
    await engine.close()


@pytest.fixture
async def other(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of somebody else to the engine's database."""
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()
