"""Views: read as the service shows them, defined in a namespace of our own, applied to reports."""

from typing import Any

import pytest

from tests.analytics.golden import report
from tests.analytics.site import SITE, SPAN, open_site
from tests.world import World

VIEWS = "/analytics/hubstead/views"


def _filter(prop: str, op: str, *args: str) -> dict[str, Any]:
    return {"prop": prop, "op": op, "args": list(args)}


async def _view(world: World, *filters: dict[str, Any], title: str = "A view") -> int:
    reply = await world.post(VIEWS, {"title": title, "reportPropertyFilters": list(filters)})
    assert reply.status == 201, reply.body
    return int(reply.json["id"])


async def test_views_are_a_bare_list_with_the_documented_fields(world: World) -> None:
    assert (await world.get("/analytics/v2/views")).json == []
    id = await _view(world, _filter("country", "EQ", "DE"), title="Germany")
    (view,) = (await world.get("/analytics/v2/views")).json
    assert list(view) == [
        "id",
        "title",
        "updaterId",
        "updatedDate",
        "creatorId",
        "createdAt",
        "deletedAt",
        "containsLegacyReportProperties",
        "reportPropertyFilters",
    ]
    assert (view["id"], view["title"]) == (id, "Germany")
    assert isinstance(view["createdAt"], int)
    assert view["reportPropertyFilters"] == [{"op": "EQ", "args": ["DE"], "prop": "country"}]


async def test_views_change_and_go(world: World) -> None:
    id = await _view(world)
    reply = await world.put(f"{VIEWS}/{id}", {"title": "B", "reportPropertyFilters": [_filter("path", "EQ", "/")]})
    assert (reply.status, reply.json["title"]) == (200, "B")
    assert (await world.get(f"{VIEWS}/{id}")).json == reply.json
    assert (await world.delete(f"{VIEWS}/{id}")).status == 204
    assert (await world.get("/analytics/v2/views")).json == []
    for reply in (
        await world.get(f"{VIEWS}/{id}"),
        await world.put(f"{VIEWS}/{id}", {"title": "C"}),
        await world.delete(f"{VIEWS}/{id}"),
        await world.get(f"{VIEWS}/none"),
        await world.get(f"/analytics/v2/reports/sources/total?{SPAN}&filterId={id}"),
    ):
        assert reply.status == 404


@pytest.mark.parametrize(
    "body",
    [
        {"reportPropertyFilters": []},
        {"title": ""},
        {"title": "A view"},
        {"title": "T", "reportPropertyFilters": [_filter("shoe", "EQ", "x")]},
        {"title": "T", "reportPropertyFilters": [_filter("country", "LIKE", "x")]},
        {"title": "T", "reportPropertyFilters": [_filter("country", "EQ")]},
        {"title": "T", "more": 1},
    ],
)
async def test_what_is_no_view_is_refused(world: World, body: dict[str, Any]) -> None:
    await _view(world)
    assert (await world.post(VIEWS, body)).status == 400


@pytest.mark.parametrize(
    ("narrowing", "visits"),
    [
        (_filter("country", "EQ", "de"), 2),
        (_filter("country", "IN", "DE", "FR"), 4),
        (_filter("country", "NEQ", "DE"), 2),
        (_filter("source", "EQ", "organic"), 2),
        (_filter("source", "NOT_IN", "ORGANIC_SEARCH", "direct"), 1),
        (_filter("device", "EQ", "MOBILE"), 1),
        (_filter("utm_campaign", "CONTAINS", "pri"), 1),
        (_filter("domain", "EQ", "shop.example.com"), 4),
        (_filter("domain", "ENDS_WITH", "example.org"), 0),
        (_filter("path", "STARTS_WITH", "/blog"), 2),  # sessions that began there
        (_filter("path", "NOT_STARTS_WITH", "/blog"), 2),
        (_filter("url", "NOT_CONTAINS", "PRICING"), 3),
    ],
)
async def test_a_view_narrows_sessions(world: World, narrowing: dict[str, Any], visits: int) -> None:
    await open_site(world)
    id = await _view(world, narrowing)
    for name in ("totals", "sources", "geolocation"):
        answer = await report(world, f"{name}/total?{SPAN}&filterId={id}")
        assert answer["totals"].get("visits", 0) == visits, name


REPORTS = (
    "totals",
    "sources",
    "sources?d1=organic",
    "geolocation",
    "utm-campaigns",
    "utm-sources",
    "sessions",
    "pages",
    "landing-pages",
    "blog-posts",
    "landing-pages/11/sources",
    "blog-posts/content-group/7/sources",
    "landing-pages/11/sessions",
    "event-completions",
)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("period", ["total", "daily"])
async def test_a_view_of_everything_changes_nothing(world: World, name: str, period: str) -> None:
    """Under a view, the counts come from sessions and events; without one, from daily sums: they must agree."""
    await open_site(world)
    id = await _view(world, _filter("domain", "EQ", "shop.example.com"), _filter("country", "NEQ", "XX"))
    path, _, drill = name.partition("?")
    url = f"{path}/{period}?{SPAN}&{drill}"
    assert await report(world, f"{url}&filterId={id}") == await report(world, url)


async def test_a_view_of_pages_narrows_page_reports_by_the_page(world: World) -> None:
    await open_site(world)
    id = await _view(world, _filter("path", "EQ", "/blog/ho"))
    answer = await report(world, f"pages/total?{SPAN}&filterId={id}")
    assert [(row["breakdown"], row["rawViews"]) for row in answer["breakdowns"]] == [(f"{SITE}/blog/ho", 1)]
    id = await _view(world, _filter("country", "EQ", "DE"), title="Germany")
    answer = await report(world, f"forms/total?{SPAN}&filterId={id}")
    assert answer["totals"]["formViews"] == 1
