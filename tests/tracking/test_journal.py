"""The journal on every engine: what was appended is there once, in order, until it is removed."""

import asyncio

import pytest

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine
from hubstead.tracking import journal
from hubstead.tracking.hit import Door, Hit
from hubstead.tracking.journal import GROUP, Journal, oldest, remove
from tests.contract.conftest import engine

__all__ = ["engine"]


def hit(number: int) -> Hit:
    return Hit(Door.PAGE, 1_700_000_000_000 + number, "192.0.2.1", 'agent "\x00\xff', False, f"a=1&n={number}")


async def test_hits_are_kept_in_order_until_they_are_removed(engine: Engine) -> None:
    kept = Journal(engine)
    await asyncio.gather(*(kept.append(hit(number)) for number in range(3 * GROUP)))
    rows = await oldest(engine, 100)
    assert [each for _, _, hits in rows for each in hits] == [hit(number) for number in range(3 * GROUP)]
    assert max(len(hits) for _, _, hits in rows) <= GROUP
    numbers = [group.number for group in rows]
    assert await engine.write(lambda writer: remove(writer, numbers))
    assert await oldest(engine, 100) == []
    assert not await engine.write(lambda writer: remove(writer, numbers))


async def test_hits_that_arrive_together_share_a_row(engine: Engine) -> None:
    kept = Journal(engine)
    await asyncio.gather(*(kept.append(hit(number)) for number in range(10)))
    assert [len(hits) for _, _, hits in await oldest(engine, 100)] == [10]


async def test_a_hit_that_cannot_be_written_is_refused_and_the_next_is_taken(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Journal(engine)

    async def full(_: object) -> None:
        raise Unavailable("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(engine, "write", full)
        with pytest.raises(Unavailable, match="disk full"):
            await kept.append(hit(1))
    await kept.append(hit(2))
    assert [hits for _, _, hits in await oldest(engine, 100)] == [[hit(2)]]


async def test_memory_is_bounded_when_the_disk_is_stuck(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "WAITING", 2)
    kept = Journal(engine)
    outcomes = await asyncio.gather(*(kept.append(hit(number)) for number in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), Unavailable]


async def test_whoever_stops_waiting_does_not_disturb_the_others(engine: Engine) -> None:
    kept = Journal(engine)
    impatient, patient = asyncio.ensure_future(kept.append(hit(1))), asyncio.ensure_future(kept.append(hit(2)))
    await asyncio.sleep(0)
    impatient.cancel()
    await patient
    assert [each for _, _, hits in await oldest(engine, 100) for each in hits] == [hit(1), hit(2)]
