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
    known = await teams_of(unit)
    if any(team.name.lower() == name.lower() for team in known.values()):
        raise Conflict(f"There is a team {name} already.")
    if parent is not None and parent not in known:
        raise Invalid(f"There is no team {parent} to put it under.", context={"parent": [parent]})
    team = Team(id=str(await unit.new_ids(1)), name=name, parent=parent)
    definitions.put(unit, KIND, "", team.id, msgspec.json.encode(team))
    await definitions.changed(unit, KIND, "", team.id, {"action": "CREATE"})
    return team


def below(teams: Mapping[str, Team], ids: Iterable[str]) -> set[str]:
    """These teams and all under them: who is in a team reaches what the teams under it reach."""
    found = set(ids)
    while more := {team.id for team in teams.values() if team.parent in found} - found:
        found |= more
    return found
