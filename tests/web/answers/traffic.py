"""Calls of forms, events and analytics."""

from typing import Any

from tests.analytics.site import open_site
from tests.events.shop import definition, shop
from tests.marketing.forms.sample import field, form
from tests.world import PORTAL, World

SAVED = "/hubstead/saved/views"
UTK = "0123456789abcdef0123456789abcdef"
SUBMISSION = {
    "fields": [{"name": "email", "value": "ada@example.com"}],
    "context": {"pageUri": "https://a.de", "hutk": UTK},
}


async def of_analytics(world: World) -> list[tuple[str, str, Any]]:
    await open_site(world)
    view = {"title": "A view", "reportPropertyFilters": [{"prop": "country", "op": "EQ", "args": ["DE"]}]}
    id = (await world.post("/analytics/hubstead/views", {**view, "title": "Another"})).json["id"]
    saved = (await world.post(SAVED, {"name": "All", "objectTypeId": "0-1", "content": {}})).json["id"]
    page, blog = "landing-pages/11", "blog-posts/content-group/7"
    return [
        *(
            ("GET", f"/analytics/v2/reports/{name}/{period}?start=20260201&end=20260228", None)
            for name in ("sources", "pages", f"{page}/sources", f"{page}/sessions", f"{blog}/sources")
            for period in ("total", "daily", "summarize/weekly")
        ),
        *(
            ("GET", f"/analytics/hubstead/{name}?start=20260201&end=20260228", None)
            for name in ("unique-visitors", "retention", "attribution")
        ),
        ("GET", "/analytics/hubstead/realtime", None),
        ("GET", "/analytics/hubstead/paths?start=20260201&page=https%3A%2F%2Fshop.example.com%2Fpricing", None),
        ("POST", "/analytics/hubstead/funnel", {"start": "20260201", "steps": [{"type": "visit"}, {"type": "form"}]}),
        ("POST", "/analytics/hubstead/sql", {"sql": "select 1 as n, [1] as l, null as x"}),
        ("GET", "/analytics/hubstead/sql/tables", None),
        ("GET", "/analytics/v2/reports/pages/exists", None),
        ("GET", "/analytics/v2/views", None),
        ("POST", "/analytics/hubstead/views", view),
        ("GET", f"/analytics/hubstead/views/{id}", None),
        ("PUT", f"/analytics/hubstead/views/{id}", {"title": "Other"}),
        ("POST", SAVED, {"name": "Open", "objectTypeId": "0-1", "content": {}}),
        ("GET", f"{SAVED}?objectTypeId=0-1", None),
        ("GET", f"{SAVED}/{saved}", None),
        ("PATCH", f"{SAVED}/{saved}", {"name": "Closed"}),
    ]


async def of_forms(world: World) -> list[tuple[str, str, Any]]:
    forms = "/marketing/v3/forms"
    id = (await world.post(forms, form())).json["id"]
    known = f"{forms}/{id}"
    await world.post(f"/submissions/v3/integration/submit/{PORTAL}/{id}", SUBMISSION)
    assert world.server.processor
    await world.server.processor.catch_up()  # the visitor of the submission is the contact from then on
    return [
        ("GET", forms, None),
        ("POST", forms, form(field("city"), field("country", "dropdown"))),
        ("GET", known, None),
        ("PATCH", known, {"name": "Renamed"}),
        ("PUT", known, form()),
        ("POST", f"/submissions/v3/integration/submit/{PORTAL}/{id}", SUBMISSION),
        ("POST", f"/submissions/v3/integration/secure/submit/{PORTAL}/{id}", SUBMISSION),
        ("GET", f"/form-integrations/v1/submissions/forms/{id}?limit=1", None),
        ("GET", "/forms/v2/forms", None),
        ("GET", f"/forms/v2/forms/{id}", None),
        ("GET", f"/forms/v2/fields/{id}", None),
        ("GET", f"/forms/v2/fields/{id}/email", None),
        ("GET", f"/contacts/v1/contact/utk/{UTK}/profile", None),
        ("GET", f"/contacts/v1/contact/byUtk/batch?utk={UTK}", None),
    ]


async def of_events(world: World) -> list[tuple[str, str, Any]]:
    await (await shop(world)).buy("Notes", email="ada@example.com")
    known = "/events/v3/event-definitions/bought_book"
    id = (await world.get(known)).json["id"]
    return [
        ("GET", "/events/v3/event-definitions?limit=1", None),
        ("POST", "/events/v3/event-definitions", definition(name="read_book")),
        ("GET", known, None),
        ("PATCH", known, {"label": "Bought a book"}),
        ("POST", f"{known}/property", {"label": "Pages", "type": "number"}),
        ("PATCH", f"{known}/property/pages", {"label": "Number of pages"}),
        ("GET", "/reports/v2/events", None),
        ("GET", f"/reports/v2/events/batch?id={id}", None),
        ("GET", f"/reports/v2/events/{id}", None),
        ("GET", "/events/v3/events?limit=1", None),
        ("GET", "/events/v3/events/event-types", None),
    ]
