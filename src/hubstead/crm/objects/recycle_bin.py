"""The recycling bin of an object type: what was archived, when and by whom, the latest first."""

import asyncio
from typing import NamedTuple

import msgspec

from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.record import BIN_LASTS, Record
from hubstead.crm.records.rules import as_of
from hubstead.store.engine import Row
from hubstead.store.unit import Unit

STRIDE = 500
LOOKED_AT = 10_000
"""Records that one request looks at on its way to those that match."""
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Archived(NamedTuple):
    """A record in the bin, and who put it there. `place` ascends with the time of archiving."""

    place: int
    record: Record
    user_id: int
    source: str
    source_id: str


async def page(
    unit: Unit, definition: TypeDefinition, text: str, before: int, limit: int
) -> tuple[list[Archived], int | None]:
    """The next archived records that the user may see and of which a value shown by default contains `text`, from the
    place `before` on (0: the latest); and where to go on, `None` at the end."""
    bound = bound_of(unit, definition.type.id, "view")
    plan, wanted = definition.plan(()), text.strip().lower()
    found: list[Archived] = []
    looked = 0
    while True:
        rows = await _rows(unit, definition.type.id, before, STRIDE)
        for row in rows:
            before = row[0]
            one = _archived(definition.type.id, row)
            values = one.record.values
            if (bound is None or bound.holds(values)) and any(wanted in values.get(name, "").lower() for name in plan):
                as_of(one.record, unit.now)
                found.append(one)
                if len(found) == limit:
                    return found, before
        looked += len(rows)
        if len(rows) < STRIDE:
            return found, None
        if looked >= LOOKED_AT:
            return found, before
        await asyncio.sleep(0)  # others get their turn


async def _rows(unit: Unit, type: str, before: int, limit: int) -> list[Row]:
    """Archived records by their last archiving, which the log of facts tells."""
    sql = (
        "SELECT f.seq, f.user_id, f.source, f.source_id, r.id, r.created, r.updated, r.archived, r.document "
        "FROM fact AS f JOIN record AS r ON r.portal = f.portal AND r.type = f.type AND r.id = f.id "
        "WHERE f.portal = ?1 AND f.kind = 'object.archived' AND f.type = ?2 AND f.seq < ?3 AND r.archived > ?4 "
        "AND r.archived > 0 AND NOT EXISTS (SELECT 1 FROM fact AS g WHERE g.portal = f.portal AND g.type = f.type "
        "AND g.id = f.id AND g.kind = f.kind AND g.seq > f.seq) ORDER BY f.seq DESC LIMIT ?5"
    )
    return await unit.rows(sql, type, before or 2**62, unit.now - BIN_LASTS, limit)


def _archived(type: str, row: Row) -> Archived:
    seq, user_id, source, source_id, id, created, updated, archived, document = row
    return Archived(seq, Record(type, id, created, updated, archived, _decode(document)), user_id, source, source_id)
