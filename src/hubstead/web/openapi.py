"""`/openapi.json`: what this server answers, as OpenAPI 3.1, made of the route tables and their msgspec types."""

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from hubstead.web import rate_limited
from hubstead.web.parameters import PATH, QUERY, Parameter
from hubstead.web.rate_limited import RateLimitError
from hubstead.web.route import DEVELOPER, PUBLIC, By, Route

Schema = dict[str, Any]

_REFERENCES = "#/components/schemas/{name}"
_MODULE = re.compile(rb"\bhubstead\.(?:\w+\.)*(\w+)\.\w+\.(\w+)")
"""Two rooms may have types of one name; msgspec then writes `hubstead.crm.objects.wire.BatchRead`."""
_PLACEHOLDER = re.compile(r"\{(\w+)\*?\}")
_V4 = re.compile(r"/crm/(associations/|objects/[^/]+/[^/]+/associations/)(?!.*(/types|\{associationType\})$)")
"""Associations are v4, but for the two ways to name a type by its v3 name."""
_DATED = ("events/custom", "events/event-occurrences")
_OTHER_VERSIONS = {
    "analytics": "v2",
    "contacts": "v1",
    "form-integrations": "v1",
    "forms": "v2",
    "integrations": "v1",
    "oauth/access-tokens": "v1",
    "oauth/private-apps": "v2",
    "oauth/refresh-tokens": "v1",
    "reports": "v2",
    "sandbox": "v1",
    "uploads": "v2",
    "webhooks/journal": "v4",
    "webhooks/snapshots": "v4",
    "webhooks/subscriptions": "v4",
}
"""What clients send where it is not v3, by the first segment of the path or the first two."""
_DESCRIPTION = """The HubSpot API as this server speaks it.

The version in a path may stand where a client puts it: `/crm/v3/objects/contacts`, `/crm/objects/v3/contacts` and
`/crm/objects/2026-03/contacts` are one resource. List parameters may be repeated or joined by commas."""
_RATE_LIMITED = {"$ref": "#/components/responses/RateLimited", "description": rate_limited.DESCRIPTION}
_STATUSES = {
    200: "What was asked for.",
    201: "What was created.",
    202: "Begun; the answer says where its end is told.",
    204: "Done; there is no body.",
    207: "Done in part: `results` and `errors`.",
}


class ErrorDetail(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What is wrong with one part of a request. `in` and `code` say where and what, where the service says so."""

    message: str
    code: str = ""
    context: dict[str, list[str]] = {}
    sub_category: str = ""


class Error(msgspec.Struct, omit_defaults=True, rename="camel"):
    """The body of every failure but a missing record or path, which is answered with an HTML page."""

    status: Literal["error"]
    message: str
    correlation_id: str
    context: dict[str, list[str]] = {}
    errors: list[ErrorDetail | str] = []
    links: dict[str, str] = {}
    category: str = ""
    sub_category: str = ""


def document(routes: Iterable[Route]) -> Schema:
    """The OpenAPI document of these routes."""
    described = list(routes)
    schemas, components = _schemas(described)
    shared = Counter(map(_name, described))
    paths: dict[str, Schema] = {}
    for route in described:
        operation = {"operationId": _name(route, shared[_name(route)] > 1), **_operation(route, schemas)}
        paths.setdefault(shown_path(route.path), {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hubstead",
            "version": version("hubstead"),
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}, {"privateApp": []}],
        "tags": [{"name": room} for room in dict.fromkeys(map(room_of, described))],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {"RateLimited": rate_limited.response(schemas[RateLimitError])},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "A token."},
                "privateApp": {"type": "apiKey", "in": "header", "name": "private-app"},
                "developerKey": {"type": "apiKey", "in": "query", "name": "hapikey"},
            },
        },
    }


def shown_path(path: str) -> str:
    """A route's path as most clients send it: with the version behind the first segment; limits, journals and what
    only dated versions have of events are dated, behind the second."""
    path = path.replace("*}", "}")
    first, _, rest = path.strip("/").partition("/")
    if not rest:
        return path
    version = _OTHER_VERSIONS.get(first) or _OTHER_VERSIONS.get(f"{first}/{rest.partition('/')[0]}")
    if version:
        return f"/{first}/{version}/{rest}"
    second, _, last = rest.partition("/")
    if second == "limits" or first == "webhooks-journal" or f"{first}/{second}" in _DATED:
        return "/".join(("", first, second, "2026-03", *([last] if last else ())))
    return f"/{first}/{'v4' if _V4.match(path) else 'v3'}/{rest}"


def room_of(route: Route) -> str:
    """The name of the room that answers, for people: `Objects`."""
    return str(route.handler.__module__).split(".")[-2].capitalize()


def _schemas(routes: Sequence[Route]) -> tuple[dict[Any, Schema], dict[str, Schema]]:
    """The schema of each body and answer type, and the components that they refer to."""
    types = [
        Error,
        RateLimitError,
        *dict.fromkeys(type for route in routes for type in (route.body, route.answer) if type is not None),
    ]
    made = msgspec.json.encode(msgspec.json.schema_components(types, ref_template=_REFERENCES))
    schemas, components = msgspec.json.decode(_MODULE.sub(rb"\1.\2", made))
    for component in components.values():
        if "description" in component:
            component["description"] = inspect.cleandoc(component["description"])
    return dict(zip(types, schemas, strict=True)), components


def _operation(route: Route, schemas: dict[Any, Schema]) -> Schema:
    operation: Schema = {
        "tags": [room_of(route)],
        "summary": route.summary,
        "description": _description(route),
        "parameters": _parameters(route),
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": {route.media: {"schema": schemas[route.body]}}}
    operation["responses"] = _responses(route, schemas)
    if _of_sandbox(route):
        operation["security"] = [{"bearer": []}]
    elif route.scope is PUBLIC:
        operation["security"] = []
    elif route.scope == DEVELOPER:
        operation["security"] = [{"developerKey": []}]
    return operation


def _name(route: Route, shared: bool = False) -> str:
    """`objects.get_by_id`; where several routes share a handler, the path tells them apart."""
    places = [route.method.lower(), *re.findall(r"\w+", route.path)] if shared else []
    return ".".join([room_of(route).lower(), route.handler.__name__, *places])


def _description(route: Route) -> str:
    return f"{inspect.getdoc(route.handler) or route.summary}\n\n{scopes_of(route)}"


def scopes_of(route: Route) -> str:
    """What a token needs for this operation, in words."""
    if _of_sandbox(route):
        return "Needs the key of the sandbox instead of a token."
    if route.scope is PUBLIC:
        return "Needs no token."
    if isinstance(route.scope, By):
        return f"Needs the scope to {route.scope.value} the object type of the path."
    if not route.scope:
        return "Needs a token; any scope will do."
    if route.scope == DEVELOPER:
        return "Needs a developer API key, sent as `?hapikey=`."
    return f"Needs any one of the scopes: {', '.join(f'`{scope}`' for scope in route.scope)}."


def _of_sandbox(route: Route) -> bool:
    return route.path.startswith("/sandbox/")


def _parameters(route: Route) -> list[Schema]:
    in_path = [_parameter(name, "path", PATH) for name in _PLACEHOLDER.findall(route.path)]
    return in_path + [_parameter(name, "query", QUERY) for name in route.query]


def _parameter(name: str, place: str, known: dict[str, Parameter]) -> Schema:
    schema, meaning, example = known[name]
    shown: Schema = {"name": name, "in": place, "description": meaning, "schema": schema}
    if place == "path":
        shown |= {"required": True, "example": example}
    elif schema["type"] == "array":
        shown |= {"style": "form", "explode": False}
    return shown


def _responses(route: Route, schemas: dict[Any, Schema]) -> Schema:
    statuses = [route.status]
    if "/batch/" in route.path and route.status != 204:
        statuses.append(207)
    responses: Schema = {}
    for status in statuses:
        responses[str(status)] = {"description": _STATUSES[status]}
        if status != 204:
            answer = schemas.get(route.answer, {})
            responses[str(status)]["content"] = {"application/json": {"schema": answer}}
    page = {"text/html": {"schema": {"type": "string"}}}
    responses["404"] = {"description": "It does not exist.", "content": {**_error(schemas), **page}}
    if route.scope is not PUBLIC:
        responses["429"] = _RATE_LIMITED
    responses["default"] = {"description": "Why it could not be done.", "content": _error(schemas)}
    return responses


def _error(schemas: dict[Any, Schema]) -> Schema:
    return {"application/json": {"schema": schemas[Error]}}
