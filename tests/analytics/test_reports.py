"""Every report over the same small site (`tests/analytics/site.py`), counted by hand."""

from typing import Any

import pytest
import pytest_asyncio

from hubstead.store import portal
from tests.account.desk import in_portal
from tests.analytics.golden import REPORTS, contacts, report, trace
from tests.analytics.site import SITE, SPAN, open_site
from tests.world import World

CONTACT = {"leads": 1, "contacts": 1}


@pytest_asyncio.fixture
async def site(world: World) -> World:
    await open_site(world)
    return world


async def _breakdowns(world: World, path: str) -> dict[str, dict[str, Any]]:
    return {row.pop("breakdown"): row for row in (await report(world, path))["breakdowns"]}


async def test_totals_are_sums(site: World) -> None:
    answer = await report(site, f"totals/total?{SPAN}")
    sums = {
        "rawViews": 6,
        "visits": 4,
        "visitors": 1,
        "submissions": 1,
        **CONTACT,
        "pageviewsPerSession": 1.5,
        "newVisitorSessionRate": 0.25,
        "sessionToContactRate": 0.25,
    }
    assert answer == {"offset": 1, "total": 1, "totals": sums, "breakdowns": [sums]}


async def test_sources_drill_down_twice(site: World) -> None:
    found = await _breakdowns(site, f"sources/total?{SPAN}")
    assert list(found) == ["organic", "direct", "other"]  # by visits, then by name
    assert found["organic"] == {
        "rawViews": 3,
        "visits": 2,
        "visitors": 1,
        **CONTACT,
        "pageviewsPerSession": 1.5,
        "bounceRate": 0.5,
        "timePerSession": 45.0,
        "newVisitorSessionRate": 0.5,
        "sessionToContactRate": 0.5,
    }
    words = await _breakdowns(site, f"sources/total?{SPAN}&d1=organic")
    assert {word: row["visits"] for word, row in words.items()} == {"Shoes": 2}
    assert words["Shoes"]["contacts"] == 1
    engines = await _breakdowns(site, f"sources/total?{SPAN}&d1=organic&d2=shoes")
    assert {engine: (row["visits"], row.get("contacts")) for engine, row in engines.items()} == {
        "Bing": (1, None),
        "Google": (1, 1),
    }


async def test_a_row_of_a_period_shows_more_than_a_total(site: World) -> None:
    answer = await report(site, f"sources/daily?{SPAN}&f=direct")
    assert answer == {
        "2026-02-03": [
            {
                "breakdown": "direct",
                "rawViews": 2,
                "visits": 1,
                "pageviewsPerSession": 2.0,
                "timePerSession": 30.0,
                "time": 30,
                "returningVisits": 1,
                "standardViews": 2,
                "pageviewsMinusExits": 1,
            }
        ]
    }


@pytest.mark.parametrize(
    ("period", "visits"),
    [
        ("daily", {"2026-02-03": 3, "2026-02-10": 1}),
        ("weekly", {"2026-02-02": 3, "2026-02-09": 1}),
        ("monthly", {"2026-02-01": 4}),
    ],
)
async def test_summaries_have_one_row_a_period(site: World, period: str, visits: dict[str, int]) -> None:
    answer = await report(site, f"sources/summarize/{period}?{SPAN}")
    assert {day: [row["visits"] for row in rows] for day, rows in answer.items()} == {
        day: [number] for day, number in visits.items()
    }
    assert all("breakdown" not in row for rows in answer.values() for row in rows)


@pytest.mark.parametrize("name", ["sources", "geolocation", "utm-campaigns"])
async def test_reports_of_sessions_tell_no_submissions(site: World, name: str) -> None:
    (totals,) = (await report(site, f"totals/summarize/monthly?{SPAN}"))["2026-02-01"]
    (row,) = (await report(site, f"{name}/summarize/monthly?{SPAN}"))["2026-02-01"]
    assert totals["submissions"] == 1
    assert "submissions" not in row
    assert row["bounceRate"] == (1.0 if name == "utm-campaigns" else 0.5)
    assert (await site.get(f"{REPORTS}/{name}/summarize/monthly?{SPAN}&sort=submissions")).status == 400


async def test_where_visitors_are(site: World) -> None:
    found = await _breakdowns(site, f"geolocation/total?{SPAN}")
    assert {country: (row["visits"], row.get("contacts")) for country, row in found.items()} == {
        "DE": (2, 1),
        "FR": (2, None),
    }
    regions = await _breakdowns(site, f"geolocation/total?{SPAN}&d1=DE")
    assert {region: row["visits"] for region, row in regions.items()} == {"unknown": 2}


@pytest.mark.parametrize(
    ("name", "breakdowns"),
    [("campaigns", ["Spring"]), ("sources", ["news"]), ("mediums", []), ("terms", []), ("contents", [])],
)
async def test_campaigns(site: World, name: str, breakdowns: list[str]) -> None:
    found = await _breakdowns(site, f"utm-{name}/total?{SPAN}")
    assert list(found) == breakdowns
    assert [row["visits"] for row in found.values()] == [1] * len(breakdowns)


async def test_sessions_by_device_and_source(site: World) -> None:
    row = {"desktop": 2, "mobile": 1, "others": 1, "organicSearch": 2, "otherCampaigns": 1, "directTraffic": 1}
    assert (await report(site, f"sessions/total?{SPAN}"))["totals"] == row
    assert await report(site, f"sessions/weekly?{SPAN}") == {
        "2026-02-02": [{**row, "desktop": 1, "organicSearch": 1}],
        "2026-02-09": [{"desktop": 1, "organicSearch": 1}],
    }


async def test_pages_by_address(site: World) -> None:
    found = await _breakdowns(site, f"pages/total?{SPAN}")
    assert list(found) == [f"{SITE}/blog/hi", f"{SITE}/pricing", f"{SITE}/", f"{SITE}/blog/ho"]
    assert found[f"{SITE}/pricing"] == {
        "rawViews": 2,
        "standardViews": 2,
        "newVisitorRawViews": 1,
        "entrances": 1,
        "exits": 2,
        "exitsPerPageview": 1.0,
        "pageTime": 50,
        "timePerPageview": 25.0,
        "pageBounces": 1,
        "pageBounceRate": 1.0,
        "meta": "Title of /pricing",
    }


async def test_content_by_id(site: World) -> None:
    found = await _breakdowns(site, f"landing-pages/total?{SPAN}")
    assert found == {
        "11": {
            "rawViews": 2,
            "standardViews": 2,
            "ctaViews": 1,
            "ctaClicks": 1,
            "submissions": 1,
            **CONTACT,
            "entrances": 1,
            "exits": 2,
            "pageTime": 50,
            "timePerPageview": 25.0,
            "pageBounceRate": 1.0,
            "exitsPerPageview": 1.0,
        }
    }
    posts = await _breakdowns(site, f"blog-posts/total?{SPAN}")
    assert {post: row["rawViews"] for post, row in posts.items()} == {"21": 2, "22": 1}
    for empty in ("standard-pages", "listing-pages", "knowledge-articles"):
        assert await _breakdowns(site, f"{empty}/total?{SPAN}") == {}


async def test_sources_of_a_page_and_of_a_blog(site: World) -> None:
    page = await _breakdowns(site, f"landing-pages/11/sources/total?{SPAN}")
    assert {source: (row["rawViews"], row["contacts"]) for source, row in page.items()} == {"organic": (2, 1)}
    post = await _breakdowns(site, f"blog-posts/21/sources/total?{SPAN}")
    assert {source: row["rawViews"] for source, row in post.items()} == {"direct": 1, "other": 1}
    blog = await _breakdowns(site, f"blog-posts/content-group/7/sources/total?{SPAN}")
    assert {source: row["rawViews"] for source, row in blog.items()} == {"direct": 2, "other": 1}
    daily = await report(site, f"blog-posts/content-group/7/sources/summarize/daily?{SPAN}")
    assert daily["2026-02-03"][0]["rawViews"] == 3


async def test_sessions_that_saw_a_page(site: World) -> None:
    assert (await report(site, f"landing-pages/11/sessions/total?{SPAN}"))["totals"] == {
        "desktop": 2,
        "organicSearch": 2,
    }
    assert await report(site, f"blog-posts/22/sessions/summarize/daily?{SPAN}") == {
        "2026-02-03": [{"others": 1, "directTraffic": 1}]
    }
    assert (await report(site, f"landing-pages/22/sessions/total?{SPAN}"))["totals"] == {}  # 22 is a blog post


async def test_forms_by_guid(site: World) -> None:
    assert await _breakdowns(site, f"forms/total?{SPAN}") == {
        "f-1": {
            "formViews": 1,
            "visibles": 1,
            "interactions": 1,
            "submissions": 1,
            "submissionsPerFormView": 1.0,
        }
    }


async def test_completions_have_the_ids_of_event_definitions(site: World) -> None:
    assert await _breakdowns(site, f"event-completions/total?{SPAN}") == {"000000001234": {"completions": 1}}


async def test_nothing_was_published_to_social_networks(site: World) -> None:
    empty = {"offset": 0, "total": 0, "totals": {}, "breakdowns": []}
    assert await report(site, f"social-assists/total?{SPAN}") == empty


@pytest.mark.parametrize(
    ("name", "exists"),
    [("pages", True), ("landing-pages", True), ("forms", True), ("listing-pages", False), ("social-assists", False)],
)
async def test_whether_there_are_data(site: World, name: str, exists: bool) -> None:
    assert await report(site, f"{name}/exists") == {"exists": exists}


async def test_contacts_that_are_gone_do_not_count(site: World) -> None:
    await contacts(site, "2026-02-05", 3)
    ids = [row["id"] for row in (await site.get("/crm/v3/objects/contacts")).json["results"]]
    assert (await report(site, f"totals/total?{SPAN}"))["totals"]["contacts"] == 4
    await site.delete(f"/crm/v3/objects/contacts/{ids[1]}")
    merge = {"primaryObjectId": ids[2], "objectIdToMerge": ids[3]}
    assert (await site.post("/crm/v3/objects/contacts/merge", merge)).status == 200
    found = await _breakdowns(site, f"sources/total?{SPAN}")
    assert found["offline"] == {"contacts": 1}
    assert found["organic"]["contacts"] == 1


async def test_old_reports_know_the_stage_of_now(site: World) -> None:
    id = (await site.get("/crm/v3/objects/contacts?limit=1")).json["results"][0]["id"]
    await site.patch(f"/crm/v3/objects/contacts/{id}", {"properties": {"lifecyclestage": "customer"}})
    totals = (await report(site, f"totals/total?{SPAN}"))["totals"]
    assert (totals["contacts"], totals["customers"], totals["contactToCustomerRate"]) == (1, 1, 1.0)
    assert "leads" not in totals


async def test_a_source_that_only_contacts_name_is_written_as_they_have_it(site: World) -> None:
    await trace(site, await contacts(site, "2026-02-05", 2, hs_analytics_source="OFFLINE"), "IMPORT")
    found = await _breakdowns(site, f"sources/total?{SPAN}&d1=offline")
    assert found == {"IMPORT": {"contacts": 2}}


async def test_contacts_count_on_the_day_of_the_account(world: World) -> None:
    await in_portal(world, lambda unit: portal.change(unit, "portal.changed", {}, time_zone="America/New_York"))
    await contacts(world, "2026-02-04T04:59", 1)  # 23:59 on the third
    await contacts(world, "2026-02-04T05:00", 2)
    assert await report(world, f"totals/daily?{SPAN}") == {
        "2026-02-03": [{"contacts": 1}],
        "2026-02-04": [{"contacts": 2}],
    }
    assert (await report(world, "totals/total?start=20260203&end=20260203"))["totals"] == {"contacts": 1}


async def test_unknown_reports_are_missing(world: World) -> None:
    for path in ("nothing/total", "sources/yearly", "sources/summarize/total", "pages/1/sources/total"):
        assert (await world.get(f"{REPORTS}/{path}?{SPAN}")).status == 404, path
