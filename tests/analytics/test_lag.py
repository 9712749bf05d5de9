"""Reports that may be a little old do not wait for what is being taken in."""

import asyncio
import threading
from typing import Any

from tests.analytics.golden import REPORTS
from tests.world import World

HOUR = 3_600_000


async def _contacts(world: World) -> int:
    reply = await world.get(f"{REPORTS}/totals/total?start=20260101")
    assert reply.status == 200, reply.body
    return int(reply.json["totals"].get("contacts", 0))


async def test_a_report_does_not_wait_for_the_newest(monkeypatch: Any) -> None:
    async with World(report_lag=HOUR) as world:
        assert await _contacts(world) == 0
        feed = world.server.feed
        assert feed is not None
        gate, apply = threading.Event(), feed.columns.apply

        def held(*given: Any) -> None:
            gate.wait()
            apply(*given)

        monkeypatch.setattr(feed.columns, "apply", held)
        try:
            await world.create("contacts", email="ada@example.com")
            assert await _contacts(world) == 0
        finally:
            gate.set()
        async with asyncio.timeout(60):
            while await _contacts(world) == 0:
                await asyncio.sleep(0.01)


async def test_a_search_waits_whatever_reports_may_do() -> None:
    async with World(report_lag=HOUR) as world:
        await world.create("contacts", email="ada@example.com")
        found = await world.post("/crm/v3/objects/contacts/search", {"query": "ada@example.com"})
        assert found.json["total"] == 1
