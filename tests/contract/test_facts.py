"""The log of facts: in order, each once, none skipped."""

import asyncio
from functools import partial

from hubstead.store.engine import Engine, Fact, Writer
from tests.contract.conftest import Shared
from tests.contract.sample import PORTAL, all_facts, append, fact

WRITERS = 50


async def test_facts_come_back_in_the_order_in_which_they_happened(engine: Engine) -> None:
    facts = [
        Fact(PORTAL, "record.created", "contacts", 2**53 - 1, 1_700_000_000_001, "CRM_UI", "userId:5", 5, '{"a":"é"}'),
        fact(2, "O'Brien"),
        fact(1),
    ]
    await engine.write(append(*facts[:2]))
    await engine.write(append(*facts[2:]))
    assert [fact for _, fact in await engine.facts_after(0, 10)] == facts


async def test_a_unit_may_append_more_than_once(engine: Engine) -> None:
    async def work(writer: Writer) -> None:
        await writer.append([fact(1)])
        await writer.append([fact(2), fact(3)])

    await engine.write(work)
    assert [fact.id for _, fact in await engine.facts_after(0, 10)] == [1, 2, 3]


async def test_an_empty_log_has_no_newest_fact(engine: Engine) -> None:
    assert await engine.newest_fact() == 0
    assert await engine.facts_after(0, 10) == []


async def test_reading_goes_on_after_the_cursor_page_by_page(engine: Engine) -> None:
    await engine.write(append(*map(fact, range(1, 8))))
    met, cursor = [], 0
    while page := await engine.facts_after(cursor, 3):
        met.append([fact.id for _, fact in page])
        cursor = page[-1][0]
    assert met == [[1, 2, 3], [4, 5, 6], [7]]
    assert cursor == await engine.newest_fact()


async def test_an_acknowledged_fact_is_not_above_the_newest(engine: Engine) -> None:
    for id in range(1, 20):
        await engine.write(append(fact(id)))
        assert [fact.id for _, fact in await all_facts(engine)] == list(range(1, id + 1))


async def write_and_listen(writing: list[Engine], listening: Engine) -> None:
    """Many units append three facts each, every fifth fails; a listener that reads meanwhile meets the others once."""

    async def tell(writer: Writer, id: int) -> None:
        await writer.append([fact(id, "first"), fact(id, "second")])
        await writer.rows("SELECT count(*) FROM record")
        await writer.append([fact(id, "third")])
        if id % 5 == 0:
            raise KeyError(id)

    async def write(id: int) -> None:
        for place in range(3):
            await writing[id % len(writing)].write(partial(tell, id=id * 3 + place))

    async def listen() -> list[tuple[int, Fact]]:
        met: list[tuple[int, Fact]] = []
        while not done or met[-1][0] < await listening.newest_fact():
            met += await listening.facts_after(met[-1][0] if met else 0, 7)
            await asyncio.sleep(0)
        return met

    done = False
    listener = asyncio.ensure_future(listen())
    await asyncio.gather(*map(write, range(1, WRITERS + 1)), return_exceptions=True)
    done = True
    met = await listener

    numbers = [seq for seq, _ in met]
    assert numbers == sorted(set(numbers))
    written = {id * 3 + place for id in range(1, WRITERS + 1) for place in range(_written_before_failing(id))}
    assert {fact.id for _, fact in met} == written
    for id in written:
        assert [fact.body for _, fact in met if fact.id == id] == ["first", "second", "third"]


def _written_before_failing(id: int) -> int:
    return next((place for place in range(3) if (id * 3 + place) % 5 == 0), 3)


async def test_a_listener_meets_each_fact_of_many_writers_once(engine: Engine) -> None:
    await write_and_listen([engine], engine)


async def test_a_listener_meets_each_fact_of_other_processes_once(shared: Shared) -> None:
    engines = [shared.make() for _ in range(3)]
    for engine in engines:
        await engine.open()
    await write_and_listen(engines[:2], engines[2])
    for engine in engines:
        await engine.close()
