"""What an import did, as the facts tell it."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from hubstead.crm.imports.run import Import
from hubstead.store.unit import Unit

PAGE = 1_000


class Effect(NamedTuple):
    """A fact that came of an import; `made` where it made the record."""

    seq: int
    type: str
    id: int
    made: bool


async def page(unit: Unit, run: Import, after: int, limit: int = PAGE) -> list[Effect]:
    """The next effects behind a fact."""
    sql = (
        "SELECT seq, type, id, kind FROM fact WHERE portal = ?1 AND seq > ?2 AND source = 'IMPORT' AND source_id = ?3 "
        "AND kind IN ('object.created', 'object.changed') ORDER BY seq LIMIT ?4"
    )
    rows = await unit.rows(sql, max(after, run.facts), str(run.id), limit)
    return [Effect(seq, type, id, kind == "object.created") for seq, type, id, kind in rows]


async def effects(unit: Unit, run: Import) -> AsyncIterator[tuple[str, int]]:
    """Type and id of each record that the import wrote, as often as it did."""
    after = 0
    while found := await page(unit, run, after):
        for effect in found:
            yield effect.type, effect.id
        after = found[-1].seq
