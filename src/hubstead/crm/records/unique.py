"""Unique values: which record holds which, and what happens when two want the same.

An e-mail address is unique over the primary and the additional addresses of all contacts, so both live under `email`.
"""

from collections.abc import Mapping, Sequence

from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import holders, load
from hubstead.kit.errors import Conflict, Failure, Invalid
from hubstead.store.tables import UNIQUE_VALUE
from hubstead.store.unit import Unit

Claim = tuple[str, str]
EMAIL = "email"
ADDITIONAL_EMAILS = "hs_additional_emails"


def claims(definition: TypeDefinition, values: Mapping[str, str]) -> set[Claim]:
    """The unique values in a document, as (property, value)."""
    found = {(name, values[name]) for name in definition.unique if values.get(name)}
    if values.get(ADDITIONAL_EMAILS):
        found |= {(EMAIL, email) for email in values[ADDITIONAL_EMAILS].split(";") if email}
    return found


async def claim(unit: Unit, definition: TypeDefinition, moments: Sequence[Moment]) -> list[Failure | None]:
    """Take the new unique values of each change and give back those it let go.

    Answers, per change, why it cannot have what it wants; such a change takes nothing.
    """
    wanted = [_wanted(definition, moment) for moment in moments]
    taken = await _taken(unit, definition, wanted)
    failures: list[Failure | None] = []
    for moment, new in zip(moments, wanted, strict=True):
        id = moment.record.id
        lost = next(
            ((name, value, taken[name, value]) for name, value in sorted(new) if taken.get((name, value), id) != id),
            None,
        )
        failures.append(await _refused(unit, definition, moment, *lost) if lost else None)
        if lost is None:
            _move(unit, definition, moment, new)
            taken.update(dict.fromkeys(new, id))
    return failures


def _wanted(definition: TypeDefinition, moment: Moment) -> set[Claim]:
    if moment.creating:
        return claims(definition, moment.record.values)
    if definition.unique.isdisjoint(moment.changes) and ADDITIONAL_EMAILS not in moment.changes:
        return set()
    return claims(definition, moment.record.values) - claims(definition, moment.before)


async def _taken(unit: Unit, definition: TypeDefinition, wanted: Sequence[set[Claim]]) -> dict[Claim, int]:
    values: dict[str, list[str]] = {}
    for new in wanted:
        for name, value in new:
            values.setdefault(name, []).append(value)
    taken: dict[Claim, int] = {}
    for name, asked in values.items():
        held = await holders(unit, definition.type.id, name, asked)
        taken.update({(name, value): id for value, id in held.items()})
    return taken


def _move(unit: Unit, definition: TypeDefinition, moment: Moment, new: set[Claim]) -> None:
    type = definition.type.id
    if not moment.creating:
        for name, value in claims(definition, moment.before) - claims(definition, moment.record.values):
            unit.remove(UNIQUE_VALUE, (unit.portal, type, name, value))
    for name, value in new:
        unit.put(UNIQUE_VALUE, (unit.portal, type, name, value, moment.record.id))


def release(unit: Unit, definition: TypeDefinition, values: Mapping[str, str]) -> None:
    """Give back all unique values of a record that is archived or erased."""
    for name, value in claims(definition, values):
        unit.remove(UNIQUE_VALUE, (unit.portal, definition.type.id, name, value))


async def _refused(
    unit: Unit, definition: TypeDefinition, moment: Moment, name: str, value: str, holder: int
) -> Failure:
    """That a value is taken cannot be hidden from a user who does not see its record; which record it is, can."""
    type = definition.type
    hidden = unit.access is not None and not await load(unit, type.id, [holder])
    if moment.creating and name == EMAIL:
        exists = f"{type.singular} already exists."
        return (
            Conflict(exists) if hidden else Conflict(f"{exists} Existing ID: {holder}", context={"id": [str(holder)]})
        )
    legacy = f"ObjectTypeId{{legacyObjectType={type.fully_qualified_name}}}"
    coordinates = (
        f"PropertyValueCoordinates{{portalId={definition.portal}, "
        f"objectTypeId={type.id if type.custom else legacy}, propertyName={name}, value={value}}}"
    )
    shown = "Another record" if hidden else holder
    return Invalid(f"Cannot set {coordinates} on {moment.record.id}. {shown} already has that value.")
