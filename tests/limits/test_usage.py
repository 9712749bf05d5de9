"""The day's counts: they outlive a server, are let go when an account goes quiet, and add up between processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.kit.errors import Unavailable
from hubstead.limits.limits import Limits
from hubstead.limits.usage import Usage
from hubstead.store.engine import Engine
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.portal import Portal, decoded
from tests.postgres import database
from tests.world import PORTAL, World

CONTACTS = "/crm/v3/objects/contacts"
NOON = 1_795_262_400_000
"""2026-11-21T12:00:00Z."""
DAY = 86_400_000
ACME = Portal(id=1, name="Acme", created_at=0)


@asynccontextmanager
async def noon(**settings: Any) -> AsyncIterator[World]:
    """A world whose portal's clock stands still at noon."""
    async with World(**settings) as world:
        clock.turn(PORTAL, Clock(frozen=NOON))
        yield world
        clock.turn(PORTAL, None)


@pytest_asyncio.fixture
async def store() -> AsyncIterator[Engine]:
    engine = SqliteEngine(None)
    await engine.open()
    yield engine
    await engine.close()


async def used(world: World) -> dict[int, int]:
    """Requests by app, as the world's server counts them."""
    rows = await world.server.store.rows("SELECT document FROM portal WHERE id = ?1", PORTAL)
    return dict((await world.server.limits.usage_of(decoded(rows[0][0]))).by_app)


@pytest.mark.parametrize("limits", ["off", "free"])
async def test_counts_outlive_the_server_whatever_the_profile(tmp_path: Path, limits: str) -> None:
    settings: dict[str, Any] = {"data": str(tmp_path), "limits": limits}
    async with noon(**settings) as world:
        other = await world.token("pat-na1-another-app", ("crm.objects.contacts.read",))
        for _ in range(5):
            await world.get(CONTACTS)
        await world.get(CONTACTS, token=other)
        before = await used(world)
        assert sorted(before.values()) == [1, 5]
    async with noon(**settings) as world:
        assert await used(world) == before
        await world.get(CONTACTS, token=other)
        assert sorted((await used(world)).values()) == [2, 5]
        clock.turn(PORTAL, Clock(frozen=NOON + DAY // 2))
        assert await used(world) == {}


async def test_an_account_that_went_quiet_leaves_memory_and_its_counts_stay(store: Engine) -> None:
    usage = Usage(store)
    (await usage.today(ACME, NOON)).count(7, "general")
    await usage.keep()
    assert len(usage) == 1
    await usage.keep()
    assert len(usage) == 0
    day = await usage.today(ACME, NOON)
    day.count(7, "general")
    assert day.by_app() == {7: 2}


async def test_days_that_passed_leave_the_store(store: Engine) -> None:
    usage = Usage(store)
    for day in range(3):
        (await usage.today(ACME, NOON + day * DAY)).count(7, "general")
        await usage.keep()
    assert await store.rows("SELECT day, used FROM usage") == [("2026-11-23", 1)]


async def test_a_store_that_cannot_take_the_counts_gets_them_later(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: Any) -> None:
        raise Unavailable("The disk is full.")

    usage = Usage(store)
    (await usage.today(ACME, NOON)).count(7, "general")
    with monkeypatch.context() as broken:
        broken.setattr(store, "write", full)
        with pytest.raises(Unavailable):
            await usage.keep()
    assert await store.rows("SELECT used FROM usage") == []
    await usage.keep()
    assert await store.rows("SELECT used FROM usage") == [(1,)]


async def test_a_server_stops_also_where_the_counts_cannot_be_written(
    store: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: Any) -> None:
        raise RuntimeError("nobody expected this")

    limits = Limits(store, "off")
    await limits.start()
    (await limits.usage.today(ACME, NOON)).count(7, "general")
    monkeypatch.setattr(store, "write", broken)
    await limits.stop()
    assert "nobody expected this" in caplog.text


async def test_a_new_time_zone_moves_the_end_of_the_day_and_keeps_its_counts(store: Engine) -> None:
    usage = Usage(store)
    day = await usage.today(ACME, NOON)
    day.count(7, "general")
    moved = Portal(id=1, name="Acme", created_at=0, time_zone="America/New_York")
    assert usage.known(moved, NOON) is None
    assert (await usage.today(moved, NOON)).by_app() == {7: 1}
    assert day.span.ends == NOON + 17 * 3_600_000  # 05:00 UTC of the next day


async def test_processes_add_their_counts_up() -> None:
    with database() as url:
        engines = [PostgresEngine(url), PostgresEngine(url)]
        for engine in engines:
            await engine.open()
        try:
            first, second = (Usage(engine) for engine in engines)
            (await first.today(ACME, NOON)).count(7, "general", 3)
            (await second.today(ACME, NOON)).count(7, "general", 4)
            (await second.today(ACME, NOON)).count(8, "search")
            for usage in (first, second, first):
                (await usage.today(ACME, NOON)).count(9, "associations")
                await usage.keep()
            assert (await first.today(ACME, NOON)).by_app() == {7: 7, 8: 1, 9: 3}
            assert (await first.today(ACME, NOON)).total == 11
            assert (await first.today(ACME, NOON)).associations == 3
        finally:
            for engine in engines:
                await engine.close()
