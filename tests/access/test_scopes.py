"""Scopes: each operation asks for those that HubSpot's documentation names, and answers 403 with them without one.

`scopes.json` holds the documented facts, for the operations that are served: any one of the scopes lets a caller in.
Where the object type is a parameter, the documentation names the scopes of all types; here those of the type count.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from hubstead.app import ROUTES
from hubstead.crm.object_types.catalog import standard_types
from hubstead.web.route import By, Route
from hubstead.web.router import Router
from tests.access.samples.cast import Cast, cast
from tests.access.samples.requests import Request, requests
from tests.access.samples.walked import WALKED, name_of
from tests.world import Reply, World

ROUTER = Router(ROUTES)
VERSION = re.compile(r"v\d")
OPEN = frozenset(
    (
        "GET /account-info/api-usage/daily/private-apps",
        "GET /account-info/details",
        "GET /integrations/me",
        "GET /hubstead/saved/{kind}",
        "POST /hubstead/saved/{kind}",
        "GET /hubstead/saved/{kind}/{savedId}",
        "PATCH /hubstead/saved/{kind}/{savedId}",
        "DELETE /hubstead/saved/{kind}/{savedId}",
    )
)
"""Routes that any token may call."""


class Fact(msgspec.Struct, rename="camel"):
    """Operations, and the scopes of which any one is enough."""

    any_of: list[str]
    operations: list[str]


class Operation(NamedTuple):
    """A documented operation and the route that serves it; `shape` is its path with the parameters of the route."""

    name: str
    scopes: frozenset[str]
    route: Route
    shape: str


def _facts() -> list[Fact]:
    return msgspec.json.decode(Path(__file__).with_name("scopes.json").read_bytes(), type=list[Fact])


def _operations() -> list[Operation]:
    return sorted(_documented(), key=lambda operation: WALKED.index(operation.route))


def _documented() -> Iterator[Operation]:
    for fact in _facts():
        for name in fact.operations:
            method, path = name.split(" ")
            route = ROUTER.match(method, _typed(path)).route
            yield Operation(name, frozenset(fact.any_of), route, _shape(path, route))


def _typed(path: str) -> str:
    """A path that names an object type wherever it takes one."""
    return "/".join("contacts" if segment.endswith("Type}") else segment for segment in path.split("/"))


def _shape(path: str, route: Route) -> str:
    own = iter(route.path.strip("/").split("/"))
    segments = []
    for segment in path.strip("/").split("/"):
        named = segment if VERSION.fullmatch(segment) else next(own)
        segments.append(named if segment.startswith("{") else segment)
    return "/" + "/".join(segments)


KNOWN = frozenset(
    scope
    for scopes in (
        *(fact.any_of for fact in _facts()),
        *(type.read_scopes + type.write_scopes for type in standard_types()),
        *(route.scope for route in ROUTES if not isinstance(route.scope, By)),
    )
    for scope in scopes
    if scope
)


class Gate:
    """Calls with tokens of exactly some scopes."""

    def __init__(self, world: World, here: Cast) -> None:
        self.world = world
        self.cast = here
        self._tokens: dict[frozenset[str], str] = {}

    async def call(self, request: Request, scopes: Iterable[str]) -> Reply:
        granted = frozenset(scopes)
        if granted not in self._tokens:
            self._tokens[granted] = await self.world.token(f"pat-na1-scopes-{len(self._tokens)}", tuple(granted))
        return await self.world.call(*request, token=self._tokens[granted])

    async def needed(self, request: Request) -> list[frozenset[str]]:
        """What a request needs: one scope of each of these sets, found by granting one after the other."""
        needed: list[frozenset[str]] = []
        granted: set[str] = set()
        while (reply := await self.call(request, granted)).status == 403:
            named = frozenset(named_in(reply))
            assert named.isdisjoint(granted), (request, named)
            needed.append(named)
            granted.add(min(named))
        assert reply.status not in (401, 500), (request, reply.body)
        return needed


def named_in(reply: Reply) -> list[str]:
    """The scopes that a 403 names, which must look as the service's does."""
    answer: Any = reply.json
    assert answer["status"] == "error"
    assert answer["category"] == "MISSING_SCOPES"
    assert answer["message"].startswith("This app hasn't been granted all required scopes to make this call.")
    [error] = answer["errors"]
    assert error["message"] == "One or more of the following scopes are required."
    scopes: list[str] = error["context"]["requiredGranularScopes"]
    return scopes


@pytest.fixture
async def gate(world: World) -> Gate:
    return Gate(world, await cast(world, "here"))


async def test_operations_ask_for_the_documented_scopes(gate: Gate) -> None:
    for operation in _operations():
        for request in _readable(operation, gate.cast):
            first, *others = await gate.needed(request)
            for named in (first, *others):
                assert not named.isdisjoint(operation.scopes), (operation.name, named)
            if isinstance(operation.route.scope, tuple):
                assert operation.scopes <= first, operation.name


async def test_every_scope_but_the_needed_ones_is_not_enough_and_each_of_them_is(gate: Gate) -> None:
    for operation in _operations():
        for request in _readable(operation, gate.cast):
            needed = await gate.needed(request)
            others = {min(named) for named in needed[1:]}
            refused = await gate.call(request, KNOWN - needed[0])
            assert refused.status == 403, operation.name
            assert frozenset(named_in(refused)) == needed[0]
            for scope in needed[0] & operation.scopes if len(needed[0]) < 5 else [min(needed[0])]:
                reply = await gate.call(request, {scope, *others})
                assert reply.status not in (401, 403), (operation.name, scope, reply.body)


def _readable(operation: Operation, here: Cast) -> list[Request]:
    """One sample; the last one of associations is in the form of v3."""
    samples = list(requests(operation.route, here, operation.shape))
    return samples[-1:] if "/v3/associations/" in operation.name else samples[:1]


async def test_every_route_asks_for_a_scope_or_is_open(gate: Gate) -> None:
    open_routes = set()
    for route in WALKED:
        needed = await gate.needed(next(requests(route, gate.cast)))
        if not needed:
            open_routes.add(name_of(route))
            continue
        if isinstance(route.scope, tuple):
            assert needed[0] == frozenset(route.scope)
        refused = await gate.call(next(requests(route, gate.cast)), KNOWN - needed[0])
        assert refused.status == 403, name_of(route)
        assert frozenset(named_in(refused)) == needed[0]
    assert open_routes == OPEN
