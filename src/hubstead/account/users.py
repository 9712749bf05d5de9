"""Users: the people of a portal, and what their roles and teams let them reach."""

from collections.abc import Iterable, Mapping

import msgspec

from hubstead.account.owners import of_user, owners_of
from hubstead.account.roles import NOTHING, Role, joined, roles_of
from hubstead.account.teams import Team, below, teams_of
from hubstead.store import definitions
from hubstead.store.access import Access
from hubstead.store.unit import Unit

KIND = "user"


class User(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A user. `id` is one of the portal's; a super admin is bound by nothing, others by the sum of their roles.

    Who was removed stays as a user that is not `active`. Timestamps in ms.
    """

    id: int
    email: str
    first_name: str = ""
    last_name: str = ""
    role_ids: tuple[str, ...] = ()
    super_admin: bool = False
    primary_team: str | None = None
    secondary_teams: tuple[str, ...] = ()
    active: bool = True
    created_at: int = 0
    updated_at: int = 0

    @property
    def teams(self) -> tuple[str, ...]:
        """Ids of all the user's teams, the primary one first."""
        return ((self.primary_team,) if self.primary_team else ()) + self.secondary_teams


_decode = msgspec.json.Decoder(User).decode


async def users_of(unit: Unit) -> Mapping[int, User]:
    """All users of the portal by id, those who were removed too."""
    return await definitions.numbered(unit, KIND, _decode)


async def saved(unit: Unit, user: User, action: str) -> User:
    """Write a user; `action` says in the fact what was done: `CREATE`, `UPDATE` or `DELETE`."""
    definitions.put(unit, KIND, "", str(user.id), msgspec.json.encode(user))
    await definitions.changed(unit, KIND, "", str(user.id), {"action": action})
    return user


async def access_of(unit: Unit, user_id: int) -> Access | None:
    """A user's bounds; `None` for a super admin, who has none. Who is no active user may reach nothing."""

    async def make() -> tuple[Access | None]:
        user = (await users_of(unit)).get(user_id)
        if user is None or not user.active:
            return (Access(user_id, "", frozenset(), {}, NOTHING),)
        return (None,) if user.super_admin else (await _access(unit, user),)

    return (await unit.definition(("access", str(user_id)), make))[0]


async def memberships_of(unit: Unit) -> Mapping[int, list[tuple[Team, bool]]]:
    """The teams of each user that has any, each with whether it is the primary one."""

    async def make() -> Mapping[int, list[tuple[Team, bool]]]:
        known = await teams_of(unit)
        return {
            user.id: [(known[id], id == user.primary_team) for id in user.teams if id in known]
            for user in (await users_of(unit)).values()
            if user.teams
        }

    return await unit.definition(("user teams",), make)


async def _access(unit: Unit, user: User) -> Access:
    known = await roles_of(unit)
    roles = [known[id] for id in user.role_ids if id in known]
    types = {type for role in roles for type in role.levels}
    return Access(
        user.id,
        (await of_user(unit, user.id)).id,
        await _team(unit, user),
        {type: joined(role.levels.get(type, role.rest) for role in roles) for type in types},
        joined(role.rest for role in roles),
        any(role.unassigned for role in roles),
        _tools(roles),
    )


def _tools(roles: Iterable[Role]) -> frozenset[str]:
    return frozenset(tool for role in roles for tool in role.tools)


async def _team(unit: Unit, user: User) -> frozenset[str]:
    """Owner ids of everybody in the user's teams and in those under them, the user among them."""
    reached = below(await teams_of(unit), user.teams)
    colleagues = {one.id for one in (await users_of(unit)).values() if reached.intersection(one.teams)} | {user.id}
    return frozenset(owner.id for owner in (await owners_of(unit)).values() if owner.user_id in colleagues)
