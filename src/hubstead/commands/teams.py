"""`hubstead team`."""

from collections.abc import Sequence

import msgspec

from hubstead.account import removals, teams
from hubstead.account.teams import Team, teams_of
from hubstead.account.users import users_of
from hubstead.commands.names import named, new_name, people, something
from hubstead.commands.tables import print_list
from hubstead.commands.truth import in_portal
from hubstead.settings import Settings
from hubstead.store import definitions
from hubstead.store.unit import Unit


class TeamShown(msgspec.Struct):
    """A team as `--json` shows it: the name of the team above it, and the e-mail addresses of who is in it."""

    id: str
    name: str
    under: str | None
    users: Sequence[str]


def create_team(settings: Settings, portal: int | None, name: str, under: str | None) -> str:
    """Make a team; answers its id."""

    async def work(unit: Unit) -> str:
        return (await teams.create(unit, new_name(name), await _above(unit, under))).id

    return in_portal(settings, portal, work)


def change_team(settings: Settings, portal: int | None, name: str, renamed: str | None, under: str | None) -> None:
    """Rename a team or put it under another; an empty `under` puts it under none."""

    async def work(unit: Unit) -> None:
        fields = something({"name": None if renamed is None else new_name(renamed), "parent": under})
        if "parent" in fields:
            fields["parent"] = await _above(unit, under)
        await teams.change(unit, await _team(unit, name), **fields)

    in_portal(settings, portal, work)


def delete_team(settings: Settings, portal: int | None, name: str) -> str:
    """Delete a team; answers what that meant."""

    async def work(unit: Unit) -> str:
        team = await _team(unit, name)
        return f"The team {team.name} is deleted; {people(await removals.delete_team(unit, team))} left it."

    return in_portal(settings, portal, work)


def show_teams(settings: Settings, portal: int | None, *, as_json: bool) -> None:
    """Print all teams with who is in them."""

    async def work(unit: Unit) -> list[TeamShown]:
        known, users = await teams_of(unit), (await users_of(unit)).values()
        return [
            TeamShown(
                team.id,
                team.name,
                known[team.parent].name if team.parent else None,
                [user.email for user in users if user.active and team.id in user.teams],
            )
            for team in known.values()
        ]

    print_list(in_portal(settings, portal, work), ("Team", "Name", "Under", "Users"), _row, as_json=as_json)


async def _team(unit: Unit, name: str) -> Team:
    """A team, which nobody else changes until the unit ends."""
    await definitions.hold(unit)
    return named(name, "team", (await teams_of(unit)).values())


async def _above(unit: Unit, under: str | None) -> str | None:
    return (await _team(unit, under)).id if under else None


def _row(team: TeamShown) -> tuple[str, ...]:
    return team.id, team.name, team.under or "", ", ".join(team.users)
