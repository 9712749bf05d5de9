"""People and what they did, on PostgreSQL: the same answers from the other engine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from hubstead.account import removals, roles, teams
from hubstead.account.logins import set_password
from hubstead.first_start import EMAIL
from tests.account.desk import in_portal
from tests.postgres import cluster
from tests.world import World

PASSWORD = "correct horse battery"
ACTIVITY = "/account-info/v3/activity"


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A server over a database of its own."""
    with cluster().database() as url:
        async with World(database=url) as world:
            yield world


async def test_people_and_their_activity(world: World) -> None:
    added = (await world.post("/settings/v3/users", {"email": "ann@example.com", "firstName": "Ann"})).json["id"]
    owner = (await world.get(f"/crm/v3/owners/{added}?idProperty=userId")).json
    assert owner["email"] == "ann@example.com"
    await set_password(world.server.store, EMAIL, PASSWORD)
    headers = {"content-type": "application/json"}
    statuses = [
        (await world.post("/login", {"email": EMAIL, "password": password}, token=None, headers=headers)).status
        for password in ("wrong password", PASSWORD)
    ]
    assert statuses == [401, 200]
    await world.server.logins.settle()
    logins = (await world.get(f"{ACTIVITY}/login")).json["results"]
    assert sorted(login["loginSucceeded"] for login in logins) == [False, True]
    assert (await world.get(f"{ACTIVITY}/login?userId=1")).json == {"results": []}
    acting = logins[0]["userId"]
    kinds = [line["type"] for line in (await world.get(f"{ACTIVITY}/security")).json["results"]]
    assert kinds[:2] == ["CHANGE_PASSWORD", "ADD_USER"]
    assert len((await world.get(f"{ACTIVITY}/security?userId={acting}&fromTimestamp=1")).json["results"]) == 1
    page = (await world.get(f"{ACTIVITY}/audit-logs?actingUserId={acting}&limit=2&sort=-occurredAt")).json
    assert [line["category"] for line in page["results"]] == ["LOGIN", "LOGIN"]
    after = page["paging"]["next"]["after"]
    rest = (await world.get(f"{ACTIVITY}/audit-logs?actingUserId={acting}&after={after}&sort=-occurredAt")).json
    assert ("USER", "CREATE", added) in [
        (line["category"], line["action"], line["targetObjectId"]) for line in rest["results"]
    ]
    assert (await world.get("/settings/v3/currencies/company-currency")).json["id"] == "USD"
    assert (await world.delete(f"/settings/v3/users/{added}")).status == 204
    assert (await world.get(f"/settings/v3/users/{added}")).status == 404


async def test_own_passwords_roles_and_teams(world: World) -> None:
    role = await in_portal(world, lambda unit: roles.create(unit, "Seller", {}, roles.NOTHING, ()))
    west = await in_portal(world, lambda unit: teams.create(unit, "West"))
    coast = await in_portal(world, lambda unit: teams.create(unit, "Coast", west.id))
    ann = {"email": "ann@example.com", "roleId": role.id, "primaryTeamId": west.id}
    id = (await world.post("/settings/v3/users", ann)).json["id"]
    await in_portal(world, lambda unit: roles.change(unit, role, name="Reader"))
    assert [one["name"] for one in (await world.get("/settings/v3/users/roles")).json["results"]] == ["Reader"]
    assert await in_portal(world, lambda unit: removals.delete_role(unit, role)) == 1
    assert await in_portal(world, lambda unit: removals.delete_team(unit, west)) == 1
    left = (await world.get(f"/settings/v3/users/{id}")).json
    assert (left["roleIds"], "primaryTeamId" in left) == ([], False)
    assert (await in_portal(world, teams.teams_of))[coast.id].parent is None

    await set_password(world.server.store, EMAIL, PASSWORD)
    sent = []
    for _ in range(2):
        body = {"email": EMAIL, "password": PASSWORD}
        reply = await world.post("/login", body, token=None, headers={"content-type": "application/json"})
        cookies = "; ".join(cookie.partition(";")[0] for cookie in reply.cookies)
        sent.append({"cookie": cookies, "x-csrf-token": reply.json["csrfToken"], "content-type": "application/json"})
    change = {"currentPassword": PASSWORD, "newPassword": f"{PASSWORD} more"}
    assert (await world.post("/login/password", change, token=None, headers=sent[0])).status == 204
    statuses = [(await world.get("/crm/v3/owners", token=None, headers=headers)).status for headers in sent]
    assert statuses == [200, 401]
