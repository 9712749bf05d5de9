"""Teams in our own namespace: HubSpot's API reads them only.

Teams decide who sees whose records. So who is bound by roles may neither join a team nor come to reach colleagues
through one.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from hubstead.account import activity, removals, teams
from hubstead.account.teams import Team, below, teams_of
from hubstead.account.users import User, saved, users_of
from hubstead.kit.errors import NOT_PERMITTED, Forbidden, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import Route

READ = ("settings.users.teams.read", "crm.objects.users.read")
WRITE = ("settings.users.write", "crm.objects.users.write")
LONGEST_NAME = 100
People = Mapping[int, User]
State = tuple[Mapping[str, Team], People]


class TeamInput(Struct, frozen=True, kw_only=True, rename="camel"):
    """A team. `user_ids` are those whose main team it is, `secondary_user_ids` who is also in it; without the two, who
    is in it stays. A user has one main team: it is taken from the one before."""

    name: Annotated[str, Meta(max_length=LONGEST_NAME)]
    parent_id: str | None = None
    user_ids: list[str] | None = None
    secondary_user_ids: list[str] | None = None


class TeamDetails(Struct, frozen=True, kw_only=True, rename="camel"):
    """A team: the one above it, where there is one, and its main and further members."""

    id: str
    name: str
    user_ids: list[str]
    secondary_user_ids: list[str]
    parent_id: str | UnsetType = UNSET


async def get_all(call: Call) -> Results[TeamDetails]:
    """The teams of the account, which is above which, and who is in them."""
    unit = call.reading()
    people = (await users_of(unit)).values()
    return Results([_shown(team, people) for team in (await teams_of(unit)).values()])


async def create(call: Call) -> TeamDetails:
    """Make a team."""
    given = call.read(TeamInput)

    async def work(unit: Unit) -> TeamDetails:
        activity.come_from(unit, call.address)
        team = await teams.create(unit, _name(given), given.parent_id or None)
        return await _filled(unit, team, given)

    return await call.write(work)


async def update(call: Call) -> TeamDetails:
    """Rename a team, put it under another, change who is in it."""
    given = call.read(TeamInput)

    async def work(unit: Unit) -> TeamDetails:
        activity.come_from(unit, call.address)
        team = await teams.change(unit, await _asked(call, unit), name=_name(given), parent=given.parent_id or None)
        return await _filled(unit, team, given)

    return await call.write(work)


async def delete(call: Call) -> Answer:
    """Delete a team: its users leave it, the teams under it go to the team above."""

    async def work(unit: Unit) -> None:
        activity.come_from(unit, call.address)
        await removals.delete_team(unit, await _asked(call, unit))

    await call.write(work)
    return NO_CONTENT


async def _asked(call: Call, unit: Unit) -> Team:
    await definitions.hold(unit)
    team = (await teams_of(unit)).get(call.path[0])
    if team is None:
        raise NotFound(f"There is no team {call.path[0][:50]}.", context={"teamId": [call.path[0][:50]]})
    return team


async def _filled(unit: Unit, team: Team, given: TeamInput) -> TeamDetails:
    """The team as it stands now, with who was to be in it."""
    before = {user.id: user for user in (await users_of(unit)).values() if user.active}
    after = _members(before, team.id, given)
    known = await teams_of(unit)
    if unit.access is not None:
        _refuse_farther(unit.access.user_id, (known, before), ({**known, team.id: team}, after))
    for user in after.values():
        if user != before[user.id]:
            await saved(unit, msgspec.structs.replace(user, updated_at=unit.now), "UPDATE")
    return _shown(team, after.values())


def _members(people: People, team: str, given: TeamInput) -> People:
    """Everybody, with the teams that they are to be in. Raises `Invalid` for ids of nobody."""
    unknown = sorted({*(given.user_ids or ()), *(given.secondary_user_ids or ())} - set(map(str, people)))
    if unknown:
        raise Invalid(f"There is no user {', '.join(unknown)[:200]}.", context={"userIds": unknown[:20]})
    return {id: _placed(user, team, given.user_ids, given.secondary_user_ids) for id, user in people.items()}


def _placed(user: User, team: str, main: list[str] | None, further: list[str] | None) -> User:
    id, primary = str(user.id), user.primary_team
    if main is not None:
        primary = team if id in main else None if primary == team else primary
    is_further = team in user.secondary_teams if further is None else id in further
    others = tuple(one for one in user.secondary_teams if one != team)
    secondary = (*others, team) if is_further and primary != team else others
    if (primary, set(secondary)) == (user.primary_team, set(user.secondary_teams)):
        return user
    return msgspec.structs.replace(user, primary_team=primary, secondary_teams=secondary)


def _refuse_farther(who: int, before: State, after: State) -> None:
    """Raise `Forbidden` where a bounded user would join a team, or come to reach more colleagues through one."""
    joined = set(after[1][who].teams) - set(before[1][who].teams)
    if joined or _colleagues(who, *after) - _colleagues(who, *before):
        raise Forbidden(
            "Only a super admin may put you into another team, or others into one that lets you see their records.",
            category=NOT_PERMITTED,
        )


def _colleagues(who: int, known: Mapping[str, Team], people: People) -> set[int]:
    reached = below(known, people[who].teams)
    return {user.id for user in people.values() if reached.intersection(user.teams)}


def _name(given: TeamInput) -> str:
    name = " ".join(given.name.split())
    if not name:
        raise Invalid("Give the team a name.", context={"name": [given.name]})
    return name


def _shown(team: Team, people: Iterable[User]) -> TeamDetails:
    active = [user for user in people if user.active]
    return TeamDetails(
        id=team.id,
        name=team.name,
        user_ids=[str(user.id) for user in active if user.primary_team == team.id],
        secondary_user_ids=[str(user.id) for user in active if team.id in user.secondary_teams],
        parent_id=team.parent or UNSET,
    )


_TEAMS = "/hubstead/teams"
ROUTES = (
    Route("GET", _TEAMS, get_all, READ, "List teams with their members", answer=Results[TeamDetails]),
    Route("POST", _TEAMS, create, WRITE, "Make a team", TeamInput, TeamDetails, 201, permission="users"),
    Route("PUT", f"{_TEAMS}/{{teamId}}", update, WRITE, "Change a team", TeamInput, TeamDetails, permission="users"),
    Route("DELETE", f"{_TEAMS}/{{teamId}}", delete, WRITE, "Delete a team", status=204, permission="users"),
)
