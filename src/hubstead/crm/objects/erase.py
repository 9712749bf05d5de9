"""Erasing a person for good (GDPR): the record, its unique values, its associations and its history."""

from typing import Any

import msgspec

from hubstead.crm.associations.unlink import unlink_all
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import require
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.wire import PurgeInput
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import record as records
from hubstead.crm.records.record import merged_from
from hubstead.crm.records.unique import EMAIL, claims, release
from hubstead.kit.errors import Invalid, Missing
from hubstead.store.tables import ABOUT_PEOPLE, FACT, FORM_SUBMISSION, MERGED, RECORD
from hubstead.store.unit import Unit

CONTACT = "0-1"
_decode = msgspec.json.Decoder(dict[str, Any]).decode


async def erase(unit: Unit, definition: TypeDefinition, given: PurgeInput) -> None:
    """Erase one record, live or archived. Raises `Missing` when there is none, `Forbidden` where the user may
    not delete it, `Invalid` for other types."""
    type = definition.type
    if not type.gdpr_deletable:
        raise Invalid(f"{type.plural} have no GDPR delete. Archive the record instead.")
    ids = await ids_of(unit, definition, [given.object_id], given.id_property)
    found = await records.load(unit, type.id, ids.values(), lock=True)
    found = found or await records.load(unit, type.id, ids.values(), archived=True, bin_lasts=records.EVER, lock=True)
    if not found:
        raise Missing
    record = next(iter(found.values()))
    require(unit, type, "delete", record.id, record.values)
    olds = (await merged_from(unit, type.id, [record.id])).get(record.id, [])
    await unlink_all(unit, type, [record.id])
    if not record.archived:  # an archived one gave its values back, and another may hold them now
        release(unit, definition, record.values)
    unit.remove(RECORD, (unit.portal, type.id, record.id))
    for old in olds:
        unit.remove(MERGED, (unit.portal, type.id, old))
    for address in [value for name, value in claims(definition, record.values) if name == EMAIL]:
        await _forget_unnamed(unit, type, address)
    await unit.flush()
    await _forget(unit, type, [record.id, *olds])
    for id in (record.id, *olds):  # a listener that had not come to the merge yet still has the old records
        unit.happened("object.purged", type.id, id, "{}")


async def _forget(unit: Unit, type: ObjectType, ids: list[int]) -> None:
    """Delete the history of records, and what they and their browsers did."""
    for table in (FACT, *ABOUT_PEOPLE):
        sql = f"DELETE FROM {table.name} WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) RETURNING portal"
        await unit.rows(sql, type.id, ids)
    browsers = await unit.rows("SELECT utk FROM visitor WHERE portal = ?1 AND contact = ANY(?2) AND contact <> 0", ids)
    for table in ABOUT_PEOPLE if type.id == CONTACT and browsers else ():
        whose = "visitor = ANY_TEXT(?2) AND visitor <> '' AND id = 0"
        sql = f"DELETE FROM {table.name} WHERE portal = ?1 AND {whose} RETURNING portal"
        await unit.rows(sql, [row[0] for row in browsers])


async def _forget_unnamed(unit: Unit, type: ObjectType, address: str) -> None:
    """Delete the submissions with an address that name no record: those that were taken for spam.

    `LIKE` may find others too, so what it finds is looked at again.
    """
    sql = (
        "SELECT form, at, conversion, document FROM form_submission WHERE portal = ?1 AND type = ?2 AND id = 0 "
        "AND lower(document) LIKE ?3"
    )
    for form, at, conversion, document in await unit.rows(sql, type.id, f"%{address}%"):
        sent = (one["value"].strip().lower() for one in _decode(document)["values"] if one["name"] == EMAIL)
        if address in sent:
            unit.remove(FORM_SUBMISSION, (unit.portal, form, at, conversion))
