"""The log of what apps called, as the people see it who look after them."""

from typing import Any

import pytest

from hubstead.calls.log import CallLog, Wanted
from hubstead.store.access import Access
from tests.apps.test_own_routes import session_of_admin
from tests.sandbox.conftest import Sandboxed
from tests.world import PORTAL, TOKEN, Reply, World

CALLS = "/hubstead/v3/calls"


async def _seen(world: World, query: str = "") -> list[Any]:
    headers = await session_of_admin(world)
    reply = await world.get(f"{CALLS}?{query}", token=None, headers=headers)
    assert reply.status == 200, reply.body
    found: list[Any] = reply.json["results"]
    return found


async def test_calls_are_found_by_path_status_method_and_correlation(world: World) -> None:
    await world.get("/crm/v3/objects/contacts?limit=1")
    missing = await world.get("/crm/v3/objects/deals/999999")
    await world.create("contacts", firstname="Ada")
    made, gone, listed = await _seen(world)
    assert [each["method"] for each in (made, gone, listed)] == ["POST", "GET", "GET"]
    assert (listed["path"], listed["query"], listed["status"]) == ("/crm/v3/objects/contacts", "limit=1", 200)
    assert gone["correlationId"] == missing.headers["x-hubspot-correlation-id"]
    assert gone["size"] == len(missing.body)
    for query, expected in {
        "status=404": [gone],
        "status=4xx": [gone],
        "status=2xx": [made, listed],
        "method=post": [made],
        "text=CONTACTS?limit": [listed],
        "text=objects*999": [gone],
        f"correlationId={gone['correlationId']}": [gone],
        f"appId={made['appId'] + 1}": [],
        f"after={made['id']}": [gone, listed],
        "limit=1": [made],
    }.items():
        assert await _seen(world, query) == expected, query


async def test_no_secret_and_no_address_stands_in_it(world: World) -> None:
    asked = (
        f"/crm/v3/objects/contacts?limit=1&access_token={TOKEN}&note=pat-na1-11111111-2222",
        "/crm/v3/objects/contacts?%68apikey=5ecre7&client_secret=5ecre7",
        "/crm/v3/objects/contacts/ada%40example.com?idProperty=email&who=bob@example.com",
        f"/crm/v3/objects/contacts/{TOKEN}",
    )
    for url in asked:
        await world.get(url)
    shown = str(await _seen(world))
    for word in (TOKEN, "pat-na1-11111111", "5ecre7", "example.com"):
        assert word not in shown
    assert "/crm/v3/objects/contacts/e-mail" in shown


async def test_it_is_for_people_who_look_after_the_account_and_of_their_own_account(world: World) -> None:
    await world.get("/crm/v3/objects/contacts")
    assert (await world.get(CALLS)).status == 403
    reader = world.user(Access(5, "4", frozenset(), {}), "a-reader")
    assert (await world.get(CALLS, token=reader)).json["category"] == "USER_DOES_NOT_HAVE_PERMISSIONS"
    log = world.server.calls.log
    log.add(PORTAL + 1, 7, ("GET", "/elsewhere", b""), (200, "c", 2), 1.0)
    refused, only = await _seen(world)
    assert (refused["path"], refused["status"]) == (CALLS, 403)
    other = next(log.newest_first(PORTAL + 1, Wanted()))
    headers = await session_of_admin(world)
    assert (await world.get(f"{CALLS}/{other.id}", token=None, headers=headers)).status == 404
    assert (await world.get(f"{CALLS}/{only['id']}", token=None, headers=headers)).json == only


@pytest.mark.parametrize("most", [0, 3])
def test_it_keeps_the_last_ones_only(most: int) -> None:
    log = CallLog(most)
    for number in range(5):
        log.add(1, 7, ("GET", f"/{number}", b""), (200, "", 0), 1.0)
    assert [entry.path for entry in log.newest_first(1, Wanted())] == ["/4", "/3", "/2"][:most]


async def test_calls_of_ending_versions_are_told_with_their_successor(world: World) -> None:
    await world.get("/crm/v3/objects/contacts?limit=1")
    await world.get("/crm/v3/objects/contacts?limit=2")
    await world.get("/crm/v4/objects/contacts/1/associations/companies")
    await world.get("/crm/objects/2026-03/contacts")
    await world.get("/hubstead/v3/tracking/hits")  # our own: nothing of it ends
    headers = await session_of_admin(world)
    for _ in range(2):  # what is written already is counted once
        found = (await world.get(f"{CALLS}/ending", token=None, headers=headers)).json["results"]
        assert [(each["version"], each["count"], each["supportedUntil"]) for each in found] == [
            ("v4", 1, "2027-03-30"),
            ("v3", 2, "2027-09-01"),
        ]
    assert found[1]["operation"] == "/crm/v3/objects/{objectType}"
    assert found[1]["successor"] == "/crm/objects/2026-03/{objectType}"


async def test_the_sandbox_adds_bodies_and_the_answers_of_faults() -> None:
    world = Sandboxed()
    async with world:
        fault = {"method": "GET", "status": 503, "times": 1}
        await world.ask("POST", f"/portals/{PORTAL}/faults", fault)
        await world.get("/crm/v3/objects/contacts")
        await world.post("/crm/v3/objects/contacts", {"properties": {"firstname": "Ada"}})
        made, failed = await _seen(world)
        assert failed["status"] == 503
        headers = await session_of_admin(world)
        whole: Reply = await world.get(f"{CALLS}/{made['id']}", token=None, headers=headers)
        exchange = whole.json["exchange"]
        assert exchange["request"]["body"] == '{"properties":{"firstname":"Ada"}}'
        assert exchange["request"]["headers"]["authorization"] == "Bearer redacted"
        assert exchange["response"]["headers"]["x-hubspot-correlation-id"] == made["correlationId"]
