"""The tables that SQL and exports see: the portal's traffic, and its records by the name of their type."""

import re

from hubstead.analytics.sql.run import run
from hubstead.columns.engine import Shown, freed
from hubstead.columns.traffic import TABLES
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.object_types.resolve import resolve
from hubstead.kit.errors import NOT_PERMITTED, Forbidden, Invalid, NotFound
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require

TRAFFIC_SCOPES = ("business-intelligence",)


async def types_of(call: Call, unit: Unit) -> dict[str, ObjectType]:
    """The types whose records the portal has, by the name of their table. The type that was there first has the name
    of both; the other's, and those that traffic has, end in `_records`."""
    held = sorted(await run(call, lambda store: store.held()), key=lambda table: _age(table[1]))
    found: dict[str, ObjectType] = {}
    for portal, id in held:
        if portal != unit.portal:
            continue
        try:
            type = await resolve(unit, id)
        except (Invalid, NotFound):
            continue  # deleted; its records are about to leave the columns
        name = re.sub(r"[^a-z0-9]+", "_", type.name.lower()).strip("_")
        if name and not name[0].isdigit():
            found[freed(name, (*TABLES, *found), "_records")] = type
    return found


def _age(type: str) -> tuple[int, ...]:
    """Orders ids of types (`0-1`, `2-12`) by their numbers: those of every account come first, newer ones last."""
    return tuple(map(int, type.split("-")))


def shown(unit: Unit, types: dict[str, ObjectType]) -> Shown:
    """The same for the columns."""
    return Shown(unit.portal, {name: type.id for name, type in types.items()})


def check_caller(call: Call, unit: Unit, types: dict[str, ObjectType]) -> None:
    """Raise the 403 unless the caller may read the records of all types, and users all of them: SQL knows no bounds."""
    require(call.caller, TRAFFIC_SCOPES)
    for type in types.values():
        if type.read_scopes:
            require(call.caller, type.read_scopes)
    check_reach(unit, types)


def check_reach(unit: Unit, types: dict[str, ObjectType]) -> None:
    """Raise the 403 for a user who does not see all records of all types: traffic names whose it is, too."""
    for type in types.values():
        if bound_of(unit, type.id, "view") is not None:
            raise Forbidden(
                f"This user does not see all {type.plural.lower()}. SQL and exports are for users who see all records.",
                context={"objectType": [type.fully_qualified_name], "permission": ["view"]},
                category=NOT_PERMITTED,
            )
