"""What HubSpot has for lists in its app only: how many records filters would find, and the lists that were deleted."""

from typing import Any

from msgspec import Struct

from hubstead.crm.lists import manage
from hubstead.crm.lists.evaluate import evaluation
from hubstead.crm.lists.list import KEPT, List, lists_of
from hubstead.crm.lists.routes import PERMISSION, READ
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.records import record as records
from hubstead.kit.clock import iso
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.route import Route

SAMPLE = 5


class CountGiven(Struct, rename="camel"):
    """Filters as a list has them. `listId`: the list that they are for, so that circles are found."""

    object_type_id: str
    filter_branch: dict[str, Any]
    list_id: str | None = None


class Counted(Struct):
    """How many records pass, whoever may see them, as the size of a list counts; and the ids of the newest that the
    user sees."""

    count: int
    sample: list[str]


class DeletedList(Struct, rename="camel"):
    """A list that can be restored, and until when."""

    list_id: str
    name: str
    object_type_id: str
    processing_type: str
    deleted_at: str
    restorable_until: str


class DeletedLists(Struct):
    """Lists that were deleted, the latest first."""

    results: list[DeletedList]


async def count(call: Call) -> Any:
    """Count the records that pass filters now, without making a list. What is refused is what a list refuses."""
    given = call.read(CountGiven)
    unit = call.reading()
    type = (await resolve(unit, given.object_type_id)).id
    id = int(given.list_id) if given.list_id and given.list_id.isascii() and given.list_id.isdigit() else 0
    tree = await manage.checked(unit, given.filter_branch, type, id)
    lists = {one.id: one for one in await lists_of(unit)}
    patience = call.rooms.settings.search_patience / 1000
    found = await (await evaluation(unit, call.rooms.feed, lists, patience)).passing(tree, type)
    return Counted(len(found), await _newest(unit, type, found))


async def _newest(unit: Unit, type: str, ids: list[int]) -> list[str]:
    """Among the last ids, those that the user sees."""
    seen = await records.load(unit, type, ids[-records.LONGEST_STRIDE :] if unit.access else ids[-SAMPLE:])
    return [str(id) for id in sorted((record.id for record in seen.values()), reverse=True)[:SAMPLE]]


async def get_deleted(call: Call) -> Any:
    """The lists that were deleted and can still be restored."""
    unit = call.reading()
    found = [one for one in await lists_of(unit, deleted=True) if one.deleted and one.deleted > unit.now - KEPT]
    return {"results": [_deleted(one) for one in sorted(found, key=lambda one: one.deleted, reverse=True)]}


def _deleted(one: List) -> DeletedList:
    until = iso(one.deleted + KEPT)
    return DeletedList(str(one.id), one.name, one.type, one.processing, iso(one.deleted), until)


COUNT = "/hubstead/lists/count"
ROUTES = (
    Route("POST", COUNT, count, READ, "Count the records that pass filters", CountGiven, answer=Counted,
          permission=PERMISSION),
    Route("GET", "/hubstead/lists/deleted", get_deleted, READ, "List the lists that were deleted",
          answer=DeletedLists),
)  # fmt: skip
