"""What a session's cookie opens, and when it stops."""

import pytest

from hubstead.account import portals, sessions
from hubstead.account.users import users_of
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.unit import Origin, Unit, write
from tests.world import PORTAL, World

CONTACTS = "/crm/v3/objects/contacts"


async def session(world: World, user_id: int | None = None) -> str:
    """The secret of a new session of a user, the first one unless named."""

    async def work(unit: Unit) -> str:
        known = await users_of(unit)
        return sessions.begin(unit, known[user_id] if user_id else next(iter(known.values())))

    actor = await portals.actor(world.server.store, PORTAL, Origin("CRM_UI"), world.server.definitions)
    return await write(world.server.store, actor, work)


def with_cookie(secret: str, csrf: str | None = None) -> dict[str, str]:
    headers = {"cookie": f"theme=dark; {sessions.COOKIE}={secret}"}
    return headers if csrf is None else {**headers, "x-csrf-token": csrf}


async def test_a_session_calls_the_api_in_the_name_of_its_user(world: World) -> None:
    secret = await session(world)
    sent = with_cookie(secret, sessions.csrf_of(secret))
    created = await world.post(CONTACTS, {"properties": {"email": "a@b.com"}}, token=None, headers=sent)
    assert created.status == 201
    user = (await world.get("/crm/v3/owners")).json["results"][0]["userId"]
    names = "hs_object_source,hs_object_source_id,hs_created_by_user_id"
    read = await world.get(f"{CONTACTS}/{created.json['id']}?properties={names}", token=None, headers=sent)
    values = read.json["properties"]
    assert values["hs_object_source"] == "CRM_UI"
    assert values["hs_object_source_id"] == f"userId:{user}"
    assert values["hs_created_by_user_id"] == str(user)


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é"])
async def test_changes_need_the_csrf_token(world: World, csrf: str | None) -> None:
    secret = await session(world)
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        path = CONTACTS if method == "POST" else f"{CONTACTS}/1"
        path = "/crm/v3/pipelines/deals/default" if method == "PUT" else path
        reply = await world.call(method, path, {}, token=None, headers=with_cookie(secret, csrf))
        assert reply.status == 403
        assert reply.json["category"] == "INVALID_CSRF_TOKEN"
    assert (await world.get(CONTACTS, token=None, headers=with_cookie(secret))).status == 200


async def test_the_csrf_token_of_another_session_is_none(world: World) -> None:
    one, other = await session(world), await session(world)
    reply = await world.post(
        CONTACTS, {"properties": {}}, token=None, headers=with_cookie(one, sessions.csrf_of(other))
    )
    assert reply.status == 403


async def test_a_session_ends_by_the_clock_of_its_portal(world: World) -> None:
    secret = await session(world)
    clock.turn(PORTAL, Clock(ahead=sessions.LASTS - 60_000))
    try:
        assert (await world.get(CONTACTS, token=None, headers=with_cookie(secret))).status == 200
        clock.turn(PORTAL, Clock(ahead=sessions.LASTS + 60_000))
        assert (await world.get(CONTACTS, token=None, headers=with_cookie(secret))).status == 401
    finally:
        clock.turn(PORTAL, None)


async def test_secrets_of_sessions_and_tokens_do_not_pass_as_each_other(world: World) -> None:
    secret = await session(world)
    assert (await world.get(CONTACTS, token=secret)).status == 401
    token = await world.token("pat-na1-as-a-cookie", ("crm.objects.contacts.read",))
    assert (await world.get(CONTACTS, token=None, headers=with_cookie(token))).status == 401
    assert (await world.get(CONTACTS, token="nobody-knows-this", headers=with_cookie(secret))).status == 401
    stored = await world.server.store.rows("SELECT digest, document FROM token")
    assert not any(secret in column for row in stored for column in row)
