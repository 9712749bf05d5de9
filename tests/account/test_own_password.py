"""People change their own password and name in a session, and nobody else does."""

from collections.abc import AsyncIterator
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from hubstead.account import logins
from hubstead.account.logins import NewPassword, set_password
from hubstead.account.sessions import Membership, Person
from hubstead.first_start import EMAIL, new_portal
from hubstead.kit.errors import Unauthenticated
from tests.world import PORTAL, Reply, World

OLD, NEW = "correct horse battery", "another horse battery"
CONTACTS = "/crm/v3/objects/contacts"
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
BODY = {"currentPassword": OLD, "newPassword": NEW}


@pytest_asyncio.fixture
async def open_world(world: World) -> AsyncIterator[World]:
    """A server whose first user has a password."""
    await set_password(world.server.store, EMAIL, OLD)
    yield world


async def tried(world: World, password: str, **more: Any) -> Reply:
    return await world.post("/login", {"email": EMAIL, "password": password, **more}, token=None, headers=JSON)


async def session(world: World, **more: Any) -> dict[str, str]:
    """What the browser of a new session sends."""
    reply = await tried(world, OLD, **more)
    assert reply.status == 200, reply.body
    cookies = "; ".join(cookie.partition(";")[0] for cookie in reply.cookies)
    return {"cookie": cookies, "x-csrf-token": reply.json["csrfToken"]}


async def change(world: World, sent: dict[str, str], **body: str) -> Reply:
    return await world.post("/login/password", {**BODY, **body}, token=None, headers={**JSON, **sent})


async def reads(world: World, sent: dict[str, str]) -> int:
    return (await world.get(CONTACTS, token=None, headers=sent)).status


async def test_the_new_password_counts_and_other_sessions_end_in_all_portals(open_world: World) -> None:
    other, _ = await new_portal(open_world.server.store, open_world.server.definitions, "Second")
    own, second, far = [await session(open_world, portalId=id) for id in (PORTAL, PORTAL, other.id)]
    user = (await open_world.get("/settings/v3/users")).json["results"][0]["id"]
    assert (await change(open_world, own)).status == 204
    assert [await reads(open_world, sent) for sent in (own, second, far)] == [200, 401, 401]
    assert not open_world.server.logins.by_address._made["203.0.113.7"]
    assert (await tried(open_world, OLD)).status == 401
    assert (await tried(open_world, NEW)).status == 200
    line = (await open_world.get("/account-info/v3/activity/security")).json["results"][0]
    assert (line["type"], line["objectId"]) == ("CHANGE_PASSWORD", user)
    assert (line["userId"], line["ipAddress"]) == (int(user), "203.0.113.7")


async def test_a_form_does_the_same(open_world: World) -> None:
    sent = await session(open_world)
    fields = {**BODY, "csrf": sent["x-csrf-token"]}
    body, headers = urlencode(fields).encode(), {**FORM, "cookie": sent["cookie"]}
    reply = await open_world.post("/login/password", body, token=None, headers=headers)
    assert (reply.status, reply.headers["location"]) == (303, "/login")
    assert (await tried(open_world, NEW)).status == 200


@pytest.mark.parametrize("kind", [JSON, FORM])
@pytest.mark.parametrize("csrf", ["", "0" * 64])
async def test_a_foreign_page_changes_nothing(open_world: World, kind: dict[str, str], csrf: str) -> None:
    sent = await session(open_world)
    headers = {**kind, "cookie": sent["cookie"], "x-csrf-token": csrf}
    body = urlencode({**BODY, "csrf": csrf}).encode() if kind is FORM else BODY
    reply = await open_world.post("/login/password", body, token=None, headers=headers)
    assert (reply.status, reply.json["category"]) == (403, "INVALID_CSRF_TOKEN")
    assert (await tried(open_world, OLD)).status == 200


async def test_only_who_is_logged_in_has_a_password_to_change(open_world: World) -> None:
    assert (await open_world.post("/login/password", BODY, headers=JSON)).status == 401
    assert (await change(open_world, {"cookie": "hubstead_session=x"})).status == 401


async def test_a_wrong_current_password_changes_nothing_and_is_shown(open_world: World) -> None:
    own, second = await session(open_world), await session(open_world)
    refused = await change(open_world, own, currentPassword="wrong password")
    assert (refused.status, refused.json["message"]) == (400, "The current password is not right.")
    assert [await reads(open_world, sent) for sent in (own, second)] == [200, 200]
    await open_world.server.logins.settle()
    newest = (await open_world.get("/account-info/v3/activity/login?limit=1")).json["results"][0]
    assert newest["loginSucceeded"] is False
    assert (await tried(open_world, OLD)).status == 200


async def test_attempts_count_with_those_to_log_in(open_world: World) -> None:
    sent = await session(open_world)
    for _ in range(5):
        assert (await change(open_world, sent, currentPassword="wrong password")).status == 400
        assert (await tried(open_world, "wrong password")).status == 401
    refused = await change(open_world, sent)
    assert (refused.status, refused.json["category"]) == (429, "RATE_LIMITS")
    assert int(refused.headers["retry-after"]) > 0
    assert (await tried(open_world, OLD)).status == 429


@pytest.mark.parametrize("new", ["", "short", "a" * 1_001])
async def test_what_is_no_password_is_refused_before_the_work(open_world: World, new: str) -> None:
    sent = await session(open_world)
    with mock.patch.object(logins, "_hasher", wraps=logins._hasher) as hasher:
        refused = await change(open_world, sent, newPassword=new)
    assert (refused.status, refused.json["message"]) == (400, "A password has 8 to 1000 characters.")
    assert hasher.verify.call_count == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"newPassword": "x"}', b'{"newPassword": 1}', b'{"a": "\\ud800"}']
)
async def test_what_is_no_change_is_refused(open_world: World, body: bytes) -> None:
    sent = await session(open_world)
    assert (await open_world.post("/login/password", body, token=None, headers={**JSON, **sent})).status == 400
    form = await open_world.post("/login/password", body, token=None, headers={**FORM, **sent})
    assert form.status == 400


async def test_a_session_that_ended_meanwhile_changes_nothing(open_world: World) -> None:
    """An administrator sets a password while a thief's request is being worked on."""
    user = (await open_world.get("/settings/v3/users")).json["results"][0]["id"]
    person = Person(EMAIL, PORTAL, int(user), (Membership(PORTAL, int(user)),), "")
    with pytest.raises(Unauthenticated):
        await open_world.server.logins.change_password(person, NewPassword(OLD, NEW, "the secret of an ended session"))
    assert (await tried(open_world, OLD)).status == 200


async def test_ones_own_name_is_changed_in_all_accounts(open_world: World) -> None:
    other, _ = await new_portal(open_world.server.store, open_world.server.definitions, "Second")
    own = await session(open_world, portalId=PORTAL)
    name = {"firstName": " Ada ", "lastName": "Lovelace"}
    without = {name: value for name, value in own.items() if name != "x-csrf-token"}
    assert (await open_world.call("PUT", "/login/name", name, token=None, headers={**JSON, **without})).status == 403
    assert (await open_world.call("PUT", "/login/name", name, headers=JSON)).status == 401
    long = {**name, "firstName": "x" * 101}
    assert (await open_world.call("PUT", "/login/name", long, token=None, headers={**JSON, **own})).status == 400
    assert (await open_world.call("PUT", "/login/name", name, token=None, headers={**JSON, **own})).status == 204
    for portal in (PORTAL, other.id):
        here = await session(open_world, portalId=portal)
        shown = (await open_world.get("/login/session", token=None, headers=here)).json
        assert (shown["firstName"], shown["lastName"]) == ("Ada", "Lovelace")
        owner = (await open_world.get("/crm/v3/owners", token=None, headers=here)).json["results"][0]
        assert owner["firstName"] == "Ada"
    found = (await open_world.get("/crm/v3/objects/users?properties=hs_given_name", token=None, headers=own)).json
    assert [one["properties"]["hs_given_name"] for one in found["results"]] == ["Ada"]
