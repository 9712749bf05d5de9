"""One's own sessions over HTTP. They are found by the session itself: no id of a person is ever sent."""

import msgspec

from hubstead.account import sessions
from hubstead.account.login_routes import check_csrf
from hubstead.account.sessions import Person
from hubstead.kit.clock import iso
from hubstead.kit.errors import Unauthenticated
from hubstead.store.tables import TOKEN
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.answer import JSON, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route


class OwnSession(msgspec.Struct, rename="camel"):
    """A session of the person in this account: the beginning of its digest names it. `current` is the one that asks."""

    id: str
    created_at: str
    expires_at: str
    address: str
    client: str
    current: bool


async def get_sessions(call: Call) -> Answer:
    """The person's sessions in this account, the newest first."""
    person = await _person(call)
    own = sessions.digest(call.cookie(sessions.COOKIE))
    unit = Unit(call.store, _actor(call, person))
    shown = [
        OwnSession(digest[:16], iso(one.created_at), iso(one.expires_at), one.address, one.client, digest == own)
        for digest, one in (await sessions.of_user(unit, person.user_id)).items()
    ]
    body = msgspec.json.encode({"results": shown})
    return Answer(200, body, [(b"content-type", JSON), (b"cache-control", b"no-store")])


async def end_session(call: Call) -> Answer:
    """End one of the person's sessions; `others` ends all but the one that asks."""
    person = await _person(call)
    check_csrf(call)
    own = sessions.digest(call.cookie(sessions.COOKIE))

    async def work(unit: Unit) -> None:
        for digest in await sessions.of_user(unit, person.user_id):
            if digest[:16] == call.path[0] or (call.path[0] == "others" and digest != own):
                unit.remove(TOKEN, (digest,))

    await write(call.store, _actor(call, person), work)
    return Answer(204, b"", [])


async def _person(call: Call) -> Person:
    person = await sessions.person_of(call)
    if person is None:
        raise Unauthenticated("Nobody is logged in. Log in first.")
    return person


def _actor(call: Call, person: Person) -> Actor:
    origin = Origin("CRM_UI", f"userId:{person.user_id}", person.user_id)
    return Actor(person.portal, 0, origin, call.rooms.definitions)


_OWN = "/login/sessions"
ROUTES = (
    Route("GET", _OWN, get_sessions, PUBLIC, "List one's sessions"),
    Route("DELETE", f"{_OWN}/{{sessionId}}", end_session, PUBLIC, "End a session of one's own", status=204),
)
