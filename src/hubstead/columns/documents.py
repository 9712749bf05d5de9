"""Records of the truth store, as the column store takes them: the newest document of each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence

import msgspec

from hubstead.columns.engine import RecordChange
from hubstead.columns.kinds import kind_of
from hubstead.store.engine import Engine, Fact

TypesOf = Callable[[int, str], Awaitable[Mapping[str, str]]]
TypesKnown = dict[tuple[int, str], Mapping[str, str]]
"""The types of an object type's properties, by portal and object type."""

AT_ONCE = 5_000
"""Documents of a batch where all of a type is read."""
PIECE = 250
"""Documents that are read at once: some milliseconds of the event loop."""
_decode = msgspec.json.Decoder(dict[str, str]).decode
_encode = msgspec.json.Encoder().encode


class Documents:
    """Reads them. `types` is what the column store looks up: whoever gets a record finds the types of its properties
    there, filled from `types_of`."""

    def __init__(self, store: Engine, types: TypesKnown, types_of: TypesOf) -> None:
        self._store = store
        self._types = types
        self._types_of = types_of

    async def touched(self, facts: Iterable[Fact]) -> list[RecordChange]:
        """Every record that these facts tell of, once, as it is now."""
        touched: dict[tuple[int, str], set[int]] = {}
        for fact in facts:
            touched.setdefault((fact.portal, fact.type), set()).add(fact.id)
        changes: list[RecordChange] = []
        for (portal, type), ids in touched.items():
            ordered = sorted(ids)
            for start in range(0, len(ordered), PIECE):
                changes += await self._newest(portal, type, ordered[start : start + PIECE])
                await asyncio.sleep(0)  # requests get their turn
        return changes

    async def kinds(self) -> Sequence[tuple[int, str]]:
        """The object types that have records, each with its portal."""
        sql = "SELECT DISTINCT portal, type FROM record WHERE portal > 0 ORDER BY portal, type"
        return [(portal, type) for portal, type in await self._store.rows(sql)]

    async def types(self, portal: int) -> Sequence[str]:
        """The object types that have records in a portal."""
        return [row[0] for row in await self._store.rows("SELECT DISTINCT type FROM record WHERE portal = ?1", portal)]

    async def whole(self, portal: int, type: str) -> AsyncIterator[list[RecordChange]]:
        """All records of a type, in batches."""
        await self._know_types(portal, type)
        after = -1
        sql = (
            "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id > ?3 AND archived = 0 "
            "ORDER BY id LIMIT ?4"
        )
        while rows := await self._store.rows(sql, portal, type, after, AT_ONCE):
            yield [RecordChange(portal, type, row[0], _columns_of(row[1])) for row in rows]
            after = rows[-1][0]

    async def retyped(self, facts: Iterable[Fact]) -> list[tuple[int, str]]:
        """After changes of properties, know the new types; answers the object types with a column of another kind."""
        found: list[tuple[int, str]] = []
        for portal, type in {(fact.portal, fact.type) for fact in facts if fact.kind == "property.changed"}:
            before = self._types.get((portal, type), {})
            after = self._types[portal, type] = await self._types_of(portal, type)
            if any(name in after and kind_of(after[name]) is not kind_of(old) for name, old in before.items()):
                found.append((portal, type))
        return found

    def forget(self, portal: int) -> None:
        """A portal was emptied."""
        for key in [key for key in self._types if key[0] == portal]:
            del self._types[key]

    async def _newest(self, portal: int, type: str, ids: list[int]) -> list[RecordChange]:
        await self._know_types(portal, type)
        sql = "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND archived = 0"
        live = {row[0]: row[1] for row in await self._store.rows(sql, portal, type, ids)}
        return [RecordChange(portal, type, id, _columns_of(live[id]) if id in live else None) for id in ids]

    async def _know_types(self, portal: int, type: str) -> None:
        if (portal, type) not in self._types:
            self._types[portal, type] = await self._types_of(portal, type)


def is_of_record(fact: Fact) -> bool:
    """Whether a fact tells of a record's document."""
    return fact.kind.startswith("object.")


def _columns_of(document: str) -> bytes:
    """The document without the values that were cleared: columns have no value there."""
    if '":""' not in document:
        return document.encode()
    return _encode({name: value for name, value in _decode(document).items() if value})
