"""From anonymous visits to reports: what happened in `two_days.py` is what contacts, timelines and reports show.

Every number is counted by hand from the two tables there. Rates are written as the fractions that they are.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from hubstead.testing.server import ServerThread
from tests.browser.two_days import MONDAY, TUESDAY, TwoDays

SPAN = "start=20300304&end=20300305"
ONE_BOUNCE = {"rawViews": 1, "visits": 1, "pageviewsPerSession": 1 / 1, "bounceRate": 1 / 1}
NEW = {"visitors": 1, "newVisitorSessionRate": 1 / 1}


@pytest.fixture
def days(serving: Any, profile: Callable[..., Any]) -> Iterator[TwoDays]:
    """The site, an account of its own, and a server that believes its proxy."""
    with ServerThread(proxies=1) as server:
        portal = server.portal(timeZone="UTC")
        site = serving.Site(portal.url, portal.id)
        site.start()
        yield TwoDays(portal, site, profile)
        site.stop()


@pytest.mark.timeout(600)  # some forty pages, one after the other
async def test_every_report_shows_what_happened(days: TwoDays) -> None:
    await days.pass_by()
    contacts_have_their_history(days)
    timelines_tell_what_happened(days)
    totals_are_sums(days)
    sources_drill_down(days)
    campaigns_countries_and_devices(days)
    pages_and_their_content(days)
    forms_and_events(days)
    nothing_was_published_to_social_networks(days)
    views_narrow_reports(days)
    people_and_their_ways(days)
    sql_sees_the_same(days)


def report(days: TwoDays, name: str, query: str = "") -> Any:
    return days.ask("GET", f"/analytics/v2/reports/{name}?{SPAN}{query}")


def insight(days: TwoDays, name: str, query: str = "") -> Any:
    return days.ask("GET", f"/analytics/hubstead/{name}?{SPAN}{query}")


def rows(days: TwoDays, name: str, query: str = "") -> dict[str, Mapping[str, Any]]:
    """The rows of a total, in order, by what they are about."""
    answer = report(days, f"{name}/total", query)
    assert answer["total"] == answer["offset"] == len(answer["breakdowns"])
    return {row.pop("breakdown"): row for row in answer["breakdowns"]}


def visits(days: TwoDays, name: str, query: str = "") -> list[tuple[str, int]]:
    return [(breakdown, row["visits"]) for breakdown, row in rows(days, name, query).items()]


def contacts_have_their_history(days: TwoDays) -> None:
    query = "?properties=hs_analytics_num_visits,hs_analytics_num_page_views,hs_analytics_first_url"
    query += "&propertiesWithHistory=hs_analytics_source,hs_latest_source,hs_latest_source_data_1"
    ada = days.ask("GET", f"/crm/v3/objects/contacts/{days.ada}{query}")
    assert ada["createdAt"] == f"{MONDAY}T10:05:00Z"
    known = {name: value for name, value in ada["properties"].items() if name.startswith("hs_analytics_")}
    assert known == {
        "hs_analytics_source": "ORGANIC_SEARCH",
        "hs_analytics_num_visits": "2",
        "hs_analytics_num_page_views": "4",
        "hs_analytics_first_url": f"{days.site.shop}/",
    }
    history = {name: [one["value"] for one in values] for name, values in ada["propertiesWithHistory"].items()}
    assert history == {
        "hs_analytics_source": ["ORGANIC_SEARCH", "OFFLINE"],  # nobody knew more when the form came in
        "hs_latest_source": ["AI_REFERRALS", "ORGANIC_SEARCH"],
        "hs_latest_source_data_1": ["ChatGPT", "Unknown keywords (SSL)"],
    }
    (last, first) = days.ask("GET", f"/hubstead/tracking/contacts/{days.ada}/visits")["results"]
    assert (last["source"]["name"], last["pageViews"]) == ("AI_REFERRALS", 1)
    assert (first["source"]["name"], first["pageViews"], first["events"]) == ("ORGANIC_SEARCH", 3, 1)
    everybody = days.ask("GET", "/crm/v3/objects/contacts")["results"]
    assert [one["id"] for one in everybody] == [days.ada, days.cleo]


def timelines_tell_what_happened(days: TwoDays) -> None:
    def told(contact: str) -> list[tuple[str, str]]:
        found = days.ask("GET", f"/hubstead/timeline/contacts/{contact}")
        assert "paging" not in found
        return [(entry["occurredAt"][:16], entry["type"]) for entry in found["results"]]

    of_ada, of_cleo = told(days.ada), told(days.cleo)
    assert [moment for moment, _ in of_ada] == sorted((moment for moment, _ in of_ada), reverse=True)
    # How often properties were written depends on how hits are gathered. What a form tells after a page view counts as
    # late where the machine is slow.
    of_forms = sorted(type for _, type in of_ada if type.startswith("e_form_"))
    assert of_forms == [f"e_form_{word}" for word in ("completion_v2", "install", "interaction", "view", "visible")]
    assert sorted(entry for entry in of_ada if entry[1] not in {*of_forms, "CHANGED"}) == [
        (f"{MONDAY}T10:00", "e_visited_page"),
        (f"{MONDAY}T10:01", "e_visited_page"),
        (f"{MONDAY}T10:02", f"pe{days.portal.id}_bought"),
        (f"{MONDAY}T10:03", "e_visited_page"),
        (f"{MONDAY}T10:05", days.form),
        (f"{MONDAY}T10:05", "CREATED"),
        (f"{TUESDAY}T09:00", "e_visited_page"),
        (f"{TUESDAY}T09:10", "ADDED"),  # the deal
    ]
    seen = [moment for moment, type in reversed(of_cleo) if type == "e_visited_page"]
    assert seen == [
        *(f"{MONDAY}T12:{minute}" for minute in ("00", "01", "03")),
        *(f"{TUESDAY}T12:{minute}" for minute in ("00", "02")),
    ]


def totals_are_sums(days: TwoDays) -> None:
    sums = {"rawViews": 12, "visits": 6, "visitors": 4, "submissions": 2, "contacts": 2, "pageviewsPerSession": 12 / 6}
    rates = {"newVisitorSessionRate": 4 / 6, "sessionToContactRate": 2 / 6}
    assert report(days, "totals/total")["totals"] == sums | rates
    # Monday: three new people; Ada and Cleo saw three pages, Bob one. Tuesday: Eve is new, Ada and Cleo are not.
    monday = {"rawViews": 7, "visits": 3, "visitors": 3, "submissions": 1, "contacts": 1, "pageviewsPerSession": 7 / 3}
    tuesday = {"rawViews": 5, "visits": 3, "visitors": 1, "submissions": 1, "contacts": 1, "pageviewsPerSession": 5 / 3}
    assert report(days, "totals/daily") == {
        MONDAY: [monday | {"newVisitorSessionRate": 3 / 3, "sessionToContactRate": 1 / 3}],
        TUESDAY: [tuesday | {"newVisitorSessionRate": 1 / 3, "sessionToContactRate": 1 / 3}],
    }
    # Sources tell no submissions, but how visits went: two bounced, and the others lasted 180, 300 and 180 seconds.
    of_sources = sums | rates | {"bounceRate": 2 / 6, "timePerSession": (180 + 300 + 180) / 6}
    del of_sources["submissions"]
    assert report(days, "sources/summarize/weekly") == {MONDAY: [of_sources]}


def sources_drill_down(days: TwoDays) -> None:
    found = rows(days, "sources")
    three = {"rawViews": 3, "visits": 1, "pageviewsPerSession": 3 / 1}
    contact = {"contacts": 1, "sessionToContactRate": 1 / 1}
    assert found == {
        "direct": {  # Cleo and Eve on Tuesday
            **{"rawViews": 4, "visits": 2, "visitors": 1, "pageviewsPerSession": 4 / 2},
            **{"timePerSession": (120 + 60) / 2, "newVisitorSessionRate": 1 / 2},
        },
        "ai-referrals": ONE_BOUNCE,
        "email": {**ONE_BOUNCE, **NEW},
        "organic": {**three, "timePerSession": 300 / 1, **contact, **NEW},
        "social": {**three, "timePerSession": 180 / 1, **contact, **NEW},
    }
    assert list(found) == ["direct", "ai-referrals", "email", "organic", "social"]  # by visits, then by name
    assert visits(days, "sources", "&d1=organic") == [("Unknown keywords (SSL)", 1)]
    assert visits(days, "sources", "&d1=organic&d2=Unknown+keywords+(SSL)") == [("Google", 1)]
    assert visits(days, "sources", "&d1=ai-referrals") == [("ChatGPT", 1)]
    assert visits(days, "sources", "&d1=social") == [("Facebook", 1)]
    assert visits(days, "sources", "&d1=email") == [("spring", 1)]
    landed = [("shop.localhost/app/", 1), ("shop.localhost/contact.html", 1)]
    assert visits(days, "sources", "&d1=direct") == landed
    # Cleo came on Monday, and became a contact on Tuesday.
    monday = {name: value for name, value in found["social"].items() if not name.startswith(("contact", "sessionTo"))}
    assert report(days, "sources/daily", "&f=social") == {
        MONDAY: [{"breakdown": "social", **monday, "time": 180, "standardViews": 3, "pageviewsMinusExits": 2}],
        TUESDAY: [{"breakdown": "social", "contacts": 1}],
    }


def campaigns_countries_and_devices(days: TwoDays) -> None:
    for parameter, value in (
        ("sources", "letter"),
        ("mediums", "email"),
        ("campaigns", "spring"),
        ("terms", "storm"),
        ("contents", "top"),
    ):
        assert rows(days, f"utm-{parameter}") == {value: {**ONE_BOUNCE, **NEW}}
    assert rows(days, "geolocation") == {
        "GB": {  # Cleo's two visits and Eve's
            **{"rawViews": 7, "visits": 3, "visitors": 2, "contacts": 1, "pageviewsPerSession": 7 / 3},
            **{"timePerSession": 360 / 3, "newVisitorSessionRate": 2 / 3, "sessionToContactRate": 1 / 3},
        },
        "DE": {
            **{"rawViews": 4, "visits": 2, "visitors": 1, "contacts": 1, "pageviewsPerSession": 4 / 2},
            **{"bounceRate": 1 / 2, "timePerSession": 300 / 2, "newVisitorSessionRate": 1 / 2},
            **{"sessionToContactRate": 1 / 2},
        },
        "SE": {**ONE_BOUNCE, **NEW},
    }
    assert report(days, "sessions/daily") == {
        MONDAY: [{"desktop": 2, "mobile": 1, "organicSearch": 1, "emailMarketing": 1, "socialMedia": 1}],
        TUESDAY: [{"desktop": 3, "directTraffic": 2, "aiReferrals": 1}],
    }


def pages_and_their_content(days: TwoDays) -> None:
    shop, manual = days.site.shop, days.site.help
    # Views, those of new visitors, entrances, exits, seconds, bounces.
    expected = {
        f"{shop}/boots.html": ("Boots", 2, 2, 1, 1, 120, 1),
        f"{shop}/journal/salt.html": ("Salt", 2, 1, 1, 1, 120, 1),
        f"{manual}/": ("Help", 1, 1, 0, 1, 0, 0),
        f"{shop}/": ("", 1, 1, 1, 0, 60, 0),
        f"{shop}/app": ("Fitting room", 1, 1, 1, 0, 60, 0),
        f"{shop}/app/size": ("size - Fitting room", 1, 1, 0, 1, 0, 0),
        f"{shop}/contact.html": ("Contact", 1, 0, 1, 0, 120, 0),
        f"{shop}/journal.html": ("Journal", 1, 1, 1, 0, 60, 0),
        f"{shop}/news.html": ("Our letter", 1, 1, 0, 1, 120, 0),
        f"{shop}/thanks.html": ("Thank you", 1, 0, 0, 1, 0, 0),
    }
    names = ("meta", "rawViews", "newVisitorRawViews", "entrances", "exits", "pageTime", "pageBounces")
    found = rows(days, "pages")
    assert list(found) == list(expected)
    assert {
        page: (row["meta"].removesuffix("Tern & Tide").removesuffix(" - "), *(row.get(name, 0) for name in names[1:]))
        for page, row in found.items()
    } == expected
    # As long as the sessions: Ada's first, Cleo's two, Eve's.
    assert report(days, "pages/total")["totals"]["pageTime"] == 300 + (180 + 120) + 60

    def content(type: str) -> dict[str, tuple[int, ...]]:
        shown = ("rawViews", "entrances", "submissions", "contacts")
        return {page: tuple(row.get(name, 0) for name in shown) for page, row in rows(days, type).items()}

    assert content("landing-pages") == {"2": (2, 1, 0, 0), "6": (1, 0, 1, 1)}
    assert content("standard-pages") == {"1": (1, 1, 0, 0)}
    assert content("listing-pages") == {"3": (1, 1, 0, 0)}
    assert content("blog-posts") == {"4": (2, 1, 0, 0)}
    assert content("knowledge-articles") == {"5": (1, 0, 0, 0)}
    for post in ("blog-posts/4/sources", "blog-posts/content-group/7/sources"):
        assert {source: row["rawViews"] for source, row in rows(days, post).items()} == {"ai-referrals": 1, "social": 1}
    assert report(days, "landing-pages/2/sessions/total")["totals"] == {
        **{"desktop": 1, "mobile": 1},
        **{"organicSearch": 1, "emailMarketing": 1},
    }


def forms_and_events(days: TwoDays) -> None:
    found = rows(days, "forms")
    assert found.pop(days.form) == {
        **{"formViews": 1, "visibles": 1, "interactions": 1, "installs": 1, "submissions": 1},
        **{"submissionsPerFormView": 1 / 1},
    }
    assert list(found.values()) == [{"submissions": 1}]  # the site's own form, which tells nothing else
    assert rows(days, "event-completions") == {days.event: {"completions": 1}}


def nothing_was_published_to_social_networks(days: TwoDays) -> None:
    assert report(days, "social-assists/total") == {"offset": 0, "total": 0, "totals": {}, "breakdowns": []}
    exist = {
        name: days.ask("GET", f"/analytics/v2/reports/{name}/exists")["exists"] for name in ("pages", "social-assists")
    }
    assert exist == {"pages": True, "social-assists": False}


def views_narrow_reports(days: TwoDays) -> None:
    filters = [{"prop": "country", "op": "EQ", "args": ["DE"]}]
    view = days.ask("POST", "/analytics/hubstead/views", {"title": "Germany", "reportPropertyFilters": filters})["id"]
    assert visits(days, "sources", f"&filterId={view}") == [("ai-referrals", 1), ("organic", 1)]
    pages = rows(days, "pages", f"&filterId={view}")
    assert sum(row["rawViews"] for row in pages.values()) == 4


def people_and_their_ways(days: TwoDays) -> None:
    now = insight(days, "realtime")
    assert (now["visitors"], now["activeVisitors"], now["pageViews"]) == (1, 1, 2)  # Eve
    assert [(page["page"], page["title"]) for page in now["pages"]] == [
        (f"{days.site.shop}/app/size", "size - Fitting room - Tern & Tide")
    ]
    assert insight(days, "unique-visitors") == {
        **{"visitors": 4, "newVisitors": 4, "sessions": 6},
        "results": [
            {"period": MONDAY, "visitors": 3, "newVisitors": 3, "sessions": 3},
            {"period": TUESDAY, "visitors": 3, "newVisitors": 1, "sessions": 3},
        ],
    }
    assert insight(days, "retention", "&interval=day")["results"] == [
        {"period": MONDAY, "people": 3, "returned": [3, 2]},
        {"period": TUESDAY, "people": 1, "returned": [1]},
    ]
    ways = insight(days, "paths", f"&page={days.site.shop}/journal/salt.html")
    assert (ways["pageViews"], ways["entrances"], ways["exits"]) == (2, 1, 1)
    assert [step["page"] for step in (*ways["previous"], *ways["next"])] == [
        f"{days.site.shop}/journal.html",
        f"{days.site.help}/",
    ]
    boots = {"type": "page", "filters": [{"prop": "path", "op": "EQ", "args": ["/boots.html"]}]}
    bought = {"type": "event", "eventName": f"pe{days.portal.id}_bought"}
    steps = [{"type": "visit"}, boots, bought, {"type": "form", "formId": days.form}]
    funnel = days.ask("POST", "/analytics/hubstead/funnel", {"start": MONDAY, "end": TUESDAY, "steps": steps})[
        "results"
    ]
    # Ada and Bob saw the boots, after a minute and at once; Ada bought a minute later, and sent the form after three.
    assert [(step["people"], step["medianSeconds"]) for step in funnel] == [(4, None), (2, 30), (1, 60), (1, 180)]
    shares = {row["source"]: row["revenue"] for row in insight(days, "attribution", "&model=linear")["results"]}
    assert shares == {"organic": 150.0, "ai-referrals": 150.0}


def sql_sees_the_same(days: TwoDays) -> None:
    sql = "SELECT source, count(*) AS visits FROM sessions GROUP BY source ORDER BY 2 DESC, 1"
    found = days.ask("POST", "/analytics/hubstead/sql", {"sql": sql})
    assert found["rows"] == [
        *[["DIRECT_TRAFFIC", 2], ["AI_REFERRALS", 1], ["EMAIL_MARKETING", 1]],
        *[["ORGANIC_SEARCH", 1], ["SOCIAL_MEDIA", 1]],
    ]
