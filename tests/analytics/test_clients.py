"""Calls as programs make them that read the Analytics API: what they send, and what they do with the answer."""

from urllib.parse import urlencode

import pytest_asyncio

from tests.analytics.golden import REPORTS, report
from tests.analytics.site import SITE, SPAN, open_site
from tests.world import World


@pytest_asyncio.fixture
async def site(world: World) -> World:
    await open_site(world)
    return world


async def test_meltano_tap(site: World) -> None:
    """tap-hubspot: `start` with dashes and no `end`; rows of each date; then every page by day."""
    for stream, fields in (
        ("sources", {"breakdown", "visits", "rawViews", "bounces", "time", "returningVisits"}),
        ("sessions", {"desktop", "mobile", "organicSearch", "directTraffic"}),
    ):
        answer = await report(site, f"{stream}/daily?start=2026-02-01")
        records = [{"date": date, **row} for date, rows in answer.items() for row in rows]
        assert {record["date"] for record in records} == {"2026-02-03", "2026-02-10"}
        assert fields <= set().union(*records)
    addresses: list[str] = []
    offset = 0
    while True:
        page = await report(site, f"pages/total?start=2026-02-01&limit=3&offset={offset}")
        addresses += [row["breakdown"] for row in page["breakdowns"]]
        offset = page["offset"]
        if not page["breakdowns"] or offset >= page["total"]:
            break
    assert len(addresses) == len(set(addresses)) == 4
    views: dict[str, int] = {}
    for address in addresses:
        for rows in (await report(site, f"pages/daily?start=2026-02-01&{urlencode({'f': address})}")).values():
            views[address] = views.get(address, 0) + sum(row["rawViews"] for row in rows)
    assert views == {f"{SITE}/": 1, f"{SITE}/pricing": 2, f"{SITE}/blog/hi": 2, f"{SITE}/blog/ho": 1}


async def test_dashboard(site: World) -> None:
    """A dashboard: totals and days of sources, with a private app's token; absent days are filled by itself."""
    token = await site.token("pat-na1-dashboard", ("business-intelligence",))
    reply = await site.get(f"{REPORTS}/sources/total?{SPAN}", token=token)
    sources = {row["breakdown"]: row.get("visits", 0) for row in reply.json["breakdowns"]}
    assert [sources.get(name, 0) for name in ("direct", "paid", "paid-social", "organic", "other")] == [1, 0, 0, 2, 1]
    days = (await site.get(f"{REPORTS}/sources/daily?{SPAN}", token=token)).json
    assert sum(row.get("visits", 0) for rows in days.values() for row in rows) == sum(sources.values())


async def test_warehouse_connector(site: World) -> None:
    """A connector: every report by period and view, by pages of 1000. All periods for one of them: they share those."""
    made = {"title": "Germany", "reportPropertyFilters": [{"prop": "country", "op": "EQ", "args": ["DE"]}]}
    assert (await site.post("/analytics/hubstead/views", made)).status == 201
    views = [view["id"] for view in (await site.get("/analytics/v2/views")).json]
    breakdowns = ("totals", "sessions", "sources", "geolocation", "utm-campaigns", "utm-contents", "utm-mediums",
                  "utm-sources", "utm-terms", "event-completions", "forms", "pages", "social-assists", "landing-pages",
                  "standard-pages", "blog-posts", "listing-pages", "knowledge-articles")  # fmt: skip
    periods = ("total", "daily", "weekly", "monthly", "summarize/daily", "summarize/weekly", "summarize/monthly")
    for name in breakdowns:
        for period in periods if name == "sources" else ("total", "weekly", "summarize/monthly"):
            for view in ("", *(f"&filterId={id}" for id in views)):
                reply = await site.get(f"{REPORTS}/{name}/{period}?{SPAN}&limit=1000&offset=0{view}")
                assert reply.status == 200, (name, period, reply.body)
                if period == "total":
                    assert reply.json["offset"] >= reply.json["total"]
                else:
                    assert all(isinstance(rows, list) for rows in reply.json.values())


async def test_blog_exporter(site: World) -> None:
    """An exporter of blogs: the sources of each post by day, several of them kept; one name that no source has."""
    wanted = "f=organic&f=direct&f=email&f=referral&f=social"
    answer = await report(site, f"blog-posts/21/sources/daily?start=20260201&end=20260228&{wanted}")
    assert {day: [(row["breakdown"], row["rawViews"]) for row in rows] for day, rows in answer.items()} == {
        "2026-02-03": [("direct", 1)]
    }


async def test_r_script(site: World) -> None:
    """An R script: sessions of a month by day."""
    answer = await report(site, "sessions/daily?start=20260201&end=20260228")
    assert [(day, len(rows)) for day, rows in answer.items()] == [("2026-02-03", 1), ("2026-02-10", 1)]


async def test_php_wrapper(site: World) -> None:
    """hubspot-php names the days `startDate` and `endDate`."""
    answer = await report(site, "sources/total?startDate=20260201&endDate=20260228")
    assert answer["totals"]["visits"] == 4
