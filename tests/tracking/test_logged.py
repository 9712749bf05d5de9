"""Hits go through the log into the truth store, once, whatever ends the process and whoever holds the store."""

import asyncio
import sqlite3
from contextlib import closing
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


async def opened(folder: Path) -> tuple[SqliteEngine, Journal]:
    engine = SqliteEngine(folder / "truth.db")
    await engine.open()
    journal = Journal(engine, folder / "hits.log")
    await journal.start()
    return engine, journal


async def numbers(engine: SqliteEngine, many: int) -> list[int]:
    """The hits in the store, once there are so many."""
    async with asyncio.timeout(60):
        while len(hits := [hit for group in await oldest(engine, 1_000) for hit in group.hits]) < many:
            await asyncio.sleep(0.01)
    return [int(hit.query.rpartition("=")[2]) for hit in hits]


async def test_hits_move_into_the_store_in_order_and_out_of_the_log(tmp_path: Path) -> None:
    engine, journal = await opened(tmp_path)
    for start in (0, 60):
        await asyncio.gather(*(journal.append(hit(number)) for number in range(start, start + 60)))
    assert await numbers(engine, 120) == list(range(120))
    await journal.close()
    assert b"192.0.2.1" not in (tmp_path / "hits.log").read_bytes()
    assert (await check_facts(engine)).problems == []  # the position in the log is none in the facts
    await engine.close()


async def test_what_was_moved_leaves_the_log_while_nothing_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged, "KEPT_FOR", 0.05)
    engine, journal = await opened(tmp_path)
    await journal.append(hit(1))
    async with asyncio.timeout(60):
        while b"192.0.2.1" in (tmp_path / "hits.log").read_bytes():
            await asyncio.sleep(0.01)
    assert await numbers(engine, 1) == [1]
    await journal.close()
    await engine.close()


async def test_hits_are_taken_while_the_store_is_locked_and_move_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_FOR", 0.05)
    monkeypatch.setattr(logged, "AGAIN", 0.01)
    engine, journal = await opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / "truth.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await journal.append(hit(1))
        await asyncio.sleep(0.1)
        await journal.append(hit(2))
        assert await numbers(engine, 0) == []
        other.execute("ROLLBACK")
    assert await numbers(engine, 2) == [1, 2]
    await journal.close()
    await engine.close()


async def test_a_stop_while_the_store_is_locked_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "LOCKED_FOR", 0.05)
    engine, journal = await opened(tmp_path)
    with closing(sqlite3.connect(tmp_path / "truth.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await journal.append(hit(1))
        await journal.close()
        await engine.close()
    engine, journal = await opened(tmp_path)
    await journal.append(hit(2))
    assert await numbers(engine, 2) == [1, 2]
    await journal.close()
    await engine.close()


async def test_hits_that_moved_do_not_move_again_from_an_old_log(tmp_path: Path) -> None:
    engine, journal = await opened(tmp_path)
    await journal.append(hit(1))
    old = (tmp_path / "hits.log").read_bytes()
    await journal.close()
    await engine.close()
    (tmp_path / "hits.log").write_bytes(old)  # as after a crash between the move and the end of the entry
    engine, journal = await opened(tmp_path)
    await journal.append(hit(2))
    assert await numbers(engine, 2) == [1, 2]
    await journal.close()
    await engine.close()


async def test_when_too_many_wait_for_the_store_hits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged, "WAITING", 0)
    engine, journal = await opened(tmp_path)
    with pytest.raises(Unavailable, match="Too many hits"):
        await journal.append(hit(1))
    await journal.close()
    await engine.close()


async def test_a_log_that_cannot_be_used_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "hits.log").mkdir()
    with pytest.raises(Unavailable, match="log of hits"):
        await opened(tmp_path)


def test_which_stores_have_a_log() -> None:
    assert log_of(Settings(data="/data")) == Path("/data/hits.log")
    assert log_of(Settings(data="/data", sandbox=True)) is None
    assert log_of(Settings(data="/data", database="postgresql://localhost/x")) is None
    assert log_of(Settings(data="memory")) is None
