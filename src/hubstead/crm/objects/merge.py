"""Merging two records into a new one, to which both old ids lead from then on."""

import msgspec

from hubstead.crm.associations.move import move_all
from hubstead.crm.object_types.reach import require
from hubstead.crm.objects.wire import Id, shown
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import Record, as_id
from hubstead.crm.records.unique import ADDITIONAL_EMAILS, EMAIL, claim, release
from hubstead.kit.errors import Invalid, Missing, UriTooLong
from hubstead.store.tables import RECORD
from hubstead.store.unit import Unit

IDENTITIES = 250
"""How many records one record can be made of."""


async def merge(unit: Unit, definition: TypeDefinition, primary: Id, other: Id) -> dict[str, object]:
    """Merge `other` into `primary`; answers the new record.

    The primary's values win, its gaps are filled from the other; associations and history of both move. Raises
    `Invalid` for a merge with itself or of a type that cannot be merged, `Missing` for an unknown record, `Forbidden`
    unless the user may edit both.
    """
    type = definition.type
    ids = (as_id(primary), as_id(other))
    if not type.mergeable:
        raise Invalid(f"{type.plural} cannot be merged")
    found = await records.load(unit, type.id, [id for id in ids if id is not None], lock=True)
    kept, gone = (found.get(id) if id is not None else None for id in ids)
    if kept is None or gone is None:
        raise Missing
    if kept.id == gone.id:
        raise Invalid(f"Cannot merge a {type.singular.lower()} with itself")
    for record in (kept, gone):
        require(unit, type, "edit", record.id, record.values)
    merged = await records.merged_from(unit, type.id, [kept.id, gone.id])
    olds = sorted({kept.id, gone.id, *merged.get(kept.id, ()), *merged.get(gone.id, ())})
    if len(olds) > IDENTITIES:
        raise UriTooLong(f"Cannot have more than {IDENTITIES} identities on a profile")
    return await _merged(unit, definition, kept, gone, olds)


async def _merged(
    unit: Unit, definition: TypeDefinition, kept: Record, gone: Record, olds: list[int]
) -> dict[str, object]:
    type = definition.type
    id = await unit.new_ids(1)
    context = await change.context_of(unit, definition)
    values = {**gone.values, **{name: value for name, value in kept.values.items() if value}}
    _gather_emails(values, kept, gone)
    record = Record(type.id, id, min(kept.created, gone.created), unit.now, 0, values)
    values["hs_object_id"] = str(id)
    values["hs_merged_object_ids"] = ";".join(map(str, olds))
    if type.id == "0-1":
        values["hs_all_contact_vids"] = ";".join(map(str, [id, *olds]))
        values["hs_calculated_merged_vids"] = ";".join(f"{old}:{unit.now}" for old in olds)
    values[type.create_date_property] = format_datetime(record.created)
    values[type.modified_date_property] = format_datetime(unit.now)
    for old in (kept, gone):
        release(unit, definition, old.values)
        unit.remove(RECORD, (unit.portal, type.id, old.id))
        unit.happened("object.absorbed", type.id, old.id, msgspec.json.encode({"into": id}).decode())
    await unit.flush()
    moment = Moment(context, record, {}, dict(values), creating=True)
    for refusal in await claim(unit, definition, [moment]):
        if refusal:
            raise refusal
    records.save(unit, record)
    await move_all(unit, type, kept.id, gone.id, record)
    records.mark_merged(unit, type.id, olds, id)
    body = {"primary": kept.id, "merged": [kept.id, gone.id], "moved": len(gone.values)}
    unit.happened("object.merged", type.id, id, msgspec.json.encode(body).decode())
    return shown(record, definition.plan(()))


def _gather_emails(values: dict[str, str], kept: Record, gone: Record) -> None:
    """The other contact's addresses become additional ones."""
    primary = values.get(EMAIL)
    emails: dict[str, None] = {}
    for record in (kept, gone):
        for email in (record.values.get(EMAIL), *record.values.get(ADDITIONAL_EMAILS, "").split(";")):
            if email and email != primary:
                emails[email] = None
    if emails:
        values[ADDITIONAL_EMAILS] = ";".join(emails)
