"""One's own name over HTTP, found by the session: no id of a person is ever sent, and no permission is needed."""

from typing import Annotated

from msgspec import Meta, Struct

from hubstead.account import sessions
from hubstead.account.login_routes import check_csrf
from hubstead.account.people import Place
from hubstead.account.users import users_of
from hubstead.crm.objects import users
from hubstead.kit.errors import Unauthenticated
from hubstead.store import definitions
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

LONGEST = 100
"""Characters of a name (our choice)."""


class OwnName(Struct, frozen=True, rename="camel"):
    """How a person is called, in all accounts of theirs on this server."""

    first_name: Annotated[str, Meta(max_length=LONGEST)]
    last_name: Annotated[str, Meta(max_length=LONGEST)]


async def change_name(call: Call) -> Answer:
    """Give oneself another name, in all of one's accounts: users, owners and records of type `users` have it."""
    person = await sessions.person_of(call)
    if person is None:
        raise Unauthenticated("Nobody is logged in. Log in first.")
    check_csrf(call)
    given = call.read(OwnName)
    place = Place(" ".join(given.first_name.split()), " ".join(given.last_name.split()))
    for member in person.memberships:
        await _rename(call, member.portal, member.user_id, place)
    return NO_CONTENT


async def _rename(call: Call, portal: int, user_id: int, place: Place) -> None:
    async def work(unit: Unit) -> None:
        await definitions.hold(unit)
        user = (await users_of(unit))[user_id]
        if (user.first_name, user.last_name) != (place.first_name, place.last_name):
            await users.change(unit, user, place)

    origin = Origin("CRM_UI", f"userId:{user_id}", user_id)
    await write(call.store, Actor(portal, 0, origin, call.rooms.definitions), work)


ROUTES = (Route("PUT", "/login/name", change_name, PUBLIC, "Change one's name", OwnName, status=204),)
