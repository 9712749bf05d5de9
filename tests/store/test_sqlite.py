"""What only the SQLite engine meets: kills, other processes on the file, a disk without room."""

import asyncio
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Writer
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.tables import RECORD
from tests.contract.sample import contact, put, save, saved

WRITER = Path(__file__).with_name("writer_process.py")


def start_writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(path), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(lines: str) -> dict[int, int]:
    """The numbers of the batches that were acknowledged, with their first id. The last line may be torn."""
    whole = lines[: lines.rfind("\n") + 1].split()
    return dict(zip(map(int, whole[::2]), map(int, whole[1::2]), strict=True))


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path / "truth.db")
    await engine.open()
    yield engine
    await engine.close()


async def test_a_killed_process_loses_nothing_acknowledged_and_leaves_no_half_batch(tmp_path: Path) -> None:
    path, written = tmp_path / "truth.db", dict[int, int]()
    for attempt in range(4):
        writer = start_writer(path, attempt * 1_000_000, 1_000_000)
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(0.1 + 0.07 * attempt)
        writer.kill()
        written |= acknowledged(first + writer.communicate()[0])

        engine = SqliteEngine(path)
        await engine.open()
        rows = await engine.rows("SELECT type, count(*), min(id) FROM record GROUP BY type")
        facts = await engine.rows("SELECT type, count(*), min(id) FROM fact GROUP BY type")
        await engine.close()
        found = {int(batch): first for batch, _, first in rows}
        assert {count for _, count, _ in rows} == {3}
        assert {int(batch): (count, first) for batch, count, first in facts} == {b: (1, id) for b, id in found.items()}
        assert written.items() <= found.items()
    assert len(written) > 20


async def test_while_the_store_is_lent_units_wait_and_another_process_writes(
    engine: SqliteEngine, tmp_path: Path
) -> None:
    before = asyncio.create_task(save(engine, 1))
    await asyncio.sleep(0)
    async with engine.lent():
        assert before.done()
        waits = asyncio.create_task(save(engine, 2))
        with closing(sqlite3.connect(tmp_path / "truth.db", timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.01)
            assert not waits.done()
            other.execute("DELETE FROM record")
            other.execute("COMMIT")
    await waits
    assert await saved(engine) == [2]


async def test_two_processes_never_share_an_id(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path / "truth.db", first, 60) for first in (0, 1000)]
    outputs = await asyncio.gather(*(asyncio.to_thread(writer.communicate) for writer in writers))
    assert [writer.returncode for writer in writers] == [0, 0]
    firsts = [list(acknowledged(output).values()) for output, _ in outputs]
    assert [len(ids) for ids in firsts] == [60, 60]
    assert len({id + place for ids in firsts for id in ids for place in range(3)}) == 360
    for output, _ in outputs:
        by_batch = acknowledged(output)
        assert [by_batch[batch] for batch in sorted(by_batch)] == sorted(by_batch.values())


@contextmanager
def few_pages(_: Path, engine: SqliteEngine) -> Iterator[None]:
    """SQLite itself refuses to let the file grow: the statement fails."""
    connection = engine._write
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages + 20}")
    yield
    connection.execute("PRAGMA max_page_count=1073741823")


@contextmanager
def short_files(path: Path, _: SqliteEngine) -> Iterator[None]:
    """The system refuses to let any file of this process grow: the commit fails."""
    log = path.with_name(path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 50_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("full", [few_pages, short_files])
async def test_a_full_disk_refuses_whole_units_and_the_store_recovers(
    engine: SqliteEngine, tmp_path: Path, full: Callable[[Path, SqliteEngine], AbstractContextManager[None]]
) -> None:
    def write(id: int) -> asyncio.Future[None]:
        rows = contact(id, "x" * 20_000), contact(id + 1, "y" * 20_000)
        return asyncio.ensure_future(engine.write(put(RECORD, *rows)))

    await write(0)
    with full(tmp_path / "truth.db", engine):
        outcomes = await asyncio.gather(*map(write, range(2, 42, 2)), return_exceptions=True)
        assert Unavailable in {type(outcome) for outcome in outcomes}
    await write(100)
    answered = [id for id, outcome in zip(range(2, 42, 2), outcomes, strict=True) if outcome is None]
    assert await saved(engine) == [id + place for id in [0, *answered, 100] for place in (0, 1)]


async def test_a_transaction_that_sqlite_gives_up_is_refused_as_a_whole(engine: SqliteEngine) -> None:
    async def work(writer: Writer, id: int) -> None:
        await writer.put(RECORD, [contact(id)])
        if id == 2:
            engine._write.execute("ROLLBACK")

    units = (engine.write(partial(work, id=id)) for id in (1, 2, 3))
    outcomes = await asyncio.gather(*units, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3
    assert await saved(engine) == []


async def test_a_unit_must_not_wait_for_anything_but_the_store(engine: SqliteEngine) -> None:
    async def work(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1)])
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError):
        await engine.write(work)
    assert await saved(engine) == []


async def test_a_unit_whose_caller_is_gone_before_its_turn_is_not_run(engine: SqliteEngine) -> None:
    task = asyncio.ensure_future(save(engine, 1))
    await asyncio.sleep(0)
    task.cancel()
    await save(engine, 2)
    assert await saved(engine) == [2]


@pytest.mark.parametrize("name", ["100% #1?.db", "a b&c=d.db", "ünïcode 漢字.db"])
async def test_the_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    engine = SqliteEngine(tmp_path / name)
    await engine.open()
    await save(engine, 1)
    await engine.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with closing(sqlite3.connect(tmp_path / name)) as plain:
        assert plain.execute("SELECT id FROM record").fetchall() == [(1,)]


async def test_memories_are_apart() -> None:
    first, second = SqliteEngine(None), SqliteEngine(None)
    await first.open()
    await second.open()
    await save(first, 1)
    assert await saved(second) == []
    await first.close()
    await second.close()
