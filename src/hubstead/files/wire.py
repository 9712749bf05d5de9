"""Files and folders in HubSpot's JSON."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import quote

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from hubstead.files.file import File
from hubstead.files.folder import Folder
from hubstead.kit.clock import iso
from hubstead.web.envelopes import Page

Binary = Annotated[str, Meta(extra_json_schema={"format": "binary"})]
Scalar = str | int | float | bool | None
_ALWAYS = frozenset(("id", "createdAt", "updatedAt", "archived", "access"))
"""What every answer has, whichever properties are asked for: clients cannot do without."""


class FileShown(Struct, rename="camel"):
    """A file. `name` is without the extension, `path` with it; `size` in bytes, `width` and `height` in pixels where
    they are known, `expires_at` in ms since 1970."""

    id: str
    created_at: str
    updated_at: str
    archived: bool
    name: str
    path: str
    size: int
    type: str
    extension: str
    default_hosting_url: str
    url: str
    is_usable_in_content: bool
    access: str
    file_md5: str
    source_group: str
    parent_folder_id: str | UnsetType = UNSET
    archived_at: str | UnsetType = UNSET
    encoding: str | UnsetType = UNSET
    height: int | UnsetType = UNSET
    width: int | UnsetType = UNSET
    expires_at: int | UnsetType = UNSET


class FolderShown(Struct, rename="camel"):
    """A folder; without a parent it is at the top."""

    id: str
    created_at: str
    updated_at: str
    archived: bool
    name: str
    path: str
    parent_folder_id: str | UnsetType = UNSET


class StatShown(Struct):
    """What is at a path."""

    file: FileShown | UnsetType = UNSET
    folder: FolderShown | UnsetType = UNSET


class FilesFound(Page[FileShown]):
    """Some of the files that fit, and how many there are in all."""

    total: int = 0


class SignedUrlShown(Struct, rename="camel"):
    """A link with which everybody may read a file until `expires_at`."""

    url: str
    expires_at: str
    name: str
    extension: str
    size: int
    type: str
    height: int | UnsetType = UNSET
    width: int | UnsetType = UNSET


class Options(Struct, rename="camel", omit_defaults=True):
    """The part `options` of an upload, as JSON text. `ttl` is an ISO 8601 period."""

    access: str = ""
    ttl: str | None = None
    expires_at: str | int | None = None
    overwrite: bool = False
    duplicate_validation_strategy: str = "NONE"
    duplicate_validation_scope: str = "ENTIRE_PORTAL"


class ReplaceOptions(Struct, rename="camel", omit_defaults=True):
    """The part `options` when a file is replaced, as JSON text."""

    access: str | None = None
    expires_at: str | int | None = None


class UploadInput(Struct, rename="camel"):
    """The parts of an upload. `options` is JSON text: `{"access": "PRIVATE", "overwrite": false}`. Exactly one of
    `folderId` and `folderPath` says where; a path is made where it is missing."""

    file: Binary
    options: str
    folder_id: str = ""
    folder_path: str = ""
    file_name: str = ""
    charset_hunch: str = ""


class ReplaceInput(Struct, rename="camel"):
    """The parts of a replacement. `options` is JSON text: `{"access": "PRIVATE"}`."""

    file: Binary
    options: str = ""
    charset_hunch: str = ""


class FileUpdate(Struct, rename="camel"):
    """What to change of a file; what is left out stays."""

    name: str | None = None
    parent_folder_id: str | int | None = None
    parent_folder_path: str | None = None
    access: str | None = None
    is_usable_in_content: bool | None = None
    expires_at: str | int | None = None
    clear_expires: bool | None = None


class ImportInput(Struct, rename="camel"):
    """A file to be fetched from a URL, and where it is to go."""

    url: str
    access: str
    folder_id: str | None = None
    folder_path: str | None = None
    name: str | None = None
    ttl: str | None = None
    expires_at: str | int | None = None
    overwrite: bool = False
    duplicate_validation_strategy: str = "NONE"
    duplicate_validation_scope: str = "ENTIRE_PORTAL"


class FolderInput(Struct, rename="camel"):
    """A new folder, at the top or in the one that is named by id or path."""

    name: str
    parent_folder_id: str | int | None = None
    parent_path: str | None = None
    parent_folder_path: str | None = None


class FolderUpdate(Struct, rename="camel"):
    """Another name of a folder, or another folder for it to be in."""

    name: str | None = None
    parent_folder_id: str | int | None = None


class FolderUpdateWithId(FolderUpdate, kw_only=True, rename="camel"):
    """The same, with the folder that is meant."""

    id: str | int


class TaskStarted(Struct):
    """A task that goes on after the answer, and where its state is."""

    id: str
    links: dict[str, str]


class TaskError(Struct, rename="camel"):
    """Why a task did not do what it was to do."""

    status: str
    category: str
    message: str
    errors: list[str]
    context: dict[str, list[str]]
    links: dict[str, str]


class TaskShown(Struct, rename="camel"):
    """How a task stands."""

    task_id: str
    status: Literal["PENDING", "PROCESSING", "CANCELED", "COMPLETE"]
    requested_at: str
    started_at: str
    completed_at: str
    links: dict[str, str]
    result: Any = UNSET
    num_errors: int | UnsetType = UNSET
    errors: list[TaskError] | UnsetType = UNSET


class Filter(Struct, rename="camel"):
    """A condition on one property, as in searches of records."""

    property_name: str
    operator: str
    value: Scalar = None
    high_value: Scalar = None
    values: list[Scalar] | None = None


class FilterGroup(Struct):
    """Conditions that must all hold."""

    filters: list[Filter] = []


class Sort(Struct, rename="camel"):
    """A sort as searches of records take it; `DESCENDING` turns it."""

    property_name: str
    direction: str = "ASCENDING"


class SearchInput(Struct, rename="camel"):
    """A search: any one of the groups must hold. `sorts` are names, with `-` in front for the other direction."""

    filter_groups: list[FilterGroup] = []
    filters: list[Filter] = []
    sorts: list[str | Sort] = []
    query: str | None = None
    properties: list[str] = []
    limit: int = 10
    after: str | int | None = None


def text_of(id: str | int | None) -> str | None:
    """An id as text; clients send it as either."""
    return None if id is None else str(id)


def url_of(file: File, base_url: str) -> str:
    """Where a file is read; for private ones it answers only to who may."""
    return f"{base_url}/hubfs/{file.portal}{quote(file.path)}"


def shown_file(file: File, base_url: str, properties: Iterable[str] = ()) -> dict[str, Any]:
    """A file as it is answered; only these properties, where some are named."""
    url = url_of(file, base_url)
    shown = FileShown(
        id=str(file.id),
        created_at=iso(file.created),
        updated_at=iso(file.updated),
        archived=file.archived > 0,
        parent_folder_id=str(file.folder) if file.folder else UNSET,
        name=file.name,
        path=file.path,
        size=file.size,
        height=file.height or UNSET,
        width=file.width or UNSET,
        encoding=file.encoding or UNSET,
        type=file.type,
        extension=file.extension,
        default_hosting_url=url,
        url=url,
        is_usable_in_content=file.usable > 0,
        access=file.access,
        file_md5=file.md5,
        source_group=file.source,
        expires_at=file.expires or UNSET,
        archived_at=iso(file.archived) if file.archived else UNSET,
    )
    return _picked(shown, properties)


def shown_folder(folder: Folder, properties: Iterable[str] = ()) -> dict[str, Any]:
    """A folder as it is answered."""
    shown = FolderShown(
        id=str(folder.id),
        created_at=iso(folder.created),
        updated_at=iso(folder.updated),
        archived=folder.archived > 0,
        name=folder.name,
        path=folder.path,
        parent_folder_id=str(folder.parent) if folder.parent else UNSET,
    )
    return _picked(shown, properties)


def _picked(shown: Struct, properties: Iterable[str]) -> dict[str, Any]:
    every: dict[str, Any] = msgspec.to_builtins(shown)
    names = {*properties}
    return {name: value for name, value in every.items() if name in _ALWAYS or name in names} if names else every
