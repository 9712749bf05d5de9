"""HubSpot's JSON of lists, their members and folders."""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from hubstead.crm.lists.folders import ROOT, Folder
from hubstead.crm.lists.list import List, Schedule
from hubstead.crm.lists.member import Member
from hubstead.crm.objects.wire import Id
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid


class Permissions(Struct, rename="camel"):
    """Who may change a list besides its maker: teams and users by id. Kept and shown; scopes and roles decide."""

    teams_with_edit_access: list[int] = []
    users_with_edit_access: list[int] = []


class MembershipSettings(Struct, rename="camel"):
    """Of which team members are, and whether those without an owner are among them. Kept and shown."""

    membership_team_id: int | None = None
    include_unassigned: bool | None = None


class ListInput(Struct, rename="camel"):
    """A new list. `filterBranch` for DYNAMIC and SNAPSHOT."""

    object_type_id: str
    processing_type: str
    name: str
    filter_branch: dict[str, Any] | None = None
    list_folder_id: Id | None = None
    custom_properties: dict[str, str] | None = None
    list_permissions: Permissions | None = None
    membership_settings: MembershipSettings | None = None


class FiltersInput(Struct, rename="camel"):
    """Other filters for a dynamic list."""

    filter_branch: dict[str, Any]


class ListShown(Struct, rename="camel"):
    """A list. `size` is there once it was evaluated, `filterBranch` with `includeFilters`."""

    list_id: str
    list_version: int
    created_at: str
    updated_at: str
    filters_updated_at: str
    processing_status: str
    created_by_id: str
    updated_by_id: str
    processing_type: str
    object_type_id: str
    name: str
    list_permissions: Permissions
    membership_settings: MembershipSettings
    size: int | UnsetType = UNSET
    filter_branch: dict[str, Any] | UnsetType = UNSET


class OneList(Struct):
    """A list."""

    list: ListShown


class ManyLists(Struct):
    """Lists."""

    lists: list[ListShown]


class Updated(Struct, rename="camel"):
    """A list after a change."""

    updated_list: ListShown


class Search(Struct, rename="camel"):
    """What to find: words of the name, ids, processing types, an object type; and which page."""

    query: str | None = None
    list_ids: list[str] | None = None
    processing_types: list[str] | None = None
    object_type_id: str | None = None
    additional_properties: list[str] | None = None
    additional_filter_properties: list[str] | None = field(name="additional_filter_properties", default=None)
    """As a dated SDK spells it."""
    offset: int | None = None
    count: int | None = None
    sort: str | None = None


class Found(Struct, rename="camel"):
    """A page of lists; `offset` is where the next one starts."""

    offset: int
    has_more: bool
    lists: list[dict[str, Any]]
    total: int


class All(Struct, rename="camel"):
    """All lists, page by page."""

    object_type_id: str | None = None
    processing_types: list[str] | None = None
    additional_properties: list[str] | None = None
    count: int | None = None
    after: str | None = None


class Changes(Struct, rename="camel"):
    """Records to add and to remove."""

    record_ids_to_add: list[Id] = []
    record_ids_to_remove: list[Id] = []


class Changed(Struct, rename="camel"):
    """What came of it (`recordsIdsAdded` is the service's spelling); empty ones are left out."""

    records_ids_added: list[str] | UnsetType = UNSET
    record_ids_removed: list[str] | UnsetType = UNSET
    record_ids_missing: list[str] | UnsetType = UNSET


class MemberShown(Struct, rename="camel"):
    """A member and when it joined."""

    record_id: str
    membership_timestamp: str


class Members(Struct):
    """A page of members."""

    results: list[MemberShown]
    total: int
    paging: dict[str, Any] | UnsetType = UNSET


class Membership(Struct, rename="camel"):
    """A list that a record is in."""

    list_id: str
    list_version: int
    first_added_timestamp: str
    last_added_timestamp: str
    is_public_list: bool = False


class Memberships(Struct):
    """The lists that a record is in."""

    results: list[Membership]
    total: int


class RecordInput(Struct, rename="camel"):
    """A record."""

    object_type_id: str
    record_id: Id


class RecordsInput(Struct):
    """Records."""

    inputs: list[RecordInput]


class RecordMemberships(Struct, rename="camel"):
    """A record and the lists that it is in."""

    object_type_id: str
    record_id: str
    record_list_memberships: list[Membership]


class Mapped(Struct, rename="camel"):
    """The ids of one list."""

    list_id: str
    legacy_list_id: str


class ManyMapped(Struct, rename="camel"):
    """The ids of lists, and those that no list has."""

    legacy_list_ids_to_ids_mapping: list[Mapped]
    missing_legacy_list_ids: list[str]


class FolderInput(Struct, rename="camel"):
    """A new folder."""

    name: str
    parent_folder_id: Id | None = None


class ListMove(Struct, rename="camel"):
    """Which list goes into which folder."""

    list_id: Id
    new_folder_id: Id


class OneFolder(Struct):
    """A folder: its name, its folders (`childNodes`), its lists."""

    folder: dict[str, Any]


class ScheduleInput(Struct, rename="camel"):
    """When a dynamic list becomes a manual one: `CONVERSION_DATE` with a day, or `INACTIVITY` with a time."""

    conversion_type: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    time_unit: str | None = None
    offset: int | None = None


class ScheduleShown(Struct, rename="camel"):
    """When a list is to be converted; `convertedAt` once it was."""

    list_id: str
    requested_conversion_time: dict[str, Any]
    converted_at: str | UnsetType = UNSET


class SizeHistory(Struct, rename="camel"):
    """The size of a list at the ends of days on which it changed, and when its filters were changed (ms)."""

    size_history: list[dict[str, int]]
    edit_history: list[int]


def shown(one: List, *, filters: bool = False, new: bool = False) -> dict[str, Any]:
    """A list as it is answered, in the order recorded."""
    answer = {
        **_basis(one),
        "listPermissions": {"teamsWithEditAccess": one.edit_teams, "usersWithEditAccess": one.edit_users},
        "membershipSettings": {"membershipTeamId": one.membership_team, "includeUnassigned": one.include_unassigned},
    }
    if one.evaluated and not new:
        answer["size"] = one.size
    if filters and one.filters is not None:
        answer["filterBranch"] = one.filters
    return answer


def _basis(one: List) -> dict[str, Any]:
    return {
        "listId": str(one.id),
        "listVersion": one.version,
        "createdAt": iso(one.created_at),
        "updatedAt": iso(one.updated_at),
        "filtersUpdatedAt": iso(one.filters_updated_at),
        "processingStatus": one.status,
        "createdById": one.created_by,
        "updatedById": one.updated_by,
        "processingType": one.processing,
        "objectTypeId": one.type,
        "name": one.name,
    }


_UNASKED = (
    "hs_list_size", "hs_last_record_added_at", "hs_last_record_removed_at", "hs_folder_name", "hs_list_reference_count",
)  # fmt: skip


def found(one: List, asked: Iterable[str], folders: Mapping[int, Folder], references: int) -> dict[str, Any]:
    """A list as a search answers it: properties that have no value are left out, all values are texts."""
    folder = folders.get(one.folder)
    known = {
        "hs_list_size": str(one.size) if one.evaluated else "",
        "hs_last_record_added_at": str(one.added or ""),
        "hs_last_record_removed_at": str(one.removed or ""),
        "hs_folder_name": folder.name if folder else "",
        "hs_list_reference_count": str(references),
        "hs_folder_id": str(one.folder),
        "hs_createdate": str(one.created_at),
        "hs_lastmodifieddate": str(one.updated_at),
        "hs_created_by_user_id": one.created_by,
        "hs_updated_by_user_id": one.updated_by,
        "hs_processing_type": one.processing,
        "hs_list_id": str(one.id),
        **one.custom,
    }
    names = dict.fromkeys([*_UNASKED, *asked])
    return {**_basis(one), "additionalProperties": {name: known[name] for name in names if known.get(name)}}


def shown_member(one: Member) -> dict[str, str]:
    """A member."""
    return {"recordId": str(one.id), "membershipTimestamp": iso(one.at)}


def shown_membership(one: List, at: int) -> dict[str, Any]:
    """A list that a record is in."""
    return {
        "listId": str(one.id),
        "listVersion": one.version,
        "isPublicList": False,
        "firstAddedTimestamp": iso(at),
        "lastAddedTimestamp": iso(at),
    }


def shown_changes(added: Sequence[int], removed: Sequence[int], missing: Sequence[str]) -> dict[str, list[str]]:
    """What came of a change of members (recorded: empty lists are left out)."""
    answer = {"recordsIdsAdded": added, "recordIdsRemoved": removed, "recordIdsMissing": missing}
    return {name: list(map(str, ids)) for name, ids in answer.items() if ids}


def cursor(id: int) -> str:
    """The place of a record among members (recorded): eight bytes in base64, with `%3D` for `=`."""
    return quote(base64.b64encode(id.to_bytes(8, "big")).decode(), safe="")


def id_in(text: str, name: str) -> int:
    """The record that a cursor stands for. Raises `Invalid`."""
    try:
        raw = base64.b64decode(unquote(text).replace(" ", "+"), validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 8 or raw[0] > 0x7F:
        raise Invalid(f"The {name} parameter is not a paging cursor of this list.", context={name: [text[:100]]})
    return int.from_bytes(raw, "big")


def shown_folder(
    folder: Folder | None, every: Mapping[int, Folder], lists: Sequence[List], *, dated: bool, whole: bool = True
) -> dict[str, Any]:
    """A folder with those below it; its lists are shown for the one asked for alone. Ids of folders are numbers, in
    dated versions texts."""
    id = folder.id if folder else ROOT
    shown_id: Any = str if dated else int
    inside = [one for one in every.values() if one.parent == id]
    answer: dict[str, Any] = {
        "id": shown_id(id),
        "name": folder.name if folder else "",
        "parentFolderId": shown_id(folder.parent if folder else ROOT),
        "childNodes": [shown_folder(one, every, lists, dated=dated, whole=False) for one in inside],
        "childLists": [one.id for one in lists if one.folder == id] if whole else [],
    }
    if folder:
        changed = folder.updated_at or folder.created_at
        answer |= {
            "createdAt": iso(folder.created_at),
            "updatedAt": iso(changed),
            "updatedContentsAt": iso(changed),
            "userId": folder.user_id,
        }
    return answer


def shown_schedule(one: List) -> dict[str, Any]:
    """When a list is to be converted, or was."""
    answer: dict[str, Any] = {"listId": str(one.id), "requestedConversionTime": _time(one.schedule)}
    if one.converted_at:
        answer["convertedAt"] = iso(one.converted_at)
    return answer


def _time(schedule: Schedule | None) -> dict[str, Any]:
    return {name: value for name, value in msgspec.to_builtins(schedule).items() if value is not None}
