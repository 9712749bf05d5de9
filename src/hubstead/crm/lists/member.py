"""Who is in a list: rows of the truth store, each with the moment of joining.

Members come and go in one way, `change`: it writes the rows, the size of the list, and the facts `list.joined` and
`list.left`, of which webhooks and other lists live. A fact tells of up to `TOLD` records, so that a list of a million
costs a thousand facts.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

from hubstead.crm.lists.list import List, put
from hubstead.store.tables import LIST_MEMBER
from hubstead.store.unit import Unit

JOINED, LEFT = "list.joined", "list.left"
TOLD = 1_000


class Member(NamedTuple):
    """A record in a list, since `at` (ms)."""

    id: int
    at: int


class Told(msgspec.Struct):
    """The body of a fact of joining or leaving: the ids of the records. The fact is of the list, and of the type of its
    records."""

    ids: list[int]


def change(unit: Unit, one: List, joining: Collection[int], leaving: Collection[int], **fields: object) -> List:
    """Let records join and leave a list that is locked; they must be out and in. Answers the list as it is written,
    with these fields changed too."""
    for id in joining:
        unit.put(LIST_MEMBER, (unit.portal, one.id, id, one.type, unit.now))
    for id in leaving:
        unit.remove(LIST_MEMBER, (unit.portal, one.id, id))
    _tell(unit, JOINED, one, joining)
    _tell(unit, LEFT, one, leaving)
    changed = msgspec.structs.replace(
        one,
        size=one.size + len(joining) - len(leaving),
        added=unit.now if joining else one.added,
        removed=unit.now if leaving else one.removed,
        **fields,
    )
    put(unit, changed)
    return changed


def _tell(unit: Unit, kind: str, one: List, ids: Iterable[int]) -> None:
    for some in _batched(sorted(ids), TOLD):
        unit.happened(kind, one.type, one.id, msgspec.json.encode(Told(some)).decode())


def _batched(ids: list[int], count: int) -> list[list[int]]:
    return [ids[start : start + count] for start in range(0, len(ids), count)]


async def among(unit: Unit, list_id: int, ids: Sequence[int]) -> set[int]:
    """Which of these records are in a list."""
    sql = "SELECT id FROM list_member WHERE portal = ?1 AND list = ?2 AND id = ANY(?3)"
    return {row[0] for row in await unit.rows(sql, list_id, ids)} if ids else set()


async def page(unit: Unit, list_id: int, start: int, limit: int, *, backwards: bool = False) -> list[Member]:
    """Members by ascending id from `start` on; `backwards`: descending, from `start` down."""
    sign, order = ("<=", "DESC") if backwards else (">=", "ASC")
    sql = (
        f"SELECT id, at FROM list_member WHERE portal = ?1 AND list = ?2 AND id {sign} ?3 ORDER BY id {order} LIMIT ?4"
    )
    return [Member(*row) for row in await unit.rows(sql, list_id, start, limit)]


async def joined_page(unit: Unit, list_id: int, start: Member, limit: int, *, backwards: bool = False) -> list[Member]:
    """Members in the order of joining, from one on; `backwards`: the latest first, from one back."""
    sign, order = ("<=", "DESC") if backwards else (">=", "ASC")
    sql = (
        f"SELECT id, at FROM list_member WHERE portal = ?1 AND list = ?2 AND (at, id) {sign} (?3, ?4) "
        f"ORDER BY at {order}, id {order} LIMIT ?5"
    )
    return [Member(*row) for row in await unit.rows(sql, list_id, start.at, start.id, limit)]


async def one(unit: Unit, list_id: int, id: int) -> Member | None:
    """A record in a list."""
    sql = "SELECT id, at FROM list_member WHERE portal = ?1 AND list = ?2 AND id = ?3"
    rows = await unit.rows(sql, list_id, id)
    return Member(*rows[0]) if rows else None


async def of_records(unit: Unit, type: str, ids: Sequence[int]) -> list[tuple[int, Member]]:
    """The lists that records are in, deleted ones too: list by list."""
    sql = "SELECT list, id, at FROM list_member WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) ORDER BY list, id"
    return [(row[0], Member(row[1], row[2])) for row in await unit.rows(sql, type, ids)]


async def ids_of(unit: Unit, list_id: int, ids: Sequence[int] | None = None) -> list[int]:
    """The ids of all members, or of those among some records."""
    if ids is not None:
        return sorted(await among(unit, list_id, ids))
    sql = "SELECT id FROM list_member WHERE portal = ?1 AND list = ?2 ORDER BY id"
    return [row[0] for row in await unit.rows(sql, list_id)]
