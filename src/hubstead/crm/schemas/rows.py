"""The rows that belong to a custom object: whether it has records, and the end of them all."""

from hubstead.store.unit import Unit


async def has_live_records(unit: Unit, type: str) -> bool:
    """Whether any record of the type is not in the recycling bin."""
    sql = "SELECT id FROM record WHERE portal = ?1 AND type = ?2 AND archived = 0 LIMIT 1"
    return bool(await unit.rows(sql, type))


async def forget_records(unit: Unit, type: str) -> None:
    """Delete the archived records of the type and every definition under it."""
    for table in ("record", "unique_value", "merged", "definition"):
        await unit.rows(f"DELETE FROM {table} WHERE portal = ?1 AND type = ?2 RETURNING type", type)
