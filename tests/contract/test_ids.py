"""Ids ascend and are given once."""

import asyncio

import pytest

from hubstead.store.engine import Engine, Writer
from tests.contract.conftest import Shared
from tests.contract.sample import PORTAL


async def take(engine: Engine, count: int = 1, portal: int = PORTAL) -> int:
    return await engine.write(lambda writer: writer.new_ids(portal, count))


async def test_ids_ascend_and_leave_room_for_those_taken(engine: Engine) -> None:
    first = await take(engine, 3)
    assert [await take(engine, 100), await take(engine)] == [first + 3, first + 103]


async def test_ids_ascend_within_a_unit(engine: Engine) -> None:
    async def work(writer: Writer) -> list[int]:
        return [await writer.new_ids(PORTAL, count) for count in (1, 5, 1)]

    first, second, third = await engine.write(work)
    assert (second, third) == (first + 1, first + 6)


async def test_every_portal_counts_for_itself(engine: Engine) -> None:
    first = await take(engine, 10, portal=1)
    assert await take(engine, portal=2) == first


async def test_ids_of_a_committed_unit_are_never_given_again(engine: Engine) -> None:
    async def fails(writer: Writer) -> None:
        await writer.new_ids(PORTAL, 5)
        raise KeyError

    kept = await take(engine, 5)
    with pytest.raises(KeyError):
        await engine.write(fails)
    assert await take(engine) >= kept + 5


async def test_many_writers_of_several_processes_never_share_an_id(shared: Shared) -> None:
    engines = [shared.make(), shared.make()]
    for engine in engines:
        await engine.open()
    firsts = await asyncio.gather(*(take(engines[number % 2], 2) for number in range(100)))
    assert len({id for first in firsts for id in (first, first + 1)}) == 200
    for engine in engines:
        await engine.close()


async def test_ids_go_on_after_opening_again(shared: Shared) -> None:
    taken = []
    for _ in range(3):
        engine = shared.make()
        await engine.open()
        taken.append(await take(engine, 4))
        await engine.close()
    assert taken == [taken[0], taken[0] + 4, taken[0] + 8]
