"""Taking records out of the recycling bin, with their unique values and associations.

HubSpot does this in its app alone. What changed while they were archived holds for them, too: formulas are computed
anew, and a unique value stays with the record that took it meanwhile.
"""

from collections.abc import Mapping, Sequence

from hubstead.crm.associations.relink import relink_all
from hubstead.crm.object_types.reach import require
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.wire import shown
from hubstead.crm.objects.write import Outcome, refuse_unwritable
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.moment import Context, Moment
from hubstead.crm.records.record import BIN_LASTS, Record
from hubstead.crm.records.rules import formula_rules
from hubstead.crm.records.unique import claim
from hubstead.kit.errors import Failure, Invalid, NotFound
from hubstead.store.unit import Unit


async def restore(unit: Unit, definition: TypeDefinition, keys: Sequence[str | int]) -> list[Outcome]:
    """Restore archived records, each alone. Raises `Forbidden` for all together when the user may not delete one:
    who may put a record into the bin may take it out."""
    refuse_unwritable(definition, definition.type.updatable)
    type = definition.type
    ids = await ids_of(unit, definition, keys, None)
    found = await records.load(unit, type.id, ids.values(), archived=True, bin_lasts=records.EVER, lock=True)
    for record in found.values():
        require(unit, type, "delete", record.id, record.values)
    missing = [id for id in ids.values() if id not in found]
    why = await _why(unit, definition, missing)
    context = await change.context_of(unit, definition)
    archived = {record.id: record for record in found.values()}
    refusals = await _claimed(unit, context, list(archived.values()))
    await _return(unit, context, [record for record in archived.values() if refusals[record.id] is None])
    outcomes: dict[int | str, Outcome] = {}
    for key in map(str, keys):
        id = ids.get(key, -1)
        if id not in found:
            outcomes[key] = Outcome(key, failure=why.get(id) or _unknown(definition, key))
        elif (refusal := refusals[found[id].id]) is not None:
            outcomes[found[id].id] = Outcome(key, failure=refusal)
        else:
            outcomes[found[id].id] = Outcome(key, shown(found[id], definition.plan(())))
    return list(outcomes.values())


async def _claimed(unit: Unit, context: Context, found: Sequence[Record]) -> Mapping[int, Failure | None]:
    """Take back the unique values; why not, by record id. Records that left the bin take none."""
    inside = [record for record in found if record.archived > unit.now - BIN_LASTS]
    refusals: dict[int, Failure | None] = {record.id: _late(context.definition, record) for record in found}
    moments = [Moment(context, record, {}, dict(record.values), creating=True) for record in inside]
    taken = await claim(unit, context.definition, moments)
    return refusals | {record.id: refusal for record, refusal in zip(inside, taken, strict=True)}


async def _return(unit: Unit, context: Context, back: Sequence[Record]) -> None:
    definition = context.definition
    rules = formula_rules(definition.properties.values())
    for record in back:
        record.archived, record.updated = 0, unit.now
        record.values[definition.type.modified_date_property] = format_datetime(unit.now)
        moment = Moment(context, record, dict(record.values), {}, creating=False)
        for rule in rules:
            rule.run(moment)
        records.save(unit, record)
        unit.happened("object.restored", record.type, record.id, "{}")
        change.store(unit, moment)
    if back:
        await relink_all(unit, definition.type.id, back)


async def _why(unit: Unit, definition: TypeDefinition, ids: Sequence[int]) -> dict[int, Failure]:
    """Why records are not in the bin, as far as the user may know."""
    if not ids:
        return {}
    type = definition.type
    why: dict[int, Failure] = {}
    for id, record in (await records.load(unit, type.id, ids)).items():
        merged = f" It was merged into {record.id}." if record.id != id else ""
        why[id] = Invalid(f"{type.singular} {id} is not archived.{merged}", context={"id": [str(id)]})
    sql = "SELECT DISTINCT id FROM fact WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND kind = 'object.purged'"
    for (id,) in await unit.rows(sql, type.id, ids):
        why[id] = Invalid(
            f"{type.singular} {id} was erased for good and cannot be restored.", context={"id": [str(id)]}
        )
    return why


def _late(definition: TypeDefinition, record: Record) -> Failure:
    return Invalid(
        f"{definition.type.singular} {record.id} was archived more than 90 days ago and cannot be restored any more.",
        context={"id": [str(record.id)], "archivedAt": [format_datetime(record.archived)]},
    )


def _unknown(definition: TypeDefinition, key: str) -> Failure:
    return NotFound(f"{definition.type.singular} with id {key} is not in the recycling bin.", context={"id": [key]})
