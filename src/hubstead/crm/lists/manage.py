"""Making, changing, deleting and restoring lists."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from hubstead.crm.associations.kinds import kinds_of
from hubstead.crm.lists import evaluate_job, folders, wire
from hubstead.crm.lists.branches import Reader, Tree, filters_in, lists_in, types_in
from hubstead.crm.lists.list import (
    DYNAMIC,
    KEPT,
    MANUAL,
    SNAPSHOT,
    List,
    by_ids,
    by_name,
    find,
    lists_of,
    not_found,
    put,
)
from hubstead.crm.lists.moments import When
from hubstead.crm.lists.refusal import Refused
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.kit.errors import Invalid
from hubstead.store import definitions
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit

LONGEST_NAME = 200
MOST = 1_500
"""Lists that filters fill, and lists that people fill, of an account (documented for Professional and Enterprise)."""
TYPES = (MANUAL, DYNAMIC, SNAPSHOT)
CHANGED = "list.changed"
"""The fact of everything that happens to a list itself; its body says what: `action`."""


async def create(unit: Unit, given: wire.ListInput) -> List:
    """Make a list. Raises `Invalid`."""
    await definitions.hold(unit)
    type = await resolve(unit, given.object_type_id)
    if given.processing_type not in TYPES:
        raise Invalid(
            f"Processing type {given.processing_type[:60]} is not one of {', '.join(TYPES)}",
            context={"processingType": [given.processing_type[:60]]},
        )
    name = await _free_name(unit, given.name)
    await _room_for(unit, given.processing_type)
    folder = folders.id_of(given.list_folder_id or 0)
    await folders.check(unit, folder)
    filters = await _first_filters(unit, given, type.id)
    permissions, settings = given.list_permissions, given.membership_settings
    made = List(
        id=await unit.new_ids(1),
        type=type.id,
        name=name,
        processing=given.processing_type,
        filters=filters,
        created_at=unit.now,
        created_by=_who(unit),
        updated_at=unit.now,
        updated_by=_who(unit),
        filters_updated_at=unit.now,
        folder=folder,
        custom=given.custom_properties or {},
        edit_teams=tuple(permissions.teams_with_edit_access) if permissions else (),
        edit_users=tuple(permissions.users_with_edit_access) if permissions else (),
        membership_team=settings.membership_team_id if settings else None,
        include_unassigned=settings.include_unassigned if settings else None,
        waiting=filters is not None,
        evaluated=filters is None,
    )
    put(unit, made)
    tell(unit, made, "CREATE")
    if made.waiting:
        await evaluate_job.queue(unit, made.id)
    return made


async def _first_filters(unit: Unit, given: wire.ListInput, type: str) -> Tree | None:
    if given.processing_type == MANUAL:
        if given.filter_branch is not None:
            raise Invalid("A MANUAL list goes without filterBranch.", context={"processingType": [MANUAL]})
        return None
    if given.filter_branch is None:
        raise Invalid(
            f"A {given.processing_type} list needs a filterBranch.", context={"processingType": [given.processing_type]}
        )
    return await checked(unit, given.filter_branch, type, 0)


async def checked(unit: Unit, given: Any, type: str, id: int) -> Tree:
    """The filters of the list `id` (0: a new one) in the form in which they are kept. Raises `Invalid`."""
    types = {}
    for spelling in {type, *types_in(given)}:
        known = await resolve(unit, spelling)
        types[known.id] = {name: one.type for name, one in (await define(unit, known)).properties.items()}
    when = When(unit.now, ZoneInfo((await portal_of(unit)).time_zone))
    try:
        tree = Reader(types, await kinds_of(unit), when).root(given, type)
        await _check_lists(unit, tree, type, id)
    except Refused as refused:
        about = f"{refused.place}: " if refused.place else ""
        raise Invalid(
            f"Invalid filter branch: {about}{refused.problem}",
            context={"filterBranch": [refused.place]} if refused.place else None,
            sub_category="ListError.INVALID_FILTER_BRANCH",
        ) from None
    except RecursionError:
        raise Invalid("Invalid filter branch: it is nested too deeply") from None
    return tree


async def _check_lists(unit: Unit, tree: Tree, type: str, id: int) -> None:
    """Lists that are asked about exist, hold the same records, and do not lead back to this one."""
    asked = lists_in(tree)
    if not asked:
        return
    every = {one.id: one for one in await lists_of(unit)}
    missing = sorted(asked - every.keys())
    if missing:
        raise Refused(f"list {missing[0]} does not exist", "listId")
    for each, path in filters_in(tree):
        here = next((branch["objectTypeId"] for branch in reversed(path) if "objectTypeId" in branch), type)
        if each["filterType"] == "IN_LIST" and every[int(each["listId"])].type != here:
            raise Refused(f"list {each['listId']} holds records of another type", "listId")
    if id and id in _reached(asked, every):
        raise Refused("lists that ask about each other in a circle have no members", "listId")


def _reached(start: Iterable[int], every: Mapping[int, List]) -> set[int]:
    """The lists that these lists ask about, and theirs."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        id = waiting.pop()
        if id in found:
            continue
        found.add(id)
        one = every.get(id)
        if one is not None and one.filters is not None and one.processing == DYNAMIC:
            waiting += lists_in(one.filters)
    return found


async def rename(unit: Unit, id: str, name: str) -> List:
    """Give a list another name; its version and its times stay (recorded). Raises `NotFound` and `Invalid`."""
    await definitions.hold(unit)
    one = await find(unit, id, lock=True)
    changed = msgspec.structs.replace(one, name=await _free_name(unit, name, one.id), updated_by=_who(unit))
    put(unit, changed)
    tell(unit, changed, "RENAME")
    return changed


async def update_filters(unit: Unit, id: str, given: Any) -> List:
    """Put other filters in the place of a dynamic list's; it is evaluated anew. Raises `NotFound` and `Invalid`."""
    await definitions.hold(unit)
    one = await find(unit, id, lock=True)
    if one.processing != DYNAMIC:
        raise Invalid(
            f"The filters of a {one.processing} list cannot be changed, only those of a DYNAMIC one.",
            context={"processingType": [one.processing]},
        )
    changed = msgspec.structs.replace(
        one,
        filters=await checked(unit, given, one.type, one.id),
        version=one.version + 1,
        updated_at=unit.now,
        updated_by=_who(unit),
        filters_updated_at=unit.now,
        waiting=True,
    )
    put(unit, changed)
    tell(unit, changed, "UPDATE_FILTERS")
    await evaluate_job.queue(unit, one.id)
    return changed


async def delete(unit: Unit, id: str) -> None:
    """Delete a list; it can be restored for 90 days. Raises `NotFound`, `Invalid` while others ask about it."""
    await definitions.hold(unit)
    one = await find(unit, id, lock=True)
    changed = msgspec.structs.replace(one, deleted=unit.now)
    put(unit, changed)
    tell(unit, changed, "DELETE")


async def restore(unit: Unit, id: str) -> None:
    """Take a deleted list back. Raises `NotFound`, `Invalid` where its name is taken."""
    await definitions.hold(unit)
    one = await find(unit, id, lock=True, deleted=True)
    if not one.deleted:
        return
    if one.deleted <= unit.now - KEPT:
        raise not_found(id)
    await _free_name(unit, one.name, one.id)
    await _room_for(unit, one.processing)
    waiting = one.processing == DYNAMIC or one.waiting
    changed = msgspec.structs.replace(one, deleted=0, waiting=waiting)
    put(unit, changed)
    tell(unit, changed, "RESTORE")
    if waiting:
        await evaluate_job.queue(unit, one.id)


async def move(unit: Unit, id: str, folder: int) -> None:
    """Put a list into a folder. Raises `NotFound`."""
    await folders.check(unit, folder)
    one = await find(unit, id, lock=True)
    changed = msgspec.structs.replace(one, folder=folder)
    put(unit, changed)
    tell(unit, changed, "MOVE")


def tell(unit: Unit, one: List, action: str) -> None:
    """The fact of what happened to a list itself."""
    unit.happened(CHANGED, one.type, one.id, msgspec.json.encode({"name": one.name, "action": action}).decode())


async def _free_name(unit: Unit, name: str, id: int = 0) -> str:
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid(f"The name of a list has 1 to {LONGEST_NAME} characters.", context={"name": [name[:100]]})
    other = await by_name(unit, name)
    if other is not None and other.id != id:
        raise Invalid(
            f"A list with the name {name} exists already.",
            context={"name": [name], "listId": [str(other.id)]},
            sub_category="ILS.DUPLICATE_LIST_NAMES",
        )
    return name


async def _room_for(unit: Unit, processing: str) -> None:
    sign = "=" if processing == DYNAMIC else "<>"
    sql = f"SELECT count(*) FROM list WHERE portal = ?1 AND deleted = 0 AND processing {sign} 'DYNAMIC'"
    if (await unit.rows(sql))[0][0] >= MOST:
        kind = "active" if processing == DYNAMIC else "static"
        raise Invalid(f"An account can have {MOST} {kind} lists. Delete those that are not used.")


async def known(unit: Unit, ids: Iterable[str]) -> list[List]:
    """Live lists by id, in the order asked; unknown ids are left out."""
    numbers = [int(id) for id in ids if id.isascii() and id.isdigit() and len(id) < 17]
    found = await by_ids(unit, numbers)
    return [found[id] for id in dict.fromkeys(numbers) if id in found]


def _who(unit: Unit) -> str:
    return str(unit.origin.user_id or unit.origin.source_id or 0)
