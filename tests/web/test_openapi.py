"""The server describes itself: a valid document of every operation, and a page to read."""

import re
from html import escape
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema_rs import validator_for
from openapi_spec_validator import validate

from hubstead.app import API, SANDBOXED
from hubstead.web.openapi import document, shown_path
from hubstead.web.parameters import PATH, QUERY
from hubstead.web.router import Router
from tests.analytics.site import open_site
from tests.apps.oauth import Installer
from tests.apps.test_own_routes import session_of_admin
from tests.crm.exports.test_exports import EXPORT, view
from tests.crm.imports.desk import people
from tests.crm.timeline.app import TEMPLATE, app_of
from tests.crm.timeline.app import V3 as TIMELINE
from tests.events.shop import definition, shop
from tests.files.sending import form as file_form
from tests.files.tasks import tasks_of
from tests.marketing.forms.sample import field, form
from tests.webhooks.conftest import Developer
from tests.webhooks.journal import BASE, SNAPSHOTS, SUBSCRIPTIONS, Reading, granted
from tests.webhooks.test_delivery import session
from tests.world import PORTAL, TOKEN, World


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(API)


def test_the_document_is_valid_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_every_operation_is_in_it_once(described: dict[str, Any]) -> None:
    operations = [(method.upper(), path) for path, methods in described["paths"].items() for method in methods]
    assert sorted(operations) == sorted((route.method, shown_path(route.path)) for route in API)
    names = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(API)


def test_paths_have_the_version_that_clients_send(described: dict[str, Any]) -> None:
    assert {
        "/crm/v3/owners/{ownerId}",
        "/integrations/v1/me",
        "/oauth/v1/access-tokens/{token}",
        "/oauth/v1/refresh-tokens/{token}",
        "/oauth/v2/private-apps/get/access-token-info",
        "/oauth/v3/token/introspect",
    } <= set(described["paths"])


def test_no_two_paths_differ_only_in_the_names_of_parameters(described: dict[str, Any]) -> None:
    shapes = [re.sub(r"\{\w+\}", "{}", path) for path in described["paths"]]
    assert len(set(shapes)) == len(shapes)


def test_every_parameter_has_a_meaning() -> None:
    for route in SANDBOXED:
        assert set(re.findall(r"\{(\w+)\*?\}", route.path)) <= set(PATH), route.path
        assert set(route.query) <= set(QUERY), route.path


def test_no_meaning_is_left_over() -> None:
    assert {name for route in SANDBOXED for name in re.findall(r"\{(\w+)\*?\}", route.path)} == set(PATH)
    assert {name for route in SANDBOXED for name in route.query} == set(QUERY)


def test_operations_have_what_a_client_needs(described: dict[str, Any]) -> None:
    update = described["paths"]["/crm/v3/objects/{objectType}/{objectId}"]["patch"]
    assert [(known["name"], known["in"]) for known in update["parameters"]] == [
        ("objectType", "path"),
        ("objectId", "path"),
        ("idProperty", "query"),
    ]
    assert update["requestBody"]["required"]
    create = described["paths"]["/crm/v3/objects/{objectType}/batch/create"]["post"]
    assert {"201", "207", "404", "429", "default"} == set(create["responses"])
    archive = described["paths"]["/crm/v3/objects/{objectType}/{objectId}"]["delete"]
    assert "content" not in archive["responses"]["204"]
    assert described["security"] == [{"bearer": []}, {"privateApp": []}]


async def test_a_429_is_what_the_document_says(described: dict[str, Any]) -> None:
    component = described["components"]["responses"]["RateLimited"]
    operation = described["paths"]["/crm/v3/objects/{objectType}"]["get"]
    assert operation["responses"]["429"]["$ref"] == "#/components/responses/RateLimited"
    schema = component["content"]["application/json"]["schema"]
    judge = validator_for(schema | {"components": described["components"], "unevaluatedProperties": False})
    for limits in ("free,burst=1", "free,daily=1"):
        async with World(limits=limits) as world:
            await world.get("/crm/v3/objects/contacts")
            reply = await world.get("/crm/v3/objects/contacts")
        assert reply.status == 429
        judge.validate(reply.json)
        assert {name.lower() for name in component["headers"]} <= set(reply.headers)


async def test_errors_are_what_the_document_says(world: World, described: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Error", "components": described["components"]}
    judge = validator_for(schema)
    for reply in (
        await world.get("/crm/v3/objects/contacts", token=None),
        await world.get("/crm/v3/objects/contacts?limit=1000"),
        await world.post("/crm/v3/objects/contacts", {"properties": {"nobody_knows": "1"}}),
        await world.post("/crm/v3/objects/contacts", b""),
    ):
        assert reply.status >= 400
        judge.validate(reply.json)


CONTACT = "/crm/v3/objects/contacts"
RATES = "/settings/v3/currencies/exchange-rates"
SAVED = "/hubstead/saved/views"
LABELS = "/crm/v4/associations/contacts/companies"
SCHEMA = {
    "name": "car",
    "labels": {"singular": "Car", "plural": "Cars"},
    "primaryDisplayProperty": "plate",
    "requiredProperties": ["plate"],
    "properties": [{"name": "plate", "label": "Plate", "type": "string", "fieldType": "text"}],
    "associatedObjects": ["CONTACT"],
}
PROPERTY = {
    "name": "shoe",
    "label": "Shoe",
    "type": "enumeration",
    "fieldType": "select",
    "groupName": "contactinformation",
    "options": [{"label": "Left", "value": "left", "displayOrder": 0, "hidden": False}],
}
PIPELINE = {
    "label": "Second",
    "displayOrder": 1,
    "stages": [{"label": "One", "displayOrder": 0, "metadata": {"probability": "0.1"}}],
}
UTK = "0123456789abcdef0123456789abcdef"
SUBMISSION = {
    "fields": [{"name": "email", "value": "ada@example.com"}],
    "context": {"pageUri": "https://a.de", "hutk": UTK},
}
AMOUNT = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
KNOWN_AMOUNT = {
    "filterBranchType": "OR",
    "filterBranches": [
        {"filterBranchType": "AND", "filters": [{"filterType": "PROPERTY", "property": "amount", "operation": AMOUNT}]}
    ],
}
DAY = {"year": 2999, "month": 12, "day": 31}
STAGE = {"label": "Two", "displayOrder": 1, "metadata": {"probability": "0.5"}}


async def test_answers_are_what_the_document_says(world: World, described: dict[str, Any]) -> None:
    """Calls in an order that makes sense; the answers must have exactly the fields that the document names."""
    company = await world.create("companies", name="Analytical Engines")
    one = await world.create("contacts", email="ada@example.com")
    two = await world.create("contacts", email="grace@example.com")
    deal = await world.create("deals", dealname="Engine", pipeline="default", dealstage="closedwon")
    owner = (await world.get("/crm/v3/owners")).json["results"][0]["id"]
    rate = (await world.post(RATES, {"fromCurrencyCode": "SEK", "conversionRate": 0.1})).json["id"]
    user = (await world.get("/crm/v3/owners")).json["results"][0]["userId"]
    split = {"id": deal, "splits": [{"ownerId": owner, "percentage": 1}]}
    pair = {"from": {"id": one}, "to": {"id": company}}
    plain = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    limit = {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 5}
    limits = "/crm/v4/associations/definitions/configurations"
    asked: list[tuple[str, str, Any]] = [
        ("PUT", f"/crm/v4/objects/contacts/{one}/associations/default/companies/{company}", None),
        ("PUT", f"/crm/v4/objects/contacts/{one}/associations/companies/{company}", plain),
        ("GET", f"/crm/v4/objects/contacts/{one}/associations/companies", None),
        ("POST", f"{LABELS}/batch/read", {"inputs": [{"id": one}, {"id": two}]}),
        ("POST", f"{LABELS}/batch/create", {"inputs": [{**pair, "types": plain}]}),
        ("POST", f"{LABELS}/batch/associate/default", {"inputs": [pair]}),
        ("GET", "/crm/v3/associations/contacts/companies/types", None),
        ("POST", f"{LABELS}/labels", {"name": "boss", "label": "Boss"}),
        ("GET", f"{LABELS}/labels", None),
        ("POST", f"{limits}/contacts/companies/batch/create", {"inputs": [limit]}),
        ("POST", f"{limits}/contacts/companies/batch/update", {"inputs": [limit]}),
        ("GET", f"{limits}/contacts/companies", None),
        ("GET", f"{limits}/all", None),
        ("GET", f"{CONTACT}?limit=1&associations=companies&propertiesWithHistory=email", None),
        ("POST", CONTACT, {"properties": {"firstname": "Alan"}}),
        ("GET", f"{CONTACT}/{one}", None),
        ("PATCH", f"{CONTACT}/{one}", {"properties": {"firstname": "Ada"}}),
        ("POST", f"{CONTACT}/batch/read", {"inputs": [{"id": one}, {"id": "1000000"}], "properties": ["email"]}),
        ("POST", f"{CONTACT}/batch/create", {"inputs": [{"properties": {"x": "1"}, "objectWriteTraceId": "t"}]}),
        ("POST", f"{CONTACT}/batch/update", {"inputs": [{"id": one, "properties": {"city": "London"}}]}),
        ("POST", f"{CONTACT}/batch/upsert", {"inputs": [{"id": "a@b.com", "idProperty": "email", "properties": {}}]}),
        ("POST", f"{CONTACT}/search", {"limit": 1}),
        ("POST", "/crm/v3/objects/deals/splits/batch/upsert", {"inputs": [split]}),
        ("POST", "/crm/v3/objects/deals/splits/batch/read", {"inputs": [{"id": deal}, {"id": "1"}]}),
        ("POST", f"{CONTACT}/merge", {"primaryObjectId": one, "objectIdToMerge": two}),
        ("POST", "/crm/v3/properties/contacts", PROPERTY),
        ("GET", "/crm/v3/properties/contacts", None),
        ("GET", "/crm/v3/properties/contacts/shoe", None),
        ("PATCH", "/crm/v3/properties/contacts/shoe", {"label": "Shoes"}),
        ("POST", "/crm/v3/properties/contacts/batch/read", {"inputs": [{"name": "shoe"}, {"name": "hat"}]}),
        ("POST", "/crm/v3/properties/contacts/batch/create", {"inputs": [{**PROPERTY, "name": "sock"}]}),
        ("GET", "/crm/v3/properties/contacts/groups", None),
        ("POST", "/crm/v3/properties/contacts/groups", {"name": "clothes", "label": "Clothes"}),
        ("GET", "/crm/v3/properties/contacts/groups/clothes", None),
        ("PATCH", "/crm/v3/properties/contacts/groups/clothes", {"label": "All clothes"}),
        ("GET", "/crm/v3/pipelines/tickets", None),
        ("POST", "/crm/v3/pipelines/deals", PIPELINE),
        ("GET", "/crm/v3/pipelines/deals/default", None),
        ("PATCH", "/crm/v3/pipelines/deals/default", {"label": "First"}),
        ("GET", "/crm/v3/pipelines/deals/default/audit", None),
        ("GET", "/crm/v3/pipelines/deals/default/stages", None),
        ("POST", "/crm/v3/pipelines/deals/default/stages", STAGE),
        ("GET", "/crm/v3/pipelines/deals/default/stages/contractsent", None),
        ("PATCH", "/crm/v3/pipelines/deals/default/stages/contractsent", {"label": "Sent"}),
        ("PUT", "/crm/v3/pipelines/deals/default/stages/contractsent", {**STAGE, "label": "Sent out"}),
        ("GET", "/crm/v3/pipelines/deals/default/stages/contractsent/audit", None),
        ("POST", "/crm/v3/schemas", SCHEMA),
        ("GET", "/crm/v3/schemas", None),
        ("GET", "/crm/v3/schemas/contacts", None),
        ("PATCH", "/crm/v3/schemas/p_car", {"labels": {"singular": "Car", "plural": "Automobiles"}}),
        ("POST", "/crm/v3/schemas/batch/read", {"inputs": ["p_car"]}),
        ("POST", "/crm/v3/schemas/p_car/associations", {"fromObjectTypeId": "p_car", "toObjectTypeId": "0-3"}),
        ("GET", "/crm/v3/owners", None),
        ("GET", "/account-info/v3/details", None),
        ("GET", "/account-info/v3/api-usage/daily/private-apps", None),
        ("GET", "/integrations/v1/me", None),
        ("GET", "/account-info/v3/activity/audit-logs?limit=1", None),
        ("GET", "/account-info/v3/activity/login", None),
        ("GET", "/account-info/v3/activity/security", None),
        ("GET", "/settings/v3/currencies/codes", None),
        ("GET", "/settings/v3/currencies/company-currency", None),
        ("PUT", "/settings/v3/currencies/company-currency", {"currencyCode": "USD"}),
        ("POST", f"{RATES}/batch/create", {"inputs": [{"fromCurrencyCode": "EUR", "conversionRate": 1.1}]}),
        ("POST", RATES, {"fromCurrencyCode": "CHF", "conversionRate": 1.2}),
        ("GET", RATES, None),
        ("GET", f"{RATES}/current", None),
        ("GET", f"{RATES}/{rate}", None),
        ("PATCH", f"{RATES}/{rate}", {"conversionRate": 1.3}),
        ("POST", f"{RATES}/batch/read", {"inputs": [{"id": "1"}]}),
        ("POST", f"{RATES}/batch/update", {"inputs": []}),
        ("GET", "/settings/v3/currencies/central-fx-rates/information", None),
        ("GET", "/settings/v3/currencies/central-fx-rates/unsupported-currencies", None),
        ("GET", f"/business-units/v3/business-units/user/{user}", None),
        ("GET", "/settings/v3/users", None),
        ("POST", "/settings/v3/users", {"email": "ann@example.com", "firstName": "Ann"}),
        ("GET", "/settings/v3/users/ann@example.com?idProperty=EMAIL", None),
        ("PUT", "/settings/v3/users/ann@example.com?idProperty=EMAIL", {"lastName": "Lee"}),
        ("GET", "/settings/v3/users/roles", None),
        ("GET", "/settings/v3/users/teams", None),
        *await _of_lists(world, deal),
        *await _of_forms(world),
        *await _of_events(world),
        *await _of_apps(world),
        *await _of_files_of_records(world),
        *await _of_analytics(world),
        *await _of_files(world),
        ("GET", f"/hubstead/timeline/contacts/{one}", None),
        *await _of_recycle_bin(world),
        ("PUT", "/hubstead/tracking/settings", {"excludeBots": True}),
        ("GET", "/hubstead/tracking/settings", None),
        ("GET", "/hubstead/tracking/hits", None),
        ("PUT", "/hubstead/tracking/consent/policies", {"results": [{"name": "x", "mode": "NOTIFY"}]}),
        ("GET", "/hubstead/tracking/consent/policies", None),
        ("GET", "/hubstead/tracking/consent/languages", None),
        ("POST", "/hubstead/tracking/consent/preview", {"policy": {"name": "x", "mode": "OPT_IN"}}),
        ("GET", f"/hubstead/tracking/contacts/{two}/visits", None),
        *await _of_own_settings(world),
    ]
    judged = set()
    as_usual = [(method, url, body, TOKEN) for method, url, body in asked]
    by_apps = [*await _of_timelines(world), *await _of_webhooks(world)]
    in_session = await session_of_admin(world)
    by_people = [(method, url, body, None) for method, url, body in await _of_apps_in_session(world, in_session)]
    for method, url, body, token in (*as_usual, *by_apps, *by_people):
        reply = await world.call(
            method, url, body, token=token, headers=None if token or "hapikey" in url else in_session
        )
        assert reply.status < 300, (method, url, reply.body)
        route = Router(API).match(method, url.partition("?")[0]).route
        operation = described["paths"][shown_path(route.path)][method.lower()]
        assert route.answer is not None, url
        schema = operation["responses"][str(reply.status)]["content"]["application/json"]["schema"]
        exact = _exact({**schema, "components": described["components"]})
        validator_for(exact).validate(reply.json)
        judged.add(route.handler)
    declared = {route.handler: route.path for route in API if route.answer is not None}
    unjudged = {declared[handler] for handler in set(declared) - judged}
    assert unjudged == {"/crm/owners/{ownerId}", "/crm/pipelines/{objectType}/{pipelineId}"}


async def _of_recycle_bin(world: World) -> list[tuple[str, str, Any]]:
    gone = await world.create("tickets", subject="Gone", hs_pipeline_stage="1")
    await world.delete(f"/crm/v3/objects/tickets/{gone}")
    return [
        ("GET", "/hubstead/objects/tickets/archived", None),
        ("POST", "/hubstead/objects/tickets/restore", {"inputs": [{"id": gone}]}),
    ]


async def _of_analytics(world: World) -> list[tuple[str, str, Any]]:
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


async def _of_lists(world: World, deal: str) -> list[tuple[str, str, Any]]:
    lists = "/crm/v3/lists"
    known = {"objectTypeId": "0-3", "processingType": "DYNAMIC", "filterBranch": KNOWN_AMOUNT}
    active = (await world.post(lists, {"name": "Active", **known})).json["list"]["listId"]
    made = {"name": "Made", "objectTypeId": "0-3", "processingType": "MANUAL"}
    one = (await world.post(lists, made)).json["list"]["listId"]
    mapped = (await world.post(lists, {**made, "name": "People", "objectTypeId": "0-1"})).json["list"]["listId"]
    folder = (await world.post(f"{lists}/folders", {"name": "Folder"})).json["folder"]["id"]
    gone = (await world.post(lists, {**made, "name": "Gone"})).json["list"]["listId"]
    await world.delete(f"{lists}/{gone}")
    return [
        ("POST", lists, {"name": "Another", **known}),
        ("GET", f"{lists}?listIds={one}&listIds={active}&includeFilters=true", None),
        ("GET", f"{lists}/{active}?includeFilters=true", None),
        ("GET", f"{lists}/object-type-id/0-3/name/made", None),
        ("POST", "/hubstead/lists/count", {"objectTypeId": "0-3", "filterBranch": KNOWN_AMOUNT}),
        ("PUT", f"{lists}/{one}/update-list-name?listName=Renamed", None),
        ("PUT", f"{lists}/{active}/update-list-filters", {"filterBranch": KNOWN_AMOUNT}),
        ("POST", f"{lists}/search", {"query": "e", "additionalProperties": ["hs_createdate"]}),
        ("POST", "/crm/lists/2026-09/all", {"count": 1}),
        ("GET", f"{lists}/idmapping?legacyListId={mapped}", None),
        ("POST", f"{lists}/idmapping", [mapped, "1"]),
        ("PUT", f"{lists}/{one}/memberships/add", [deal, "1"]),
        ("GET", f"{lists}/{one}/memberships?limit=1", None),
        ("GET", f"{lists}/{one}/memberships/join-order", None),
        ("GET", f"{lists}/records/0-3/{deal}/memberships", None),
        ("POST", f"{lists}/records/memberships/batch/read", {"inputs": [{"objectTypeId": "0-3", "recordId": deal}]}),
        ("PUT", f"{lists}/{one}/memberships/add-and-remove", {"recordIdsToAdd": [], "recordIdsToRemove": [deal]}),
        ("PUT", f"{lists}/{one}/memberships/remove", ["1"]),
        ("GET", f"/crm/lists/2026-03/{one}/size-and-edits-history/between", None),
        ("PUT", f"{lists}/{active}/schedule-conversion", {"conversionType": "CONVERSION_DATE", **DAY}),
        ("GET", f"{lists}/{active}/schedule-conversion", None),
        ("GET", f"{lists}/folders?folderId=0", None),
        ("POST", f"{lists}/folders", {"name": "Inner", "parentFolderId": str(folder)}),
        ("PUT", f"{lists}/folders/{folder}/rename?newFolderName=Other", None),
        ("PUT", f"{lists}/folders/{folder}/move/0", None),
        *await _of_older_lists(world),
        ("GET", "/hubstead/lists/deleted", None),
    ]


async def _of_older_lists(world: World) -> list[tuple[str, str, Any]]:
    old = "/contacts/v1/lists"
    id = (await world.post(old, {"name": "Older"})).json["listId"]
    assert (await world.post(f"{old}/{id}/add", {"emails": ["ada@example.com"]})).status == 200
    return [
        ("GET", old, None),
        ("POST", old, {"name": "Oldest"}),
        ("GET", f"{old}/static", None),
        ("GET", f"{old}/dynamic", None),
        ("GET", f"{old}/batch?listId={id}", None),
        ("GET", f"{old}/{id}", None),
        ("POST", f"{old}/{id}", {"name": "Very old"}),
        ("GET", f"{old}/{id}/contacts/all", None),
        ("POST", f"{old}/{id}/add", {"vids": [1]}),
        ("POST", f"{old}/{id}/remove", {"vids": [1]}),
        ("GET", f"{old}/{id}/contacts/recent", None),
    ]


async def _of_apps(world: World) -> list[tuple[str, str, Any]]:
    app = await Installer.of(world)
    given = await app.install()
    credentials = urlencode({"client_id": app.made.client_id, "client_secret": app.made.client_secret}).encode()
    return [
        ("POST", "/oauth/v1/token", b"grant_type=client_credentials&" + credentials),
        ("POST", "/oauth/v3/token/introspect", f"token={given['access_token']}&".encode() + credentials),
        ("GET", f"/oauth/v1/access-tokens/{given['access_token']}", None),
        ("GET", f"/oauth/v1/refresh-tokens/{given['refresh_token']}", None),
        ("POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN}),
    ]


async def _of_files_of_records(world: World) -> list[tuple[str, str, Any]]:
    imported = (await world.post("/crm/v3/imports", people("first", "x"))).json["id"]
    await world.server.jobs.settled()
    exported = (await world.post(f"{EXPORT}/async", view("email"))).json["id"]
    return [
        ("POST", "/crm/v3/imports", people("second")),
        ("GET", "/crm/v3/imports?limit=1", None),
        ("GET", f"/crm/v3/imports/{imported}", None),
        ("GET", f"/crm/v3/imports/{imported}/errors?includeErrorMessage=true&includeRowData=true", None),
        ("POST", f"/crm/v3/imports/{imported}/cancel", None),
        ("POST", f"/hubstead/imports/{imported}/undo", None),
        ("POST", f"{EXPORT}/async", view("email")),
        ("GET", f"{EXPORT}/{exported}", None),
        ("GET", f"{EXPORT}/async/tasks/{exported}/status", None),
    ]


async def _of_apps_in_session(world: World, headers: dict[str, str]) -> list[tuple[str, str, Any]]:
    given = {"name": "ETL", "scopes": ["crm.objects.contacts.read"]}
    made = (await world.call("POST", "/hubstead/apps", given, token=None, headers=headers)).json["appId"]
    oauth = "/hubstead/apps/oauth"
    public = (await world.call("POST", oauth, {"name": "Another"}, token=None, headers=headers)).json["appId"]
    call = (await world.get("/hubstead/calls?limit=1", token=None, headers=headers)).json["results"][0]["id"]
    user = (await world.post("/settings/v3/users", {"email": "invited@example.com"})).json["id"]
    return [
        ("POST", "/hubstead/apps", given),
        ("GET", "/hubstead/apps", None),
        ("GET", "/hubstead/apps/scopes", None),
        ("POST", f"/hubstead/apps/{made}/rotate", {"overlapHours": 1}),
        ("POST", "/hubstead/apps/oauth", {"name": "Shop", "scopes": ["crm.objects.deals.read"]}),
        ("PUT", f"{oauth}/{public}", {"name": "Shop", "redirectUris": ["http://localhost/back"]}),
        ("POST", f"{oauth}/{public}/secret", {"overlapHours": 1}),
        ("POST", f"{oauth}/{public}/developer-key", None),
        ("GET", f"{oauth}/{public}/installs", None),
        ("GET", "/hubstead/apps/installed", None),
        ("GET", "/hubstead/calls?limit=2", None),
        ("GET", f"/hubstead/calls/{call}", None),
        ("GET", "/hubstead/calls/ending", None),
        ("GET", "/hubstead/invitations", None),
        ("POST", f"/hubstead/invitations/{user}", None),
    ]


async def _of_own_settings(world: World) -> list[tuple[str, str, Any]]:
    role = (await world.post("/hubstead/roles", {"name": "Seller"})).json["id"]
    team = (await world.post("/hubstead/teams", {"name": "West"})).json["id"]
    brand = (await world.post("/hubstead/business-units", {"name": "North"})).json["id"]
    return [
        ("POST", "/hubstead/roles", {"name": "Other", "levels": {"contacts": {"view": "own"}}}),
        ("PUT", f"/hubstead/roles/{role}", {"name": "Seller"}),
        ("GET", "/hubstead/roles", None),
        ("GET", "/hubstead/roles/tools", None),
        ("POST", "/hubstead/teams", {"name": "East", "parentId": team}),
        ("PUT", f"/hubstead/teams/{team}", {"name": "West"}),
        ("GET", "/hubstead/teams", None),
        ("POST", "/hubstead/business-units", {"name": "South"}),
        ("PUT", f"/hubstead/business-units/{brand}", {"name": "North"}),
        ("GET", "/hubstead/business-units", None),
        ("PATCH", "/hubstead/account", {"name": "Engines"}),
        ("GET", "/hubstead/account", None),
        ("POST", "/hubstead/formulas/contacts", {"formula": "string_length(firstname)"}),
    ]


async def _of_timelines(world: World) -> list[tuple[str, str, Any, str | None]]:
    app = await app_of(world)
    template, token = await app.template(), app.token
    key = f"?hapikey={app.made.developer_api_key}"
    event = {"eventTemplateId": template, "tokens": {"petName": "Art"}, "email": "ada@example.com", "id": "one"}
    named = {"eventTypeName": TEMPLATE["name"], "properties": {}, "email": "ada@example.com", "id": "two"}
    symbol = {"projectName": "pets", "developerSymbol": TEMPLATE["name"]}
    spare = {"name": "spare", "label": "Spare", "type": "string", "objectPropertyName": "city"}
    events, one = f"{TIMELINE}/events", f"{app.base}/{template}"
    return [
        ("GET", app.base + key, None, None),
        ("POST", app.base + key, TEMPLATE, None),
        ("GET", one + key, None, None),
        ("POST", f"{one}/tokens{key}", spare, None),
        ("PUT", f"{one}/tokens/spare{key}", {"label": "Other"}, None),
        ("POST", events, event, token),
        ("POST", f"{events}/batch/create", {"inputs": [event]}, token),
        ("POST", f"{events}/batch", {"inputs": [named]}, token),
        ("POST", f"{TIMELINE}/types/projects", symbol, token),
        ("GET", f"{events}/{template}/one", None, token),
        ("GET", f"{events}/{template}/one/detail", None, token),
        ("PUT", one + key, {"name": "Pets", "tokens": []}, None),
    ]


async def _of_journals(developer: Developer, contact: str) -> list[tuple[str, str, Any, str | None]]:
    await granted(developer, "crm.objects.contacts.read")
    reading = await Reading.of(developer)
    id = (await reading.subscribe("OBJECT", "CREATE", objectTypeId="0-1"))["id"]
    condition = {"filterType": "CRM_OBJECT_PROPERTY", "property": "email", "operator": "EQ", "value": "hook"}
    filters, added = f"{SUBSCRIPTIONS}/filters", {"subscriptionId": id, "filter": {"conditions": [condition]}}
    filter_id = (await reading.ask("POST", filters, added)).json["filterId"]
    asked = {"portalId": PORTAL, "objectId": contact, "objectTypeId": "0-1", "properties": ["email"]}
    taken = (await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked, asked]})).json["snapshotResponses"][0]
    await reading.settled()
    offset, token = (await reading.next()).json["currentOffset"], reading.token
    await reading.ask("POST", SNAPSHOTS, {"snapshotRequests": [asked]})
    await reading.settled()
    return [
        ("GET", f"{BASE}/earliest", None, token),
        ("GET", f"{BASE}/latest", None, token),
        ("GET", f"{BASE}/offset/{offset}/next", None, token),
        ("GET", f"{BASE}/batch/earliest/5", None, token),
        ("GET", f"{BASE}/batch/latest/5", None, token),
        ("GET", f"{BASE}/batch/{offset}/next/5", None, token),
        ("POST", f"{BASE}/batch/read", {"inputs": [offset]}, token),
        ("GET", f"{BASE}/status/{taken['snapshotStatusId']}", None, token),
        ("GET", SUBSCRIPTIONS, None, token),
        ("GET", f"{SUBSCRIPTIONS}/{id}", None, token),
        ("POST", SUBSCRIPTIONS, {"subscriptionType": "APP_LIFECYCLE_EVENT", "eventTypeId": "4-1909196"}, token),
        ("POST", filters, added, token),
        ("GET", f"{filters}/{filter_id}", None, token),
        ("GET", f"{filters}/subscription/{id}", None, token),
        ("POST", SNAPSHOTS, {"snapshotRequests": [asked]}, token),
    ]


async def _of_webhooks(world: World) -> list[tuple[str, str, Any, str | None]]:
    developer = await Developer.of(world)
    await developer.settings("http://localhost:9/nobody-listens")
    known = await developer.subscribe("contact.creation")
    contact = await world.create("contacts", email="hook@example.com")
    own, public = f"/hubstead/webhooks/{developer.app}", f"/webhooks/v3/{developer.app}"
    token = await session(world, developer)
    key = f"?hapikey={developer.made.developer_api_key}"
    tried = str((await developer.settled())[0].id)
    one = f"{own}/deliveries/{tried}"
    place = {"targetUrl": "http://localhost:9/", "throttling": {"maxConcurrentRequests": 10}}
    wanted = {"eventType": "contact.propertyChange", "propertyName": "email", "active": True}
    told = {"subscriptionType": "OBJECT", "portalId": PORTAL, "objectTypeId": "0-1", "actions": ["CREATE"]}
    return [
        *await _of_journals(developer, contact),
        ("GET", f"{public}/settings{key}", None, None),
        ("PUT", f"{public}/settings{key}", place, None),
        ("POST", f"{public}/subscriptions{key}", wanted, None),
        ("GET", f"{public}/subscriptions{key}", None, None),
        ("GET", f"{public}/subscriptions/{known}{key}", None, None),
        ("PATCH", f"{public}/subscriptions/{known}{key}", {"active": True}, None),
        ("POST", f"{public}/subscriptions/batch/update{key}", {"inputs": [{"id": known, "active": True}]}, None),
        ("GET", own, None, token),
        ("POST", f"{own}/journal/subscriptions", told, token),
        ("GET", f"{own}/journal/subscriptions", None, token),
        ("GET", f"{own}/settings", None, token),
        ("PUT", f"{own}/settings", place, token),
        ("POST", f"{own}/pause", None, token),
        ("POST", f"{own}/resume", None, token),
        ("GET", f"{own}/subscriptions", None, token),
        ("POST", f"{own}/subscriptions", {**wanted, "propertyName": "phone"}, token),
        ("PATCH", f"{own}/subscriptions/{known}", {"active": False}, token),
        ("GET", f"{own}/deliveries?limit=1", None, token),
        ("GET", one, None, token),
        ("POST", f"{one}/redeliver", None, token),
        ("POST", f"{own}/deliveries/redeliver", {"ids": [tried]}, token),
    ]


async def _of_files(world: World) -> list[tuple[str, str, Any]]:
    files, folders = "/files/v3/files", "/files/v3/folders"
    sent = file_form(b"text", "a.txt", options='{"access": "PRIVATE"}', folderPath="/a/b")
    made = (await world.post(files, sent)).json
    one, folder = f"{files}/{made['id']}", made["parentFolderId"]
    tasks = await tasks_of(world, PORTAL, folder)
    return [
        ("POST", files, sent),
        ("PUT", one, file_form(b"other", "a.txt")),
        ("GET", one, None),
        ("PATCH", one, {"name": "b"}),
        ("GET", f"{files}/stat/a/b", None),
        ("GET", f"{files}/stat/a/b/b.txt", None),
        ("GET", f"{files}/search?limit=1", None),
        ("POST", f"{files}/search", {"limit": 1}),
        ("GET", f"{one}/signed-url", None),
        ("POST", folders, {"name": "c", "parentPath": "/a"}),
        ("GET", f"{folders}/{folder}", None),
        ("PATCH", f"{folders}/a/b", {"name": "d"}),
        ("GET", f"{folders}/search?limit=1", None),
        (
            "POST",
            f"{files}/import-from-url/async",
            {"url": "https://files.example/a", "access": "PRIVATE", "folderPath": "/"},
        ),
        ("POST", f"{folders}/update/async", {"id": folder}),
        ("GET", f"{files}/import-from-url/async/tasks/{tasks['import_task']}/status", None),
        ("GET", f"{folders}/update/async/tasks/{tasks['move_task']}/status", None),
    ]


async def _of_forms(world: World) -> list[tuple[str, str, Any]]:
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


async def _of_events(world: World) -> list[tuple[str, str, Any]]:
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


def _exact(schema: Any) -> Any:
    """The schema with no room for fields that it does not name."""
    if isinstance(schema, list):
        return [_exact(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _exact(each) for name, each in schema.items()}
    named = isinstance(schema.get("properties"), dict) and schema.get("type") == "object"
    return {**inner, "additionalProperties": False} if named else inner


async def test_both_pages_need_no_token(world: World) -> None:
    document = await world.get("/openapi.json", token=None)
    assert (document.status, document.headers["content-type"]) == (200, "application/json;charset=utf-8")
    assert "/openapi.json" in document.json["paths"]
    assert document.json["paths"]["/docs"]["get"]["security"] == []
    page = await world.get("/docs", token=None)
    assert (page.status, page.headers["content-type"]) == (200, "text/html;charset=utf-8")


async def test_the_page_shows_every_operation_without_javascript(world: World) -> None:
    html = (await world.get("/docs")).body.decode()
    before_script = html[: html.index("<script>")]
    assert before_script.count("<details ") == len(API) + 2
    for route in API:
        assert escape(route.summary) in before_script


async def test_the_page_loads_nothing_from_elsewhere(world: World) -> None:
    html = (await world.get("/docs")).body.decode()
    assert re.findall(r'(?:src|href)="(?!#|/openapi\.json|data:,)[^"]*"', html) == []
    assert "@import" not in html
    assert "url(" not in html


async def test_examples_name_the_readers_host_and_nothing_it_could_inject(world: World) -> None:
    html = (await world.get("/docs", headers={"host": "crm.example.com"})).body.decode()
    assert 'curl "http://crm.example.com/crm/v3/objects/contacts"' in html
    hostile = (await world.get("/docs", headers={"x-forwarded-host": "<script>alert(1)</script>"})).body.decode()
    assert "<script>alert" not in hostile
    assert "&lt;script&gt;alert(1)" in hostile


async def test_the_curl_examples_with_a_body_are_read(world: World) -> None:
    """What the page proposes to send is at least well formed: no example is answered with a 400 for its shape."""
    html = (await world.get("/docs")).body.decode()
    commands = re.findall(r'curl -X (\w+) "http://hubstead\.test([^"]+)".*?-d \'(.*?)\'</code>', html, re.DOTALL)
    assert commands
    for method, path, body in commands:
        reply = await world.call(method, path, body.replace("&lt;", "<").replace("&amp;", "&").encode())
        assert not (reply.status == 400 and b"Invalid input JSON" in reply.body), (path, body, reply.body)
