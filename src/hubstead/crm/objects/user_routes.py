"""The settings of users over HTTP: who is a user, with which role, in which teams.

It is here, not with the accounts, because a user has a record, too.
"""

from collections.abc import Sequence
from typing import Any

from hubstead.account import activity, user_wire
from hubstead.account.people import Place
from hubstead.account.roles import roles_of
from hubstead.account.teams import teams_of
from hubstead.account.user_wire import RoleShown, TeamShown, UserCreate, UserShown, UserUpdate
from hubstead.account.users import User, users_of
from hubstead.crm.objects import users
from hubstead.kit.errors import NOT_PERMITTED, Forbidden, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.envelopes import Page, Results
from hubstead.web.paging import limit_of, page_by_id
from hubstead.web.route import Route

PAGE_LIMIT = 100
READ = ("settings.users.read", "crm.objects.users.read")
WRITE = ("settings.users.write", "crm.objects.users.write")
TEAMS = ("settings.users.teams.read", "crm.objects.users.read")


async def get_page(call: Call) -> Any:
    """A page of the users of the account, in ascending order of id."""
    limit = limit_of(call, PAGE_LIMIT, PAGE_LIMIT)
    known = [user for user in (await users_of(call.reading())).values() if user.active]
    return page_by_id(call, known, limit, lambda user: user.id, user_wire.user)


async def get_by_id(call: Call) -> Any:
    """One user, by id or e-mail address."""
    return user_wire.user(await _asked(call, call.reading()))


async def create(call: Call) -> Any:
    """Make a person a user of the account, and so an owner. No mail is sent."""
    given = call.read(UserCreate)

    async def work(unit: Unit) -> User:
        activity.come_from(unit, call.address)
        place = given.place()
        await _refuse_more_than_own(unit, place.role_ids or ())
        return (await users.add(unit, given.email, place)).user

    return user_wire.user(await call.write(work))


async def update(call: Call) -> Any:
    """Give a user other names, another role or other teams."""
    given = call.read(UserUpdate)

    async def work(unit: Unit) -> User:
        user = await _changeable(call, unit)
        place: Place = given.place()
        await _refuse_more_than_own(unit, place.role_ids or ())
        _refuse_own_teams(unit, user, place)
        return await users.change(unit, user, place)

    return user_wire.user(await call.write(work))


async def delete(call: Call) -> None:
    """Remove a user from the account: the owner is archived, what the user owns stays."""

    async def work(unit: Unit) -> None:
        await users.remove(unit, await _changeable(call, unit))

    await call.write(work)


async def get_roles(call: Call) -> Any:
    """The roles (permission sets) of the account."""
    return {"results": [user_wire.role(role) for role in (await roles_of(call.reading())).values()]}


async def get_teams(call: Call) -> Any:
    """The teams of the account with their members."""
    unit = call.reading()
    active = [user for user in (await users_of(unit)).values() if user.active]
    return {"results": [user_wire.team(team, active) for team in (await teams_of(unit)).values()]}


async def _changeable(call: Call, unit: Unit) -> User:
    """The user of the path, unless a bounded user wants to change a super admin."""
    await definitions.hold(unit)
    activity.come_from(unit, call.address)
    user = await _asked(call, unit)
    if unit.access is not None and user.super_admin:
        raise Forbidden("Only a super admin may change a super admin.", category=NOT_PERMITTED)
    return user


async def _refuse_more_than_own(unit: Unit, role_ids: Sequence[str]) -> None:
    """Raise `Forbidden` where a bounded user gives a role that the user has not (our choice): nobody may rise alone."""
    if unit.access is None:
        return
    own = (await users_of(unit))[unit.access.user_id].role_ids
    if not {role for role in role_ids if role} <= set(own):
        raise Forbidden("Only a super admin may give roles that you do not have.", category=NOT_PERMITTED)


def _refuse_own_teams(unit: Unit, user: User, place: Place) -> None:
    """Raise `Forbidden` where a bounded user joins a team (our choice): with it comes what the team may see."""
    given = {team for team in (place.primary_team, *(place.secondary_teams or ())) if team}
    if unit.access is not None and unit.access.user_id == user.id and not given <= set(user.teams):
        raise Forbidden("Only a super admin may put you into another team.", category=NOT_PERMITTED)


async def _asked(call: Call, unit: Unit) -> User:
    by, key = call.one("idProperty", "USER_ID"), call.path[0]
    if by not in ("USER_ID", "EMAIL"):
        raise Invalid(f"idProperty must be USER_ID or EMAIL, not {by}", context={"idProperty": [str(by)]})
    for user in (await users_of(unit)).values():
        if user.active and key.lower() == (user.email if by == "EMAIL" else str(user.id)):
            return user
    raise NotFound(f"There is no user {key[:254]}.", context={"userId": [key[:254]]})


_USERS = "/settings/users"
ROUTES = (
    Route("GET", _USERS, get_page, READ, "List users", answer=Page[UserShown], query=("limit", "after")),
    Route("POST", _USERS, create, WRITE, "Add a user", UserCreate, UserShown, 201, permission="users"),
    Route("GET", f"{_USERS}/roles", get_roles, READ, "List roles", answer=Results[RoleShown]),
    Route("GET", f"{_USERS}/teams", get_teams, TEAMS, "List teams", answer=Results[TeamShown]),
    Route("GET", f"{_USERS}/{{settingsUserId}}", get_by_id, READ, "Read a user",
          answer=UserShown, query=("idProperty",)),
    Route("PUT", f"{_USERS}/{{settingsUserId}}", update, WRITE, "Change a user", UserUpdate, UserShown,
          query=("idProperty",), permission="users"),
    Route("DELETE", f"{_USERS}/{{settingsUserId}}", delete, WRITE, "Remove a user",
          status=204, query=("idProperty",), permission="users"),
)  # fmt: skip
