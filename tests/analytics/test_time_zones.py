"""Reports of accounts whose clocks go forward or back: what happens then counts on its day, in every report.

Six moments around each change, a minute before and at the beginning of a day: of the day of the change, which has 23 or
25 hours, of the day after it, and of the month after it.
"""

from typing import Any

import pytest

from hubstead.columns.traffic import EventRow, SessionRow, Traffic, VisitorRow
from hubstead.store import portal
from tests.account.desk import in_portal
from tests.analytics.golden import contacts, moment, put, report
from tests.world import PORTAL, World

PAGE = "https://shop.example/"
CHANGES = (
    (
        "Europe/Berlin",
        ("2026-03-28T22:59", "2026-03-28T23:00", "2026-03-29T21:59", "2026-03-29T22:00", "2026-03-31T21:59",
         "2026-03-31T22:00", "2026-10-24T21:59", "2026-10-24T22:00", "2026-10-25T22:59", "2026-10-25T23:00",
         "2026-10-31T22:59", "2026-10-31T23:00"),
        {"2026-03-28": 1, "2026-03-29": 2, "2026-03-30": 1, "2026-03-31": 1, "2026-04-01": 1,
         "2026-10-24": 1, "2026-10-25": 2, "2026-10-26": 1, "2026-10-31": 1, "2026-11-01": 1},
        {"2026-03-23": 3, "2026-03-30": 3, "2026-10-19": 3, "2026-10-26": 3},
        {"2026-03-01": 5, "2026-04-01": 1, "2026-10-01": 5, "2026-11-01": 1},
    ),
    (
        "America/Sao_Paulo",  # the fourth began at one o'clock
        ("2018-11-04T02:59", "2018-11-04T03:00", "2018-11-05T01:59", "2018-11-05T02:00", "2018-12-01T01:59",
         "2018-12-01T02:00"),
        {"2018-11-03": 1, "2018-11-04": 2, "2018-11-05": 1, "2018-11-30": 1, "2018-12-01": 1},
        {"2018-10-29": 3, "2018-11-05": 1, "2018-11-26": 2},
        {"2018-11-01": 5, "2018-12-01": 1},
    ),
)  # fmt: skip
COUNTED = {
    "totals": ("visits", "rawViews", "visitors", "contacts", "submissions"),
    "sources": ("visits", "rawViews", "contacts"),
    "geolocation": ("visits", "contacts"),
    "utm-campaigns": ("visits", "contacts"),
    "sessions": ("desktop", "directTraffic"),
    "pages": ("rawViews",),
    "landing-pages": ("rawViews", "submissions"),
    "landing-pages/1/sources": ("rawViews",),
    "landing-pages/1/sessions": ("desktop",),
    "forms": ("submissions",),
    "event-completions": ("completions",),
}


def _traffic(zone: str, moments: tuple[str, ...], people: list[int]) -> Traffic:
    at = [moment(text) for text in moments]
    of: dict[str, Any] = {"page": PAGE, "url": PAGE, "page_id": "1", "content_type": "landing-page"}
    events = [
        event
        for n, when in enumerate(at, 1)
        for event in (
            EventRow(moment=when, kind="page_view", hit=n, visitor=n, session=when, entrance=True, leave=True, **of),
            EventRow(moment=when, kind="event", hit=20 + n, visitor=n, session=when, definition=7),
            EventRow(moment=when, kind="form_submission", hit=40 + n, visitor=n, session=when, form="f-1", **of),
            EventRow(moment=when, kind="sent", hit=60 + n, form="f-1"),  # the same for reports without a view
        )
    ]
    sessions = [
        SessionRow(visitor=n, started=when, ended=when, source="DIRECT_TRAFFIC", country="DE", device="DESKTOP",
                   utm_campaign="spring", page_views=1)
        for n, when in enumerate(at, 1)
    ]  # fmt: skip
    visitors = [VisitorRow(f"{n:032x}", n, people[n - 1], -people[n - 1], at[n - 1]) for n in range(1, len(at) + 1)]
    return Traffic(PORTAL, zone, visitors=visitors, sessions=sessions, events=events)


def _counts(answer: dict[str, list[dict[str, Any]]], metric: str) -> dict[str, int]:
    return {period: sum(row.get(metric, 0) for row in rows) for period, rows in answer.items()}


@pytest.mark.parametrize(("zone", "moments", "days", "weeks", "months"), CHANGES)
async def test_a_change_of_clocks_moves_nothing_to_another_day(
    world: World, zone: str, moments: tuple[str, ...], days: Any, weeks: Any, months: Any
) -> None:
    await in_portal(world, lambda unit: portal.change(unit, "portal.changed", {}, time_zone=zone))
    people = [id for when in moments for id in await contacts(world, when, 1)]
    await put(world, _traffic(zone, moments, people))
    year = min(days)[:4]
    everything = {"title": "All", "reportPropertyFilters": [{"prop": "device", "op": "EQ", "args": ["DESKTOP"]}]}
    view = (await world.post("/analytics/hubstead/views", everything)).json["id"]
    asked = [("daily", days), ("weekly", weeks), ("monthly", months), ("summarize/weekly", weeks)]
    for name, metrics in COUNTED.items():
        for narrowed, periods in (("", asked), (f"&filterId={view}", asked[:1])):
            for period, expected in periods:
                answer = await report(world, f"{name}/{period}?start={year}0101&end={year}1231{narrowed}")
                for metric in metrics:
                    assert _counts(answer, metric) == expected, (name, period, metric, narrowed)
            for day in (day for day, number in days.items() if number == 2):
                total = await report(world, f"{name}/total?start={day}&end={day}{narrowed}")
                assert {total["totals"].get(metric) for metric in metrics} == {2}, (name, day, narrowed)
    unique = await world.get(f"/analytics/hubstead/unique-visitors?start={year}0101&end={year}1231&interval=day")
    assert {row["period"]: row["visitors"] for row in unique.json["results"] if row["visitors"]} == days
