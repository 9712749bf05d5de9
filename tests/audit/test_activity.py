"""Who did what: from the changes that were made to the lines that are shown. Shapes and words as documented."""

from collections.abc import AsyncIterator
from typing import Any
from unittest import mock

import pytest
import pytest_asyncio

from hubstead.account import roles, sessions
from hubstead.account.logins import set_password
from hubstead.account.people import Place
from hubstead.apps.tokens import Token, store_token
from hubstead.audit import log
from hubstead.crm.objects import users
from hubstead.first_start import EMAIL, new_portal
from hubstead.kit import clock
from hubstead.kit.clock import Clock, iso
from hubstead.store.access import Levels
from hubstead.store.unit import Unit
from tests.account.desk import in_portal
from tests.world import PORTAL, World

ACTIVITY = "/account-info/v3/activity"
AUDIT = f"{ACTIVITY}/audit-logs"
CONTACTS = "/crm/v3/objects/contacts"


@pytest_asyncio.fixture
async def quiet(world: World) -> AsyncIterator[World]:
    """A server with one portal whose log is looked at from now on."""
    world.server.start_of_test = await world.server.store.newest_fact()  # type: ignore[attr-defined]
    yield world


async def told(world: World, query: str = "") -> list[dict[str, Any]]:
    """What the audit log says since the test began."""
    start = world.server.start_of_test  # type: ignore[attr-defined]
    reply = await world.get(f"{AUDIT}?after={start}{query}")
    assert reply.status == 200, reply.body
    return list(reply.json["results"])


async def test_a_line_has_the_documented_words(quiet: World) -> None:
    user = (await quiet.get("/crm/v3/owners")).json["results"][0]["userId"]
    contact = await quiet.create("contacts", email="a@b.com")
    await quiet.patch(f"{CONTACTS}/{contact}", {"properties": {"city": "Rome"}})
    await quiet.delete(f"{CONTACTS}/{contact}")
    await quiet.patch("/crm/v3/pipelines/deals/default", {"label": "First"})
    created, changed, deleted, pipeline = await told(quiet)
    assert created == {
        "id": created["id"],
        "category": "CRM_OBJECT",
        "subCategory": "CONTACT",
        "action": "CREATE",
        "targetObjectId": contact,
        "occurredAt": created["occurredAt"],
        "actingUser": {"userId": user, "userEmail": EMAIL},
    }
    assert [
        (one["category"], one["subCategory"], one["action"], one["targetObjectId"]) for one in (changed, deleted)
    ] == [
        ("PROPERTY_VALUE", "CONTACT", "UPDATE", contact),
        ("CRM_OBJECT", "CONTACT", "DELETE", contact),
    ]
    words = {name: pipeline[name] for name in ("category", "subCategory", "action", "targetObjectId")}
    assert words == {"category": "PIPELINE", "subCategory": "DEAL", "action": "UPDATE", "targetObjectId": "default"}


async def test_it_is_filtered_by_user_and_time(quiet: World) -> None:
    await store_token(quiet.server.store, PORTAL, "pat-na1-of-user-77", Token(name="other", app_id=9, user_id=77))
    try:
        ids = []
        for minute, token in ((1, None), (2, "pat-na1-of-user-77"), (3, None)):
            clock.turn(PORTAL, Clock(frozen=1_800_000_000_000 + minute * 60_000))
            sent = {"token": token} if token else {}
            ids.append((await quiet.post(CONTACTS, {"properties": {}}, **sent)).json["id"])
    finally:
        clock.turn(PORTAL, None)

    async def targets(query: str) -> list[str]:
        return [line["targetObjectId"] for line in await told(quiet, query)]

    assert await targets("") == ids
    assert await targets("&actingUserId=77") == [ids[1]]
    assert await targets("&actingUserId=77&actingUserId=78,79") == [ids[1]]
    assert await targets("&actingUserId=78") == []
    moment = iso(1_800_000_000_000 + 120_000)
    assert await targets(f"&occurredAfter={moment}") == ids[1:]
    assert await targets(f"&occurredBefore={moment}") == ids[:2]
    assert await targets(f"&occurredAfter={moment}&occurredBefore={moment}") == [ids[1]]


@pytest.mark.parametrize(("at_once", "rows"), [(1, 1), (2, 5), (3, 2), (10_000, 1), (10_000, 2), (10_000, 200)])
async def test_pages_lead_through_all_of_it_in_both_orders(quiet: World, at_once: int, rows: int) -> None:
    start = quiet.server.start_of_test  # type: ignore[attr-defined]
    ids = [await quiet.create("contacts") for _ in range(5)]
    with mock.patch.object(log, "AT_ONCE", at_once), mock.patch.object(log, "ROWS", rows):
        for sort, expected, after in (("", ids, str(start)), ("&sort=-occurredAt", ids[::-1], "")):
            seen: list[str] = []
            while len(seen) < 5:
                page = (await quiet.get(f"{AUDIT}?limit=2&after={after}{sort}")).json
                seen += [line["targetObjectId"] for line in page["results"]]
                after = page.get("paging", {}).get("next", {}).get("after")
            assert seen[:5] == expected


async def test_nothing_of_another_portal_is_in_it(quiet: World) -> None:
    other, _ = await new_portal(quiet.server.store, quiet.server.definitions, "Second")
    await store_token(quiet.server.store, other.id, "pat-na1-of-another", Token(name="other", app_id=9))
    assert (await quiet.post(CONTACTS, {"properties": {}}, token="pat-na1-of-another")).status == 201
    await set_password(quiet.server.store, EMAIL, "correct horse battery")
    assert [line["subCategory"] for line in await told(quiet)] == ["CHANGE_PASSWORD"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "after=x", "actingUserId=x", "occurredAfter=x", "occurredBefore=x", "sort=name"]
)
async def test_the_log_refuses(world: World, query: str) -> None:
    assert (await world.get(f"{AUDIT}?{query}")).status == 400


async def test_nobody_can_write_to_it(world: World) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await world.call(method, AUDIT, {})).status == 405


async def test_logins_are_told_with_address_and_client(world: World) -> None:
    await set_password(world.server.store, EMAIL, "correct horse battery")
    for password in ("wrong password", "correct horse battery"):
        body = {"email": EMAIL, "password": password}
        headers = {"content-type": "application/json", "user-agent": "Tester/1"}
        await world.post("/login", body, token=None, headers=headers)
        await world.server.logins.settle()
    newest, older = (await world.get(f"{ACTIVITY}/login")).json["results"]
    assert newest == {
        "id": newest["id"],
        "loginAt": newest["loginAt"],
        "userId": newest["userId"],
        "email": EMAIL,
        "loginSucceeded": True,
        "ipAddress": "203.0.113.7",
        "userAgent": "Tester/1",
    }
    assert older["loginSucceeded"] is False
    page = (await world.get(f"{ACTIVITY}/login?limit=1")).json
    following = await world.get(f"/account-info/2026-03/activity/login?limit=1&after={page['paging']['next']['after']}")
    assert following.json == {"results": [older]}
    assert (await world.get(f"{ACTIVITY}/login?userId=1")).json == {"results": []}
    assert len((await world.get(f"{ACTIVITY}/login?userId={newest['userId']}")).json["results"]) == 2
    clock.turn(PORTAL, Clock(ahead=91 * 86_400_000))
    try:
        assert (await world.get(f"{ACTIVITY}/login")).json == {"results": []}
    finally:
        clock.turn(PORTAL, None)


async def test_what_bears_on_security_is_told(world: World) -> None:
    before = {line["id"] for line in (await world.get(f"{ACTIVITY}/security")).json["results"]}
    added = (await world.post("/settings/v3/users", {"email": "ann@example.com"})).json["id"]
    await world.delete(f"/settings/v3/users/{added}")
    results = (await world.get(f"{ACTIVITY}/security")).json["results"]
    removed, joined = [line for line in results if line["id"] not in before]
    acting = (await world.get("/crm/v3/owners")).json["results"][0]["userId"]
    assert joined == {
        "id": joined["id"],
        "type": "ADD_USER",
        "createdAt": joined["createdAt"],
        "userId": acting,
        "actingUser": EMAIL,
        "objectId": added,
        "ipAddress": "203.0.113.7",
    }
    assert removed["type"] == "DEACTIVATE_USER"
    assert (await world.get(f"{ACTIVITY}/security?userId=1")).json == {"results": []}
    late = (await world.get(f"{ACTIVITY}/security?fromTimestamp=4000000000000")).json
    assert late == {"results": []}
    assert len((await world.get(f"{ACTIVITY}/security?toTimestamp=4000000000000")).json["results"]) == len(results)
    page = (await world.get(f"{ACTIVITY}/security?limit=1")).json
    assert page["results"] == [removed]
    assert (await world.get(f"{ACTIVITY}/security?limit=1&after={removed['id']}")).json["results"] == [joined]


async def test_reading_it_needs_the_scope_or_the_permission(world: World) -> None:
    token = await world.token("pat-na1-other", ("crm.objects.contacts.read",))
    assert (await world.get(AUDIT, token=token)).status == 403
    token = await world.token("pat-na1-auditor", ("account-info.security.read",))
    assert (await world.get(AUDIT, token=token)).status == 200
    auditor = await in_portal(world, lambda unit: roles.create(unit, "Auditor", {}, Levels(), ["audit"]))
    for email, place, status in (
        ("ann@example.com", Place(role_ids=[auditor.id]), 200),
        ("bob@example.com", Place(), 403),
    ):

        async def work(unit: Unit, email: str = email, place: Place = place) -> str:
            return sessions.begin(unit, (await users.add(unit, email, place)).user)

        headers = {"cookie": f"{sessions.COOKIE}={await in_portal(world, work)}"}
        for path in ("audit-logs", "login", "security"):
            assert (await world.get(f"{ACTIVITY}/{path}", token=None, headers=headers)).status == status


async def test_the_log_is_narrowed_by_what_was_done_and_to_what(quiet: World) -> None:
    first, second = [await quiet.create("contacts", email=f"{name}@b.com") for name in "ab"]
    await quiet.patch(f"{CONTACTS}/{first}", {"properties": {"city": "Rome"}})
    await quiet.delete(f"{CONTACTS}/{first}")
    await quiet.patch("/crm/v3/pipelines/deals/default", {"label": "First"})

    async def found(query: str) -> list[tuple[str, str, str]]:
        return [(one["category"], one["action"], one["targetObjectId"]) for one in await told(quiet, query)]

    assert await found("&category=CRM_OBJECT&action=CREATE") == [
        ("CRM_OBJECT", "CREATE", first),
        ("CRM_OBJECT", "CREATE", second),
    ]
    assert await found(f"&targetObjectId={first}") == [
        ("CRM_OBJECT", "CREATE", first),
        ("PROPERTY_VALUE", "UPDATE", first),
        ("CRM_OBJECT", "DELETE", first),
    ]
    assert [one[0] for one in await found("&action=UPDATE")] == ["PROPERTY_VALUE", "PIPELINE"]
    assert [one[0] for one in await found("&category=PIPELINE")] == ["PIPELINE"]
    assert await found("&category=NOTHING") == []
