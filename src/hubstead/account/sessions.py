"""Sessions: people who logged in with a browser. The cookie holds a secret, the store its digest.

A session is one of a portal and ends by that portal's clock. Requests other than GET must repeat the CSRF token, which
a page of ours can read from its cookie and a foreign one cannot; it follows from the secret, so it cannot be planted.
"""

import hashlib
import hmac
from typing import NamedTuple

import msgspec

from hubstead.account.users import User, access_of, users_of
from hubstead.kit import clock
from hubstead.kit.errors import Forbidden, Unauthenticated
from hubstead.kit.ids import secret_text
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, decoded
from hubstead.store.secret import secret_of
from hubstead.store.tables import TOKEN
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.call import Call, Caller

COOKIE = "hubstead_session"
CSRF_COOKIE = "hubstead_csrf"
CSRF_HEADER = "x-csrf-token"
LASTS = 12 * 3_600_000
"""How long a session lasts (ms): a working day (our choice)."""
_READING = ("GET", "HEAD")


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is stored of a session; times in ms of the portal's clock. `address` and `client` are where and with what it
    began, so that people know their sessions from others."""

    email: str
    user_id: int
    created_at: int
    expires_at: int
    kind: str = "session"
    address: str = ""
    client: str = ""


class Membership(NamedTuple):
    """A portal that a person belongs to, and which of its users the person is."""

    portal: int
    user_id: int


class Person(NamedTuple):
    """Who is logged in: in which portal, as which user, and everywhere else. `csrf` is what forms must send back."""

    email: str
    portal: int
    user_id: int
    memberships: tuple[Membership, ...]
    csrf: str


class _Found(NamedTuple):
    session: Session
    portal: Portal
    actor: Actor


_decode = msgspec.json.Decoder(Session).decode


def digest(secret: str) -> str:
    """What is stored of a session's secret. Named apart from tokens, so that neither passes as the other."""
    return hashlib.sha256(f"session {secret}".encode()).hexdigest()


def csrf_of(secret: str) -> str:
    """The CSRF token of a session."""
    return hashlib.sha256(f"csrf {secret}".encode()).hexdigest()


def begin(unit: Unit, user: User, address: str = "", client: str = "") -> str:
    """Begin a session of a user in this unit's portal; answers its secret."""
    secret = secret_text(32, unit.portal)
    session = Session(
        email=user.email,
        user_id=user.id,
        created_at=unit.now,
        expires_at=unit.now + LASTS,
        address=address,
        client=client,
    )
    unit.put(TOKEN, (digest(secret), unit.portal, 0, msgspec.json.encode(session).decode()))
    return secret


def end(unit: Unit, secret: str) -> None:
    """End a session."""
    unit.remove(TOKEN, (digest(secret),))


async def end_all(unit: Unit, user_id: int, *, only_expired: bool = False, but: str = "") -> None:
    """End the sessions of a user in this unit's portal, except the one with the secret `but`."""
    kept = digest(but) if but else ""
    for token, document in await unit.rows("SELECT digest, document FROM token WHERE portal = ?1 AND app = 0"):
        session = _session(document)
        ends = not only_expired or (session is not None and session.expires_at <= unit.now)
        if session and session.user_id == user_id and ends and token != kept:
            unit.remove(TOKEN, (token,))


async def of_user(unit: Unit, user_id: int) -> dict[str, Session]:
    """The sessions of a user in this unit's portal that are good, by digest, the newest first."""
    rows = await unit.rows("SELECT digest, document FROM token WHERE portal = ?1 AND app = 0")
    found = ((token, session) for token, document in rows if (session := _session(document)) is not None)
    mine = [(token, one) for token, one in found if one.user_id == user_id and one.expires_at > unit.now]
    return dict(sorted(mine, key=lambda pair: pair[1].created_at, reverse=True))


async def hold(unit: Unit, secret: str) -> None:
    """Wait until nobody else ends a session of this unit's portal. Raises `Unauthenticated` when it has ended."""
    sql = "SELECT digest FROM token WHERE portal = ?1 AND digest = ?2 FOR UPDATE"
    if not await unit.rows(sql, digest(secret)):
        raise Unauthenticated("The session has ended. Log in again.")


async def caller_of(call: Call) -> Caller | None:
    """The caller of a request that carries a session's cookie; `None` without one that is good.

    Raises `Forbidden` when the request changes something and does not repeat the CSRF token.
    """
    found = await _found(call)
    if found is None:
        return None
    if call.method not in _READING:
        check_csrf(call, call.headers.get(CSRF_HEADER.encode(), b"").decode("latin-1"))
    return Caller(found.actor, None, found.portal, "session")


async def person_of(call: Call) -> Person | None:
    """Who is logged in, or `None`. A form that such a person sends must pass `check_csrf` before it is acted on."""
    found = await _found(call)
    if found is None:
        return None
    email = found.session.email
    members = tuple(Membership(*row) for row in await memberships(call.store, email))
    return Person(email, found.portal.id, found.session.user_id, members, csrf_of(call.cookie(COOKIE)))


async def log_out(call: Call, person: Person) -> None:
    """End the session of the request."""
    origin = Origin("CRM_UI", f"userId:{person.user_id}", person.user_id)

    async def work(unit: Unit) -> None:
        end(unit, call.cookie(COOKIE))

    await write(call.store, Actor(person.portal, 0, origin, call.rooms.definitions), work)


def check_csrf(call: Call, given: str) -> None:
    """Refuse a request whose CSRF token, from a header or a form, is not that of its session. Raises `Forbidden`."""
    if not hmac.compare_digest(given.encode(), csrf_of(call.cookie(COOKIE)).encode()):
        raise Forbidden(
            f"The CSRF token is missing or wrong. Send the value of the cookie {CSRF_COOKIE} as X-CSRF-Token.",
            category="INVALID_CSRF_TOKEN",
        )


async def memberships(store: Engine, email: str) -> list[Membership]:
    """The portals that the person with this e-mail address belongs to; snapshots of portals have negative numbers."""
    sql = "SELECT portal, user_id FROM member WHERE email = ?1 AND portal > 0 ORDER BY portal"
    rows = await store.rows(sql, email)
    return [Membership(*row) for row in rows]


async def is_elsewhere(unit: Unit, email: str) -> bool:
    """Whether the person belongs to other portals, too."""
    sql = "SELECT portal FROM member WHERE portal <> ?1 AND portal > 0 AND email = ?2"
    return bool(await unit.rows(sql, email))


async def _found(call: Call) -> _Found | None:
    """The session of the cookie, unless it has ended or its user was removed."""
    secret = call.cookie(COOKIE)
    found = await secret_of(call.store, digest(secret)) if secret else None
    if found is None:
        return None
    portal, generation, document, portal_document = found
    session = _decode(document)
    if session.expires_at <= clock.now(portal):
        return None
    definitions: Definitions = call.rooms.definitions
    origin = Origin("CRM_UI", f"userId:{session.user_id}", session.user_id)
    actor = Actor(portal, generation, origin, definitions)
    unit = Unit(call.store, actor)
    user = (await users_of(unit)).get(session.user_id)
    if user is None or not user.active or user.email != session.email:  # ids begin anew when a portal is reset
        return None
    actor = actor._replace(access=await access_of(unit, user.id))
    return _Found(session, decoded(portal_document), actor)


def _session(document: str) -> Session | None:
    """What a row of a session holds; `None` for other secrets that no app stands behind."""
    try:
        return _decode(document)
    except msgspec.ValidationError:
        return None
