"""The token endpoint and the endpoints about tokens, as documented and as clients have seen them answer."""

import asyncio
import base64
import logging
from collections.abc import Iterator

import msgspec
import pytest

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.apps import public_apps, tokens
from hubstead.apps.app import App
from hubstead.apps.authorize import Asked, allow
from hubstead.kit import clock
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, write
from tests.apps.oauth import CHALLENGE, FORM, MADE, REDIRECT, SCOPES, VERIFIER, Installer, after, refused
from tests.world import PORTAL, TOKEN, World

CONTACTS = "/crm/v3/objects/contacts"


@pytest.fixture(autouse=True)
def frozen(world: World) -> Iterator[World]:
    clock.turn(PORTAL, after(0))
    yield world
    clock.turn(PORTAL, None)


@pytest.fixture
async def app(world: World) -> Installer:
    return await Installer.of(world)


async def test_a_code_becomes_tokens(world: World, app: Installer) -> None:
    reply = await app.exchange(await app.code())
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"
    answer = reply.json
    assert {name: value for name, value in answer.items() if not name.endswith("_token")} == {
        "token_type": "bearer",
        "expires_in": 1800,
        "hub_id": PORTAL,
        "user_id": 1002,
        "scopes": list(SCOPES),
        "token_use": "access_token",
    }
    assert answer["refresh_token"].startswith("na1-")
    assert len(answer["access_token"]) <= 300
    assert (await world.get(CONTACTS, token=answer["access_token"])).status == 200
    assert (await world.get("/crm/v3/objects/deals", token=answer["access_token"])).status == 403
    assert (await world.get(CONTACTS, token=answer["refresh_token"])).status == 401


async def test_what_an_installed_app_writes_is_its_own(world: World, app: Installer) -> None:
    token = (await app.install())["access_token"]
    made = await world.post(CONTACTS, {"properties": {"email": "ada@example.com"}}, token=token)
    assert made.status == 201
    shown = await world.get(f"{CONTACTS}/{made.json['id']}?properties=hs_object_source_id,hs_object_source")
    assert shown.json["properties"]["hs_object_source_id"] == str(app.made.app_id)
    assert shown.json["properties"]["hs_object_source"] == "INTEGRATION"


@pytest.mark.parametrize("version", ["v1", "v3", "2025-09", "2026-03", "2026-09"])
async def test_every_version_of_the_endpoint_takes_a_code(app: Installer, version: str) -> None:
    form = {"grant_type": "authorization_code", "code": await app.code(), "redirect_uri": REDIRECT}
    assert (await app.ask(version=version, **form)).status == 200


async def test_a_json_body_and_a_basic_header_are_taken_too(world: World, app: Installer) -> None:
    body = {"grant_type": "authorization_code", "code": await app.code(), "redirect_uri": REDIRECT}
    credentials = {"client_id": app.made.client_id, "client_secret": app.made.client_secret}
    json = {"content-type": "application/json"}
    reply = await world.post("/oauth/2026-03/token", {**body, **credentials}, token=None, headers=json)
    assert reply.status == 200
    basic = base64.b64encode(f"{app.made.client_id}:{app.made.client_secret}".encode()).decode()
    again = f"grant_type=refresh_token&refresh_token={reply.json['refresh_token']}".encode()
    headers = {**FORM, "authorization": f"Basic {basic}"}
    assert (await world.post("/oauth/v1/token", again, token=None, headers=headers)).status == 200
    headers["authorization"] = "Basic !!"
    wrong = await world.post("/oauth/v1/token", again, token=None, headers=headers)
    assert refused(wrong) == (400, "BAD_CLIENT_ID", "invalid_client")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"client_id": "nobody"}, (400, "BAD_CLIENT_ID", "invalid_client")),
        ({"client_id": ""}, (400, "BAD_CLIENT_ID", "invalid_client")),
        ({"client_secret": "wrong"}, (400, "BAD_CLIENT_SECRET", "invalid_client")),
        ({"client_secret": ""}, (400, "BAD_CLIENT_SECRET", "invalid_client")),
        ({"code": "unknown"}, (400, "BAD_AUTH_CODE", "invalid_grant")),
        ({"code": ""}, (400, "BAD_AUTH_CODE", "invalid_grant")),
        ({"redirect_uri": ""}, (400, "BAD_REDIRECT_URI", "invalid_request")),
        ({"redirect_uri": f"{REDIRECT}/"}, (400, "MISMATCH_REDIRECT_URI_AUTH_CODE", "invalid_grant")),
        ({"grant_type": "password"}, (400, "BAD_GRANT_TYPE", "unsupported_grant_type")),
        ({"grant_type": ""}, (400, "BAD_GRANT_TYPE", "unsupported_grant_type")),
    ],
)
async def test_what_is_wrong_is_named(app: Installer, form: dict[str, str], expected: tuple[int, str, str]) -> None:
    given = {"grant_type": "authorization_code", "code": await app.code(), "redirect_uri": REDIRECT}
    assert refused(await app.ask(**{**given, **form})) == expected


async def test_a_missing_code_reads_as_clients_know_it(app: Installer) -> None:
    reply = await app.exchange("unknown")
    assert reply.json == {
        "status": "BAD_AUTH_CODE",
        "message": "missing or unknown auth code",
        "correlationId": reply.headers["x-hubspot-correlation-id"],
        "error": "invalid_grant",
        "error_description": "missing or unknown auth code",
    }


async def test_a_code_is_good_for_five_minutes(app: Installer) -> None:
    code = await app.code()
    clock.turn(PORTAL, after(300))
    assert refused(await app.exchange(code)) == (400, "EXPIRED_AUTH_CODE", "invalid_grant")
    clock.turn(PORTAL, after(299.999))
    assert (await app.exchange(code)).status == 200


async def test_a_replayed_code_revokes_all_that_came_of_it(world: World, app: Installer) -> None:
    code = await app.code()
    given = (await app.exchange(code)).json
    later = (await app.refresh(given["refresh_token"])).json
    other = await app.install()
    assert refused(await app.exchange(code)) == (400, "BAD_AUTH_CODE", "invalid_grant")
    for token in (given["access_token"], later["access_token"]):
        assert (await world.get(CONTACTS, token=token)).status == 401
    assert refused(await app.refresh(given["refresh_token"])) == (400, "BAD_REFRESH_TOKEN", "invalid_grant")
    assert (await world.get(CONTACTS, token=other["access_token"])).status == 200


async def test_of_two_exchanges_at_once_one_wins(app: Installer) -> None:
    code = await app.code()
    replies = await asyncio.gather(*(app.exchange(code) for _ in range(5)))
    assert sorted(reply.status for reply in replies) == [200, 400, 400, 400, 400]


@pytest.mark.parametrize("verifier", ["", "wrong", CHALLENGE])
async def test_a_code_with_a_challenge_needs_its_verifier(app: Installer, verifier: str) -> None:
    code = await app.code(challenge=CHALLENGE)
    assert refused(await app.exchange(code, code_verifier=verifier)) == (400, "BAD_AUTH_CODE", "invalid_grant")
    assert (await app.exchange(code, code_verifier=VERIFIER)).status == 200


async def test_a_verifier_without_a_challenge_is_refused(app: Installer) -> None:
    """Somebody took the challenge out of the way to the consent page (RFC 9700, 4.8)."""
    reply = await app.exchange(await app.code(), code_verifier=VERIFIER)
    assert refused(reply) == (400, "BAD_AUTH_CODE", "invalid_grant")


async def test_a_refresh_token_stays_and_may_be_used_at_once(world: World, app: Installer) -> None:
    given = await app.install()
    replies = await asyncio.gather(*(app.refresh(given["refresh_token"]) for _ in range(4)))
    assert {reply.json["refresh_token"] for reply in replies} == {given["refresh_token"]}
    tokens = {reply.json["access_token"] for reply in replies} | {given["access_token"]}
    assert len(tokens) == 5
    for token in tokens:
        assert (await world.get(CONTACTS, token=token)).status == 200


async def test_access_tokens_end_after_half_an_hour(world: World, app: Installer) -> None:
    given = await app.install()
    clock.turn(PORTAL, after(1799))
    assert (await world.get(CONTACTS, token=given["access_token"])).status == 200
    clock.turn(PORTAL, after(1800 + 75))
    expired = await world.get(CONTACTS, token=given["access_token"])
    assert (expired.status, expired.json["category"]) == (401, "EXPIRED_AUTHENTICATION")
    assert expired.json["message"] == "The OAuth token used to make this call expired 75 second(s) ago."
    fresh = (await app.refresh(given["refresh_token"])).json["access_token"]
    assert (await world.get(CONTACTS, token=fresh)).status == 200


async def test_another_apps_tokens_and_codes_are_unknown(world: World, app: Installer) -> None:
    other = await Installer.of(world, "Other app")
    given = await app.install()
    assert refused(await other.refresh(given["refresh_token"])) == (400, "BAD_REFRESH_TOKEN", "invalid_grant")
    assert refused(await other.exchange(await app.code())) == (400, "BAD_AUTH_CODE", "invalid_grant")
    assert (await other.ask("/introspect", token=given["access_token"])).json == {"active": False}
    assert (await other.ask("/revoke", token=given["access_token"])).status == 200
    assert (await world.get(CONTACTS, token=given["access_token"])).status == 200


async def test_client_credentials_act_in_the_apps_own_portal(world: World, app: Installer) -> None:
    reply = await app.ask(grant_type="client_credentials", scope="crm.objects.contacts.read")
    answer = reply.json
    assert (answer["token_use"], answer["hub_id"], answer["scopes"]) == (
        "client_credentials",
        PORTAL,
        ["crm.objects.contacts.read"],
    )
    assert "refresh_token" not in answer
    assert (await world.get(CONTACTS, token=answer["access_token"])).status == 200
    assert (await world.post(CONTACTS, {"properties": {}}, token=answer["access_token"])).status == 403
    beyond = await app.ask(grant_type="client_credentials", scope="tickets")
    assert refused(beyond) == (400, "BAD_SCOPE", "invalid_scope")


async def test_what_an_access_token_stands_for(world: World, app: Installer) -> None:
    token = (await app.install())["access_token"]
    clock.turn(PORTAL, after(60))
    reply = await world.get(f"/oauth/v1/access-tokens/{token}", token=None)
    assert reply.json == {
        "token": token,
        "user": "owner@example.com",
        "hub_domain": f"hub-{PORTAL}.local",
        "scopes": list(SCOPES),
        "hub_id": PORTAL,
        "app_id": app.made.app_id,
        "expires_in": 1740,
        "user_id": 1002,
        "token_type": "access",
    }
    clock.turn(PORTAL, after(1800))
    assert (await world.get(f"/oauth/v1/access-tokens/{token}", token=None)).status == 404
    assert (await world.get(f"/oauth/v1/access-tokens/{TOKEN}", token=None)).status == 404


async def test_what_a_refresh_token_stands_for_until_it_is_revoked(world: World, app: Installer) -> None:
    given = await app.install()
    path = f"/oauth/v1/refresh-tokens/{given['refresh_token']}"
    assert (await world.get(path, token=None)).json == {
        "token": given["refresh_token"],
        "client_id": app.made.client_id,
        "user": "owner@example.com",
        "hub_domain": f"hub-{PORTAL}.local",
        "scopes": list(SCOPES),
        "hub_id": PORTAL,
        "user_id": 1002,
        "token_type": "refresh",
    }
    assert (await world.delete(path, token=None)).status == 204
    assert (await world.get(path, token=None)).status == 404
    assert (await world.delete(path, token=None)).status == 404
    assert refused(await app.refresh(given["refresh_token"])) == (400, "BAD_REFRESH_TOKEN", "invalid_grant")
    assert (await world.get(CONTACTS, token=given["access_token"])).status == 200


async def test_introspection_and_revocation(world: World, app: Installer) -> None:
    given = await app.install()
    told = (await app.ask("/introspect", "2026-03", token=given["access_token"])).json
    assert (told["active"], told["token_use"], told["expires_in"]) == (True, "access_token", 1800)
    assert (told["app_id"], told["hub_id"], told["user"]) == (app.made.app_id, PORTAL, "owner@example.com")
    assert told["signed_access_token"]["expiresAt"] == MADE + 1_800_000
    told = (await app.ask("/introspect", "2026-03", token=given["refresh_token"])).json
    assert (told["active"], told["token_use"], told["client_id"]) == (True, "refresh_token", app.made.client_id)
    for token in given["access_token"], given["refresh_token"]:
        assert (await app.ask("/revoke", "2026-03", token=token)).status == 200
        assert (await app.ask("/introspect", "2026-03", token=token)).json == {"active": False}
    assert (await world.get(CONTACTS, token=given["access_token"])).status == 401
    assert refused(await app.ask("/revoke", token="x", client_secret="")) == (
        400,
        "BAD_CLIENT_SECRET",
        "invalid_client",
    )


async def test_an_app_uninstalls_itself_from_one_account_only(world: World, app: Installer) -> None:
    store = world.server.store
    second = (await portals.create(store, "Second", MADE)).id
    here, there = await app.install(), await app.install(second)
    waiting = await app.code()
    path = "/appinstalls/v3/external-install"
    refusal = await world.delete(path)
    assert (refusal.status, refusal.json["category"]) == (403, "MISSING_SCOPES")
    assert (await world.delete(path, token=here["access_token"])).status == 204
    assert (await world.get(CONTACTS, token=here["access_token"])).status == 401
    assert refused(await app.refresh(here["refresh_token"])) == (400, "BAD_REFRESH_TOKEN", "invalid_grant")
    assert refused(await app.exchange(waiting)) == (400, "BAD_AUTH_CODE", "invalid_grant")
    assert (await world.get(CONTACTS, token=there["access_token"])).status == 200
    assert (await app.refresh(there["refresh_token"])).status == 200
    facts = await store.rows("SELECT portal, kind FROM fact WHERE kind LIKE 'app.%installed' ORDER BY seq")
    assert facts == [(PORTAL, "app.installed"), (second, "app.installed"), (PORTAL, "app.uninstalled")]


async def test_refreshing_while_the_app_is_uninstalled_leaves_no_token(world: World, app: Installer) -> None:
    given = await app.install()
    path = "/appinstalls/2026-03/external-install"
    replies = await asyncio.gather(
        *(app.refresh(given["refresh_token"]) for _ in range(3)),
        world.delete(path, token=given["access_token"]),
        *(app.refresh(given["refresh_token"]) for _ in range(3)),
    )
    assert replies[3].status == 204
    left = await world.server.store.rows("SELECT document FROM token WHERE app = ?1", app.made.app_id)
    assert [msgspec.json.decode(document)["kind"] for (document,) in left] == ["developer"]


async def test_a_rotated_secret_lives_on_for_the_overlap(world: World, app: Installer) -> None:
    store = world.server.store
    given = await app.install()
    known = await apps.by_id(store, app.made.app_id)
    assert known is not None
    fresh = await public_apps.rotate_secret(store, known, overlap=3_600_000)
    for secret in app.made.client_secret, fresh:
        assert (await app.refresh(given["refresh_token"], client_secret=secret)).status == 200
    clock.turn(PORTAL, after(3600))
    old = await app.refresh(given["refresh_token"])
    assert refused(old) == (400, "BAD_CLIENT_SECRET", "invalid_client")
    newest = await public_apps.rotate_secret(store, known)
    assert refused(await app.refresh(given["refresh_token"], client_secret=fresh))[1] == "BAD_CLIENT_SECRET"
    assert (await app.refresh(given["refresh_token"], client_secret=newest)).status == 200


async def test_deleting_an_app_ends_everything_that_it_has(world: World, app: Installer) -> None:
    store = world.server.store
    second = (await portals.create(store, "Second", MADE)).id
    here, there = await app.install(), await app.install(second)
    known = await apps.by_id(store, app.made.app_id)
    assert known is not None
    assert await public_apps.delete(store, known) == 2
    for given in here, there:
        assert (await world.get(CONTACTS, token=given["access_token"])).status == 401
        assert refused(await app.refresh(given["refresh_token"]))[1] == "BAD_CLIENT_ID"
    assert await store.rows("SELECT digest FROM token WHERE app = ?1", app.made.app_id) == []


async def test_what_expired_long_ago_is_cleared_away(world: World, app: Installer) -> None:
    given = await app.install()
    clock.turn(PORTAL, after(1800 + 8 * 86_400))
    assert (await app.refresh(given["refresh_token"])).status == 200
    left = await world.server.store.rows("SELECT document FROM token WHERE app = ?1", app.made.app_id)
    kinds = sorted(msgspec.json.decode(document)["kind"] for (document,) in left)
    assert kinds == ["developer", "oauth", "refresh"]
    reply = await world.get(CONTACTS, token=given["access_token"])
    assert (reply.status, reply.json["category"]) == (401, "INVALID_AUTHENTICATION")


async def test_tokens_of_the_apps_own_secret_are_cleared_away_too(world: World, app: Installer) -> None:
    for seconds in (0, 1, 8 * 86_400, 8 * 86_400 + 1):
        clock.turn(PORTAL, after(seconds))
        assert (await app.ask(grant_type="client_credentials")).status == 200
    left = await world.server.store.rows("SELECT document FROM token WHERE app = ?1", app.made.app_id)
    kinds = sorted(msgspec.json.decode(document)["kind"] for (document,) in left)
    assert kinds == ["developer", "oauth", "oauth"]
    assert (await app.ask(grant_type="client_credentials", client_secret="another")).status == 400
    secret = await public_apps.rotate_secret(world.server.store, await _registered(world, app))
    assert (await app.ask(grant_type="client_credentials", client_secret=secret)).status == 200


async def _registered(world: World, app: Installer) -> App:
    found = await apps.by_id(world.server.store, app.made.app_id)
    assert found is not None
    return found


async def test_codes_that_nobody_exchanged_are_cleared_away(world: World, app: Installer) -> None:
    store = world.server.store
    registered = await _registered(world, app)
    question = Asked(registered, REDIRECT, SCOPES, (), "", "")
    actor = await portals.actor(store, PORTAL, Origin("CRM_UI"), Definitions())
    for days in (0, 8):
        clock.turn(PORTAL, after(days * 86_400))
        await write(store, actor, lambda unit: allow(unit, question, 1002))
    kept = await store.rows("SELECT document FROM token WHERE portal = ?1 AND app = ?2", PORTAL, registered.id)
    codes = [token for token in (tokens.decode(document) for (document,) in kept) if token.kind == "code"]
    assert [code.created_at for code in codes] == [MADE + 8 * 86_400_000]


async def test_the_token_of_a_private_app_tells_what_it_is(world: World) -> None:
    path = "/oauth/v2/private-apps/get/access-token-info"
    limited = await world.token("pat-na1-contacts-only", ("crm.objects.contacts.read",))
    told = await world.post(path, {"tokenKey": limited}, token=None)
    assert told.json == {"userId": 0, "hubId": PORTAL, "appId": 7, "scopes": ["crm.objects.contacts.read"]}
    everything = (await world.post(path, {"tokenKey": TOKEN})).json
    assert {"tickets", "crm.objects.deals.write"} <= set(everything["scopes"])
    assert (await world.post(path, {"tokenKey": "pat-na1-unknown"}, token=None)).status == 404


ODD = (
    b"",
    b"\xff",
    b"%ff=1",
    b"grant_type=%00&client_id=%00",
    b"&&&=",
    b"[]",
    b"null",
    b'{"grant_type": 1}',
    b'{"a": {}}',
    b'"\\ud800"',
    b'{"client_id": "\\ud800"}',
    b"client_id=" + b"x" * 100_000,
)


@pytest.mark.parametrize("path", ["/oauth/v1/token", "/oauth/v3/token/introspect", "/oauth/v3/token/revoke"])
@pytest.mark.parametrize("type", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"])
async def test_no_body_is_too_odd(world: World, path: str, type: str) -> None:
    for body in ODD:
        for credentials in "Basic /w==", "Basic !", "Bearer x":
            headers = {"content-type": type, "authorization": credentials}
            reply = await world.post(path, body, token=None, headers=headers)
            assert (reply.status, bool(reply.json["message"])) == (400, True)


async def test_no_token_is_too_odd(world: World) -> None:
    for token in "%00", "%F0%9F%8D%89", "x" * 8_000, "%2e%2e", "null", "%ff":
        for path in "access-tokens", "refresh-tokens":
            assert (await world.get(f"/oauth/v1/{path}/{token}", token=None)).status in (400, 404)


async def test_secrets_are_neither_stored_nor_logged(
    world: World, app: Installer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = await app.code()
    given = (await app.exchange(code)).json
    await app.refresh(given["refresh_token"])
    await app.exchange(code)
    secrets = [code, given["access_token"], given["refresh_token"], app.made.developer_api_key, TOKEN]
    store = world.server.store
    tables = [row[0] for row in await store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {table: str(await store.rows(f"SELECT * FROM {table}")) for table in tables}
    kept = "".join(rows.values())
    assert app.made.client_id in kept
    # Webhooks are signed with the client secret itself: it is in the row of its app, and nowhere else.
    assert [table for table, text in rows.items() if app.made.client_secret in text] == ["app"]
    assert app.made.client_secret not in caplog.text
    for secret in secrets:
        assert secret not in kept
        assert secret not in caplog.text
