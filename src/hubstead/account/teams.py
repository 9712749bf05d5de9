"""Teams: groups of users, in a hierarchy. Who is in a team stands with the users."""

from collections.abc import Iterable, Mapping

import msgspec

from hubstead.kit.errors import Conflict, Invalid
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "team"


class Team(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A team; `parent` is the id of the team above it."""

    id: str
    name: str
    parent: str | None = None


_decode = msgspec.json.Decoder(Team).decode


async def teams_of(unit: Unit) -> Mapping[str, Team]:
    """The teams of the portal by id."""
    return await definitions.every(unit, KIND, _decode)


async def create(unit: Unit, name: str, parent: str | None = None) -> Team:
    """Make a team. Raises `Conflict` when the name is taken, `Invalid` for an unknown parent."""
    await definitions.hold(unit)
    return await _saved(unit, Team(id=str(await unit.new_ids(1)), name=name, parent=parent), "CREATE")


async def change(unit: Unit, team: Team, **fields: object) -> Team:
    """Write a team with another `name` or `parent`.

    Raises `Conflict` when the name is taken, `Invalid` for a parent that is unknown, the team itself or under it.
    """
    await definitions.hold(unit)
    return await _saved(unit, msgspec.structs.replace(team, **fields), "UPDATE")


async def _saved(unit: Unit, team: Team, action: str) -> Team:
    known = await teams_of(unit)
    if any(one.name.lower() == team.name.lower() for one in known.values() if one.id != team.id):
        raise Conflict(f"There is a team {team.name} already.")
    if team.parent is not None and team.parent not in known:
        raise Invalid(f"There is no team {team.parent} to put it under.", context={"parent": [team.parent]})
    if team.parent in below(known, [team.id]):
        raise Invalid(f"{team.name} cannot be under {known[team.parent].name}: that is the team itself or under it.")
    definitions.put(unit, KIND, "", team.id, msgspec.json.encode(team))
    await definitions.changed(unit, KIND, "", team.id, {"action": action})
    return team


def below(teams: Mapping[str, Team], ids: Iterable[str]) -> set[str]:
    """These teams and all under them: who is in a team reaches what the teams under it reach."""
    found = set(ids)
    while more := {team.id for team in teams.values() if team.parent in found} - found:
        found |= more
    return found
