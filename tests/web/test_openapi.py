"""The server describes itself: a valid document of every operation, and a page to read."""

import re
from html import escape
from typing import Any

import pytest
from jsonschema_rs import validator_for
from openapi_spec_validator import validate

from hubstead.app import API, SANDBOXED
from hubstead.web.openapi import document, shown_path
from hubstead.web.parameters import PATH, QUERY
from hubstead.web.router import Router
from tests.apps.test_own_routes import session_of_admin
from tests.web.answers import apps, files, lists, records, settings, traffic, webhooks
from tests.world import TOKEN, World


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


async def test_answers_are_what_the_document_says(world: World, described: dict[str, Any]) -> None:
    """Calls in an order that makes sense; the answers must have exactly the fields that the document names."""
    company = await world.create("companies", name="Analytical Engines")
    one = await world.create("contacts", email="ada@example.com")
    two = await world.create("contacts", email="grace@example.com")
    deal = await world.create("deals", dealname="Engine", pipeline="default", dealstage="closedwon")
    owner = (await world.get("/crm/v3/owners")).json["results"][0]
    asked = [
        *records.of_records(company, one, two, deal, owner["id"]),
        *await settings.of_account(world, owner["userId"]),
        *await lists.of_lists(world, deal),
        *await traffic.of_forms(world),
        *await traffic.of_events(world),
        *await apps.of_apps(world),
        *await records.of_files_of_records(world),
        *await traffic.of_analytics(world),
        *await files.of_files(world),
        ("GET", f"/hubstead/timeline/contacts/{one}", None),
        *await records.of_recycle_bin(world),
        *settings.of_tracking(two),
        *await settings.of_own_settings(world),
    ]
    judged = set()
    as_usual = [(method, url, body, TOKEN) for method, url, body in asked]
    by_apps = [*await apps.of_timelines(world), *await webhooks.of_webhooks(world)]
    in_session = await session_of_admin(world)
    by_people = [(method, url, body, None) for method, url, body in await apps.of_apps_in_session(world, in_session)]
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
