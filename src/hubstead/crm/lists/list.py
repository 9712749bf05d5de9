"""A list: who belongs to a group of records, by hand or by filters; and its row in the truth store."""

from collections.abc import Sequence

import msgspec

from hubstead.crm.lists.branches import Tree
from hubstead.kit.errors import NotFound
from hubstead.store.engine import Row
from hubstead.store.tables import LIST
from hubstead.store.unit import Unit

MANUAL, DYNAMIC, SNAPSHOT = "MANUAL", "DYNAMIC", "SNAPSHOT"
COMPLETE, PROCESSING = "COMPLETE", "PROCESSING"
KEPT = 90 * 86_400_000
"""How long a deleted list can be restored, in ms of the portal's clock (documented)."""


class Schedule(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """When a dynamic list becomes a manual one: on a day, or so long after its members last changed."""

    conversion_type: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    time_unit: str | None = None
    offset: int | None = None


class List(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A list of records of one object type. Times in ms; `deleted` is when it was deleted, 0 for a live one.

    `filters` is the tree of a dynamic list, and of a snapshot the one it was made with. `version` counts the trees.
    `waiting`: it is to be evaluated; `evaluated`: it was, at least once. `folder` 0 is the root. `added` and `removed`
    are when members last came and went, 0 for never.
    """

    id: int
    type: str
    name: str
    processing: str
    filters: Tree | None = None
    version: int = 1
    created_at: int = 0
    created_by: str = ""
    updated_at: int = 0
    updated_by: str = ""
    filters_updated_at: int = 0
    folder: int = 0
    custom: dict[str, str] = {}
    edit_teams: tuple[int, ...] = ()
    edit_users: tuple[int, ...] = ()
    membership_team: int | None = None
    include_unassigned: bool | None = None
    schedule: Schedule | None = None
    scheduled_at: int = 0
    converted_at: int = 0
    evaluated: bool = False
    deleted: int = 0
    waiting: bool = False
    size: int = 0
    added: int = 0
    removed: int = 0

    @property
    def status(self) -> str:
        """`processingStatus` of the service."""
        return PROCESSING if self.waiting else COMPLETE


_decode = msgspec.json.Decoder(List).decode
_ROW = "SELECT document FROM list WHERE portal = ?1"


def put(unit: Unit, one: List) -> None:
    """Write a list at the end of the unit."""
    document = msgspec.json.encode(one).decode()
    scheduled = int(one.schedule is not None and not one.deleted)
    key = (unit.portal, one.id)
    unit.put(
        LIST, (*key, one.type, one.name.lower(), one.processing, int(one.waiting), scheduled, one.deleted, document)
    )


async def lists_of(unit: Unit, *, deleted: bool = False) -> list[List]:
    """All lists of the portal by id, those that were deleted too if asked for."""
    condition = "" if deleted else " AND deleted = 0"
    return _decoded(await unit.rows(f"{_ROW}{condition} ORDER BY id"))


async def by_ids(unit: Unit, ids: Sequence[int], *, lock: bool = False, deleted: bool = False) -> dict[int, List]:
    """Lists by id, live ones, or deleted ones too. `lock`: nobody else changes them before the unit ends."""
    if not ids:
        return {}
    live = "" if deleted else " AND deleted = 0"
    sql = f"{_ROW} AND id = ANY(?2){live} ORDER BY id{' FOR UPDATE' if lock else ''}"
    return {one.id: one for one in _decoded(await unit.rows(sql, sorted(set(ids))))}


async def by_name(unit: Unit, name: str) -> List | None:
    """The live list of this name, whatever its case."""
    found = _decoded(await unit.rows(f"{_ROW} AND name = ?2 AND deleted = 0", name.lower()))
    return found[0] if found else None


async def find(unit: Unit, id: str | int, *, lock: bool = False, deleted: bool = False) -> List:
    """A list by its id. Raises `NotFound`."""
    text = str(id)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0
    found = (await by_ids(unit, [number], lock=lock, deleted=deleted)).get(number)
    if found is None:
        raise not_found(text)
    return found


def not_found(id: str) -> NotFound:
    """There is no such list (recorded)."""
    return NotFound(
        f"List does not exist with ID {id[:60]}.",
        context={"listId": [id[:60]]},
        sub_category="ListError.LIST_ID_DOES_NOT_EXIST",
    )


def _decoded(rows: Sequence[Row]) -> list[List]:
    return [_decode(row[0]) for row in rows]
