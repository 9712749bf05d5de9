"""The file manager's older API (`/filemanager/api/…`): the same files and folders, in the shape that its clients read.

The shape of a file is recorded (2022); those of lists and folders follow client code.
"""

import hashlib
from typing import Any
from urllib.parse import quote

import msgspec

from hubstead.files import file as files
from hubstead.files import folder as folders
from hubstead.files import save, search, wire
from hubstead.files.file import INDEXABLE, OPEN, File
from hubstead.files.folder import Folder
from hubstead.files.routes import PERMISSION, SCOPE, archive, replaced
from hubstead.files.upload import upload
from hubstead.store.engine import Row
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.paging import limit_of
from hubstead.web.route import MULTIPART, Route

FILES = "/filemanager/api/files"
ONE = f"{FILES}/{{fileId}}"
FOLDERS = "/filemanager/api/folders"
DEFAULT_LIMIT, PAGE_LIMIT = 20, 300
_FILTERS = {"folder_id": "parentFolderId", "name": "name", "extension": "extension", "type": "type", "id": "id"}
"""Parameters of lists of files, and the properties that they mean."""
_FOLDER_FILTERS = {"parent_folder_id": "parentFolderId", "name": "name", "id": "id"}


class MoveInput(msgspec.Struct):
    """Where a file goes, and its new name; what is left out stays."""

    folder_id: int | None = None
    folder_path: str | None = None
    name: str | None = None


class FolderInput(msgspec.Struct):
    """A folder's name, and the folder that it is in."""

    name: str | None = None
    parent_folder_id: int | None = None


async def create(call: Call) -> Any:
    """Upload a file; without a place it goes to the top."""
    return {"objects": [_shown(call, await upload(call, top=True))]}


async def get_page(call: Call) -> Any:
    """Files, newest first, by offset."""
    found, page = await _page(call, search.FILES, _FILTERS)
    return {**page, "objects": [_shown(call, File(*row)) for row in found]}


async def get(call: Call) -> Any:
    """One file."""
    return _shown(call, await files.by_id(call.reading(), call.path[0], hidden=False))


async def replace(call: Call) -> Any:
    """Give a file another content; its id and its URL stay."""
    return {"objects": [_shown(call, await replaced(call))]}


async def move(call: Call) -> Any:
    """Put a file into another folder, or give it another name."""
    given = call.read(MoveInput)

    async def work(unit: Unit) -> File:
        old = await files.by_id(unit, call.path[0], hidden=False, lock=True)
        folder = None
        if given.folder_path is not None or given.folder_id is not None:
            id = None if given.folder_id is None else str(given.folder_id)
            folder = await folders.parent_of(unit, id, given.folder_path, ("folder_id", "folder_path"))
        return await save.change(unit, old, folder, given.name)

    return {"objects": [_shown(call, await call.write(work))]}


async def get_folders(call: Call) -> Any:
    """Folders, newest first, by offset."""
    found, page = await _page(call, search.FOLDERS, _FOLDER_FILTERS)
    return {**page, "objects": [_folder(Folder(*row)) for row in found]}


async def create_folder(call: Call) -> Any:
    """Make a folder."""
    given = call.read(FolderInput)

    async def work(unit: Unit) -> Folder:
        return await folders.create(unit, given.name or "", await _parent(unit, given))

    return _folder(await call.write(work))


async def get_folder(call: Call) -> Any:
    """One folder."""
    return _folder(await folders.by_id(call.reading(), call.path[0]))


async def update_folder(call: Call) -> Any:
    """Rename a folder, or put it into another one."""
    given = call.read(FolderInput)

    async def work(unit: Unit) -> Folder:
        folder = await folders.by_id(unit, call.path[0], lock=True)
        parent = None if given.parent_folder_id is None else await _parent(unit, given)
        return await folders.move(unit, folder, given.name, parent)

    return _folder(await call.write(work))


async def delete_folder(call: Call) -> None:
    """Delete a folder with everything in it."""

    async def work(unit: Unit) -> None:
        await folders.archive(unit, await folders.by_id(unit, call.path[0], lock=True))

    await call.write(work)


async def _parent(unit: Unit, given: FolderInput) -> Folder:
    if not given.parent_folder_id:
        return folders.top(unit.portal)
    return await folders.parent_of(unit, str(given.parent_folder_id), None, ("parent_folder_id", "parent_folder_path"))


async def _page(call: Call, searched: search.Searched, names: dict[str, str]) -> tuple[list[Row], dict[str, int]]:
    limit, offset = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), call.number("offset", 0)
    given = [wire.Filter(meant, "EQ", call.one(name)) for name, meant in names.items() if call.one(name)]
    body = wire.SearchInput(filters=given, sorts=["-id"], after=offset)
    asked = search.of_body(body, searched, call.now())._replace(limit=limit)
    unit = call.reading()
    found = (await search.find(unit, asked))[:limit]
    return found, {"limit": limit, "offset": offset, "total_count": await search.count(unit, asked)}


def _shown(call: Call, file: File) -> dict[str, Any]:
    key = f"hubfs/{file.portal}{file.path}"
    url = wire.url_of(file, call.base_url)
    whole = file.file_name.whole
    return {
        "id": file.id,
        "portal_id": file.portal,
        "name": file.name,
        "size": file.size,
        "height": file.height or None,
        "width": file.width or None,
        "encoding": file.encoding or None,
        "type": file.type,
        "extension": file.extension,
        "cloud_key": key,
        "s3_url": f"{call.base_url}/{quote(key)}",
        "friendly_url": url,
        "alt_key": key.lower(),
        "alt_key_hash": _md5(key.lower()),
        "title": whole.removesuffix(f".{file.file_name.extension}"),
        "meta": {
            "url_scheme": "SIMPLIFIED",
            "allows_anonymous_access": file.access in OPEN,
            "indexable": file.access in INDEXABLE,
            **({"expires_at": file.expires} if file.expires else {}),
        },
        "created": file.created,
        "updated": file.updated,
        "deleted_at": file.archived,
        "folder_id": file.folder or None,
        "hidden": file.hidden,
        "cloud_key_hash": _md5(key),
        "archived": file.archived > 0,
        "created_by": file.user_id or None,
        "deleted_by": None,
        "replaceable": True,
        "default_hosting_url": url,
        "teams": [],
        "url": url,
        "is_indexable": file.access in INDEXABLE,
        "cdn_purge_embargo_time": None,
        "file_hash": file.md5,
    }


def _folder(folder: Folder) -> dict[str, Any]:
    return {
        "id": folder.id,
        "name": folder.name,
        "parent_folder_id": folder.parent or None,
        "full_path": folder.path,
        "created": folder.created,
        "updated": folder.updated,
        "deleted": folder.archived > 0,
    }


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


ROUTES = (
    Route("POST", f"{FILES}/upload", create, SCOPE, "Upload a file (old)", wire.UploadInput, media=MULTIPART,
          permission=PERMISSION),
    Route("GET", FILES, get_page, SCOPE, "List files (old)", query=("limit", "offset")),
    Route("GET", ONE, get, SCOPE, "Read a file (old)"),
    Route("POST", ONE, replace, SCOPE, "Replace the content of a file (old)", wire.ReplaceInput, media=MULTIPART,
          permission=PERMISSION),
    Route("DELETE", ONE, archive, SCOPE, "Delete a file (old)", status=204, permission=PERMISSION),
    Route("POST", f"{ONE}/archive", archive, SCOPE, "Delete a file (old, by POST)", status=204, permission=PERMISSION),
    Route("POST", f"{ONE}/move-file", move, SCOPE, "Move a file (old)", MoveInput, permission=PERMISSION),
    Route("GET", FOLDERS, get_folders, SCOPE, "List folders (old)", query=("limit", "offset")),
    Route("POST", FOLDERS, create_folder, SCOPE, "Make a folder (old)", FolderInput, permission=PERMISSION),
    Route("GET", f"{FOLDERS}/{{folderId}}", get_folder, SCOPE, "Read a folder (old)"),
    Route("PUT", f"{FOLDERS}/{{folderId}}", update_folder, SCOPE, "Change a folder (old)", FolderInput,
          permission=PERMISSION),
    Route("POST", f"{FOLDERS}/{{folderId}}/move-folder", update_folder, SCOPE, "Move a folder (old)", FolderInput,
          permission=PERMISSION),
    Route("DELETE", f"{FOLDERS}/{{folderId}}", delete_folder, SCOPE, "Delete a folder (old)", status=204,
          permission=PERMISSION),
)  # fmt: skip
