"""Choosing a password with a link, over HTTP. The secret comes in a body, never in an address."""

import msgspec

from hubstead.account import logins, one_time, portals, sessions
from hubstead.account.activity import Tried
from hubstead.account.login_routes import client_of, cookies
from hubstead.account.logins import Entered, Login
from hubstead.account.one_time import Held
from hubstead.account.sessions import Membership
from hubstead.account.users import User, users_of
from hubstead.kit.errors import Forbidden
from hubstead.store import definitions
from hubstead.store.portal import portal_of
from hubstead.store.unit import Origin, Unit, write
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

_OVER = "This link is not good any more. Ask who gave it to you for a new one."


class InvitedBody(msgspec.Struct, rename="camel"):
    """The end of the link."""

    code: str


class ChosenBody(InvitedBody, rename="camel"):
    """The end of the link, and the password that its user chooses."""

    password: str


class Welcome(msgspec.Struct, rename="camel"):
    """Whom a link is for, and to which account it leads."""

    email: str
    first_name: str
    account: str


async def show(call: Call) -> Answer:
    """Whom a link is for."""
    held = await _held(call, call.read(InvitedBody).code)
    unit = Unit(call.store, await portals.actor(call.store, held.portal, Origin("CRM_UI"), call.rooms.definitions))
    user = await _user(unit, held)
    body = msgspec.json.encode(Welcome(user.email, user.first_name, (await portal_of(unit)).name))
    return Answer(200, body, [(b"content-type", JSON), (b"cache-control", b"no-store")])


async def choose(call: Call) -> Answer:
    """Choose a password with a link, and be logged in. The person's other sessions end."""
    given = call.read(ChosenBody)
    held = await _held(call, given.code)
    login = await call.rooms.logins.hashed(given.password)
    origin = Origin("CRM_UI", f"userId:{held.link.invited}", held.link.invited)
    actor = await portals.actor(call.store, held.portal, origin, call.rooms.definitions)
    user = await write(call.store, actor, lambda unit: _chosen(unit, held, login))
    member = Membership(held.portal, user.id)
    secret = await call.rooms.logins.begin(member, Tried(user.email, True, call.address, client_of(call)[:500]))
    return Answer(204, b"", cookies(call, Entered(secret, user.email, (member,))))


async def _held(call: Call, code: str) -> Held:
    """The link, if it is good; whoever guesses is soon made to wait."""
    attempts = call.rooms.logins.by_address
    attempts.make(call.address)
    held = await one_time.find(call.store, "invitation", code)
    if held is None:
        raise Forbidden(_OVER)
    attempts.take_back(call.address)
    return held


async def _chosen(unit: Unit, held: Held, login: Login) -> User:
    await definitions.hold(unit)
    user = await _user(unit, held)
    # Whoever came to belong to another account since then must not get a password from this one.
    if not await one_time.use(unit, held) or await sessions.is_elsewhere(unit, user.email):
        raise Forbidden(_OVER)
    await logins.renew(unit, Membership(unit.portal, user.id), user.email, login)
    return user


async def _user(unit: Unit, held: Held) -> User:
    user = (await users_of(unit)).get(held.link.invited)
    if user is None or not user.active:
        raise Forbidden(_OVER)
    return user


ROUTES = (
    Route("POST", "/login/invitation/show", show, PUBLIC, "Read whom a link is for", InvitedBody, Welcome),
    Route("POST", "/login/invitation", choose, PUBLIC, "Choose a password with a link", ChosenBody, status=204),
)
