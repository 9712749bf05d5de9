"""People and what they did, on PostgreSQL: the same answers from the other engine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from hubstead.account.logins import set_password
from hubstead.first_start import EMAIL
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
