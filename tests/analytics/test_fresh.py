"""Who visited the site a moment ago is in the reports, the events and the SQL of now."""

from math import inf
from typing import Any

import pytest

from hubstead.columns import ask
from tests.analytics.golden import REPORTS
from tests.tracking.browser import Browser, processed
from tests.world import World

VIEWS = "SELECT count(*) FROM events WHERE kind = 'page_view'"


async def _visits(world: World) -> int:
    reply = await world.get(f"{REPORTS}/totals/total?start=20260101")
    assert reply.status == 200, reply.body
    return int(reply.json["totals"].get("visits", 0))


async def _in_sql(world: World) -> Any:
    reply = await world.post("/analytics/hubstead/sql", {"sql": VIEWS})
    assert reply.status == 200, reply.body
    return reply.json["rows"][0][0]


async def _on_site(world: World) -> int:
    return int((await world.get("/analytics/hubstead/realtime")).json["visitors"])


async def test_a_visit_is_there_right_after_its_hit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "HITS_PATIENCE", 60.0)
    asks = (_visits, _in_sql, _on_site, _visits)
    for number, question in enumerate(asks, 1):
        await Browser(world, f"{number:032x}").view()
        assert await question(world) == number


async def test_an_answer_does_not_wait_for_ever(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "HITS_PATIENCE", 0.05)
    assert world.server.processor
    await world.server.processor.stop()
    await Browser(world).view()
    assert await _visits(world) == 0
    await processed(world)
    assert await _visits(world) == 1


async def test_an_answer_of_several_questions_waits_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While hits come in there is always something to wait for."""
    feed = world.server.feed
    assert feed is not None
    waits, caught_up = [], feed.caught_up

    async def watched(portal: int, patience: float, lag: float = 0.0) -> None:
        waits.append(lag)
        await caught_up(portal, patience, lag)

    monkeypatch.setattr(feed, "caught_up", watched)
    ada = await world.create("contacts", email="ada@example.com")
    assert (await world.get(f"/hubstead/timeline/contacts/{ada}")).status == 200
    assert waits[0] == 0
    assert len(waits) > 1
    assert set(waits[1:]) == {inf}
