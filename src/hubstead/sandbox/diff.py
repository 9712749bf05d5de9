"""What differs between two portals, snapshots among them: table by table in the order of keys, a page at a time."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from hubstead.crm.associations.kinds import CATEGORIES
from hubstead.sandbox.answers import Difference, Values
from hubstead.store.engine import Reader, Row
from hubstead.store.tables import ASSOCIATION, DEFINITION, RECORD, Table

_decode = msgspec.json.Decoder(dict[str, str]).decode
TABLES = (DEFINITION, RECORD, ASSOCIATION)


class Place(NamedTuple):
    """Where a page ended: in which of `TABLES`, and the key of the last row there (empty before the first)."""

    table: int = 0
    key: tuple[Any, ...] = ()


class Page(NamedTuple):
    """Some differences, and where to go on; `None` after the last."""

    differences: list[Difference]
    following: Place | None


async def diff(reader: Reader, before: int, after: int, place: Place, limit: int) -> Page:
    """What was created, changed and deleted on the way from one portal to the other.

    An archived record counts as deleted.
    """
    found: list[Difference] = []
    for number in range(place.table, len(TABLES)):
        table = TABLES[number]
        start = (place.key if number == place.table else ()) or _before(table)
        rows = await reader.rows(_sql(table), before, after, limit - len(found) + 1, *start)
        room = limit - len(found)
        found += [_of_row(table, row) for row in rows[:room]]
        if len(rows) > room:
            return Page(found, Place(number, tuple(rows[room - 1][: table.key - 1]) if room else start))
    return Page(found, None)


def _before(table: Table) -> tuple[Any, ...]:
    """A key before all others."""
    return tuple("" if type == "text" else -1 for type in table.types[1 : table.key])


@cache
def _sql(table: Table) -> str:
    """Rows of either that the other has not or has differently: key, document before, document after.

    `?1` and `?2` are the two, `?3` the limit; the key to begin after follows.
    """
    keys = table.columns[1 : table.key]
    document = "document" in table.columns
    return (
        f"{_side(table, keys, 'new', 'old', document)} UNION ALL {_side(table, keys, 'old', 'new', document)} "
        f"ORDER BY {', '.join(str(place) for place in range(1, len(keys) + 1))} LIMIT ?3"
    )


def _side(table: Table, keys: tuple[str, ...], one: str, other: str, document: bool) -> str:
    """Rows of `one` without their like in `other`; seen from the new ones, those that changed, too."""
    number = {"old": "?1", "new": "?2"}
    same = " AND ".join(f"{other}.{name} = {one}.{name}" for name in keys)
    live = " AND {0}.archived = 0" if "archived" in table.columns else ""
    documents = {one: f"{one}.document" if document else "''", other: f"{other}.document" if document else "NULL"}
    changed = f" OR {one}.document <> {other}.document" if document and one == "new" else ""
    after = ", ".join(f"?{place}" for place in range(4, 4 + len(keys)))
    key = ", ".join(f"{one}.{name}" for name in keys)
    return (
        f"SELECT {key}, {documents['old']} AS before, {documents['new']} AS after "
        f"FROM {table.name} AS {one} LEFT JOIN {table.name} AS {other} "
        f"ON {other}.portal = {number[other]} AND {same}{live.format(other)} "
        f"WHERE {one}.portal = {number[one]}{live.format(one)} AND ({other}.portal IS NULL{changed}) "
        f"AND ({key}) > ({after})"
    )


def _of_row(table: Table, row: Row) -> Difference:
    *key, before, after = row
    change: Any = "created" if before is None else "deleted" if after is None else "changed"
    if table is RECORD:
        properties = dict(_values(_read(before), _read(after)))
        return Difference("record", change, object_type=key[0], id=str(key[1]), properties=properties)
    if table is DEFINITION:
        kind, type, name = key
        return Difference(
            "definition", change, object_type=type, definition=kind, name=name, before=_json(before), after=_json(after)
        )
    from_type, from_id, to_type, to_id, category, type_id = key
    return Difference(
        "association",
        change,
        object_type=from_type,
        id=str(from_id),
        to_object_type=to_type,
        to_id=str(to_id),
        association_category=CATEGORIES[category],
        association_type_id=type_id,
    )


def _values(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[tuple[str, Values]]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield name, Values(before.get(name), after.get(name))


def _read(document: str | None) -> dict[str, str]:
    return _decode(document) if document else {}


def _json(document: str | None) -> object:
    return msgspec.json.decode(document) if document else None
