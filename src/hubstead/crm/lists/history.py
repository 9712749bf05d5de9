"""What properties held before and when they last changed, for list filters: read from the facts of the records."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec

from hubstead.columns.kinds import Kind
from hubstead.crm.lists.operations import Asked, Past
from hubstead.crm.search.values import comparable
from hubstead.store.unit import Unit

STRIDE = 5_000
"""Ids whose facts one statement reads: others get their turn in between."""
_decode = msgspec.json.Decoder(dict[str, str | None]).decode
_KINDS = "kind IN ('object.created', 'object.changed')"


async def passing(unit: Unit, type: str, name: str, kind: Kind, asked: Asked, among: Sequence[int] | None) -> list[int]:
    """The records (of all, or among some) that pass the test of an operation about the past of a property.

    What it says of records that never had a value, and its opposite, is up to who asks.
    """
    if asked.past is Past.EVER:
        return sorted({id async for id, _, value in _versions(unit, type, name, among) if _holds(asked, kind, value)})
    changed = await _last_changes(unit, type, name, among)
    others = {other: await _last_changes(unit, type, other, among) for other in asked.refers}

    def moment_of(id: int) -> Callable[[str], int | None]:
        return lambda other: others[other].get(id)

    return sorted(id for id, at in changed.items() if asked.test.holds(at, moment_of(id)))


async def _last_changes(unit: Unit, type: str, name: str, among: Sequence[int] | None) -> dict[int, int]:
    found: dict[int, int] = {}
    async for id, at, _ in _versions(unit, type, name, among):
        found[id] = max(at, found.get(id, at))
    return found


def _holds(asked: Asked, kind: Kind, value: str) -> bool:
    try:
        return bool(value) and asked.test.holds(comparable(kind, value), lambda _: None)
    except ValueError:  # the property was of another type then
        return False


async def _versions(
    unit: Unit, type: str, name: str, among: Sequence[int] | None
) -> AsyncIterator[tuple[int, int, str]]:
    """Every value that a property got: record, moment (ms), value. Facts of records that were merged away count for the
    record that they are part of now."""
    heirs = await _heirs(unit, type, among)
    sql = (
        f"SELECT id, at, body FROM fact WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND {_KINDS} "
        "AND body LIKE ?4 ORDER BY id, seq"
    )
    async for ids in _strides(unit, type, among, heirs):
        for row in await unit.rows(sql, type, ids, f'%"{name}":%'):
            id, at, changes = int(row[0]), int(row[1]), _decode(row[2])
            if name in changes:
                yield heirs.get(id, id), at, changes[name] or ""
        await asyncio.sleep(0)


async def _heirs(unit: Unit, type: str, among: Sequence[int] | None) -> dict[int, int]:
    """From ids that were merged away to the records that they are part of."""
    condition = "" if among is None else " AND into_id = ANY(?3)"
    sql = f"SELECT id, into_id FROM merged WHERE portal = ?1 AND type = ?2{condition}"
    return {row[0]: row[1] for row in await unit.rows(sql, type, *(() if among is None else (list(among),)))}


async def _strides(
    unit: Unit, type: str, among: Sequence[int] | None, heirs: dict[int, int]
) -> AsyncIterator[list[int]]:
    """The ids whose facts are to be read, in pieces."""
    extra = sorted(heirs)
    if among is not None:
        extra = sorted({*among, *heirs})
    for start in range(0, len(extra), STRIDE):
        yield extra[start : start + STRIDE]
    if among is not None:
        return
    after = -1
    sql = "SELECT id FROM record WHERE portal = ?1 AND type = ?2 AND id > ?3 AND archived = 0 ORDER BY id LIMIT ?4"
    while rows := await unit.rows(sql, type, after, STRIDE):
        yield [row[0] for row in rows]
        after = rows[-1][0]
