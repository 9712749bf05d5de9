"""Windows that processes share through PostgreSQL: exact, in few round trips, and gone when quiet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.kit.errors import Unavailable
from hubstead.limits.shared import SharedWindows
from hubstead.limits.windows import Claim, LocalWindows
from hubstead.store.engine import Writer
from hubstead.store.engines.postgres import PostgresEngine
from tests.postgres import database

T = TypeVar("T")
PORTAL = 77
BURST = Claim(PORTAL, 7, "general", 100, 10_000)
NARROW = Claim(PORTAL, 7, "associations", 20, 10_000)
NOON = 1_795_262_400_000


class Counting(PostgresEngine):
    """Counts its transactions."""

    writes = 0

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        self.writes += 1
        return await super().write(work)


@pytest_asyncio.fixture
async def engines() -> AsyncIterator[list[Counting]]:
    """Two processes' engines on one database; the portal's clock stands still."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(database())
        made = [Counting(url), Counting(url)]
        for engine in made:
            await engine.open()
            stack.push_async_callback(engine.close)
        clock.turn(PORTAL, Clock(frozen=NOON))
        stack.callback(clock.turn, PORTAL, None)
        yield made


async def test_two_processes_together_grant_exactly_the_limit(engines: list[Counting]) -> None:
    first, second = (SharedWindows(engine) for engine in engines)
    taken = await asyncio.gather(*((first, second)[number % 2].take([BURST], NOON) for number in range(640)))
    assert sum(one.granted for one in taken) == 100
    assert sorted(one.left for one in taken if one.granted) == list(range(100))
    assert {one.wait for one in taken if not one.granted} == {10_000}
    assert sum(engine.writes for engine in engines) <= 4  # those who wait together claim together


async def test_nobody_asks_while_a_window_is_known_to_be_full(engines: list[Counting]) -> None:
    windows = SharedWindows(engines[0])
    await asyncio.gather(*(windows.take([BURST], NOON) for _ in range(101)))
    before = engines[0].writes
    clock.turn(PORTAL, Clock(frozen=NOON + 9_999))
    assert (await windows.take([BURST], NOON + 9_999)) == (0, 0, 1)
    assert engines[0].writes == before
    clock.turn(PORTAL, Clock(frozen=NOON + 10_000))
    assert (await windows.take([BURST], NOON + 10_000)).granted == 1


async def test_claims_of_two_windows_are_all_or_nothing(engines: list[Counting]) -> None:
    first, second = (SharedWindows(engine) for engine in engines)
    both = [(first, second)[number % 2].take([BURST, NARROW], NOON) for number in range(60)]
    plain = [(first, second)[number % 2].take([BURST], NOON) for number in range(60)]
    taken = await asyncio.gather(*both, *plain)
    assert sum(one.granted for one in taken[:60]) == 20
    assert sum(one.granted for one in taken[60:]) == 60
    assert (await first.take([BURST], NOON)).left == 19


async def test_quiet_windows_leave_the_store(engines: list[Counting], monkeypatch: pytest.MonkeyPatch) -> None:
    windows = SharedWindows(engines[0])
    await windows.take([BURST], NOON)
    await windows.forget_quiet()
    assert len(await engines[0].rows("SELECT app FROM rate_window")) == 1
    later = clock.true_now() + 3_700_000
    monkeypatch.setattr("hubstead.limits.shared.clock.now", lambda _portal=0: later)
    await windows.forget_quiet()
    assert await engines[0].rows("SELECT app FROM rate_window") == []


@pytest.mark.parametrize("failure", [Unavailable("The database cannot take this request now."), ValueError("odd row")])
async def test_whatever_fails_in_the_store_everybody_learns_at_once(
    engines: list[Counting], monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    async def down(_: Any) -> None:
        raise failure

    windows = SharedWindows(engines[0])
    with monkeypatch.context() as broken:
        broken.setattr(engines[0], "write", down)
        outcomes = await asyncio.gather(*(windows.take([BURST], NOON) for _ in range(5)), return_exceptions=True)
    assert outcomes == [failure] * 5
    assert (await windows.take([BURST], NOON)).granted == 1


async def test_clients_that_go_away_disturb_nobody(engines: list[Counting]) -> None:
    windows = SharedWindows(engines[0])
    tasks = [asyncio.create_task(windows.take([BURST], NOON)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    taken = await asyncio.gather(*tasks, return_exceptions=True)
    assert [getattr(one, "granted", None) for one in taken] == [None, 1] * 5


asks = st.lists(st.tuples(st.integers(0, 1), st.integers(-2_000, 4_000)), max_size=25)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(asks)
async def test_shared_windows_answer_as_one_window_does(engines: list[Counting], asked: list[tuple[int, int]]) -> None:
    """Whichever process is asked, and however the clock moves."""
    await engines[0].write(lambda writer: writer.rows("DELETE FROM rate_window"))
    shared, local, now = [SharedWindows(engine) for engine in engines], LocalWindows(), NOON
    claim = Claim(PORTAL, 7, "general", 3, 5_000)
    for process, step in asked:
        now += step
        clock.turn(PORTAL, Clock(frozen=now))
        for windows in shared:
            windows.forget(PORTAL)  # what is remembered of a full window is tested above
        assert await shared[process].take([claim], now) == await local.take([claim], now)
