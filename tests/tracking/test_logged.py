"""Hits go through the log into the truth store, once, whatever ends the process and whoever holds the store."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from hubstead.commands.checking.relations import check_facts
from hubstead.kit.errors import Unavailable
from hubstead.settings import Settings
from hubstead.store.engines import sqlite
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.tracking import logged
from hubstead.tracking.hit import Door, Hit
from hubstead.tracking.journal import Journal, oldest
from hubstead.tracking.logged import log_of


def hit(number: int) -> Hit:
    return Hit(Door.PAGE, 1_700_000_000_000 + number, "192.0.2.1", "agent", False, f"a=1&n={number}")


class Place:
    """A folder with a store and a log, as a server opens and closes them."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "hits.log"
        self.truth = folder / "truth.db"
        self._closing = AsyncExitStack()

    async def open(self) -> None:
        self.engine = SqliteEngine(self.truth)
        await self.engine.open()
        self._closing.push_async_callback(self.engine.close)
        self.journal = Journal(self.engine, self.log)
        await self.journal.start()
        self._closing.push_async_callback(self.journal.close)

    async def close(self) -> None:
        """The journal first. Nothing happens a second time."""
        await self._closing.aclose()

    async def numbers(self, many: int) -> list[int]:
        """The hits in the store, once there are so many."""
        async with asyncio.timeout(60):
            while len(hits := [hit for group in await oldest(self.engine, 1_000) for hit in group.hits]) < many:
                await asyncio.sleep(0.01)
        return [int(hit.query.rpartition("=")[2]) for hit in hits]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    place = Place(tmp_path)
    await place.open()
    yield place
    await place.close()


async def test_hits_move_into_the_store_in_order_and_out_of_the_log(place: Place) -> None:
    for start in (0, 60):
        await asyncio.gather(*(place.journal.append(hit(number)) for number in range(start, start + 60)))
    assert await place.numbers(120) == list(range(120))
    assert (await check_facts(place.engine)).problems == []  # the position in the log is none in the facts
    await place.close()
    assert b"192.0.2.1" not in place.log.read_bytes()


async def test_what_was_moved_leaves_the_log_while_nothing_comes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logged, "KEPT_FOR", 0.05)
    await place.journal.append(hit(1))
    async with asyncio.timeout(60):
        while b"192.0.2.1" in place.log.read_bytes():
            await asyncio.sleep(0.01)
    assert await place.numbers(1) == [1]


async def test_hits_are_taken_while_the_store_is_locked_and_move_afterwards(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_FOR", 0.05)
    monkeypatch.setattr(logged, "AGAIN", 0.01)
    with closing(sqlite3.connect(place.truth, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await place.journal.append(hit(1))
        await asyncio.sleep(0.1)
        await place.journal.append(hit(2))
        assert await place.numbers(0) == []
        other.execute("ROLLBACK")
    assert await place.numbers(2) == [1, 2]


async def test_a_stop_while_the_store_is_locked_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_FOR", 0.05)
    with closing(sqlite3.connect(place.truth, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await place.journal.append(hit(1))
        await place.close()
    await place.open()
    await place.journal.append(hit(2))
    assert await place.numbers(2) == [1, 2]


async def test_hits_that_moved_do_not_move_again_from_an_old_log(place: Place) -> None:
    await place.journal.append(hit(1))
    old = place.log.read_bytes()
    await place.close()
    place.log.write_bytes(old)  # as after a crash between the move and the end of the entry
    await place.open()
    await place.journal.append(hit(2))
    assert await place.numbers(2) == [1, 2]


async def test_when_too_many_wait_for_the_store_hits_are_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logged, "WAITING", 0)
    with pytest.raises(Unavailable, match="Too many hits"):
        await place.journal.append(hit(1))


async def test_a_log_that_cannot_be_used_is_said_at_the_start(place: Place) -> None:
    await place.close()
    place.log.unlink()
    place.log.mkdir()
    with pytest.raises(Unavailable, match="log of hits"):
        await place.open()


def test_which_stores_have_a_log() -> None:
    assert log_of(Settings(data="/data")) == Path("/data/hits.log")
    assert log_of(Settings(data="/data", sandbox=True)) is None
    assert log_of(Settings(data="/data", database="postgresql://localhost/x")) is None
    assert log_of(Settings(data="memory")) is None
