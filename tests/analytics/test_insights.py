"""Insights over the small site (`tests/analytics/site.py`) and over sessions made up for one question, by hand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from hubstead.account import people
from hubstead.analytics.insights.attribution import MODELS, Touch
from hubstead.columns.traffic import EventRow, SessionRow, Traffic, VisitorRow
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.access import Access, Levels, Reach
from tests.account.desk import in_portal
from tests.analytics.golden import contacts, moment, put
from tests.analytics.site import SITE, SPAN, TEN, open_site
from tests.world import PORTAL, World

OURS = "/analytics/hubstead"


async def ask(world: World, path: str) -> Any:
    reply = await world.get(f"{OURS}/{path}")
    assert reply.status == 200, reply.body
    return reply.json


@pytest_asyncio.fixture
async def site(world: World) -> AsyncIterator[World]:
    await open_site(world)
    yield world
    clock.turn(PORTAL, None)


async def germany(site: World) -> int:
    """A view of what comes from there."""
    view = {"title": "Germany", "reportPropertyFilters": [{"prop": "country", "op": "EQ", "args": ["DE"]}]}
    id: int = (await site.post(f"{OURS}/views", view)).json["id"]
    return id


async def test_who_is_on_the_site_now(site: World) -> None:
    clock.turn(PORTAL, Clock(frozen=TEN + 6 * 60_000))
    now = await ask(site, "realtime")
    assert (now["visitors"], now["activeVisitors"], now["pageViews"], now["minutes"]) == (2, 1, 3, 30)
    assert now["asOf"] == TEN + 6 * 60_000
    assert now["pages"] == [
        {"page": f"{SITE}/blog/hi", "title": "Title of /blog/hi", "visitors": 1},
        {"page": f"{SITE}/pricing", "title": "Title of /pricing", "visitors": 1},
    ]
    assert now["sources"] == [{"name": "organic", "visitors": 1}, {"name": "other", "visitors": 1}]
    assert now["countries"] == [{"name": "DE", "visitors": 1}, {"name": "FR", "visitors": 1}]
    assert now["perMinute"] == [
        {"ago": 4, "visitors": 1, "pageViews": 0},
        {"ago": 5, "visitors": 1, "pageViews": 1},
        {"ago": 6, "visitors": 2, "pageViews": 2},
    ]
    assert (await ask(site, "realtime?minutes=5"))["visitors"] == 1
    assert (await site.get(f"{OURS}/realtime?minutes=61")).status == 400
    german = await ask(site, f"realtime?filterId={await germany(site)}")
    assert (german["visitors"], german["countries"]) == (1, [{"name": "DE", "visitors": 1}])
    assert sum(each["pageViews"] for each in german["perMinute"]) == german["pageViews"]
    assert (await site.get(f"{OURS}/realtime?filterId=4711")).status == 404


async def test_what_is_sent_about_a_visitor_puts_nobody_on_the_site(site: World) -> None:
    at = TEN + 5 * 60_000
    sent = EventRow(moment=at, kind="sent", hit=at, visitor=3, event_type="pe1_bought")
    await put(site, Traffic(PORTAL, "UTC", visitors=(VisitorRow("c" * 32, 3, 0, 3, 0),), events=(sent,)))
    clock.turn(PORTAL, Clock(frozen=TEN + 6 * 60_000))
    now = await ask(site, "realtime")
    assert (now["visitors"], now["activeVisitors"], now["pageViews"]) == (2, 1, 3)  # Ada and Bob
    assert [minute["ago"] for minute in now["perMinute"]] == [4, 5, 6]


async def test_people_are_counted_once(site: World) -> None:
    found = await ask(site, f"unique-visitors?{SPAN}&interval=week")
    assert found == {
        "visitors": 2,
        "newVisitors": 1,
        "sessions": 4,
        "results": [
            {"period": "2026-02-02", "visitors": 2, "newVisitors": 1, "sessions": 3},
            {"period": "2026-02-09", "visitors": 1, "newVisitors": 0, "sessions": 1},
        ],
    }
    assert (await ask(site, f"unique-visitors?{SPAN}&filterId={await germany(site)}"))["visitors"] == 1


async def test_who_comes_back(site: World) -> None:
    """Bob came first in January, which is not asked for."""
    found = await ask(site, "retention?start=20260202&end=20260222&interval=week")
    assert found["results"] == [{"period": "2026-02-02", "people": 1, "returned": [1, 1, 0]}]


async def test_the_pages_before_and_after_one(site: World) -> None:
    found = await ask(site, f"paths?page={SITE}/pricing&{SPAN}")
    assert (found["pageViews"], found["entrances"], found["exits"]) == (2, 1, 2)
    assert found["previous"] == [{"page": f"{SITE}/", "title": "Title of /", "pageViews": 1}]
    assert found["next"] == []
    found = await ask(site, f"paths?page={SITE}/blog/hi&{SPAN}")
    assert (found["pageViews"], found["entrances"], found["exits"]) == (2, 2, 1)
    assert found["next"] == [{"page": f"{SITE}/blog/ho", "title": "Title of /blog/ho", "pageViews": 1}]
    assert (await ask(site, f"paths?page=nowhere&{SPAN}"))["pageViews"] == 0
    assert (await site.get(f"{OURS}/paths?{SPAN}")).status == 400


async def _funnel(world: World, *steps: dict[str, Any], **more: Any) -> list[int]:
    body = {"start": "2026-02-01", "end": "2026-02-28", "steps": list(steps), **more}
    reply = await world.post(f"{OURS}/funnel", body)
    assert reply.status == 200, reply.body
    return [step["people"] for step in reply.json["results"]]


HOME = {"type": "page", "filters": [{"prop": "path", "op": "EQ", "args": ["/"]}]}
PRICING = {"type": "page", "filters": [{"prop": "path", "op": "EQ", "args": ["/pricing"]}]}


async def test_how_far_people_come(site: World) -> None:
    assert await _funnel(site, {"type": "visit"}, HOME, PRICING, {"type": "form"}) == [2, 1, 1, 1]
    assert await _funnel(site, PRICING, HOME) == [1, 0]  # in this order only
    assert await _funnel(site, {"type": "visit"}, {"type": "event", "eventName": "pe1_bought"}) == [2, 1]
    assert await _funnel(site, HOME, {"type": "form", "formId": "other"}) == [1, 0]
    reply = await site.post(
        f"{OURS}/funnel", {"start": "20260201", "end": "20260228", "steps": [{"type": "visit"}, HOME, PRICING]}
    )
    assert reply.json["results"][1:] == [
        {"name": "Page view path EQ /", "people": 0, "fromPrevious": 0.0, "fromFirst": 0.0, "medianSeconds": None}
        | {"people": 1, "fromPrevious": 0.5, "fromFirst": 0.5, "medianSeconds": 0.0},
        {"name": "Page view path EQ /pricing", "people": 1, "fromPrevious": 1.0, "fromFirst": 0.5, "medianSeconds": 40},
    ]


async def test_a_funnel_goes_on_into_the_lifecycle(site: World) -> None:
    """Ada became a lead when her contact was made, a minute after she came; a customer today, which is too late."""
    id = (await site.get("/crm/v3/objects/contacts?limit=1")).json["results"][0]["id"]
    steps = (HOME, {"type": "lifecycle", "stage": "lead"}, {"type": "lifecycle", "stage": "customer"})
    assert await _funnel(site, *steps) == [1, 1, 0]
    clock.turn(PORTAL, Clock(frozen=moment("2026-02-20T10:00")))
    await site.patch(f"/crm/v3/objects/contacts/{id}", {"properties": {"lifecyclestage": "customer"}})
    assert await _funnel(site, *steps) == [1, 1, 1]
    assert await _funnel(site, *steps, windowDays=10) == [1, 1, 0]


@pytest.mark.parametrize(
    "body",
    [
        {"steps": [{"type": "visit"}]},
        {"start": "20260101", "steps": []},
        {"start": "20260101", "steps": [{"type": "jump"}]},
        {"start": "20260101", "steps": [{"type": "event"}]},
        {"start": "20260101", "steps": [{"type": "lifecycle", "stage": "king"}]},
        {"start": "20260101", "steps": [{"type": "page", "filters": [{"prop": "x", "op": "EQ", "args": ["a"]}]}]},
        {"start": "20260101", "steps": [{"type": "event", "eventName": "\0"}]},
        {"start": "20260101", "end": "20250101", "steps": [{"type": "visit"}]},
    ],
)
async def test_what_is_no_funnel_is_refused(world: World, body: dict[str, Any]) -> None:
    assert (await world.post(f"{OURS}/funnel", body)).status == 400


DAY = 86_400_000
TOUCHES = [Touch(14 * DAY, "a", ""), Touch(7 * DAY, "b", ""), Touch(0, "c", ""), Touch(0, "d", "")]


@pytest.mark.parametrize(
    ("model", "touches", "parts"),
    [
        ("first", 4, [1, 0, 0, 0]),
        ("last", 4, [0, 0, 0, 1]),
        ("linear", 4, [0.25, 0.25, 0.25, 0.25]),
        ("time-decay", 3, [1 / 7, 2 / 7, 4 / 7]),
        ("position", 4, [0.4, 0.1, 0.1, 0.4]),
        ("position", 2, [0.5, 0.5]),
        *((model, 1, [1]) for model in MODELS),
    ],
)
def test_a_model_shares_a_deal_out(model: str, touches: int, parts: list[float]) -> None:
    assert MODELS[model](TOUCHES[:touches]) == pytest.approx(parts)


async def _won(world: World, amount: str, day: str, *people: int, owner: str = "") -> None:
    clock.turn(PORTAL, Clock(frozen=moment(f"{day}T12:00")))
    properties = {"dealname": "D", "amount": amount, "pipeline": "default", "dealstage": "closedwon"}
    properties |= {"hubspot_owner_id": owner} if owner else {}
    deal = await world.create("deals", **properties)
    for contact in people:
        url = f"/crm/v4/objects/deals/{deal}/associations/default/contacts/{contact}"
        assert (await world.put(url)).status == 200


async def test_revenue_by_source(site: World) -> None:
    """Ada (two visits from searches before the deal) bought for 100, an offline contact for 50, nobody known for 10."""
    ada = int((await site.get("/crm/v3/objects/contacts?limit=1")).json["results"][0]["id"])
    (offline,) = await contacts(site, "2026-02-11", 1, hs_analytics_source="OFFLINE")
    await _won(site, "100", "2026-02-12", ada)
    await _won(site, "50", "2026-02-13", offline)
    await _won(site, "10", "2026-02-14")
    await _won(site, "999", "2026-04-01", ada)  # after the span
    found = await ask(site, f"attribution?{SPAN}&model=linear")
    assert (found["model"], found["deals"], found["revenue"]) == ("linear", 3, 160.0)
    assert found["results"] == [
        {"source": "organic", "detail": "", "deals": 1.0, "revenue": 100.0},
        {"source": "offline", "detail": "", "deals": 1.0, "revenue": 50.0},
        {"source": "unknown", "detail": "", "deals": 1.0, "revenue": 10.0},
    ]
    by = await ask(site, f"attribution?{SPAN}&model=position&by=detail")
    searches = [(row["detail"], row["revenue"]) for row in by["results"] if row["source"] == "organic"]
    assert searches == [("Shoes", 50.0), ("shoes", 50.0)]
    for model in MODELS:
        found = await ask(site, f"attribution?{SPAN}&model={model}")
        assert sum(row["revenue"] for row in found["results"]) == pytest.approx(160)
    assert (await site.get(f"{OURS}/attribution?{SPAN}&model=best")).status == 400
    token = await site.token("pat-na1-only-reports", ("business-intelligence",))
    assert (await site.get(f"{OURS}/attribution?{SPAN}", token=token)).status == 403


@pytest.mark.parametrize(
    ("reach", "unassigned", "revenue"),
    [("all", False, 111.0), ("team", False, 11.0), ("team", True, 111.0), ("own", False, 1.0), ("none", False, 0.0)],
)
async def test_users_see_the_revenue_of_deals_that_they_see(
    site: World, reach: Reach, unassigned: bool, revenue: float
) -> None:
    """Own deals are worth 1, those of the team 10, and one of nobody 100."""
    own = (await in_portal(site, lambda unit: people.add(unit, "ada@example.com"))).owner.id
    other = (await in_portal(site, lambda unit: people.add(unit, "grace@example.com"))).owner.id
    for amount, owner in (("1", own), ("10", other), ("100", "")):
        await _won(site, amount, "2026-02-12", owner=owner)
    level = {"0-3": Levels(reach, "none", "none")}
    tools = frozenset({"reports"})
    access = Access(1, own, frozenset((own, other)), level, unassigned=unassigned, tools=tools)
    found = await site.get(f"{OURS}/attribution?{SPAN}", token=site.user(access, f"user-{reach}-{unassigned}"))
    assert found.status == 200, found.body
    assert (found.json["revenue"], sum(row["revenue"] for row in found.json["results"])) == (revenue, revenue)


async def test_two_browsers_of_a_contact_are_one_person(world: World) -> None:
    at = moment("2026-02-03T10:00")
    visitors = [VisitorRow(f"{n:032x}", n, 7, -7, at + n) for n in (1, 2)]
    sessions = [SessionRow(visitor=n, started=at + n, ended=at + n, source="DIRECT_TRAFFIC") for n in (1, 2)]
    await put(world, Traffic(PORTAL, "UTC", visitors=visitors, sessions=sessions))
    found = await ask(world, f"unique-visitors?{SPAN}")
    assert (found["visitors"], found["newVisitors"], found["sessions"]) == (1, 1, 2)
    event = EventRow(moment=at + 50, kind="sent", hit=9, event_type="pe1_x", event="e", object_id=7)
    await put(world, Traffic(PORTAL, "UTC", events=[event]))
    assert await _funnel(world, {"type": "visit"}, {"type": "event", "eventName": "pe1_x"}) == [1, 1]
