"""Views, reports and dashboards that people save: who sees them, who changes them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hubstead.account import roles, sessions, teams
from hubstead.account.people import Place
from hubstead.crm.objects import users
from hubstead.kit.errors import Invalid
from hubstead.saved import saved
from hubstead.saved.wire import LARGEST
from hubstead.store.access import Levels
from hubstead.store.unit import Unit
from tests.account.desk import in_portal
from tests.apps.test_own_routes import session_of_admin
from tests.world import Reply, World

VIEWS = "/hubstead/saved/views"
OPEN = {"groups": [{"filters": [{"propertyName": "hs_lead_status", "operator": "EQ", "value": "OPEN"}]}]}
Ask = Callable[..., Awaitable[Reply]]


async def person(world: World, email: str, *team_ids: str) -> Ask:
    """Somebody of these teams, who sees no records; asks in a session."""
    role = await in_portal(world, lambda unit: roles.create(unit, f"Role of {email}", {}, Levels("none", "none"), ()))
    place = Place(role_ids=[role.id], secondary_teams=list(team_ids))
    user = (await in_portal(world, lambda unit: users.add(unit, email, place))).user

    async def begin(unit: Unit) -> str:
        return sessions.begin(unit, user)

    secret = await in_portal(world, begin)
    headers = {"cookie": f"{sessions.COOKIE}={secret}", "x-csrf-token": sessions.csrf_of(secret)}
    return lambda method, path, body=None: world.call(method, path, body, token=None, headers=headers)


async def save(ask: Ask, **given: Any) -> Any:
    reply = await ask("POST", VIEWS, {"name": "Open", "objectTypeId": "contacts", "content": OPEN, **given})
    assert reply.status == 201, reply.body
    return reply.json


async def names(ask: Ask) -> list[str]:
    return [one["name"] for one in (await ask("GET", f"{VIEWS}?objectTypeId=0-1")).json["results"]]


async def test_a_view_is_saved_changed_and_deleted(world: World) -> None:
    ada = await person(world, "ada@example.com")
    made = await save(ada)
    assert (made["kind"], made["audience"], made["objectTypeId"], made["changeable"]) == (
        "views",
        "PRIVATE",
        "0-1",
        True,
    )
    assert made["content"] == OPEN
    path = f"{VIEWS}/{made['id']}"
    changed = (await ada("PATCH", path, {"name": "Closed", "updatedAt": made["updatedAt"]})).json
    assert (changed["name"], changed["content"]) == ("Closed", OPEN)
    assert (await ada("GET", path)).json == changed
    assert (await ada("GET", f"{VIEWS}?objectTypeId=companies")).json == {"results": []}
    assert (await ada("GET", f"/hubstead/saved/reports/{made['id']}")).status == 404
    assert (await ada("DELETE", path)).status == 204
    assert (await ada("GET", path)).status == 404


async def test_private_team_and_everyone(world: World) -> None:
    west = await in_portal(world, lambda unit: teams.create(unit, "West"))
    coast = await in_portal(world, lambda unit: teams.create(unit, "Coast", west.id))
    ada = await person(world, "ada@example.com", coast.id)
    colleague = await person(world, "bob@example.com", coast.id)
    leader = await person(world, "cy@example.com", west.id)
    stranger = await person(world, "dan@example.com")
    for audience in ("PRIVATE", "TEAM", "EVERYONE"):
        await save(ada, name=audience, audience=audience)
    headers = await session_of_admin(world)

    async def admin(method: str, path: str, body: Any = None) -> Reply:
        return await world.call(method, path, body, token=None, headers=headers)

    assert await names(ada) == ["EVERYONE", "PRIVATE", "TEAM"]
    assert await names(colleague) == await names(leader) == ["EVERYONE", "TEAM"]
    assert await names(stranger) == await names(admin) == ["EVERYONE"]
    assert await names(world.call) == ["EVERYONE"]  # an app


async def test_others_may_look_and_not_change(world: World) -> None:
    ada, bob = await person(world, "ada@example.com"), await person(world, "bob@example.com")
    path = f"{VIEWS}/{(await save(ada, audience='EVERYONE'))['id']}"
    assert (await bob("GET", path)).json["changeable"] is False
    for refused in (await bob("PATCH", path, {"name": "Mine"}), await bob("DELETE", path)):
        assert (refused.status, refused.json["category"]) == (403, "USER_DOES_NOT_HAVE_PERMISSIONS")
    headers = await session_of_admin(world)
    reply = await world.call("PATCH", path, {"name": "Ours"}, token=None, headers=headers)
    assert (reply.status, reply.json["name"]) == (200, "Ours")


async def test_of_two_who_change_a_view_at_once_one_is_told(world: World) -> None:
    ada = await person(world, "ada@example.com")
    made = await save(ada)
    given = [{"content": {"n": n}, "updatedAt": made["updatedAt"]} for n in range(2)]
    replies = await asyncio.gather(*(ada("PATCH", f"{VIEWS}/{made['id']}", one) for one in given))
    assert sorted(reply.status for reply in replies) == [200, 409]
    won = next(n for n, reply in enumerate(replies) if reply.status == 200)
    assert (await ada("GET", f"{VIEWS}/{made['id']}")).json["content"] == {"n": won}


async def test_what_cannot_be_saved(world: World) -> None:
    ada = await person(world, "ada@example.com")
    good = {"name": "Open", "objectTypeId": "0-1", "content": {}, "audience": "EVERYONE"}
    wrong: dict[str, Any]
    for wrong in (
        {"name": " "},
        {"name": "x" * 201},
        {"content": {"text": "x" * LARGEST}},
        {"content": []},
        {"audience": "NOBODY"},
        {"objectTypeId": ""},
        {"objectTypeId": "2-404"},
    ):
        assert (await ada("POST", VIEWS, {**good, **wrong})).status == 400, wrong
    with pytest.raises(Invalid, match="EVERYONE"):
        await in_portal(world, lambda unit: saved.create(unit, "views", "Of an app", "PRIVATE", {}))
    assert (await ada("POST", "/hubstead/saved/songs", good)).status == 404
    made = await save(ada)
    assert (await ada("PATCH", f"{VIEWS}/{made['id']}", {"updatedAt": "yesterday"})).status == 400
    assert (await ada("PATCH", f"{VIEWS}/none", {"name": "New"})).status == 404
