"""Lists over HTTP: reading, making, changing, finding, deleting, restoring and converting them."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hubstead.crm.lists import convert, manage, wire
from hubstead.crm.lists.branches import lists_in
from hubstead.crm.lists.folders import folders_of
from hubstead.crm.lists.list import List, by_name, find, lists_of, not_found
from hubstead.crm.lists.sizes import edits, sizes
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.route import Route

READ = ("crm.lists.read",)
WRITE = ("crm.lists.write", "cms.membership.access_groups.write")
PERMISSION = "lists"
"""What a user's role must allow to change lists."""
COUNT, MOST = 20, 500
_SORTS = {
    "HS_LIST_ID": lambda one: one.id,
    "HS_NAME": lambda one: (one.name.lower(), one.id),
    "HS_LIST_SIZE": lambda one: (one.size, one.id),
    "HS_SIZE": lambda one: (one.size, one.id),
    "HS_CREATED_AT": lambda one: (one.created_at, one.id),
    "HS_CREATEDATE": lambda one: (one.created_at, one.id),
    "HS_UPDATED_AT": lambda one: (one.updated_at, one.id),
    "HS_LASTMODIFIEDDATE": lambda one: (one.updated_at, one.id),
}


async def get_many(call: Call) -> Any:
    """Lists by id; unknown ids are left out."""
    found = await manage.known(call.reading(), call.many("listIds"))
    return {"lists": [wire.shown(one, filters=call.flag("includeFilters")) for one in found]}


async def get_one(call: Call) -> Any:
    """One list."""
    one = await find(call.reading(), call.path[0])
    return {"list": wire.shown(one, filters=call.flag("includeFilters"))}


async def get_by_name(call: Call) -> Any:
    """One list by its name, whatever the case."""
    unit = call.reading()
    type = await resolve(unit, call.path[0])
    one = await by_name(unit, call.path[1])
    if one is None or one.type != type.id:
        raise NotFound(
            f"No list with this name exists for object type ID {type.id}.",
            context={"objectTypeId": [type.id]},
            sub_category="ListError.LIST_NAME_DOES_NOT_EXIST",
        )
    return {"list": wire.shown(one, filters=call.flag("includeFilters"))}


async def create(call: Call) -> Any:
    """Make a list. One with filters is evaluated in the background: `processingStatus` says when it is done."""
    given = call.read(wire.ListInput)
    return {"list": wire.shown(await call.write(lambda unit: manage.create(unit, given)), filters=True, new=True)}


async def rename(call: Call) -> Any:
    """Give a list another name."""
    name = call.one("listName") or ""
    one = await call.write(lambda unit: manage.rename(unit, call.path[0], name))
    return {"updatedList": wire.shown(one, filters=call.flag("includeFilters"))}


async def update_filters(call: Call) -> Any:
    """Put other filters in the place of a dynamic list's; it is evaluated anew in the background."""
    given = call.read(wire.FiltersInput)
    call.flag("enrollObjectsInWorkflows")
    one = await call.write(lambda unit: manage.update_filters(unit, call.path[0], given.filter_branch))
    return {"updatedList": wire.shown(one, filters=True)}


async def delete(call: Call) -> Answer:
    """Delete a list; it can be restored for 90 days."""
    await call.write(lambda unit: manage.delete(unit, call.path[0]))
    return NO_CONTENT


async def restore(call: Call) -> Answer:
    """Take a deleted list back."""
    await call.write(lambda unit: manage.restore(unit, call.path[0]))
    return NO_CONTENT


async def search(call: Call) -> Any:
    """Find lists by words of their names, by id, by how they are filled."""
    given = call.read(wire.Search)
    unit = call.reading()
    offset, count = _page(given.offset, given.count)
    found = await _matching(unit, given.processing_types, given.object_type_id)
    words = (given.query or "").lower().split()
    found = [one for one in found if all(word in one.name.lower() for word in words)]
    if given.list_ids:
        found = [one for one in found if str(one.id) in given.list_ids]
    found = _sorted(found, given.sort)
    page = found[offset : offset + count]
    following = offset + len(page)
    return {
        "offset": following,
        "hasMore": following < len(found),
        "lists": await _shown(unit, page, given.additional_properties or given.additional_filter_properties or ()),
        "total": len(found),
    }


async def every(call: Call) -> Any:
    """All lists by ascending id, page by page."""
    given = call.read(wire.All)
    unit = call.reading()
    _, count = _page(0, given.count)
    found = await _matching(unit, given.processing_types, given.object_type_id)
    after = _after(given.after)
    rest = [one for one in found if one.id > after]
    answer: dict[str, Any] = {"results": await _shown(unit, rest[:count], given.additional_properties or ())}
    if len(rest) > count:
        place: dict[str, Any] = {"listId": str(rest[count - 1].id)}
        if given.object_type_id:
            place["objectTypeId"] = given.object_type_id
        if given.processing_types:
            place["processingTypes"] = given.processing_types
        answer["paging"] = {"next": {"after": base64.b64encode(msgspec.json.encode(place)).decode()}}
    return answer


async def put_schedule(call: Call) -> Any:
    """Say when a dynamic list becomes a manual one."""
    given = call.read(wire.ScheduleInput)
    return wire.shown_schedule(await call.write(lambda unit: convert.schedule(unit, call.path[0], given)))


async def get_schedule(call: Call) -> Any:
    """When a list becomes a manual one, or became one."""
    return wire.shown_schedule(await convert.scheduled(call.reading(), call.path[0]))


async def delete_schedule(call: Call) -> Answer:
    """Take a planned conversion back."""
    await call.write(lambda unit: convert.cancel(unit, call.path[0]))
    return NO_CONTENT


async def get_history(call: Call) -> Any:
    """The sizes that a list had, day by day, and when its filters were changed."""
    unit = call.reading()
    one = await find(unit, call.path[0])
    start = call.parsed("startDate", parse_datetime) or 0
    end = call.parsed("endDate", parse_datetime) or unit.now
    return {"sizeHistory": await sizes(unit, one, start, end), "editHistory": await edits(unit, one, start, end)}


async def map_one(call: Call) -> Any:
    """The id of a list by its id in the older API. Both are the same here."""
    return (await _mapped(call.reading(), [call.one("legacyListId") or ""], single=True))[0][0]


async def map_many(call: Call) -> Any:
    """The same for many."""
    given = call.read(list[str])
    if len(given) > MAPPED:
        raise Invalid(f"At most {MAPPED} ids can be mapped in one request, received {len(given)}.")
    mapped, missing = await _mapped(call.reading(), given, single=False)
    return {"legacyListIdsToIdsMapping": mapped, "missingLegacyListIds": missing}


MAPPED = 10_000


async def _mapped(unit: Unit, ids: Sequence[str], *, single: bool) -> tuple[list[dict[str, str]], list[str]]:
    for id in ids:
        if not (id.isascii() and id.isdigit() and len(id) < 17):
            raise Invalid(
                f'Invalid value "{id[:60]}": it can\'t be converted to java.lang.Integer',
                context={"legacyListId": [id[:60]]},
            )
    known = {one.id for one in await manage.known(unit, ids) if one.type == "0-1"}
    missing = [id for id in ids if int(id) not in known]
    if single and missing:
        raise not_found(missing[0])
    return [{"listId": str(int(id)), "legacyListId": str(int(id))} for id in ids if int(id) in known], missing


async def _matching(unit: Unit, processing: Sequence[str] | None, type: str | None) -> list[List]:
    for name in processing or ():
        if name not in manage.TYPES:
            raise Invalid(
                f"{name[:60]} is not one of {', '.join(manage.TYPES)}",
                context={"processingTypes": [name[:60]]},
                sub_category="ListError.INVALID_PROCESSING_TYPE",
            )
    wanted = (await resolve(unit, type)).id if type else None
    return [
        one
        for one in await lists_of(unit)
        if (not processing or one.processing in processing) and wanted in (None, one.type)
    ]


async def _shown(unit: Unit, lists: Iterable[List], asked: Iterable[str]) -> list[dict[str, Any]]:
    folders, names = await folders_of(unit), list(asked)
    used = Counter(
        id for one in await lists_of(unit) if one.filters is not None for id in lists_in(one.filters) if id != one.id
    )
    return [wire.found(one, names, folders, used[one.id]) for one in lists]


def _page(offset: int | None, count: int | None) -> tuple[int, int]:
    offset, count = offset or 0, COUNT if count is None else count
    if not (0 <= offset <= 2**31 and 1 <= count <= MOST):
        raise Invalid(f"The offset must be 0 or more, the count between 1 and {MOST}.", context={"count": [str(count)]})
    return offset, count


def _sorted(found: list[List], sort: str | None) -> list[List]:
    if not sort:
        return found
    key = _SORTS.get(sort.removeprefix("-").upper())
    if key is None:
        raise Invalid(
            f"Lists cannot be sorted by {sort[:60]}, only by {', '.join(_SORTS)}", context={"sort": [sort[:60]]}
        )
    return sorted(found, key=key, reverse=sort.startswith("-"))


def _after(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        place = msgspec.json.decode(base64.b64decode(cursor, validate=True), type=dict[str, Any])
        return int(str(place["listId"])[:17])
    except (binascii.Error, ValueError, KeyError, msgspec.MsgspecError):
        raise Invalid(
            "The after parameter is not a paging cursor of this list.",
            context={"after": [cursor[:100]]},
            sub_category="ListError.INVALID_CURSOR",
        ) from None


def changing(routes: Iterable[Route]) -> tuple[Route, ...]:
    """The routes, those that need the scope to write for users with the permission only."""
    return tuple(route._replace(permission=PERMISSION) if route.scope is WRITE else route for route in routes)


LISTS = "/crm/lists"
LIST = LISTS + "/{listId}"
SCHEDULE = LIST + "/schedule-conversion"
ROUTES = changing((
    Route("GET", LISTS, get_many, READ, "Read lists", answer=wire.ManyLists, query=("listIds", "includeFilters")),
    Route("POST", LISTS, create, WRITE, "Create a list", wire.ListInput, answer=wire.OneList),
    Route("POST", LISTS + "/search", search, READ, "Search lists", wire.Search, answer=wire.Found),
    Route("POST", LISTS + "/all", every, READ, "List all lists", wire.All, answer=Page[dict[str, Any]]),
    Route("GET", LISTS + "/idmapping", map_one, READ, "Map the id of a list in the older API",
          answer=wire.Mapped, query=("legacyListId",)),
    Route("POST", LISTS + "/idmapping", map_many, READ, "Map ids of lists in the older API",
          list[str], answer=wire.ManyMapped),
    Route("GET", LISTS + "/object-type-id/{objectTypeId}/name/{listName}", get_by_name, READ, "Read a list by name",
          answer=wire.OneList, query=("includeFilters",)),
    Route("GET", LIST, get_one, READ, "Read a list", answer=wire.OneList, query=("includeFilters",)),
    Route("DELETE", LIST, delete, WRITE, "Delete a list", status=204),
    Route("PUT", LIST + "/restore", restore, WRITE, "Restore a list", status=204),
    Route("PUT", LIST + "/update-list-name", rename, WRITE, "Rename a list",
          answer=wire.Updated, query=("listName", "includeFilters")),
    Route("PUT", LIST + "/update-list-filters", update_filters, WRITE, "Update the filters of a list",
          wire.FiltersInput, answer=wire.Updated, query=("enrollObjectsInWorkflows",)),
    Route("PUT", SCHEDULE, put_schedule, WRITE, "Schedule the conversion of a list",
          wire.ScheduleInput, answer=wire.ScheduleShown),
    Route("GET", SCHEDULE, get_schedule, READ, "Read when a list is converted", answer=wire.ScheduleShown),
    Route("DELETE", SCHEDULE, delete_schedule, WRITE, "Cancel the conversion of a list", status=204),
    Route("GET", LIST + "/size-and-edits-history/between", get_history, READ, "Read the sizes that a list had",
          answer=wire.SizeHistory, query=("startDate", "endDate")),
))  # fmt: skip
