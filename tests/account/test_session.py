"""The session as the web app asks for it: who is logged in and may do what, and going over to another portal."""

from typing import Any

import pytest_asyncio

from hubstead.account import portals, roles
from hubstead.account.logins import set_password
from hubstead.account.people import Place
from hubstead.account.roles import NOTHING
from hubstead.crm.objects import users
from hubstead.store.access import Levels
from tests.account.desk import in_portal
from tests.world import PORTAL, Reply, World

PASSWORD = "correct horse battery"
OWNER = "owner@example.com"
ANN = "ann@example.com"


class Person:
    """Somebody with a browser: its cookies, and the CSRF token that its pages send."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.cookies: dict[str, str] = {}

    async def log_in(self, email: str) -> Reply:
        await set_password(self._world.server.store, email, PASSWORD)
        return await self.call("POST", "/login", {"email": email, "password": PASSWORD})

    async def call(self, method: str, path: str, body: Any = None, *, csrf: bool = True) -> Reply:
        headers = {"content-type": "application/json"}
        if self.cookies:
            headers["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if csrf:
                headers["x-csrf-token"] = self.cookies["hubstead_csrf"]
        reply = await self._world.call(method, path, body, token=None, headers=headers)
        for cookie in reply.cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply


@pytest_asyncio.fixture
async def person(world: World) -> Person:
    return Person(world)


async def test_nobody_is_logged_in_at_first(person: Person) -> None:
    assert (await person.call("GET", "/login/session")).status == 204


async def test_a_super_admin_is_bound_by_nothing(person: Person) -> None:
    await person.log_in(OWNER)
    reply = await person.call("GET", "/login/session")
    assert reply.headers["cache-control"] == "no-store"
    shown = reply.json
    assert shown["email"] == OWNER
    assert shown["portalId"] == PORTAL
    assert shown["superAdmin"] is True
    assert shown["rest"] == {"view": "all", "edit": "all", "delete": "all"}
    assert shown["levels"] == {}
    assert {"traffic-analytics", "custom-events"} <= set(shown["features"])
    assert [portal["portalId"] for portal in shown["portals"]] == [PORTAL]


async def test_a_user_is_told_the_bounds_of_the_roles(world: World, person: Person) -> None:
    levels = {"0-1": Levels("team", "own", "none")}
    role = await in_portal(world, lambda unit: roles.create(unit, "Seller", levels, NOTHING, ("audit",)))
    await in_portal(world, lambda unit: users.add(unit, ANN, Place("Ann", "Lee", (role.id,))))
    await person.log_in(ANN)
    shown = (await person.call("GET", "/login/session")).json
    assert (shown["firstName"], shown["lastName"]) == ("Ann", "Lee")
    assert shown["superAdmin"] is False
    assert shown["levels"] == {"0-1": {"view": "team", "edit": "own", "delete": "none"}}
    assert shown["rest"] == {"view": "none", "edit": "none", "delete": "none"}
    assert shown["tools"] == ["audit"]
    assert (await world.get(f"/crm/v3/owners/{shown['ownerId']}")).json["email"] == ANN


async def _second_portal(world: World) -> int:
    other = await portals.create(world.server.store, "Branch", 0)
    await in_portal(world, lambda unit: users.add(unit, ANN, super_admin=True), other.id)
    await in_portal(world, lambda unit: users.add(unit, ANN, super_admin=True))
    return other.id


async def test_a_person_goes_over_to_another_portal(world: World, person: Person) -> None:
    branch = await _second_portal(world)
    await person.log_in(ANN)
    before = dict(person.cookies)
    shown = (await person.call("GET", "/login/session")).json
    assert {(portal["portalId"], portal["name"]) for portal in shown["portals"]} >= {(branch, "Branch")}
    assert (await person.call("POST", "/login/switch", {"portalId": branch})).status == 204
    assert (await person.call("GET", "/login/session")).json["portalId"] == branch
    person.cookies = before
    assert (await person.call("GET", "/login/session")).status == 204, "the session that was left has ended"


async def test_nobody_goes_to_a_portal_of_others(world: World, person: Person) -> None:
    other = await portals.create(world.server.store, "Strangers", 0)
    await person.log_in(OWNER)
    assert (await person.call("POST", "/login/switch", {"portalId": other.id})).status == 404
    assert (await person.call("GET", "/login/session")).json["portalId"] == PORTAL


async def test_a_foreign_page_cannot_let_a_person_go_over(world: World, person: Person) -> None:
    branch = await _second_portal(world)
    await person.log_in(ANN)
    assert (await person.call("POST", "/login/switch", {"portalId": branch}, csrf=False)).status == 403
    assert (await person.call("GET", "/login/session")).json["portalId"] == PORTAL


async def test_going_over_takes_a_session_and_a_number(person: Person) -> None:
    assert (await person.call("POST", "/login/switch", {"portalId": PORTAL})).status == 401
    await person.log_in(OWNER)
    assert (await person.call("POST", "/login/switch", {"portalId": "here"})).status == 400
