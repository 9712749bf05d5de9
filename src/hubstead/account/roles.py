"""Roles (HubSpot's permission sets): what the users who have them may see and do."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import get_args

import msgspec

from hubstead.kit.errors import Conflict, Invalid
from hubstead.store import definitions
from hubstead.store.access import Access, Levels, Reach
from hubstead.store.unit import Unit

KIND = "role"
NOTHING = Levels("none", "none", "none")
TOOLS: Mapping[str, str] = {
    "account": "change currencies, exchange rates and business units",
    "audit": "read the audit log, logins and security activity",
    "export": "export records to files",
    "files": "upload, change and delete files and folders",
    "import": "import files of records, stop and undo imports",
    "lists": "change lists, their members and folders",
    "marketing": "change forms, event definitions and tracking; send events; send and read submissions",
    "properties": "change properties, pipelines, schemas and association labels",
    "reports": "read reports and analytics",
    "users": "add, change and remove users",
}
"""What a role may allow besides records, and what it means. The names are our choice."""
_ORDER: Mapping[Reach, int] = {reach: place for place, reach in enumerate(get_args(Reach))}


class Role(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A role. `levels` by object type id, `rest` for all other types; `unassigned` lets its users reach records without
    an owner; `tools` are names of `TOOLS`; `paid` marks a role that takes a paid seat."""

    id: str
    name: str
    levels: Mapping[str, Levels] = {}
    rest: Levels = NOTHING
    unassigned: bool = False
    tools: tuple[str, ...] = ()
    paid: bool = False


_decode = msgspec.json.Decoder(Role).decode


async def roles_of(unit: Unit) -> Mapping[str, Role]:
    """The roles of the portal by id."""
    return await definitions.every(unit, KIND, _decode)


async def create(
    unit: Unit, name: str, levels: Mapping[str, Levels], rest: Levels, tools: Iterable[str], unassigned: bool = False
) -> Role:
    """Make a role. Raises `Conflict` when the name is taken, `Invalid` for an unknown tool."""
    await definitions.hold(unit)
    id = str(await unit.new_ids(1))
    role = Role(id=id, name=name, levels=levels, rest=rest, tools=tuple(tools), unassigned=unassigned)
    return await _saved(unit, role, "CREATE")


async def change(unit: Unit, role: Role, **fields: object) -> Role:
    """Write a role with these fields changed; sessions of its users are bound by it from the next request on.

    Raises `Conflict` when the name is taken, `Invalid` for an unknown tool.
    """
    await definitions.hold(unit)
    return await _saved(unit, msgspec.structs.replace(role, **fields), "UPDATE")


async def _saved(unit: Unit, role: Role, action: str) -> Role:
    others = (one for one in (await roles_of(unit)).values() if one.id != role.id)
    if any(one.name.lower() == role.name.lower() for one in others):
        raise Conflict(f"There is a role {role.name} already.")
    unknown = sorted(set(role.tools) - set(TOOLS))
    if unknown:
        raise Invalid(f"Unknown permissions: {', '.join(unknown)}. There are: {', '.join(TOOLS)}.")
    role = msgspec.structs.replace(role, tools=tuple(sorted(set(role.tools))))
    definitions.put(unit, KIND, "", role.id, msgspec.json.encode(role))
    await definitions.changed(unit, KIND, "", role.id, {"action": action})
    return role


def joined(all_of: Iterable[Levels]) -> Levels:
    """What several roles allow together: the farthest reach of each."""
    columns = zip(NOTHING, *all_of, strict=True)
    return Levels(*(max(column, key=_ORDER.__getitem__) for column in columns))


def reaches_farther(role: Role, access: Access) -> bool:
    """Whether a role allows anything that a user with these bounds may not do."""
    types = {*role.levels, *access.levels}
    pairs = [(role.rest, access.rest), *((role.levels.get(type, role.rest), access.of(type)) for type in types)]
    farther = any(_ORDER[given] > _ORDER[own] for pair in pairs for given, own in zip(*pair, strict=True))
    return farther or (role.unassigned and not access.unassigned) or not set(role.tools) <= access.tools


def revision(role: Role) -> str:
    """What tells this state of a role from every other one."""
    return hashlib.sha256(msgspec.json.encode(role, order="sorted")).hexdigest()[:16]
