"""The session of a person over HTTP: who is logged in and may do what, and going over to another portal."""

import msgspec

from hubstead.account import sessions
from hubstead.account.login_routes import check_csrf, client_of, cookies
from hubstead.account.owners import of_user
from hubstead.account.preferences import Preferences, preferences_of
from hubstead.account.sessions import Person
from hubstead.account.users import access_of, users_of
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.kit.errors import Unauthenticated
from hubstead.store.access import Levels
from hubstead.store.portal import Portal, decoded
from hubstead.store.unit import Actor, Origin, Unit
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.features import features_of
from hubstead.web.route import PUBLIC, Route


class PortalShown(msgspec.Struct, rename="camel"):
    """A portal that a person may go to."""

    portal_id: int
    user_id: int
    name: str


class LevelsShown(msgspec.Struct, rename="camel"):
    """How far a user reaches among records: `none`, `own`, `team` or `all`."""

    view: str
    edit: str
    delete: str


class SandboxShown(msgspec.Struct, rename="camel"):
    """The clock of the account: what it shows, and by how many ms it is ahead of true time unless it stands still."""

    now: str
    frozen: bool
    ahead: int


class PreferencesShown(msgspec.Struct, rename="camel"):
    """What the person chose: the app's language, `""` for the browser's, and the saved views that open first, by object
    type id."""

    language: str
    first_views: dict[str, str]


class SessionShown(msgspec.Struct, rename="camel"):
    """Who is logged in, where, and with which bounds: `levels` by object type id, `rest` for all other types.

    `features` is what the account's plan includes; `sandbox` is there while the server's sandbox is on.
    """

    email: str
    first_name: str
    last_name: str
    user_id: int
    owner_id: str
    super_admin: bool
    portal_id: int
    time_zone: str
    currency: str
    portals: list[PortalShown]
    levels: dict[str, LevelsShown]
    rest: LevelsShown
    tools: list[str]
    features: list[str]
    preferences: PreferencesShown
    sandbox: SandboxShown | msgspec.UnsetType = msgspec.UNSET


class SwitchBody(msgspec.Struct, rename="camel"):
    """The portal to go to."""

    portal_id: int


async def show(call: Call) -> Answer:
    """Who is logged in; 204 where nobody is, which is no error for a page that asks."""
    person = await sessions.person_of(call)
    if person is None:
        return Answer(204, b"", [_PRIVATE])
    return Answer(200, msgspec.json.encode(await _shown(call, person)), [(b"content-type", JSON), _PRIVATE])


async def switch(call: Call) -> Answer:
    """Go over to another portal of the person: the session here ends, one there begins."""
    person = await _person(call)
    check_csrf(call)
    portal = call.read(SwitchBody).portal_id
    entered = await call.rooms.logins.go_over(person, portal, call.address, client_of(call))
    await sessions.log_out(call, person)
    return Answer(204, b"", cookies(call, entered))


async def _person(call: Call) -> Person:
    person = await sessions.person_of(call)
    if person is None:
        raise Unauthenticated("Nobody is logged in. Log in first.")
    return person


async def _shown(call: Call, person: Person) -> SessionShown:
    sql = "SELECT document FROM portal WHERE id = ANY(?1)"
    rows = await call.store.rows(sql, [member.portal for member in person.memberships])
    known = {portal.id: portal for portal in (decoded(row[0]) for row in rows)}
    here = known[person.portal]
    generation = (await call.store.rows("SELECT generation FROM portal WHERE id = ?1", here.id))[0][0]
    unit = Unit(call.store, Actor(here.id, generation, Origin("CRM_UI"), call.rooms.definitions))
    user = (await users_of(unit))[person.user_id]
    access = await access_of(unit, user.id)
    return SessionShown(
        email=person.email,
        first_name=user.first_name,
        last_name=user.last_name,
        user_id=user.id,
        owner_id=(await of_user(unit, user.id)).id,
        super_admin=access is None,
        portal_id=here.id,
        time_zone=here.time_zone,
        currency=here.currency,
        portals=[_portal(known[member.portal], member.user_id) for member in person.memberships],
        levels={type: _levels(levels) for type, levels in access.levels.items()} if access else {},
        rest=_levels(access.rest if access else Levels()),
        tools=sorted(access.tools) if access else [],
        features=features_of(here),
        preferences=_preferences(await preferences_of(unit, user.id)),
        sandbox=_sandbox(here) if call.rooms.sandbox else msgspec.UNSET,
    )


def _preferences(chosen: Preferences) -> PreferencesShown:
    return PreferencesShown(chosen.language, chosen.first_views)


def _sandbox(portal: Portal) -> SandboxShown:
    turned = portal.clock or Clock()
    return SandboxShown(clock.iso(clock.now(portal.id)), turned.frozen is not None, turned.ahead)


def _portal(portal: Portal, user_id: int) -> PortalShown:
    return PortalShown(portal.id, user_id, portal.name)


def _levels(levels: Levels) -> LevelsShown:
    return LevelsShown(*levels)


_PRIVATE = (b"cache-control", b"no-store")
ROUTES = (
    Route("GET", "/login/session", show, PUBLIC, "Read who is logged in", answer=SessionShown),
    Route("POST", "/login/switch", switch, PUBLIC, "Go over to another portal", body=SwitchBody, status=204),
)
