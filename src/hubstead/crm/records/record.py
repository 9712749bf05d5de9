"""The document of one record: loading, saving, and the ways to find it.

Records come out of the store through `load` and `page` alone, and both leave out what the unit's user may not see: who
reads records need not think of it. `bounded=False` is for what follows from a change whoever made it (counters of
records at the other end, formulas); nothing of such a record may be answered.
"""

import asyncio
from collections.abc import Iterable, Sequence

import msgspec

from hubstead.crm.object_types.reach import bound_of
from hubstead.store.engine import Row
from hubstead.store.tables import MERGED, RECORD
from hubstead.store.unit import Unit

_decode = msgspec.json.Decoder(dict[str, str]).decode
_encode = msgspec.json.Encoder().encode
_COLUMNS = "id, created, updated, archived, document"


LARGEST_ID = 2**53 - 1
"""JavaScript reads ids as doubles."""
BIN_LASTS = 90 * 86_400_000
"""How long archived records stay in the recycling bin, in ms of the portal's clock (documented)."""
EVER = 2**60
"""For what reaches archived records however long ago they left the bin: erasing them."""
LONGEST_STRIDE = 1_000
"""Records that are read at once on the way to those that a user may see."""


def as_id(text: str | int) -> int | None:
    """A record id, or `None` for what cannot be one."""
    if isinstance(text, str):
        if not (text.isascii() and text.isdigit() and len(text) <= 16):
            return None
        text = int(text)
    return text if 0 <= text <= LARGEST_ID else None


class Record:
    """A record: its values by property name (canonical text; no value, no key), and its times in ms.

    `archived` is the moment of archiving, 0 for a live record.
    """

    __slots__ = ("archived", "created", "id", "type", "updated", "values")

    def __init__(self, type: str, id: int, created: int, updated: int, archived: int, values: dict[str, str]) -> None:
        self.type = type
        self.id = id
        self.created = created
        self.updated = updated
        self.archived = archived
        self.values = values


def save(unit: Unit, record: Record) -> str:
    """Write the record at the end of the unit; answers its document as JSON."""
    document = _encode(record.values).decode()
    unit.put(RECORD, (unit.portal, record.type, record.id, record.created, record.updated, record.archived, document))
    return document


async def load(
    unit: Unit,
    type: str,
    ids: Iterable[int],
    *,
    archived: bool = False,
    bin_lasts: int = BIN_LASTS,
    lock: bool = False,
    bounded: bool = True,
) -> dict[int, Record]:
    """Records by the id that was asked for; an id that was merged away leads to the record it is part of now.

    Only live ones, or only archived ones that were archived less than `bin_lasts` ms ago; `bounded`: only those that
    the unit's user may see. `lock` holds the rows until the unit ends.
    """
    wanted = sorted(set(ids))
    found = await _load(unit, type, wanted, archived, bin_lasts, lock)
    missing = [id for id in wanted if id not in found]
    if missing:
        merged = await merged_into(unit, type, missing)
        if merged:
            heirs = await _load(unit, type, sorted(set(merged.values())), archived, bin_lasts, lock)
            found.update({old: heirs[new] for old, new in merged.items() if new in heirs})
    return _seen(unit, type, found) if bounded and unit.access is not None else found


def _seen(unit: Unit, type: str, found: dict[int, Record]) -> dict[int, Record]:
    bound = bound_of(unit, type, "view")
    return found if bound is None else {id: one for id, one in found.items() if bound.holds(one.values)}


async def _load(
    unit: Unit, type: str, ids: Sequence[int], archived: bool, bin_lasts: int, lock: bool
) -> dict[int, Record]:
    condition, args = _in_bin(unit, 4, bin_lasts) if archived else ("archived = 0", ())
    if len(ids) == 1:
        sql = f"SELECT {_COLUMNS} FROM record WHERE portal = ?1 AND type = ?2 AND id = ?3 AND {condition}"
        rows = await unit.rows(sql + (" FOR UPDATE" if lock else ""), type, ids[0], *args)
    else:
        sql = f"SELECT {_COLUMNS} FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND {condition}"
        rows = await unit.rows(sql + (" ORDER BY id FOR UPDATE" if lock else ""), type, ids, *args)
    return {row[0]: _record(type, row) for row in rows}


async def page(unit: Unit, type: str, after: int, limit: int, archived: bool, *, bounded: bool = True) -> list[Record]:
    """The next records in ascending order of id, from id `after` on; `bounded`: of those that the unit's user may see.

    For a user who sees some of the records, the others are read and passed over, in growing strides.
    """
    bound = bound_of(unit, type, "view") if bounded else None
    if bound is None:
        return [_record(type, row) for row in await _page(unit, type, after, limit, archived)]
    found: list[Record] = []
    stride = 0 if bound.nothing else limit
    while stride and len(found) < limit:
        passed = await _page(unit, type, after, stride, archived)
        found += [_record(type, row) for row in passed if bound.holds_document(row[-1])]
        if len(passed) < stride:
            break
        after, stride = passed[-1][0] + 1, min(2 * stride, LONGEST_STRIDE)
        await asyncio.sleep(0)  # others get their turn
    return found[:limit]


async def _page(unit: Unit, type: str, after: int, limit: int, archived: bool) -> list[Row]:
    condition, args = _in_bin(unit, 5, BIN_LASTS) if archived else ("archived = 0", ())
    sql = (
        f"SELECT {_COLUMNS} FROM record WHERE portal = ?1 AND type = ?2 AND id >= ?3 AND {condition} "
        "ORDER BY id LIMIT ?4"
    )
    return await unit.rows(sql, type, after, limit, *args)


def _in_bin(unit: Unit, place: int, lasts: int) -> tuple[str, tuple[int, ...]]:
    """The condition for records that are still in the recycling bin, with its parameter at `place`."""
    return f"archived > 0 AND archived > ?{place}", (unit.now - lasts,)


def _record(type: str, row: Row) -> Record:
    return Record(type, row[0], row[1], row[2], row[3], _decode(row[4]))


async def merged_into(unit: Unit, type: str, ids: Sequence[int]) -> dict[int, int]:
    """For ids that were merged away, the record they belong to now."""
    sql = "SELECT id, into_id FROM merged WHERE portal = ?1 AND type = ?2 AND id = ANY(?3)"
    return {row[0]: row[1] for row in await unit.rows(sql, type, ids)}


async def merged_from(unit: Unit, type: str, ids: Sequence[int]) -> dict[int, list[int]]:
    """The ids that were merged into each of these records."""
    sql = "SELECT into_id, id FROM merged WHERE portal = ?1 AND type = ?2 AND into_id = ANY(?3) ORDER BY id"
    found: dict[int, list[int]] = {}
    for into, old in await unit.rows(sql, type, ids):
        found.setdefault(into, []).append(old)
    return found


def mark_merged(unit: Unit, type: str, ids: Iterable[int], into: int) -> None:
    """Let these ids lead to `into` from now on."""
    for id in ids:
        unit.put(MERGED, (unit.portal, type, id, into))


async def holders(unit: Unit, type: str, property: str, values: Sequence[str]) -> dict[str, int]:
    """Which record holds each unique value."""
    if len(values) == 1:
        sql = "SELECT value, id FROM unique_value WHERE portal = ?1 AND type = ?2 AND property = ?3 AND value = ?4"
        return {row[0]: row[1] for row in await unit.rows(sql, type, property, values[0])}
    sql = (
        "SELECT value, id FROM unique_value WHERE portal = ?1 AND type = ?2 AND property = ?3 AND value = ANY_TEXT(?4)"
    )
    rows = await unit.rows(sql, type, property, values)
    return {row[0]: row[1] for row in rows}
