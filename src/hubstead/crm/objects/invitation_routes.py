"""How people get their first password, or another one: by a link that an administrator hands over, since the server
sends no mail. Also who is a super admin. By people only, in a session: an app that could do it could become anybody.

A password is good for all accounts of a person, so an account may give one only to people who belong to no other.
"""

from collections.abc import Mapping

from msgspec import UNSET, Struct, UnsetType

from hubstead.account import activity, one_time, people, sessions
from hubstead.account.roles import reaches_farther, roles_of
from hubstead.account.users import User, users_of
from hubstead.kit.clock import iso
from hubstead.kit.errors import NOT_PERMITTED, Conflict, Forbidden, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route

LASTS = 7 * 86_400_000
"""How long a link is good (ms): a week (our choice)."""
PATH = "/app/welcome"
_NOT_KEPT = ((b"cache-control", b"no-store"),)


class LoginState(Struct, frozen=True, kw_only=True, rename="camel"):
    """How a user gets in: whether there is a password, and until when a link to choose one is good."""

    user_id: str
    has_password: bool
    invited_until: str | UnsetType = UNSET


class Invitation(Struct, frozen=True, rename="camel"):
    """A link to choose a password, as a path of this server. It is told this once: only its digest is kept."""

    path: str
    expires_at: str


async def get_all(call: Call) -> Results[LoginState]:
    """How each user gets in."""
    _in_session(call)
    unit = call.reading()
    active = [user for user in (await users_of(unit)).values() if user.active]
    rows = await call.store.rows("SELECT email FROM login WHERE email = ANY_TEXT(?1)", [user.email for user in active])
    having, invited = {row[0] for row in rows}, await one_time.invited(unit)
    return Results([_shown(user, user.email in having, invited) for user in active])


async def invite(call: Call) -> Reply:
    """Make a link with which a user chooses a password, once within a week; an earlier link is worthless then."""
    _in_session(call)

    async def work(unit: Unit) -> Invitation:
        user = await _asked(call, unit)
        await _refuse_farther(unit, user)
        if await sessions.is_elsewhere(unit, user.email):
            raise Conflict(
                f"{user.email} belongs to other accounts of this server, for which the password would be good, too. "
                f"Whoever runs the server can set one: hubstead user password {user.email}"
            )
        secret, link = await one_time.give(unit, "invitation", user.id, LASTS)
        activity.acted(unit, "RESET_PASSWORD_LINK", user.id)
        return Invitation(f"{PATH}#{secret}", iso(link.until))

    return Reply(201, await call.write(work), _NOT_KEPT)


async def withdraw(call: Call) -> Answer:
    """Let a user's link be worthless."""
    _in_session(call)

    async def work(unit: Unit) -> None:
        user = await _asked(call, unit)
        await _refuse_farther(unit, user)
        await one_time.withdraw(unit, user.id)

    await call.write(work)
    return NO_CONTENT


async def add_super_admin(call: Call) -> Answer:
    """Let a user be bound by nothing."""
    return await _be_super_admin(call, wanted=True)


async def remove_super_admin(call: Call) -> Answer:
    """Let a super admin be bound by roles again. The last one stays."""
    return await _be_super_admin(call, wanted=False)


async def _be_super_admin(call: Call, *, wanted: bool) -> Answer:
    _in_session(call)

    async def work(unit: Unit) -> None:
        user = await _asked(call, unit)
        if unit.access is not None:
            raise Forbidden("Only a super admin may say who is one.", category=NOT_PERMITTED)
        await people.be_super_admin(unit, user, wanted)

    await call.write(work)
    return NO_CONTENT


def _in_session(call: Call) -> None:
    if call.caller.kind != "session":
        raise Forbidden("Passwords and super admins are looked after by people, in a session.")


async def _asked(call: Call, unit: Unit) -> User:
    await definitions.hold(unit)
    activity.come_from(unit, call.address)
    user = next((one for one in (await users_of(unit)).values() if one.active and str(one.id) == call.path[0]), None)
    if user is None:
        raise NotFound(f"There is no user {call.path[0][:50]}.", context={"userId": [call.path[0][:50]]})
    return user


async def _refuse_farther(unit: Unit, user: User) -> None:
    """Raise `Forbidden` where a bounded user could come in as somebody who may do more."""
    if unit.access is None or unit.access.user_id == user.id:
        return
    known = await roles_of(unit)
    roles = [known[id] for id in user.role_ids if id in known]
    if user.super_admin or any(reaches_farther(role, unit.access) for role in roles):
        raise Forbidden("Only a super admin may do this for somebody who may do more than you.", category=NOT_PERMITTED)


def _shown(user: User, has_password: bool, invited: Mapping[int, one_time.OneTime]) -> LoginState:
    link = invited.get(user.id)
    until = iso(link.until) if link and link.purpose == "invitation" else UNSET
    return LoginState(user_id=str(user.id), has_password=has_password, invited_until=until)


_INVITATIONS = "/hubstead/invitations"
_ADMINS = "/hubstead/super-admins/{settingsUserId}"
ROUTES = (
    Route("GET", _INVITATIONS, get_all, ANY, "List how users get in", answer=Results[LoginState], permission="users"),
    Route("POST", f"{_INVITATIONS}/{{settingsUserId}}", invite, ANY, "Make a link to choose a password",
          answer=Invitation, status=201, permission="users"),
    Route("DELETE", f"{_INVITATIONS}/{{settingsUserId}}", withdraw, ANY, "Withdraw a link to choose a password",
          status=204, permission="users"),
    Route("PUT", _ADMINS, add_super_admin, ANY, "Make a user super admin", status=204, permission="users"),
    Route("DELETE", _ADMINS, remove_super_admin, ANY, "Bind a super admin by roles", status=204, permission="users"),
)  # fmt: skip
