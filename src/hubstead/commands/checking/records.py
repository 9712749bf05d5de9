"""Are the records readable, and do their unique values stand in the table of unique values, both ways?"""

import asyncio
from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec

from hubstead.account import portals
from hubstead.commands.checking.finding import Finding
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records.record import holders
from hubstead.crm.records.unique import EMAIL, claims
from hubstead.store.engine import Engine, Row
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit

ROWS_AT_ONCE = 2_000
_decode = msgspec.json.Decoder(dict[str, str]).decode
_COLUMNS = "id, archived, document"
_PAGE = f"SELECT {_COLUMNS} FROM record WHERE portal = ?1 AND type = ?2 AND id > ?3 ORDER BY id LIMIT ?4"
_THESE = f"SELECT {_COLUMNS} FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3)"
_UNIQUE = (
    "SELECT property, value, id FROM unique_value WHERE portal = ?1 AND type = ?2 AND (property, value) > (?3, ?4) "
    "ORDER BY property, value LIMIT ?5"
)


async def check_records(store: Engine, progress: Callable[[int], None]) -> Finding:
    """All records of all portals; `progress` is told how many were read."""
    count, values = 0, 0
    problems: list[str] = []
    for portal, type in await store.rows("SELECT DISTINCT portal, type FROM record ORDER BY portal, type"):
        actor = await portals.actor(store, portal, Origin("API"), Definitions())
        unit = Unit(store, actor)
        records = _OfType(unit, await define(unit, await resolve(unit, type)))
        after = -1
        while rows := await unit.rows(_PAGE, type, after, ROWS_AT_ONCE):
            problems += await records.twice(rows)
            after = rows[-1][0]
            count += len(rows)
            progress(count)
        held, strays = await records.strays()
        values += held
        problems += strays
    return Finding(f"{count} records and {values} unique values", problems)


class _OfType:
    """The records of one type of one portal."""

    def __init__(self, unit: Unit, definition: TypeDefinition) -> None:
        self._unit = unit
        self._definition = definition
        self._type = definition.type.id
        self._name = f"portal {unit.portal}, {definition.type.name}"

    async def twice(self, rows: Sequence[Row]) -> list[str]:
        """What is wrong with these rows, and still is when they are read again: a server may be writing them."""
        wrong = await self._wrong(rows)
        if not wrong:
            return []
        await asyncio.sleep(0.2)
        wrong = await self._wrong(await self._unit.rows(_THESE, self._type, sorted(wrong)))
        return [f"{self._name} {id}: {why}" for id, why in sorted(wrong.items())]

    async def strays(self) -> tuple[int, list[str]]:
        """How many unique values are kept, and which of them no record has."""
        count = 0
        problems: list[str] = []
        last = ("", "")
        while rows := await self._unit.rows(_UNIQUE, self._type, *last, ROWS_AT_ONCE):
            last = rows[-1][:2]
            count += len(rows)
            if stray := await self._stray(rows):
                await asyncio.sleep(0.2)
                problems += [
                    f"{self._name}: {name} {value!r} is kept for {id}, which does not have it"
                    for name, value, id in await self._stray(await self._still(stray))
                ]
        return count, problems

    async def _wrong(self, rows: Sequence[Row]) -> dict[int, str]:
        wrong: dict[int, str] = {}
        wanted: dict[tuple[str, str], int] = {}
        for id, archived, document in rows:
            try:
                values = _decode(document)
            except msgspec.MsgspecError as error:
                wrong[id] = f"its document cannot be read: {error}"
                continue
            if values.get("hs_object_id") != str(id):
                wrong[id] = f"its hs_object_id is {values.get('hs_object_id')}"
            if not archived:
                wanted.update((claim, id) for claim in claims(self._definition, values))
        for name, group in groupby(sorted(wanted), key=lambda claim: claim[0]):
            asked = [value for _, value in group]
            held = await holders(self._unit, self._type, name, asked)
            for value in asked:
                id = wanted[name, value]
                if held.get(value) != id:
                    wrong[id] = f"its {name} {value!r} is kept for {held.get(value, 'no record')}"
        return wrong

    async def _stray(self, rows: Sequence[Row]) -> list[Row]:
        """The unique values whose record is gone, archived or without that value."""
        found = await self._unit.rows(_THESE, self._type, sorted({row[2] for row in rows}))
        readable = {id: document for id, archived, document in found if not archived}
        kept = {id: claims(self._definition, _values(document)) for id, document in readable.items()}
        alive = {*self._definition.unique, EMAIL}
        return [row for row in rows if row[0] in alive and (row[0], row[1]) not in kept.get(row[2], ())]

    async def _still(self, rows: Sequence[Row]) -> list[Row]:
        """Those that are still kept as they were."""
        still: list[Row] = []
        for name, group in groupby(rows, key=lambda row: row[0]):
            same = list(group)
            held = await holders(self._unit, self._type, name, [row[1] for row in same])
            still += [row for row in same if held.get(row[1]) == row[2]]
        return still


def _values(document: str) -> dict[str, str]:
    try:
        return _decode(document)
    except msgspec.MsgspecError:
        return {}
