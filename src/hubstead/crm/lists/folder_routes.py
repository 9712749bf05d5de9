"""Folders of lists over HTTP."""

from typing import Any

from hubstead.crm.lists import folders, manage, wire
from hubstead.crm.lists.list import lists_of
from hubstead.crm.lists.routes import LISTS, READ, WRITE, changing
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import Route


async def get(call: Call) -> Any:
    """A folder with the folders below it and its lists; without `folderId` the root, 0."""
    return await _shown(call, call.reading(), folders.id_of(call.one("folderId") or 0))


async def create(call: Call) -> Any:
    """Make a folder."""
    given = call.read(wire.FolderInput)
    parent = folders.id_of(given.parent_folder_id or 0)
    made = await call.write(lambda unit: folders.create(unit, given.name, parent))
    return await _fresh(call, made)


async def rename(call: Call) -> Any:
    """Give a folder another name."""
    id, name = folders.id_of(call.path[0]), call.one("newFolderName") or ""
    return await _fresh(call, await call.write(lambda unit: folders.rename(unit, id, name)))


async def move(call: Call) -> Any:
    """Put a folder into another one, 0 for the root."""
    id, parent = folders.id_of(call.path[0]), folders.id_of(call.path[1])
    return await _fresh(call, await call.write(lambda unit: folders.move(unit, id, parent)))


async def delete(call: Call) -> Answer:
    """Delete an empty folder."""
    await call.write(lambda unit: folders.delete(unit, folders.id_of(call.path[0])))
    return NO_CONTENT


async def move_list(call: Call) -> Answer:
    """Put a list into a folder, 0 for the root."""
    given = call.read(wire.ListMove)
    folder = folders.id_of(given.new_folder_id)
    await call.write(lambda unit: manage.move(unit, str(given.list_id), folder))
    return NO_CONTENT


async def _shown(call: Call, unit: Unit, id: int) -> Any:
    every = await folders.folders_of(unit)
    if id != folders.ROOT and id not in every:
        raise folders.not_found(id)
    return {"folder": wire.shown_folder(every.get(id), every, await lists_of(unit), dated=_is_dated(call))}


async def _fresh(call: Call, folder: folders.Folder) -> Any:
    """A folder that was just written: what this request remembers of folders is older."""
    unit = call.reading()
    every = {**await folders.folders_of(unit), folder.id: folder}
    return {"folder": wire.shown_folder(folder, every, await lists_of(unit), dated=_is_dated(call))}


def _is_dated(call: Call) -> bool:
    return "-" in call.version


FOLDERS = LISTS + "/folders"
FOLDER = FOLDERS + "/{folderId}"
ROUTES = changing((
    Route("GET", FOLDERS, get, READ, "Read a list folder", answer=wire.OneFolder, query=("folderId",)),
    Route("POST", FOLDERS, create, WRITE, "Create a list folder", wire.FolderInput, answer=wire.OneFolder),
    Route("PUT", FOLDERS + "/move-list", move_list, WRITE, "Move a list to a folder", wire.ListMove, status=204),
    Route("DELETE", FOLDER, delete, WRITE, "Delete a list folder", status=204),
    Route("PUT", FOLDER + "/rename", rename, WRITE, "Rename a list folder",
          answer=wire.OneFolder, query=("newFolderName",)),
    Route("PUT", FOLDER + "/move/{newParentFolderId}", move, WRITE, "Move a list folder", answer=wire.OneFolder),
))  # fmt: skip
