"""Many hits are processed by a process of its own, and by the server itself where that cannot be."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from hubstead.account import portals
from hubstead.kit.process import beside
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.generations import Definitions
from hubstead.store.tables import HITS
from hubstead.tracking import apart, process_apart, processor
from hubstead.tracking.apart import Apart
from hubstead.tracking.burst import MANY, Burst
from hubstead.tracking.geo.places import Places
from hubstead.tracking.hit import Hit, encode
from hubstead.tracking.journal import Journal
from hubstead.tracking.processor import Processor
from tests.postgres import database
from tests.tracking.browser import NOON
from tests.tracking.test_engines import hit

ROWS, IN_A_ROW = 40, 5


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteEngine]:
    engine = SqliteEngine(tmp_path / "hubstead.db")
    await engine.open()
    await fill(engine)
    yield engine
    await engine.close()


async def fill(engine: Engine) -> None:
    """Have hits of a portal wait, each another visitor's."""
    portal = (await portals.create(engine, "One", NOON)).id
    hits = [hit(portal, NOON, vi=f"{number:032x}") for number in range(ROWS * IN_A_ROW)]
    await wait_for_their_turn(engine, portal, hits)


async def wait_for_their_turn(engine: Engine, portal: int, hits: list[Hit]) -> None:
    rows = [(portal, encode(hits[place : place + IN_A_ROW]).decode()) for place in range(0, len(hits), IN_A_ROW)]
    await engine.write(lambda writer: writer.put(HITS, rows))


async def until_done(engine: Engine) -> None:
    async with asyncio.timeout(60):
        while await engine.rows("SELECT seq FROM hits LIMIT 1"):
            await asyncio.sleep(0.02)


async def kept(engine: Engine) -> int:
    rows = await engine.rows("SELECT outcome, sum(count) FROM hit_count GROUP BY outcome")
    assert [outcome for outcome, _ in rows] == ["KEPT"]
    return int(rows[0][1])


async def test_a_process_of_its_own_works_them_off_while_the_server_writes(store: SqliteEngine, tmp_path: Path) -> None:
    await works_off(store, Settings(data=str(tmp_path)))


async def test_over_postgresql_it_does_too() -> None:
    with database() as url:
        engine = PostgresEngine(url)
        await engine.open()
        await fill(engine)
        await works_off(engine, Settings(data="memory", database=url))
        await engine.close()


async def works_off(engine: Engine, settings: Settings) -> None:
    process = Apart(engine, settings, Burst())
    assert process.start()
    assert process.works
    portal = (await engine.rows("SELECT max(id) FROM portal"))[0][0]
    for number in range(ROWS):
        await wait_for_their_turn(engine, portal, [hit(portal, NOON, vi=f"{1_000 + number:032x}")])
    await until_done(engine)
    assert await kept(engine) == ROWS * IN_A_ROW + ROWS
    assert process.works
    await process.stop()
    assert not process.works


async def test_it_lets_a_burst_be_taken_first(store: SqliteEngine, tmp_path: Path) -> None:
    moment = 0.0
    burst = Burst(lambda: moment)
    moment = 1.0
    burst.took(MANY)
    process = Apart(store, Settings(data=str(tmp_path)), burst)
    assert process.start()
    await asyncio.sleep(2)  # it has long been ready
    assert await store.rows("SELECT count(*) FROM hits") == [(ROWS,)]
    moment = 2.0
    await until_done(store)
    assert await kept(store) == ROWS * IN_A_ROW
    await process.stop()


async def test_it_ends_when_there_is_nothing_to_do(
    store: SqliteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"import {process_apart.__name__} as process; process.STAYS = 0.2; process.main()"
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", code))
    process = Apart(store, Settings(data=str(tmp_path)), Burst())
    assert process.start()
    async with asyncio.timeout(60):
        while process.works:
            await asyncio.sleep(0.02)
    assert await store.rows("SELECT seq FROM hits") == []
    assert process.start()  # it did not fail
    await process.stop()


async def test_the_server_goes_on_by_itself_when_the_process_dies(
    store: SqliteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(processor, "MANY", 10)
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", "import sys; sys.exit(3)"))
    journal = Journal(store)
    process = Apart(store, Settings(data=str(tmp_path)), journal.burst)
    works = Processor(store, journal, Definitions(), Places(), process)
    await works.start()
    await until_done(store)
    await works.stop()
    assert await kept(store) == ROWS * IN_A_ROW
    assert "not in a process of their own" in caplog.text


async def test_a_process_that_hangs_in_its_turn_is_ended(
    store: SqliteEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.05)
    hangs = "import os, time; os.write(1, b'?'); time.sleep(600)"
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", hangs))
    process = Apart(store, Settings(data=str(tmp_path)), Burst())
    assert process.start()
    async with asyncio.timeout(60):
        while process.works:
            await asyncio.sleep(0.02)
    assert not process.start()  # for a while
    await store.write(lambda writer: writer.rows("SELECT 1"))


async def test_it_ends_with_its_server(tmp_path: Path) -> None:
    order = apart.Order(str(tmp_path), "", "", "", "warning")
    process = await asyncio.create_subprocess_exec(
        *apart.COMMAND, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(order) + b"\n")
    async with asyncio.timeout(60):
        while not (tmp_path / "hubstead.db").exists():
            await asyncio.sleep(0.02)
        os.kill(process.pid, 0)
        process.stdin.close()
        assert await process.wait() == 1


def test_where_there_can_be_one() -> None:
    assert Settings(data="/data").lets_others_in
    assert Settings(data="memory", database="postgresql://localhost/x").lets_others_in
    assert not Settings(data="memory").lets_others_in
    assert not Settings(data="/data", sandbox=True).lets_others_in


STEPS_BACK = """
import os
from hubstead.kit.process import SESSION_NICENESS, process_steps_back
process_steps_back(10)
print(os.getpriority(os.PRIO_PROCESS, 0), SESSION_NICENESS.read_text() if SESSION_NICENESS.exists() else "nice 10")
"""


async def test_a_process_beside_the_server_steps_back_with_its_session() -> None:
    """Or Linux would give its session as much of the processor as that of the server, however nice it is there."""
    for _ in range(50):  # the system takes one change of a session's niceness every 100 ms
        async with beside(sys.executable, "-c", STEPS_BACK) as process:
            assert process.stdout is not None
            niceness, _, session = (await process.stdout.read()).decode().strip().partition(" ")
        assert int(niceness) == os.getpriority(os.PRIO_PROCESS, 0) + 10
        if session.endswith("nice 10"):
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"the session is as nice as ever: {session}")
