"""Apps looked after by people in a session: what a token may not do, and what a super admin may."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hubstead.account import portals
from hubstead.account.logins import set_password
from hubstead.apps.private_apps import create_app
from hubstead.store.access import Access, Levels
from tests.world import TOKEN, Reply, World

APPS = "/hubstead/apps"
CONTACTS = "/crm/v3/objects/contacts"
EMAIL = "owner@example.com"
PASSWORD = "correct horse battery"
Ask = Callable[..., Awaitable[Reply]]


async def session_of_admin(world: World) -> dict[str, str]:
    """What a browser sends in which a super admin is logged in."""
    await set_password(world.server.store, EMAIL, PASSWORD)
    given = {"email": EMAIL, "password": PASSWORD}
    reply = await world.post("/login", given, token=None, headers={"content-type": "application/json"})
    cookies = "; ".join(cookie.partition(";")[0] for cookie in reply.cookies)
    return {"cookie": cookies, "x-csrf-token": reply.json["csrfToken"]}


@pytest.fixture
async def admin(world: World) -> Ask:
    """Asks in the session of a super admin."""
    headers = await session_of_admin(world)

    async def ask(method: str, path: str = "", body: Any = None) -> Reply:
        return await world.call(method, APPS + path, body, token=None, headers=headers)

    return ask


async def test_an_app_is_made_given_a_new_token_and_deleted(world: World, admin: Ask) -> None:
    given = {"name": "ETL", "scopes": ["crm.objects.contacts.read", "crm.objects.contacts.read"]}
    made = await admin("POST", "", given)
    assert made.status == 201, made.body
    assert made.headers["cache-control"] == "no-store"
    first, id = made.json["token"], made.json["appId"]
    assert (await world.get(CONTACTS, token=first)).status == 200
    assert (await world.post(CONTACTS, {"properties": {}}, token=first)).status == 403
    second = (await admin("POST", f"/{id}/rotate", {"overlapHours": 1})).json["token"]
    assert [(await world.get(CONTACTS, token=token)).status for token in (first, second)] == [200, 200]
    [shown] = [app for app in (await admin("GET")).json["results"] if app["id"] == id]
    assert (shown["name"], shown["kind"], shown["scopes"]) == ("ETL", "private", ["crm.objects.contacts.read"])
    assert shown["callsToday"] == 4
    assert [token["ending"] for token in shown["tokens"]] == [first[-4:], second[-4:]]
    assert ["expiresAt" in token for token in shown["tokens"]] == [True, False]
    assert first not in str(shown)
    third = (await admin("POST", f"/{id}/rotate", {})).json["token"]
    assert [(await world.get(CONTACTS, token=token)).status for token in (first, second, third)] == [401, 401, 200]
    assert (await admin("DELETE", f"/{id}")).status == 204
    assert (await world.get(CONTACTS, token=third)).status == 401
    assert (await admin("DELETE", f"/{id}")).status == 404
    log = (await world.get("/account-info/v3/activity/audit-logs?sort=-occurredAt&limit=3")).json["results"]
    assert {entry["actingUser"]["userEmail"] for entry in log} == {EMAIL}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "Give the app a name"),
        ({"name": "x", "scopes": []}, "at least one scope"),
        ({"name": "x", "scopes": ["crm.objects.contact.read"]}, "Did you mean crm.objects.contacts.read"),
        ({"name": "x", "kind": "public"}, "kind"),
        ({}, "name"),
    ],
)
async def test_what_is_no_app_is_refused_with_a_reason(admin: Ask, given: Any, said: str) -> None:
    reply = await admin("POST", "", given)
    assert reply.status == 400
    assert said in reply.json["message"]


async def test_apps_of_other_accounts_are_unknown(world: World, admin: Ask) -> None:
    other = await portals.create(world.server.store, "Other", 0)
    id = await create_app(world.server.store, other.id, "pat-na1-of-the-other", "Theirs", None)
    assert "Theirs" not in (await admin("GET")).body.decode()
    for method, path in (("POST", f"/{id}/rotate"), ("DELETE", f"/{id}"), ("DELETE", "/x")):
        assert (await admin(method, path, {} if method == "POST" else None)).status == 404
    assert (await world.get(CONTACTS, token="pat-na1-of-the-other")).status == 200


async def test_only_a_super_admin_makes_changes_and_deletes_apps(world: World) -> None:
    helper = Access(5, "4", frozenset(), {}, Levels(), tools=frozenset(("account",)))
    bound = world.user(helper._replace(tools=frozenset()), "bound")
    account = world.user(helper, "account")
    changes = [("POST", "", {"name": "x"}), ("POST", "/1000001/rotate", {}), ("DELETE", "/1000001", None)]
    for method, path, body in changes:
        for token in (TOKEN, bound, account):
            assert (await world.call(method, APPS + path, body, token=token)).status == 403
    answers = [(await world.get(APPS, token=token)).status for token in (TOKEN, bound, account)]
    assert answers == [403, 403, 200]
    assert (await world.get(APPS, token=None)).status == 401
