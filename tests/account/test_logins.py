"""Logging in as a browser, a program and an attacker do."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from hubstead.account import login_routes, logins
from hubstead.account.attempts import Attempts
from hubstead.account.logins import set_password
from hubstead.first_start import EMAIL, new_portal
from hubstead.kit import clock
from hubstead.sandbox import snapshots
from hubstead.store.engine import Writer
from hubstead.store.tables import MEMBER
from tests.world import PORTAL, Reply, World

PASSWORD = "correct horse battery"
HASHER = logins._hasher
"""What hashes passwords when no test makes it cheap."""
CONTACTS = "/crm/v3/objects/contacts"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest_asyncio.fixture
async def open_world(world: World) -> AsyncIterator[World]:
    """A server whose first user has a password."""
    await set_password(world.server.store, EMAIL, PASSWORD)
    yield world


async def log_in(world: World, email: str = EMAIL, password: str = PASSWORD, **more: Any) -> Reply:
    body = {"email": email, "password": password, **more}
    return await world.post("/login", body, token=None, headers={"content-type": "application/json"})


def cookies(reply: Reply) -> SimpleCookie:
    """The cookies that an answer sets."""
    jar = SimpleCookie()
    for value in reply.cookies:
        jar.load(value)
    return jar


def sent_back(reply: Reply) -> dict[str, str]:
    return {"cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies(reply).items())}


async def test_a_program_logs_in_and_out(open_world: World) -> None:
    reply = await log_in(open_world, email=" Owner@Example.com ")
    assert reply.status == 200
    user_id = reply.json["userId"]
    assert reply.json == {
        "email": EMAIL,
        "portalId": PORTAL,
        "userId": user_id,
        "portals": [{"portalId": PORTAL, "userId": user_id}],
        "csrfToken": cookies(reply)["hubstead_csrf"].value,
        "expiresIn": 43_200,
    }
    sent = {**sent_back(reply), "x-csrf-token": reply.json["csrfToken"]}
    assert (await open_world.post(CONTACTS, {"properties": {}}, token=None, headers=sent)).status == 201
    unproved = await open_world.post("/logout", token=None, headers=sent_back(reply))
    assert unproved.status == 403
    out = await open_world.post("/logout", token=None, headers=sent)
    assert out.status == 204
    assert {morsel["max-age"] for morsel in cookies(out).values()} == {"0"}
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 401
    assert (await open_world.post("/logout", token=None, headers=sent)).status == 204


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookies_are_out_of_reach(open_world: World, secure: bool) -> None:
    headers = {"content-type": "application/json", "x-forwarded-proto": "https" if secure else "http"}
    reply = await open_world.post("/login", {"email": EMAIL, "password": PASSWORD}, token=None, headers=headers)
    jar = cookies(reply)
    for name, hidden in (("hubstead_session", True), ("hubstead_csrf", False)):
        assert jar[name]["samesite"] == "Lax"
        assert jar[name]["path"] == "/"
        assert jar[name]["max-age"] == "43200"
        assert bool(jar[name]["httponly"]) is hidden
        assert bool(jar[name]["secure"]) is secure


async def test_wrong_and_unknown_answer_alike_after_the_same_work(open_world: World) -> None:
    replies = []
    for email, password in ((EMAIL, "wrong password"), ("nobody@example.com", PASSWORD), ("", "")):
        with mock.patch.object(logins, "_hasher", wraps=logins._hasher) as hasher:
            reply = await log_in(open_world, email, password)
        assert hasher.verify.call_count == 1
        replies.append((reply.status, reply.json["message"], reply.json["category"], reply.cookies))
    assert set(map(repr, replies)) == {
        repr((401, "The e-mail address or the password is not right.", "INVALID_AUTHENTICATION", ()))
    }


async def test_logins_that_succeed_do_not_count(open_world: World) -> None:
    open_world.server.logins.by_address = Attempts(2, 600_000)
    for _ in range(3):
        assert (await log_in(open_world)).status == 200
    statuses = [(await log_in(open_world, password="wrong password")).status for _ in range(3)]
    assert statuses == [401, 401, 429]
    assert (await log_in(open_world)).status == 429


async def test_a_portal_of_others_answers_like_a_wrong_password(open_world: World) -> None:
    other, _ = await new_portal(open_world.server.store, open_world.server.definitions, "Second")

    async def leave(writer: Writer) -> None:
        await writer.remove(MEMBER, [(EMAIL, other.id)])

    await open_world.server.store.write(leave)
    refused = await log_in(open_world, portalId=other.id)
    assert (refused.status, refused.json["message"]) == (401, "The e-mail address or the password is not right.")


async def test_one_login_is_good_for_all_portals_of_a_person(open_world: World) -> None:
    other, _ = await new_portal(open_world.server.store, open_world.server.definitions, "Second")
    reply = await log_in(open_world, portalId=other.id)
    assert reply.json["portalId"] == other.id
    assert [portal["portalId"] for portal in reply.json["portals"]] == [other.id, PORTAL]
    me = await open_world.get("/crm/v3/owners", token=None, headers=sent_back(reply))
    assert me.json["results"][0]["userId"] == reply.json["userId"]


async def test_too_many_attempts_must_wait(open_world: World) -> None:
    for _ in range(10):
        assert (await log_in(open_world, password="wrong password")).status == 401
    refused = await log_in(open_world)
    assert refused.status == 429
    assert 590 <= int(refused.headers["retry-after"]) <= 600
    assert refused.json["category"] == "RATE_LIMITS"
    later = clock.true_now() + 600_001
    with mock.patch.object(clock, "true_now", return_value=later):
        assert (await log_in(open_world)).status == 200


async def test_an_endless_address_answers_like_a_wrong_one_and_is_not_kept(open_world: World) -> None:
    endless = await log_in(open_world, "a" * 1_000_000)
    wrong = await log_in(open_world, password="wrong")
    assert endless.status == wrong.status == 401
    assert endless.json["message"] == wrong.json["message"]
    assert max(map(len, open_world.server.logins.by_email._made)) <= 254


async def test_one_address_cannot_try_many_people(open_world: World) -> None:
    with mock.patch.object(logins, "_matches", return_value=False):
        for number in range(50):
            assert (await log_in(open_world, f"person{number}@example.com")).status == 401
        assert (await log_in(open_world, "one.more@example.com")).status == 429


async def test_a_right_password_forgives_the_wrong_ones(open_world: World) -> None:
    for _ in range(3):
        for _ in range(4):
            assert (await log_in(open_world, password="wrong password")).status == 401
        assert (await log_in(open_world)).status == 200


async def test_a_new_password_ends_all_sessions(open_world: World) -> None:
    sent = sent_back(await log_in(open_world))
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 200
    await set_password(open_world.server.store, EMAIL, "another horse battery")
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 401
    assert (await log_in(open_world)).status == 401
    assert (await log_in(open_world, password="another horse battery")).status == 200


async def test_passwords_are_stored_as_argon2_only(open_world: World) -> None:
    rows = await open_world.server.store.rows("SELECT document FROM login")
    assert len(rows) == 1
    assert "$argon2id$" in rows[0][0]
    assert PASSWORD not in rows[0][0]


async def test_checking_a_password_does_not_hold_others_up(open_world: World) -> None:
    go_on = threading.Event()

    def slowly(*_: object) -> bool:
        return go_on.wait(30)

    with mock.patch.object(logins, "_matches", slowly):
        checking = asyncio.create_task(log_in(open_world))
        await asyncio.sleep(0)
        assert (await open_world.get(CONTACTS)).status == 200
        assert not checking.done()
        go_on.set()
        assert (await checking).status == 200


def test_passwords_cost_what_rfc_9106_recommends() -> None:
    """The second recommended option: 64 MiB, three passes, four lanes."""
    assert (HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism) == (65_536, 3, 4)


async def filled(world: World, page: Reply, **fields: str) -> Reply:
    """Send the form of a page, as a browser does."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.body.decode()))
    hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    headers = {**FORM, **sent_back(page)}
    return await world.post("/login", urlencode({**hidden, **fields}).encode(), token=None, headers=headers)


async def test_a_person_logs_in_with_the_page(open_world: World) -> None:
    page = await open_world.get("/login?next=%2Foauth%2Fauthorize%3Fa%3D1%26b%3D2", token=None)
    assert page.status == 200
    assert page.headers["content-type"] == "text/html;charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    wrong = await filled(open_world, page, email=EMAIL, password="wrong password")
    assert wrong.status == 401
    assert "The e-mail address or the password is not right." in wrong.body.decode()
    assert "wrong password" not in wrong.body.decode()
    done = await filled(open_world, wrong, email=EMAIL, password=PASSWORD)
    assert (done.status, done.headers["location"]) == (303, "/oauth/authorize?a=1&b=2")
    sent = sent_back(done)
    inside = await open_world.get("/login", token=None, headers=sent)
    assert f"as {EMAIL}" in inside.body.decode()
    csrf = re.findall(r'name="csrf" value="(\w+)"', inside.body.decode())[0]
    out = await open_world.post("/logout", urlencode({"csrf": csrf}).encode(), token=None, headers={**FORM, **sent})
    assert (out.status, out.headers["location"]) == (303, "/login")
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 401


async def test_a_form_of_a_foreign_page_is_refused(open_world: World) -> None:
    page = await open_world.get("/login", token=None)
    for csrf in ("", "0" * 64):
        reply = await filled(open_world, page, email=EMAIL, password=PASSWORD, csrf=csrf)
        assert reply.status == 403
        assert "hubstead_session" not in cookies(reply)
    body = urlencode({"email": EMAIL, "password": PASSWORD, "csrf": ""}).encode()
    assert (await open_world.post("/login", body, token=None, headers=FORM)).status == 403


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/a\r\nset-cookie: x",
        "evil",
        "",
    ],
)
def test_nobody_is_led_elsewhere(elsewhere: str) -> None:
    assert login_routes.local(elsewhere) == "/login"


def test_a_local_path_is_kept() -> None:
    assert login_routes.local("/oauth/authorize?client_id=1&scope=a%20b") == "/oauth/authorize?client_id=1&scope=a%20b"


async def test_the_page_shows_text_as_text(open_world: World) -> None:
    page = await open_world.get("/login", token=None)
    reply = await filled(open_world, page, email='"><script>x</script>', password="x", next='/"><b>')
    assert "<script>" not in reply.body.decode()
    assert "<b>" not in reply.body.decode()


@pytest.mark.parametrize(
    "body", [b"", b"{", b'{"email": 1, "password": "x"}', b'{"password": "x"}', b"\xff", b'{"email": "\\u0000"}']
)
async def test_what_is_no_login_is_refused(open_world: World, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert (await open_world.post("/login", body, token=None, headers=headers)).status == 400
    assert (await open_world.post("/login", body, token=None, headers=FORM)).status in (400, 403)
    assert (await log_in(open_world, "a\0b@example.com", "x\0y")).status == 401


async def test_snapshots_are_no_portals_of_a_person(open_world: World) -> None:
    server = open_world.server
    await snapshots.take(server.store, server.definitions, PORTAL, "before")
    assert [portal["portalId"] for portal in (await log_in(open_world)).json["portals"]] == [PORTAL]


async def test_a_session_does_not_pass_to_who_has_the_same_number_later(open_world: World) -> None:
    server = open_world.server
    await snapshots.take(server.store, server.definitions, PORTAL, "before")
    ann = (await open_world.post("/settings/v3/users", {"email": "ann@example.com"})).json["id"]
    await set_password(server.store, "ann@example.com", PASSWORD)
    sent = sent_back(await log_in(open_world, "ann@example.com"))
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 200
    await snapshots.restore(server.store, server.definitions, PORTAL, "before")
    assert (await open_world.post("/settings/v3/users", {"email": "eve@example.com"})).json["id"] == ann
    assert (await open_world.get(CONTACTS, token=None, headers=sent)).status == 401
