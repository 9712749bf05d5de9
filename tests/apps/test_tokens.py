"""Tokens of every kind at the door: who is let in, until when, and how a refusal reads."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from hubstead.apps import token_use, tokens
from hubstead.apps.tokens import Token
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.web.call import Call
from hubstead.web.edge import Edge
from hubstead.web.route import ANY, DEVELOPER, Route
from hubstead.web.router import Router
from tests.world import PORTAL, TOKEN, World

CONTACTS = "/crm/v3/objects/contacts"
MADE = 1_767_225_600_000
"""2026-01-01T00:00:00Z"""


async def store(world: World, text: str, **fields: Any) -> str:
    await tokens.store_token(world.server.store, PORTAL, text, Token(name="made", app_id=7, **fields))
    return text


@pytest.fixture
def turned(world: World) -> Iterator[World]:
    clock.turn(PORTAL, Clock(frozen=MADE))
    yield world
    clock.turn(PORTAL, None)


@pytest.mark.usefixtures("turned")
async def test_an_expired_access_token_says_since_when(world: World) -> None:
    token = await store(world, "CN-access-token-1", kind="oauth", expires_at=MADE + 1_800_000)
    assert (await world.get(CONTACTS, token=token)).status == 200
    clock.turn(PORTAL, Clock(frozen=MADE + 1_800_000 + 75_040))
    reply = await world.get(CONTACTS, token=token)
    assert reply.status == 401
    assert reply.json == {
        "status": "error",
        "message": "The OAuth token used to make this call expired 75 second(s) ago.",
        "correlationId": reply.headers["x-hubspot-correlation-id"],
        "context": {"expire time": ["2026-01-01T00:30:00.000Z"]},
        "category": "EXPIRED_AUTHENTICATION",
    }
    clock.turn(PORTAL, Clock(frozen=MADE + 1_800_000 - 1))
    assert (await world.get(CONTACTS, token=token)).status == 200


@pytest.mark.usefixtures("turned")
async def test_days_are_counted_in_days(world: World) -> None:
    token = await store(world, "CN-access-token-1", kind="oauth", expires_at=MADE - 3 * 86_400_000 - 5)
    reply = await world.get(CONTACTS, token=token)
    assert reply.json["message"] == "The OAuth token used to make this call expired 3 day(s) ago."


@pytest.mark.usefixtures("turned")
async def test_a_rotated_private_token_is_unknown_once_its_overlap_is_over(world: World) -> None:
    token = await store(world, "pat-na1-rotated-token", expires_at=MADE + 1)
    assert (await world.get(CONTACTS, token=token)).status == 200
    clock.turn(PORTAL, Clock(frozen=MADE + 1))
    reply = await world.get(CONTACTS, token=token)
    assert (reply.status, reply.json["category"]) == (401, "INVALID_AUTHENTICATION")


@pytest.mark.parametrize("kind", ["refresh", "code", "developer", "session"])
async def test_only_access_tokens_are_access_tokens(world: World, kind: str) -> None:
    token = await store(world, "na1-some-other-secret", kind=kind)
    reply = await world.get(CONTACTS, token=token)
    assert (reply.status, reply.json["category"]) == (401, "INVALID_AUTHENTICATION")


@pytest.mark.parametrize("kind", ["private", "service", "oauth"])
async def test_the_caller_is_of_the_tokens_kind(world: World, kind: str) -> None:
    token = await store(world, "some-access-token", kind=kind, user_id=5)
    call = Call(world.server, (), "v3", "/", b"", {b"authorization": b"Bearer " + token.encode()}, "http")
    caller = await world.server.authenticate(call)
    assert (caller.kind, caller.app, caller.actor.origin.user_id) == (kind, 7, 5)


async def test_a_developer_key_opens_the_routes_of_developers_and_no_other(world: World) -> None:
    async def whose(call: Call) -> dict[str, Any]:
        return {"kind": call.caller.kind, "portal": call.caller.portal.id}

    world.edge = Edge(
        Router([Route("GET", "/own/settings", whose, DEVELOPER), Route("GET", "/own/any", whose, ANY)]),
        world.server,
        1000,
    )
    key = await store(world, "9d7e1b1c-developer-key", kind="developer")
    private = await store(world, "pat-na1-contacts-only", scopes=("crm.objects.contacts.read",))
    reply = await world.get(f"/own/v3/settings?hapikey={key}", token=None)
    assert (reply.status, reply.json) == (200, {"kind": "developer", "portal": PORTAL})
    assert (await world.get(f"/own/v3/any?hapikey={key}", token=None)).status == 401
    assert (await world.get("/own/v3/settings?hapikey=wrong", token=None)).status == 401
    assert (await world.get(f"/own/v3/settings?hapikey={private}", token=None)).status == 401
    assert (await world.get("/own/v3/settings", token=private)).status == 403


async def test_the_last_use_is_written_beside_the_requests(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_use, "WRITTEN_AFTER", 0.01)
    before = clock.now()
    assert (await world.get(CONTACTS)).status == 200
    rows = await _uses(world)
    while not rows:
        await asyncio.sleep(0.01)
        rows = await _uses(world)
    ((digest, used),) = rows
    assert digest == tokens.digest(TOKEN)
    assert before <= used <= clock.now()
    await asyncio.sleep(0.06)  # looked up again by now, but written in this minute already
    assert (await world.get(CONTACTS)).status == 200
    await asyncio.sleep(0.03)
    assert await _uses(world) == rows


async def _uses(world: World) -> list[Any]:
    return await world.server.store.rows("SELECT digest, at FROM token_use")
