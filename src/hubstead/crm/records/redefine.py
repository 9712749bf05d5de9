"""What a change of a type's properties means for its records: formulas are computed, unique values taken or let go."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.definition import TypeDefinition, properties_of
from hubstead.crm.records import record as records
from hubstead.crm.records.change import context_of, store
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import Record, holders
from hubstead.crm.records.rules import formula_rules
from hubstead.crm.records.unique import Claim, claims
from hubstead.store.tables import UNIQUE_VALUE
from hubstead.store.unit import Unit

PAGE = 500
"""Records in hand at once."""
AT_ONCE = 5_000
"""Records visited in one unit, so that other writers get their turn."""

Properties = Mapping[str, Property]


class Rest(NamedTuple):
    """Where to go on in another unit: from which record id, and for which unique properties."""

    after: int
    restored: frozenset[str]


async def redefined(unit: Unit, type: ObjectType, before: Properties, after: Properties) -> Rest | None:
    """Bring the live records of a type in line with its changed properties. Their modification dates do not move.

    Up to 5,000 records are done in the unit that changes the definition. Of more, the rest is to be done by `go_on`.
    """
    for name in _unique(before) - _unique(after):
        await _let_go(unit, type, name)
    restored = frozenset(name for name in _unique(after) - _unique(before) if name in before)
    if not restored and not _formulas(after) - _formulas(before):
        return None
    return await _visit(unit, TypeDefinition(unit.portal, type, after), Rest(0, restored))


async def go_on(unit: Unit, type: ObjectType, rest: Rest) -> Rest | None:
    """The next records, with the definition as it is now."""
    return await _visit(unit, TypeDefinition(unit.portal, type, await properties_of(unit, type)), rest)


def _unique(properties: Properties) -> set[str]:
    return {name for name, found in properties.items() if found.has_unique_value and not found.archived}


def _formulas(properties: Properties) -> set[tuple[str, str]]:
    return {
        (name, found.calculation_formula)
        for name, found in properties.items()
        if found.calculation_formula is not None and not found.archived
    }


async def _let_go(unit: Unit, type: ObjectType, name: str) -> None:
    """The values of an archived property stay in the documents, but nothing is kept unique by them."""
    free = "DELETE FROM unique_value WHERE portal = ?1 AND type = ?2 AND property = ?3 RETURNING id"
    await unit.rows(free, type.id, name)


async def _visit(unit: Unit, definition: TypeDefinition, rest: Rest) -> Rest | None:
    context = await context_of(unit, definition)
    rules = formula_rules(definition.properties.values())
    after = rest.after
    for _ in range(AT_ONCE // PAGE):
        found = await records.page(unit, definition.type.id, after, PAGE, archived=False, bounded=False)
        for record in found:
            moment = Moment(context, record, dict(record.values), {}, creating=False)
            for rule in rules:
                rule.run(moment)
            store(unit, moment)
        await _claim(unit, definition, found, rest.restored)
        await unit.flush()
        if len(found) < PAGE:
            return None
        after = found[-1].id + 1
    return rest._replace(after=after)


async def _claim(unit: Unit, definition: TypeDefinition, found: Sequence[Record], restored: Collection[str]) -> None:
    """Take the values of restored unique properties; of two records with the same value the older one has it."""
    type = definition.type.id
    wanted: dict[Claim, int] = {}
    for record in found if restored else ():
        for claim in claims(definition, record.values):
            if claim[0] in restored:
                wanted.setdefault(claim, record.id)
    for name in restored:
        held = await holders(unit, type, name, [value for property, value in wanted if property == name])
        for (property, value), id in wanted.items():
            if property == name and value not in held:
                unit.put(UNIQUE_VALUE, (unit.portal, type, name, value, id))
