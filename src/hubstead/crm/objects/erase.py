"""Erasing a person for good (GDPR): the record, its unique values, its associations and its history."""

from hubstead.crm.associations.unlink import unlink_all
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import require
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.wire import PurgeInput
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import record as records
from hubstead.crm.records.record import merged_from
from hubstead.crm.records.unique import release
from hubstead.kit.errors import Invalid, Missing
from hubstead.store.tables import ABOUT_PEOPLE, FACT, MERGED, RECORD
from hubstead.store.unit import Unit


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
    for table in ABOUT_PEOPLE if type.id == "0-1" and browsers else ():
        whose = "visitor = ANY_TEXT(?2) AND visitor <> '' AND id = 0"
        sql = f"DELETE FROM {table.name} WHERE portal = ?1 AND {whose} RETURNING portal"
        await unit.rows(sql, [row[0] for row in browsers])
