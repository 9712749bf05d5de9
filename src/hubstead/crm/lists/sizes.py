"""The sizes that a list had, and when its filters were changed: told by its facts."""

import asyncio
from typing import Any

import msgspec

from hubstead.crm.lists.list import List
from hubstead.crm.lists.manage import CHANGED
from hubstead.crm.lists.member import JOINED, LEFT, Told
from hubstead.crm.lists.moments import DAY
from hubstead.store.unit import Unit

AT_ONCE = 200
_told = msgspec.json.Decoder(Told).decode
_action = msgspec.json.Decoder(dict[str, Any]).decode


async def sizes(unit: Unit, one: List, start: int, end: int) -> list[dict[str, int]]:
    """The size at the end of each day (UTC) of `start` to `end` (ms) on which members came or went."""
    days: dict[int, tuple[int, int]] = {}
    size = 0
    async for kind, at, body in _facts(unit, one):
        if kind != CHANGED:
            count = len(_told(body).ids)
            size += count if kind == JOINED else -count
            days[at // DAY] = (size, at)
    return [{"size": size, "timestamp": at} for size, at in days.values() if start <= at <= end]


async def edits(unit: Unit, one: List, start: int, end: int) -> list[int]:
    """When the filters were changed, from `start` to `end` (ms)."""
    return [
        at
        async for kind, at, body in _facts(unit, one)
        if kind == CHANGED and _action(body).get("action") in ("CREATE", "UPDATE_FILTERS") and start <= at <= end
    ]


async def _facts(unit: Unit, one: List) -> Any:
    after = 0
    sql = (
        "SELECT seq, kind, at, body FROM fact WHERE portal = ?1 AND type = ?2 AND id = ?3 AND seq > ?4 "
        f"AND kind = ANY_TEXT(?5) ORDER BY seq LIMIT {AT_ONCE}"
    )
    while rows := await unit.rows(sql, one.type, one.id, after, [JOINED, LEFT, CHANGED]):
        for _, kind, at, body in rows:
            yield kind, at, body
        after = rows[-1][0]
        await asyncio.sleep(0)
