"""The first start in a browser, and links with which people choose a password."""

import asyncio
from typing import Any

import pytest

from hubstead.account import one_time, roles
from hubstead.account.logins import set_password
from hubstead.account.people import Place
from hubstead.crm.objects import users
from hubstead.first_start import new_portal
from hubstead.kit import clock
from hubstead.set_up import set_up
from hubstead.store.access import Levels
from tests.account.desk import in_portal
from tests.account.test_session import Person
from tests.world import PORTAL, World

OWNER = "owner@example.com"
PASSWORD = "correct horse battery"


async def code_of(world: World) -> str:
    """The code of the link that a start prints."""
    link = await set_up.offer(world.server.store, world.server.definitions)
    assert link is not None
    path, _, code = link.partition("#")
    assert path == "/app/set-up"
    return code


def given(code: str, **more: Any) -> dict[str, Any]:
    body = {"code": code, "email": "Ada@Example.com", "password": PASSWORD, "firstName": "Ada", "lastName": "Byron"}
    return {**body, "company": " Engines  Ltd ", "timeZone": "Europe/London", "currency": "GBP", **more}


async def test_who_holds_the_link_becomes_the_owner_once(world: World) -> None:
    person, late = Person(world), Person(world)
    assert (await person.call("GET", "/login/set-up")).json == {"open": True}
    earlier, code = await code_of(world), await code_of(world)
    for wrong in ("", "guess", earlier):
        refused = await person.call("POST", "/login/set-up", given(wrong))
        assert (refused.status, "prints a new one" in refused.json["message"]) == (403, True)
    for bad in ({"password": "short"}, {"timeZone": "Moon/Sea"}, {"currency": "XXY"}, {"company": "x" * 201}):
        assert (await person.call("POST", "/login/set-up", given(code, **bad))).status == 400
    both = await asyncio.gather(
        person.call("POST", "/login/set-up", given(code)),
        late.call("POST", "/login/set-up", given(code, email="eve@example.com")),
    )
    assert sorted(reply.status for reply in both) == [204, 403]
    winner, loser = (person, late) if both[0].status == 204 else (late, person)
    shown = (await winner.call("GET", "/login/session")).json
    assert (shown["superAdmin"], shown["firstName"], shown["timeZone"], shown["currency"]) == (
        True, "Ada", "Europe/London", "GBP",
    )  # fmt: skip
    assert [portal["name"] for portal in shown["portals"]] == ["Engines Ltd"]
    assert (await loser.call("GET", "/login/session")).status == 204
    assert (await loser.call("GET", "/login/set-up")).json == {"open": False}
    assert await set_up.offer(world.server.store, world.server.definitions) is None
    assert (await world.get("/settings/v3/users/" + OWNER + "?idProperty=EMAIL")).status == 404
    [record] = (await world.get("/crm/v3/objects/users?properties=hs_email,hs_given_name")).json["results"]
    [owner] = (await world.get("/crm/v3/owners")).json["results"]
    assert owner["email"] == record["properties"]["hs_email"] == shown["email"]
    assert (owner["firstName"], record["properties"]["hs_given_name"]) == ("Ada", "Ada")
    assert await winner.call("POST", "/login", {"email": shown["email"], "password": PASSWORD})


async def test_a_server_with_an_owner_cannot_be_set_up(world: World) -> None:
    code = await code_of(world)
    await set_password(world.server.store, OWNER, PASSWORD)
    refused = await Person(world).call("POST", "/login/set-up", given(code))
    assert (refused.status, "sign in" in refused.json["message"]) == (403, True)


async def test_guesses_are_bounded(world: World) -> None:
    code = await code_of(world)
    statuses = [(await Person(world).call("POST", "/login/set-up", given("guess"))).status for _ in range(51)]
    assert statuses == [403] * 50 + [429]
    assert (await Person(world).call("POST", "/login/set-up", given(code))).status == 429
    assert (await Person(world).call("POST", "/login/invitation", {"code": "x", "password": PASSWORD})).status == 429


async def colleague(world: World, email: str, *tools: str) -> str:
    """A user with a role that sees all records and allows these tools; answers the id."""
    role = await in_portal(world, lambda unit: roles.create(unit, f"Of {email}", {}, Levels(), tools))
    return str((await in_portal(world, lambda unit: users.add(unit, email, Place(role_ids=[role.id])))).user.id)


async def test_a_link_lets_a_user_choose_a_password_once(world: World) -> None:
    owner, ann = Person(world), Person(world)
    await owner.log_in(OWNER)
    id = await colleague(world, "ann@example.com")
    invitations = "/hubstead/v1/invitations"
    first = (await owner.call("POST", f"{invitations}/{id}")).json["path"].partition("#")[2]
    made = await owner.call("POST", f"{invitations}/{id}")
    assert (made.status, made.headers["cache-control"]) == (201, "no-store")
    code = made.json["path"].partition("#")[2]
    stored = await world.server.store.rows("SELECT digest, document FROM token")
    assert not any(code in part for row in stored for part in row)
    state = {one["userId"]: one for one in (await owner.call("GET", invitations)).json["results"]}
    assert state[id] == {"userId": id, "hasPassword": False, "invitedUntil": made.json["expiresAt"]}
    assert (await ann.call("POST", "/login/invitation/show", {"code": code})).json == {
        "email": "ann@example.com",
        "firstName": "",
        "account": "My company",
    }
    assert (await ann.call("POST", "/login/invitation/show", {"code": first})).status == 403
    assert (await ann.call("POST", "/login/invitation", {"code": code, "password": "short"})).status == 400
    assert (await ann.call("POST", "/login/invitation", {"code": code, "password": PASSWORD})).status == 204
    assert (await ann.call("GET", "/login/session")).json["email"] == "ann@example.com"
    assert (await ann.call("POST", "/login/invitation", {"code": code, "password": PASSWORD})).status == 403
    again = (await owner.call("POST", f"{invitations}/{id}")).json["path"].partition("#")[2]
    assert (await world.delete(f"/settings/v3/users/{id}")).status == 204
    assert (await world.post("/settings/v3/users", {"email": "ann@example.com"})).json["id"] == id
    assert (await ann.call("POST", "/login/invitation/show", {"code": again})).status == 403


async def test_a_link_is_no_way_up(world: World) -> None:
    owner, ann = Person(world), Person(world)
    await owner.log_in(OWNER)
    low, high = await colleague(world, "low@example.com"), await colleague(world, "high@example.com", "audit")
    ann_id = await colleague(world, "ann@example.com", "users")
    await ann.log_in("ann@example.com")
    boss = (await owner.call("GET", "/login/session")).json["userId"]
    invitations, admins = "/hubstead/v1/invitations", "/hubstead/v1/super-admins"
    assert (await ann.call("POST", f"{invitations}/{low}")).status == 201
    for other in (high, boss):
        assert (await ann.call("POST", f"{invitations}/{other}")).status == 403
    for who in (ann_id, low):
        assert (await ann.call("PUT", f"{admins}/{who}")).status == 403
    assert (await ann.call("DELETE", f"{admins}/{boss}")).status == 403
    assert (await world.call("POST", f"{invitations}/{low}")).status == 403  # an app, whatever its scopes
    assert (await world.call("PUT", f"{admins}/{low}")).status == 403
    last = await owner.call("DELETE", f"{admins}/{boss}")
    assert (last.status, "only super admin" in last.json["message"]) == (400, True)
    # Whoever belongs to another account, too, would be let into that one by the password.
    second, _ = await new_portal(world.server.store, world.server.definitions, "Second")
    code = (await owner.call("POST", f"{invitations}/{low}")).json["path"].partition("#")[2]
    await in_portal(world, lambda unit: users.add(unit, "low@example.com"), second.id)
    assert (await owner.call("POST", f"{invitations}/{low}")).status == 409
    assert (await Person(world).call("POST", "/login/invitation", {"code": code, "password": PASSWORD})).status == 403


async def test_a_link_ends_after_its_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    id = int(await colleague(world, "ann@example.com"))
    secret, link = await in_portal(world, lambda unit: one_time.give(unit, "invitation", id, 60_000))
    assert await one_time.find(world.server.store, "set-up", secret) is None
    held = await one_time.find(world.server.store, "invitation", secret)
    assert held is not None
    assert held.portal == PORTAL
    monkeypatch.setattr(clock, "true_now", lambda: link.until)
    assert await one_time.find(world.server.store, "invitation", secret) is None


async def test_people_end_their_own_sessions(world: World) -> None:
    here, there = Person(world), Person(world)
    await here.log_in(OWNER)
    assert (await there.call("POST", "/login", {"email": OWNER, "password": PASSWORD})).status == 200
    shown = (await here.call("GET", "/login/sessions")).json["results"]
    assert sorted(one["current"] for one in shown) == [False, True]
    assert {one["address"] for one in shown} == {"203.0.113.7"}
    assert (await here.call("DELETE", "/login/sessions/others", csrf=False)).status == 403
    assert (await here.call("DELETE", "/login/sessions/others")).status == 204
    assert (await there.call("GET", "/login/session")).status == 204
    assert (await here.call("GET", "/login/session")).status == 200
