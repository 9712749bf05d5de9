"""The association table: a row per type and direction, so that every link is found from both of its records."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from hubstead.crm.associations.kinds import Kind
from hubstead.store.tables import ASSOCIATION
from hubstead.store.unit import Unit

_LINK = "from_type, from_id, to_type, to_id, category, type_id"
_FROM = "FROM association WHERE portal = ?1 AND from_type = ?2"


class Link(NamedTuple):
    """One direction of an association of two records by one type. Types of objects are ids (`0-1`)."""

    from_type: str
    from_id: int
    to_type: str
    to_id: int
    category: int
    type_id: int


def put(unit: Unit, link: Link) -> None:
    """Write one direction at the end of the unit."""
    unit.put(ASSOCIATION, (unit.portal, *link))


def remove(unit: Unit, link: Link) -> None:
    """Delete one direction at the end of the unit."""
    unit.remove(ASSOCIATION, (unit.portal, *link))


async def of(unit: Unit, type: str, ids: Sequence[int]) -> list[Link]:
    """All links of some records."""
    sql = f"SELECT {_LINK} {_FROM} AND from_id = ANY(?3) ORDER BY from_id, to_type, to_id, category, type_id"
    return list(map(Link._make, await unit.rows(sql, type, ids)))


async def towards(unit: Unit, type: str, ids: Sequence[int], to_types: Sequence[str]) -> list[Link]:
    """All links of some records to records of some types, by record, other record and type of link."""
    sql = (
        f"SELECT {_LINK} {_FROM} AND from_id = ANY(?3) AND to_type = ANY_TEXT(?4) "
        "ORDER BY from_id, to_type, to_id, category, type_id"
    )
    return list(map(Link._make, await unit.rows(sql, type, ids, to_types)))


async def page(unit: Unit, type: str, id: int, to_type: str, after: int, limit: int) -> list[Link]:
    """The links of one record to the next `limit` records of a type, from id `after` on, and to the one after."""
    sql = (
        f"SELECT {_LINK} {_FROM} AND from_id = ?3 AND to_type = ?4 AND to_id >= ?5 AND to_id <= coalesce(("
        f"SELECT max(to_id) FROM (SELECT DISTINCT to_id {_FROM} AND from_id = ?3 AND to_type = ?4 AND to_id >= ?5 "
        "ORDER BY to_id LIMIT ?6) AS shown), 0) ORDER BY to_id, category, type_id"
    )
    return list(map(Link._make, await unit.rows(sql, type, id, to_type, after, limit + 1)))


async def between(unit: Unit, from_type: str, to_type: str, pairs: Collection[tuple[int, int]]) -> list[Link]:
    """All links of some pairs of records, each in one direction or the other.

    Read from the side with more records: theirs are few each, while one company may have ten thousand contacts.
    """
    from_ids, to_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    if len(from_ids) < len(to_ids):
        return await _from(unit, to_type, to_ids, from_type, from_ids)
    return await _from(unit, from_type, from_ids, to_type, to_ids)


async def _from(unit: Unit, type: str, ids: Iterable[int], to_type: str, to_ids: Collection[int]) -> list[Link]:
    sql = f"SELECT {_LINK} {_FROM} AND from_id = ANY(?3) AND to_type = ?4"
    if len(to_ids) == 1:
        found = await unit.rows(sql + " AND to_id = ?5", type, list(ids), to_type, next(iter(to_ids)))
    else:
        found = await unit.rows(sql, type, list(ids), to_type)
    return [Link._make(row) for row in found if row[3] in to_ids]


async def tallies(unit: Unit, kind: Kind, ids: Collection[int]) -> dict[int, int]:
    """How many records each of these is linked to by a kind; those with none are left out."""
    sql = (
        f"SELECT from_id, count(*) {_FROM} AND from_id = ANY(?3) AND to_type = ?4 AND category = ?5 AND type_id = ?6 "
        "GROUP BY from_id"
    )
    rows = await unit.rows(sql, kind.from_type, list(ids), kind.to_type, kind.category, kind.id)
    return {row[0]: row[1] for row in rows}


async def of_kind(unit: Unit, kind: Kind, ids: Collection[int] | None = None) -> list[Link]:
    """All links by a kind, of some records or of all."""
    among = " AND from_id = ANY(?6)" if ids is not None else ""
    sql = f"SELECT {_LINK} {_FROM} AND to_type = ?3 AND category = ?4 AND type_id = ?5{among}"
    args = (kind.from_type, kind.to_type, kind.category, kind.id, *(() if ids is None else (list(ids),)))
    return list(map(Link._make, await unit.rows(sql, *args)))


async def heavy(unit: Unit, kind: Kind, least: int) -> list[tuple[int, int]]:
    """Records with at least so many links by a kind, and how many: the fullest first."""
    sql = (
        f"SELECT from_id, count(*) AS used {_FROM} AND to_type = ?3 AND category = ?4 AND type_id = ?5 "
        "GROUP BY from_id HAVING count(*) >= ?6 ORDER BY used DESC, from_id"
    )
    rows = await unit.rows(sql, kind.from_type, kind.to_type, kind.category, kind.id, least)
    return [(row[0], row[1]) for row in rows]


async def linked_types(unit: Unit) -> set[tuple[str, str]]:
    """Which object types have links to which."""
    rows = await unit.rows("SELECT DISTINCT from_type, to_type FROM association WHERE portal = ?1")
    return {(row[0], row[1]) for row in rows}
