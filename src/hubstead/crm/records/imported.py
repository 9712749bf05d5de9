"""The records that an import made and changed, as the facts tell it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from hubstead.store.unit import Unit

PAGE = 1_000
STRIDE = 20_000
"""Facts, of whatever origin, that are looked through at once."""
_OURS = "source = 'IMPORT' AND source_id = ?2 AND kind IN ('object.created', 'object.changed')"


class Effect(NamedTuple):
    """A fact that came of an import; `made` where it made the record."""

    seq: int
    type: str
    id: int
    made: bool


async def page(unit: Unit, run: int, after: int, end: int, limit: int = PAGE) -> list[Effect]:
    """The next effects of an import behind the fact `after`, up to the fact `end` (0: to the newest); none when there
    are no more."""
    end = end or await newest_fact(unit)
    sql = (
        f"SELECT seq, type, id, kind FROM fact WHERE portal = ?1 AND {_OURS} AND seq > ?3 AND seq <= ?4 "
        "ORDER BY seq LIMIT ?5"
    )
    while after < end:
        rows = await unit.rows(sql, str(run), after, min(after + STRIDE, end), limit)
        if rows:
            return [Effect(seq, type, id, kind == "object.created") for seq, type, id, kind in rows]
        after += STRIDE
        await asyncio.sleep(0)
    return []


async def effects(unit: Unit, run: int, after: int, end: int) -> AsyncIterator[Effect]:
    """All effects of an import between two facts: a record comes as often as it was written."""
    while found := await page(unit, run, after, end):
        for effect in found:
            yield effect
        after = found[-1].seq


async def among(unit: Unit, run: int, type: str, ids: Sequence[int]) -> set[int]:
    """Those of some records that an import made or changed."""
    sql = f"SELECT DISTINCT id FROM fact WHERE portal = ?1 AND type = ?3 AND id = ANY(?4) AND {_OURS}"
    return {row[0] for row in await unit.rows(sql, str(run), type, ids)} if ids else set()


async def newest_fact(unit: Unit) -> int:
    """The number of the newest fact of any portal."""
    rows = await unit.rows("SELECT coalesce(max(seq), 0) FROM fact WHERE portal = ?1 OR portal <> ?1")
    return int(rows[0][0])
