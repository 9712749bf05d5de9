"""The bounds of a user who really logs in: a role, a team and a password, through the API."""

from typing import Any, NamedTuple

import pytest_asyncio

from hubstead.account import roles, teams
from hubstead.account.logins import set_password
from hubstead.store.access import Levels
from hubstead.store.unit import Unit
from tests.access.conftest import NONE, OWN, in_portal
from tests.world import Reply, World

CONTACTS = "/crm/v3/objects/contacts"
PASSWORD = "correct horse battery"
SELLER = {"0-1": Levels("team", "own", "none"), "0-3": OWN}


class Browser(NamedTuple):
    """A logged-in person; `owner` is the person as an owner of records."""

    world: World
    owner: str
    headers: dict[str, str]

    async def call(self, method: str, path: str, body: Any = None) -> Reply:
        """A request with the session's cookie and CSRF token."""
        return await self.world.call(method, path, body, token=None, headers=self.headers)


async def _browser(world: World, name: str, role: str, team: str) -> Browser:
    email = f"{name}@example.com"
    given = {"email": email, "firstName": name, "roleId": role, "primaryTeamId": team}
    user = await world.post("/settings/v3/users", given)
    assert user.status == 201, user.body
    return await _logged_in(world, email)


async def _logged_in(world: World, email: str) -> Browser:
    await set_password(world.server.store, email, PASSWORD)
    headers = {"content-type": "application/json"}
    reply = await world.post("/login", {"email": email, "password": PASSWORD}, token=None, headers=headers)
    assert reply.status == 200, reply.body
    cookies = "; ".join(cookie.partition(";")[0] for cookie in reply.cookies)
    owner = await world.get(f"/crm/v3/owners/{reply.json['userId']}?idProperty=userId")
    return Browser(world, owner.json["id"], {"cookie": cookies, "x-csrf-token": reply.json["csrfToken"]})


class Sales(NamedTuple):
    """Ann and Ben sell in one team, Cleo in another."""

    ann: Browser
    ben: Browser
    cleo: Browser


@pytest_asyncio.fixture
async def sales(world: World) -> Sales:
    async def work(unit: Unit) -> tuple[str, str, str]:
        role = await roles.create(unit, "Seller", SELLER, NONE, ())
        return role.id, (await teams.create(unit, "North")).id, (await teams.create(unit, "South")).id

    role, north, south = await in_portal(world, work)
    where = {"ann": north, "ben": north, "cleo": south}
    return Sales(*[await _browser(world, name, role, team) for name, team in where.items()])


async def test_people_see_their_teams_records_and_change_their_own(sales: Sales) -> None:
    made = {}
    for name, person in sales._asdict().items():
        reply = await person.call("POST", CONTACTS, {"properties": {"firstname": name}})
        assert reply.status == 201, reply.body
        made[name] = reply.json["id"]
    page = await sales.ann.call("GET", f"{CONTACTS}?properties=hubspot_owner_id")
    shown = {one["id"]: one["properties"]["hubspot_owner_id"] for one in page.json["results"]}
    assert shown == {made["ann"]: sales.ann.owner, made["ben"]: sales.ben.owner}
    found = await sales.ann.call("POST", f"{CONTACTS}/search", {})
    assert found.json["total"] == 2
    change = {"properties": {"city": "Paris"}}
    statuses = [(await sales.ann.call("PATCH", f"{CONTACTS}/{id}", change)).status for id in made.values()]
    assert statuses == [200, 403, 404]
    assert (await sales.ann.call("DELETE", f"{CONTACTS}/{made['ann']}")).status == 403
    assert (await sales.ann.call("GET", "/crm/v3/objects/companies")).json == {"results": []}
    assert (await sales.ann.call("POST", "/crm/v3/objects/companies", {"properties": {}})).status == 403


async def test_who_changes_teams_sees_others(world: World, sales: Sales) -> None:
    """The next request of a session that is open counts with what holds then."""
    made = await sales.cleo.call("POST", CONTACTS, {"properties": {}})
    path = f"{CONTACTS}/{made.json['id']}"
    assert (await sales.ann.call("GET", path)).status == 404
    people = (await world.get("/settings/v3/users")).json["results"]
    teams_of = {one["email"]: one.get("primaryTeamId") for one in people}
    moved = {"primaryTeamId": teams_of["ann@example.com"]}
    reply = await world.put("/settings/v3/users/cleo@example.com?idProperty=EMAIL", moved)
    assert reply.status == 200, reply.body
    assert (await sales.ann.call("GET", path)).status == 200


async def test_a_super_admin_has_no_bounds_and_owns_what_is_made_in_a_session(world: World, sales: Sales) -> None:
    made = await sales.cleo.call("POST", CONTACTS, {"properties": {}})
    admin = await _logged_in(world, "owner@example.com")
    assert (await admin.call("GET", f"{CONTACTS}/{made.json['id']}")).status == 200
    own = await admin.call("POST", CONTACTS, {"properties": {}})
    found = await admin.call("GET", f"{CONTACTS}/{own.json['id']}?properties=hubspot_owner_id")
    assert found.json["properties"]["hubspot_owner_id"] == admin.owner
