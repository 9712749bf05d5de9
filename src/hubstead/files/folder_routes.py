"""Folders over HTTP."""

from typing import Any

from hubstead.files import folder as folders
from hubstead.files import search, wire
from hubstead.files.folder import Folder
from hubstead.files.routes import PERMISSION, SCOPE
from hubstead.files.search import FOLDERS
from hubstead.files.wire import shown_folder
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import next_page
from hubstead.web.route import Route


async def create(call: Call) -> Any:
    """Make a folder, at the top or in another one; a path above it is made where it is missing."""
    given = call.read(wire.FolderInput)
    path = given.parent_path if given.parent_path is not None else given.parent_folder_path
    if given.parent_folder_id is not None and path is not None:
        raise Invalid("Give parentFolderId or parentPath, not both.")
    id = wire.text_of(given.parent_folder_id)

    async def work(unit: Unit) -> Folder:
        over = path if id is not None else path or ""
        parent = await folders.parent_of(unit, id, over, ("parentFolderId", "parentPath"))
        return await folders.create(unit, given.name, parent)

    return shown_folder(await call.write(work))


async def get(call: Call) -> Any:
    """One folder, by its id or its path."""
    return shown_folder(await folders.found(call.reading(), call.path[0]), call.many("properties"))


async def get_page(call: Call) -> Any:
    """The folders that fit all parameters. `name` finds parts of names."""
    asked = search.of_parameters(call, FOLDERS)
    found = [Folder(*row) for row in await search.find(call.reading(), asked)]
    results = [shown_folder(one, call.many("properties")) for one in found[: asked.limit]]
    following = asked.after + asked.limit
    more = len(found) > asked.limit and following <= search.FARTHEST
    return {"results": results} | (next_page(call, str(following)) if more else {})


async def update(call: Call) -> Any:
    """Rename a folder or move it; the paths of everything in it follow."""
    given = call.read(wire.FolderUpdate)

    async def work(unit: Unit) -> Folder:
        folder = await folders.found(unit, call.path[0], lock=True)
        return await folders.change(unit, folder, given.name, wire.text_of(given.parent_folder_id))

    return shown_folder(await call.write(work))


async def archive(call: Call) -> None:
    """Delete a folder with everything in it, by its id or its path."""

    async def work(unit: Unit) -> None:
        await folders.archive(unit, await folders.found(unit, call.path[0], lock=True))

    await call.write(work)


FOLDERS_PATH = "/files/folders"
RANGES = tuple(f"{name}{ending}" for name in ("createdAt", "updatedAt") for ending in ("", "Gte", "Lte"))
QUERY = ("properties", "limit", "after", "before", "sort", "ids", "idGte", "idLte", *RANGES, "name", "path",
         "parentFolderIds")  # fmt: skip
PICKED = ("properties",)
ONE = f"{FOLDERS_PATH}/{{folderId*}}"
"""By its id, or by its path, which has slashes."""
ROUTES = (
    Route("POST", FOLDERS_PATH, create, SCOPE, "Make a folder", wire.FolderInput, wire.FolderShown, 201,
          permission=PERMISSION),
    Route("GET", f"{FOLDERS_PATH}/search", get_page, SCOPE, "Find folders", answer=Page[wire.FolderShown],
          query=QUERY),
    Route("GET", ONE, get, SCOPE, "Read a folder", answer=wire.FolderShown, query=PICKED),
    Route("PATCH", ONE, update, SCOPE, "Rename or move a folder", wire.FolderUpdate, wire.FolderShown,
          permission=PERMISSION),
    Route("DELETE", ONE, archive, SCOPE, "Delete a folder with all that is in it", status=204, permission=PERMISSION),
)  # fmt: skip
