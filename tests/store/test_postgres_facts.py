"""Facts on PostgreSQL, where numbers are handed out before commits: a listener passes none over."""

import asyncio
from functools import partial

import asyncpg
import pytest

from hubstead.store.engine import Fact, Writer
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.tables import RECORD
from tests.contract.sample import append, contact, fact
from tests.postgres import cluster


async def ids_after(engine: PostgresEngine, cursor: int) -> list[int]:
    return [fact.id for _, fact in await engine.facts_after(cursor, 100)]


class Paused:
    """A unit that appends one fact and then waits, with its transaction open, until it is let go."""

    def __init__(self, engine: PostgresEngine, id: int) -> None:
        self._appended, self._go, self._fails = asyncio.Event(), asyncio.Event(), False
        self._id = id
        self._task = asyncio.ensure_future(engine.write(self._work))

    async def _work(self, writer: Writer) -> None:
        await writer.append([fact(self._id)])
        self._appended.set()
        await self._go.wait()
        if self._fails:
            raise KeyError(self._id)

    async def appended(self) -> "Paused":
        await self._appended.wait()
        return self

    async def commit(self) -> None:
        self._go.set()
        await self._task

    async def fail(self) -> None:
        self._fails = True
        self._go.set()
        with pytest.raises(KeyError):
            await self._task


async def test_a_fact_that_commits_late_is_not_passed_over(engine: PostgresEngine) -> None:
    late = await Paused(engine, 1).appended()
    await engine.write(append(fact(2)))
    reading = asyncio.ensure_future(ids_after(engine, 0))
    await asyncio.sleep(0.1)
    assert not reading.done()
    await late.commit()
    assert await reading == [1, 2]


async def test_a_listener_does_not_wait_for_a_unit_that_fails_later(engine: PostgresEngine) -> None:
    late = await Paused(engine, 1).appended()
    await engine.write(append(fact(2)))
    reading = asyncio.ensure_future(ids_after(engine, 0))
    await late.fail()
    assert await reading == [2]


async def test_each_generation_of_late_commits_is_met_in_order(engine: PostgresEngine) -> None:
    met, cursor = [], 0
    for id in range(0, 40, 4):
        paused = [await Paused(engine, id + place).appended() for place in range(3)]
        await engine.write(append(fact(id + 3)))
        reading = asyncio.ensure_future(engine.facts_after(cursor, 100))
        await asyncio.sleep(0.02)
        for late in reversed(paused):
            await late.commit()
        page = await reading
        cursor = page[-1][0]
        met += [fact.id for _, fact in page]
    assert met == list(range(40))


async def test_a_listener_meets_each_fact_once_when_commits_come_in_any_order(url: str, engine: PostgresEngine) -> None:
    listening = PostgresEngine(url)
    await listening.open()

    async def late(writer: Writer, id: int) -> None:
        await writer.append([fact(id)])
        await asyncio.sleep(id * 7 % 11 * 0.001)
        await writer.append([fact(id)])

    writing = asyncio.gather(*(engine.write(partial(late, id=id)) for id in range(300)))
    met = list[tuple[int, Fact]]()
    while not writing.done() or met[-1][0] < await listening.newest_fact():
        met += await listening.facts_after(met[-1][0] if met else 0, 50)
        await asyncio.sleep(0.001)
    assert sorted(fact.id for _, fact in met) == sorted([*range(300), *range(300)])
    assert [seq for seq, _ in met] == sorted({seq for seq, _ in met})
    await listening.close()


async def test_facts_below_a_running_unit_are_read_without_waiting(engine: PostgresEngine) -> None:
    await engine.write(append(fact(1)))
    await engine.write(append(fact(2)))
    assert await ids_after(engine, 0) == [1, 2]
    late = await Paused(engine, 3).appended()
    assert await asyncio.wait_for(ids_after(engine, 0), 1) == [1, 2]
    assert await asyncio.wait_for(ids_after(engine, 2), 1) == []
    await late.commit()
    assert await ids_after(engine, 2) == [3]


async def test_facts_of_a_record_come_in_the_order_of_its_changes(engine: PostgresEngine) -> None:
    """The unit with the older transaction changes the record last: it wrote something else before."""
    held, changed = asyncio.Event(), asyncio.Event()

    async def older(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1)])
        held.set()
        await changed.wait()
        await writer.put(RECORD, [contact(9, "older")])
        await writer.append([fact(101)])

    async def younger(writer: Writer) -> None:
        await writer.put(RECORD, [contact(9, "younger")])
        await writer.append([fact(102)])

    first = asyncio.ensure_future(engine.write(older))
    await held.wait()
    await engine.write(younger)
    changed.set()
    await first
    assert await engine.rows("SELECT document FROM record WHERE id = 9") == [("older",)]
    assert await ids_after(engine, 0) == [102, 101]


async def test_other_transactions_of_the_server_hold_no_listener_up(
    engine: PostgresEngine, other: asyncpg.Connection
) -> None:
    async with other.transaction():
        await other.execute("INSERT INTO counter VALUES (99, 1)")
        await engine.write(append(fact(1)))
        assert await asyncio.wait_for(ids_after(engine, 0), 1) == [1]


async def test_a_cloned_database_holds_no_listener_up(url: str) -> None:
    name = url.rpartition("/")[2]
    original = PostgresEngine(url)
    await original.open()
    await original.close()
    cluster().execute(f"CREATE DATABASE {name}_clone TEMPLATE {name}")
    clone = PostgresEngine(f"{url}_clone")
    await original.open()
    await clone.open()
    late = await Paused(clone, 1).appended()
    await original.write(append(fact(2)))
    assert await asyncio.wait_for(ids_after(original, 0), 1) == [2]
    await late.commit()
    await original.close()
    await clone.close()
    cluster().execute(f"DROP DATABASE {name}_clone")
