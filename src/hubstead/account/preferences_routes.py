"""One's own preferences over HTTP, found by the session: `GET /login/session` tells them."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct

from hubstead.account import sessions
from hubstead.account.login_routes import check_csrf
from hubstead.account.preferences import prefer
from hubstead.account.sessions import Membership
from hubstead.kit.errors import Unauthenticated
from hubstead.store.unit import Actor, Origin, write
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

Language = Annotated[str, Meta(max_length=35, pattern=r"^[A-Za-z-]*$")]
TypeId = Annotated[str, Meta(max_length=30, pattern=r"^\d+-\d+$")]
ViewId = Annotated[str, Meta(max_length=20, pattern=r"^\d*$")]


class PreferencesChange(Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """What to prefer from now on; what is absent stays. The language holds in all accounts of the person, `""` follows
    the browser. `first_views` has the saved views that tables open with, by object type id, `""` for none."""

    language: Language | None = None
    first_views: Annotated[dict[TypeId, ViewId], Meta(max_length=100)] = {}


async def change(call: Call) -> Answer:
    """Change one's preferences."""
    person = await sessions.person_of(call)
    if person is None:
        raise Unauthenticated("Nobody is logged in. Log in first.")
    check_csrf(call)
    given = call.read(PreferencesChange)
    for member in person.memberships:
        await _keep(call, member, given, given.first_views if member.portal == person.portal else {})
    return NO_CONTENT


async def _keep(call: Call, member: Membership, given: PreferencesChange, views: Mapping[str, str]) -> None:
    origin = Origin("CRM_UI", f"userId:{member.user_id}", member.user_id)
    actor = Actor(member.portal, 0, origin, call.rooms.definitions)
    await write(call.store, actor, lambda unit: prefer(unit, member.user_id, given.language, views))


ROUTES = (
    Route("PATCH", "/login/preferences", change, PUBLIC, "Change one's preferences", PreferencesChange, status=204),
)
