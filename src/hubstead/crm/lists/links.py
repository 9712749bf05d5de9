"""Associations for list filters: from records to those that they are associated with, and back."""

import asyncio
from collections.abc import Iterable, Sequence

from hubstead.crm.associations.kinds import Kind
from hubstead.store.unit import Unit

STRIDE = 2_000
"""Records whose links one statement reads."""
_LINKS = (
    "SELECT from_id, to_id FROM association WHERE portal = ?1 AND from_type = ?2 AND from_id = ANY(?3) "
    "AND to_type = ?4 AND category = ?5 AND type_id = ?6"
)


async def targets(unit: Unit, kind: Kind, ids: Iterable[int]) -> list[tuple[int, int]]:
    """The links of some records by a kind: from, to."""
    return await _links(unit, kind.from_type, sorted(set(ids)), kind.to_type, kind.category, kind.id)


async def sources(unit: Unit, kind: Kind, ids: Iterable[int]) -> list[int]:
    """The records that are linked by a kind to any of some records at its other end."""
    found = await _links(unit, kind.to_type, sorted(set(ids)), kind.from_type, kind.category, kind.inverse_id)
    return sorted({to for _, to in found})


async def tallies(unit: Unit, kind: Kind, among: Sequence[int] | None) -> dict[int, int]:
    """How many records each record is linked to by a kind; those with none are left out."""
    if among is not None:
        found: dict[int, int] = {}
        for id, _ in await targets(unit, kind, among):
            found[id] = found.get(id, 0) + 1
        return found
    sql = (
        "SELECT from_id, count(*) FROM association WHERE portal = ?1 AND from_type = ?2 AND to_type = ?3 "
        "AND category = ?4 AND type_id = ?5 GROUP BY from_id"
    )
    return {row[0]: row[1] for row in await unit.rows(sql, kind.from_type, kind.to_type, kind.category, kind.id)}


async def _links(
    unit: Unit, type: str, ids: Sequence[int], other: str, category: int, type_id: int
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start in range(0, len(ids), STRIDE):
        rows = await unit.rows(_LINKS, type, list(ids[start : start + STRIDE]), other, category, type_id)
        found += [(row[0], row[1]) for row in rows]
        await asyncio.sleep(0)  # others get their turn
    return found
