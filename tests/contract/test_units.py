"""A unit is one transaction: whole or not at all, durable when answered, apart from its neighbours."""

import asyncio
from functools import partial

import pytest

from hubstead.kit.errors import Unavailable
from hubstead.store import unit
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.generations import Definitions
from hubstead.store.tables import PORTAL as PORTALS
from hubstead.store.tables import RECORD, UNIQUE_VALUE
from hubstead.store.unit import Actor, Origin, Unit
from tests.contract.conftest import Shared
from tests.contract.sample import PORTAL, all_facts, contact, fact, put, save, saved


class Broken(Exception):
    """What a unit raises here."""


async def test_a_unit_answers_what_it_returns(engine: Engine) -> None:
    async def count(writer: Writer) -> int:
        return len(await writer.rows("SELECT id FROM record"))

    await save(engine, 1, 2)
    assert await engine.write(count) == 2


async def test_a_unit_sees_its_own_rows(engine: Engine) -> None:
    async def work(writer: Writer) -> list[str]:
        seen = []
        for document in ("first", "second"):
            await writer.put(RECORD, [contact(1, document)])
            seen += await writer.rows("SELECT document FROM record WHERE portal = ?1", PORTAL)
        await writer.remove(RECORD, [(PORTAL, "contacts", 1)])
        return [*(document for (document,) in seen), *await writer.rows("SELECT id FROM record")]

    assert await engine.write(work) == ["first", "second"]


async def test_a_failing_unit_leaves_nothing(engine: Engine) -> None:
    async def work(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1), contact(2, "changed")])
        await writer.remove(RECORD, [(PORTAL, "contacts", 3)])
        await writer.append([fact(1)])
        raise Broken

    await save(engine, 2, 3)
    with pytest.raises(Broken):
        await engine.write(work)
    assert await engine.rows("SELECT id, document FROM record ORDER BY id") == [(2, "{}"), (3, "{}")]
    assert await engine.newest_fact() == 0


async def test_a_failing_unit_takes_no_neighbour_along(engine: Engine) -> None:
    async def fails(writer: Writer, id: int) -> None:
        await save_one(writer, id)
        raise Broken(id)

    async def save_one(writer: Writer, id: int) -> None:
        await writer.put(RECORD, [contact(id)])
        await writer.append([fact(id)])

    def work(id: int) -> asyncio.Future[None]:
        return asyncio.ensure_future(engine.write(partial(save_one if id % 3 else fails, id=id)))

    outcomes = await asyncio.gather(*map(work, range(30)), return_exceptions=True)
    assert [outcome.args[0] for outcome in outcomes if isinstance(outcome, Broken)] == list(range(0, 30, 3))
    kept = [id for id in range(30) if id % 3]
    assert await saved(engine) == kept
    assert sorted(fact.id for _, fact in await all_facts(engine)) == kept


async def test_every_waiting_unit_is_given_an_exception_of_its_own(engine: Engine) -> None:
    async def work(_: Writer) -> None:
        raise Broken

    outcomes = await asyncio.gather(*(engine.write(work) for _ in range(10)), return_exceptions=True)
    assert len({id(outcome) for outcome in outcomes}) == 10


async def test_a_unit_that_only_reads_writes_nothing(engine: Engine) -> None:
    assert await engine.write(lambda writer: writer.rows("SELECT count(*) FROM record")) == [(0,)]


async def test_taking_a_key_of_a_strict_table_is_a_race(engine: Engine) -> None:
    taken = (PORTAL, "contacts", "email", "a@example.com", 1)
    await engine.write(put(UNIQUE_VALUE, taken))
    with pytest.raises(Raced):
        await engine.write(put(UNIQUE_VALUE, (*taken[:4], 2)))
    assert await engine.rows("SELECT id FROM unique_value") == [(1,)]


async def test_a_key_of_a_strict_table_is_free_again_after_its_removal(engine: Engine) -> None:
    key = (PORTAL, "contacts", "email", "a@example.com")

    async def pass_on(writer: Writer) -> None:
        await writer.remove(UNIQUE_VALUE, [key])
        await writer.put(UNIQUE_VALUE, [(*key, 2)])

    await engine.write(put(UNIQUE_VALUE, (*key, 1)))
    await engine.write(pass_on)
    assert await engine.rows("SELECT id FROM unique_value") == [(2,)]


async def test_units_that_race_for_a_unique_value_agree_on_one_winner(shared: Shared) -> None:
    first, second = shared.make(), shared.make()
    await first.open()
    await second.open()

    await first.write(put(PORTALS, (PORTAL, 0, "{}")))
    actor = Actor(PORTAL, 0, Origin("API"), Definitions())

    def claim(id: int) -> asyncio.Future[int]:
        async def work(unit: Unit) -> int:
            sql = "SELECT id FROM unique_value WHERE portal = ?1 AND value = ?2"
            if owner := await unit.rows(sql, "a@example.com"):
                return int(owner[0][0])
            unit.put(UNIQUE_VALUE, (PORTAL, "contacts", "email", "a@example.com", id))
            unit.happened("record.changed", "contacts", id, "{}")
            return id

        engine = second if id % 2 else first
        return asyncio.ensure_future(unit.write(engine, actor, work))

    winners = set(await asyncio.gather(*map(claim, range(1, 41))))
    assert len(winners) == 1
    assert {fact.id for _, fact in await all_facts(second)} == winners
    await first.close()
    await second.close()


async def test_a_cancelled_unit_is_whole_or_absent_and_the_engine_goes_on(engine: Engine) -> None:
    async def pair(writer: Writer, id: int) -> None:
        await writer.put(RECORD, [contact(id)])
        await writer.rows("SELECT count(*) FROM record")
        await writer.put(RECORD, [contact(id + 1)])

    for id in range(0, 200, 2):
        task = asyncio.ensure_future(engine.write(partial(pair, id=id)))
        await asyncio.sleep(id % 10 * 0.0003)
        task.cancel()
        await asyncio.wait([task])
    await save(engine, 1000, 1001)
    found = await saved(engine)
    assert {id ^ 1 for id in found} == set(found)
    assert found[-2:] == [1000, 1001]


async def test_a_commit_wakes_whoever_asked(engine: Engine) -> None:
    woken = asyncio.Event()
    engine.on_commit(woken.set)
    await save(engine, 1)
    await asyncio.wait_for(woken.wait(), 60)


async def test_closing_waits_for_the_unit_under_way(shared: Shared) -> None:
    engine = shared.make()
    await engine.open()
    started = asyncio.Event()

    async def work(writer: Writer) -> str:
        started.set()
        await writer.put(RECORD, [contact(1)])
        return "done"

    task = asyncio.ensure_future(engine.write(work))
    await started.wait()
    await engine.close()
    assert await task == "done"

    again = shared.make()
    await again.open()
    assert await saved(again) == [1]
    await again.close()


async def test_a_closed_engine_refuses(shared: Shared) -> None:
    engine = shared.make()
    await engine.open()
    await engine.close()
    with pytest.raises(Unavailable):
        await save(engine, 1)


async def test_opening_again_keeps_what_was_written(shared: Shared) -> None:
    for id in (1, 2, 3):
        engine = shared.make()
        await engine.open()
        await save(engine, id)
        assert await saved(engine) == list(range(1, id + 1))
        await engine.close()


async def test_engines_that_open_an_empty_database_together_all_succeed(shared: Shared) -> None:
    engines = [shared.make() for _ in range(8)]
    await asyncio.gather(*(engine.open() for engine in engines))
    await asyncio.gather(*(save(engine, id) for id, engine in enumerate(engines)))
    assert await saved(engines[0]) == list(range(8))
    await asyncio.gather(*(engine.close() for engine in engines))


async def test_a_short_lock_of_somebody_else_is_waited_for(shared: Shared) -> None:
    engine = shared.make()
    await engine.open()
    async with shared.locked():
        task = asyncio.ensure_future(save(engine, 1))
        await asyncio.sleep(0.1)
        assert not task.done()
    await task
    assert await saved(engine) == [1]
    await engine.close()


@pytest.mark.usefixtures("impatient")
async def test_a_long_lock_of_somebody_else_makes_the_store_unavailable_for_its_time(shared: Shared) -> None:
    engine = shared.make()
    await engine.open()
    await save(engine, 1)
    async with shared.locked():
        waiting = [asyncio.ensure_future(save(engine, id)) for id in (2, 3)]
        await asyncio.wait(waiting, timeout=60)
        assert [type(task.exception()) for task in waiting] == [Unavailable, Unavailable]
    await save(engine, 4)
    assert await saved(engine) == [1, 4]
    await engine.close()
