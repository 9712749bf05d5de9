"""Deleting roles and teams: who has one loses it in the same transaction."""

import msgspec

from hubstead.account import roles, teams
from hubstead.account.roles import Role
from hubstead.account.teams import Team, teams_of
from hubstead.account.users import User, saved, users_of
from hubstead.store import definitions
from hubstead.store.unit import Unit


async def delete_role(unit: Unit, role: Role) -> int:
    """Delete a role; answers how many users it was taken from. They keep their other roles."""
    await definitions.hold(unit)
    having = [user for user in (await users_of(unit)).values() if role.id in user.role_ids]
    for user in having:
        left = tuple(id for id in user.role_ids if id != role.id)
        await saved(unit, msgspec.structs.replace(user, role_ids=left, updated_at=unit.now), "UPDATE")
    await _delete(unit, roles.KIND, role.id)
    return _active(having)


async def delete_team(unit: Unit, team: Team) -> int:
    """Delete a team; answers how many users were in it. Those stay in their other teams, without a primary team when it
    was this one; teams under it go to the team above it."""
    await definitions.hold(unit)
    members = [user for user in (await users_of(unit)).values() if team.id in user.teams]
    for user in members:
        await saved(unit, _without(user, team, unit.now), "UPDATE")
    for lower in (await teams_of(unit)).values():
        if lower.parent == team.id:
            await teams.change(unit, lower, parent=team.parent)
    await _delete(unit, teams.KIND, team.id)
    return _active(members)


def _without(user: User, team: Team, now: int) -> User:
    primary = None if user.primary_team == team.id else user.primary_team
    secondary = tuple(id for id in user.secondary_teams if id != team.id)
    return msgspec.structs.replace(user, primary_team=primary, secondary_teams=secondary, updated_at=now)


def _active(users: list[User]) -> int:
    """Who was removed is a user no longer, but would keep a number that means nothing."""
    return sum(user.active for user in users)


async def _delete(unit: Unit, kind: str, id: str) -> None:
    definitions.remove(unit, kind, "", id)
    await definitions.changed(unit, kind, "", id, {"action": "DELETE"})
