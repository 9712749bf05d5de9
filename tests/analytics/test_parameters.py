"""What a client may ask of a report, and what is refused."""

from typing import Any

import pytest
import pytest_asyncio

from hubstead.analytics.reports import read
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from tests.analytics.golden import REPORTS, Visits, moment, put, report, traffic
from tests.world import PORTAL, World

FEBRUARY = "start=20260201&end=20260228"


@pytest_asyncio.fixture
async def campaigns(world: World) -> World:
    """Ten campaigns c0 to c9 on the third of February, with 1 to 10 visits and 20 to 11 page views."""
    await put(world, traffic(*(
        Visits("2026-02-03", n + 1, 0, 20 - n, about={"source": "OTHER_CAMPAIGNS", "utm_campaign": f"c{n}"})
        for n in range(10)
    )))  # fmt: skip
    return world


async def _names(world: World, query: str) -> list[str]:
    answer = await report(world, f"utm-campaigns/total?{FEBRUARY}&{query}")
    return [row["breakdown"] for row in answer["breakdowns"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("limit=2", ["c9", "c8"]),
        ("limit=2&offset=2", ["c7", "c6"]),
        ("limit=3&offset=9", ["c0"]),
        ("limit=3&offset=10", []),
        ("limit=2&sort=visits&sortDir=ASC", ["c0", "c1"]),
        ("limit=2&sort=rawViews", ["c0", "c1"]),
        ("limit=2&sort=pageviewsPerSession&sortDir=asc", ["c9", "c8"]),
        ("limit=2&sort=breakdown", ["c9", "c8"]),
        ("limit=2&sort=breakdown&sortDir=ASC", ["c0", "c1"]),
        ("f=c3&f=c5", ["c5", "c3"]),
        ("e=c9&e=c8&limit=1", ["c7"]),
        ("f=c3&f=c5&e=c5", ["c3"]),
        ("f=nothing", []),
    ],
)
async def test_rows_are_chosen_sorted_and_paged(campaigns: World, query: str, names: list[str]) -> None:
    assert await _names(campaigns, query) == names


async def test_a_page_says_where_the_next_one_begins(campaigns: World) -> None:
    first = await report(campaigns, f"utm-campaigns/total?{FEBRUARY}&limit=4")
    assert (first["offset"], first["total"], first["totals"]["visits"]) == (4, 10, 55)
    last = await report(campaigns, f"utm-campaigns/total?{FEBRUARY}&limit=4&offset=8")
    assert (last["offset"], last["total"], len(last["breakdowns"])) == (10, 10, 2)
    beyond = await report(campaigns, f"utm-campaigns/total?{FEBRUARY}&limit=4&offset=80")
    assert (beyond["offset"], beyond["total"]) == (10, 10)


async def test_totals_are_those_of_the_rows_that_are_kept(campaigns: World) -> None:
    answer = await report(campaigns, f"utm-campaigns/total?{FEBRUARY}&f=c3&f=c5&limit=1")
    assert (answer["total"], answer["totals"]["visits"]) == (2, 10)


async def test_a_limit_holds_for_each_period(campaigns: World) -> None:
    answer = await report(campaigns, f"utm-campaigns/daily?{FEBRUARY}&limit=2&offset=1")
    assert [row["breakdown"] for row in answer["2026-02-03"]] == ["c8", "c7"]


@pytest.mark.parametrize(
    "query",
    [
        "start=20260203&end=20260203",
        "start=2026-02-03&end=2026-02-03",
        "startDate=20260203&endDate=20260203",
        "start=2026-02-03",
        "start=20260101&end=20260203&filterId=",
    ],
)
async def test_days_are_named_in_several_ways(campaigns: World, query: str) -> None:
    clock.turn(PORTAL, Clock(frozen=moment("2026-02-20T12:00")))
    try:
        assert (await report(campaigns, f"sources/total?{query}"))["totals"]["visits"] == 55
    finally:
        clock.turn(PORTAL, None)


async def test_without_an_end_a_report_ends_today(campaigns: World) -> None:
    clock.turn(PORTAL, Clock(frozen=moment("2026-02-02T23:59")))
    try:
        assert (await report(campaigns, "sources/total?start=20260101"))["total"] == 0
        assert (await report(campaigns, "sources/total?start=20260401"))["total"] == 0
    finally:
        clock.turn(PORTAL, None)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "start"),
        ("start=yesterday", "start"),
        ("start=20260203&end=20260202", "end"),
        ("start=20260203&end=20260230", "end"),
        (f"{FEBRUARY}&sort=nothing", "sort"),
        (f"{FEBRUARY}&sort=formViews", "sort"),
        (f"{FEBRUARY}&sortDir=UP", "sortDir"),
        (f"{FEBRUARY}&limit=0", "limit"),
        (f"{FEBRUARY}&limit=10001", "limit"),
        (f"{FEBRUARY}&limit=many", "limit"),
        (f"{FEBRUARY}&offset=-1", "offset"),
        (f"{FEBRUARY}&d2=x", "d2"),
        (f"{FEBRUARY}&d1=x", "drilled"),
        (f"{FEBRUARY}&filterId=x", "filterId"),
        (f"{FEBRUARY}&f=%00", "character"),
    ],
)
async def test_what_makes_no_sense_is_refused(world: World, query: str, named: str) -> None:
    reply = await world.get(f"{REPORTS}/utm-campaigns/total?{query}")
    assert reply.status == 400
    assert named in reply.json["message"]


@pytest.mark.parametrize(
    ("path", "days", "status"),
    [
        ("sources/daily", "start=20250101&end=20260515", 200),  # 500 days
        ("sources/daily", "start=20250101&end=20260516", 413),
        ("sources/summarize/daily", "start=20250101&end=20260516", 413),
        ("sources/weekly", "start=20250101&end=20260516", 200),
        ("sources/total", "start=20000101&end=21001231", 200),
        ("sources/monthly", "start=20000101&end=21001231", 413),
    ],
)
async def test_five_hundred_time_points_are_the_limit(world: World, path: str, days: str, status: int) -> None:
    reply = await world.get(f"{REPORTS}/{path}?{days}")
    assert reply.status == status
    if status == 413:
        assert reply.json["category"] == "RESULT_POINT_LIMIT_EXCEEDED"


async def test_too_many_breakdowns_are_a_501(campaigns: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "BREAKDOWNS", 9)
    for path in ("total", "summarize/daily"):
        assert (await campaigns.get(f"{REPORTS}/utm-campaigns/{path}?{FEBRUARY}")).status == 501
        assert (await campaigns.get(f"{REPORTS}/utm-campaigns/{path}?{FEBRUARY}&e=c1")).status == 200


async def test_answers_by_period_are_bounded(campaigns: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "ROWS", 9)
    reply = await campaigns.get(f"{REPORTS}/utm-campaigns/daily?{FEBRUARY}")
    assert (reply.status, reply.json["category"]) == (413, "RESULT_POINT_LIMIT_EXCEEDED")
    assert (await campaigns.get(f"{REPORTS}/utm-campaigns/daily?{FEBRUARY}&limit=9")).status == 200


HOSTILE: list[Any] = ["'; DROP TABLE x", '"', "{events}", "}{", "%", "$1", "?", "\\", "a" * 5000, "🦊"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_clients_send_is_never_sql(campaigns: World, text: str) -> None:
    from urllib.parse import quote

    value = quote(text)
    for query in (f"f={value}", f"e={value}"):
        assert (await campaigns.get(f"{REPORTS}/utm-campaigns/total?{FEBRUARY}&{query}")).status == 200
    assert (await campaigns.get(f"{REPORTS}/sources/total?{FEBRUARY}&d1={value}&d2={value}")).status == 200
    assert (await campaigns.get(f"{REPORTS}/blog-posts/{value}/sources/total?{FEBRUARY}")).status == 200
