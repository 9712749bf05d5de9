"""Folders: made, found, moved, archived with what is in them. A path names a folder of its own at each step."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from hubstead.files import names
from hubstead.files.file import as_id
from hubstead.kit.errors import Conflict, Invalid, Missing, NotFound
from hubstead.store.tables import FOLDER
from hubstead.store.unit import Unit

COLUMNS = ", ".join(FOLDER.columns)
_FIND = f"SELECT {COLUMNS} FROM folder WHERE portal = ?1 AND archived = 0 AND "


class Folder(NamedTuple):
    """A row of `folder`. `parent` 0 is the top; moments in ms, `archived` 0 for never."""

    portal: int
    id: int
    parent: int
    name: str
    path: str
    place: str
    created: int
    updated: int
    archived: int


def top(portal: int) -> Folder:
    """What all folders are in; it has no row."""
    return Folder(portal, 0, 0, "", names.TOP, names.TOP, 0, 0, 0)


async def by_id(unit: Unit, text: str, *, lock: bool = False) -> Folder:
    """The folder with an id. Raises `Invalid` for 0, `Missing`.

    `lock` holds it where it is until the unit ends: who puts something into a folder goes by its path.
    """
    id = as_id(text)
    if id == 0:
        raise Invalid("id must be > 0", context={"id": [text]})
    rows = await unit.rows(f"{_FIND}id = ?2{' FOR UPDATE' if lock else ''}", id) if id else []
    if not rows:
        raise Missing
    return Folder(*rows[0])


async def by_path(unit: Unit, path: str, *, lock: bool = False) -> Folder | None:
    """The folder at a path."""
    place = names.place_of(names.path_of(*names.names_of(path)))
    rows = await unit.rows(f"{_FIND}place = ?2{' FOR UPDATE' if lock else ''}", place)
    return Folder(*rows[0]) if rows else None


async def found(unit: Unit, text: str, *, lock: bool = False) -> Folder:
    """The folder that a client means, by id or path. Raises `Missing`, `NotFound` and `Invalid`."""
    if text.isascii() and text.isdigit():
        return await by_id(unit, text, lock=lock)
    folder = await by_path(unit, text, lock=lock)
    if folder is None:
        raise NotFound(f"No folder exists at path {text[:200]}", context={"path": [text[:200]]})
    return folder


async def parent_of(unit: Unit, id: str | None, path: str | None, fields: tuple[str, str]) -> Folder:
    """The folder to put something in: by id, or by path, which is made where it is missing. Raises `Invalid` unless
    exactly one is given, by the names of these fields, and where there is no such folder."""
    if (id is None) == (path is None):
        raise Invalid(f"Give exactly one of {fields[0]} and {fields[1]}.", context={"fields": list(fields)})
    if path is not None:
        return await made(unit, names.names_of(path, fields[1]))
    try:
        return await by_id(unit, id or "", lock=True)
    except Missing:
        raise Invalid(f"There is no folder {(id or '')[:40]}.", context={fields[0]: [(id or "")[:40]]}) from None


async def made(unit: Unit, path: Sequence[str]) -> Folder:
    """The folder at a path, made with those above it where they are missing."""
    places = [names.place_of(names.path_of(*path[:depth])) for depth in range(1, len(path) + 1)]
    sql = f"{_FIND}place = ANY_TEXT(?2) ORDER BY length(place) DESC LIMIT 1 FOR UPDATE"
    rows = await unit.rows(sql, places) if places else []
    folder = Folder(*rows[0]) if rows else top(unit.portal)
    for name in path[folder.path.count("/") if rows else 0 :]:
        folder = await _new(unit, name, folder)
    return folder


async def create(unit: Unit, name: str, parent: Folder) -> Folder:
    """Make a folder. Raises `Conflict` when there is one of that name, `Invalid` for a bad name."""
    await _check_free(unit, names.below(parent.path, names.check_name(name, "name")))
    return await _new(unit, name, parent)


async def _new(unit: Unit, name: str, parent: Folder) -> Folder:
    path = names.below(parent.path, name)
    id = await unit.new_ids(1)
    folder = Folder(unit.portal, id, parent.id, name, path, names.place_of(path), unit.now, unit.now, 0)
    unit.put(FOLDER, folder)
    unit.happened("folder.created", "", id, _told(folder))
    return folder


async def move(unit: Unit, folder: Folder, name: str | None, parent: Folder | None) -> Folder:
    """Give a folder another name or put it into another one; the paths of all that is in it follow.

    Raises `Conflict` when there is a folder of that name, `Invalid` for a bad name or a move into itself.
    """
    name = folder.name if name is None else names.check_name(name, "name")
    above = folder.path.rpartition("/")[0] if parent is None else parent.path
    path = names.below(above, name)
    place = names.place_of(path)
    if f"{place}/".startswith(f"{folder.place}/") and place != folder.place:
        raise Invalid("A folder cannot be moved into itself.", context={"parentFolderId": [str(folder.id)]})
    if place != folder.place:
        await _check_free(unit, path)
    await _rename_below(unit, folder, path, place)
    moved = folder._replace(
        name=name, path=path, place=place, parent=folder.parent if parent is None else parent.id, updated=unit.now
    )
    unit.put(FOLDER, moved)
    unit.happened("folder.changed", "", folder.id, _told(moved))
    return moved


async def _rename_below(unit: Unit, folder: Folder, path: str, place: str) -> None:
    """The folders first: who puts a file into one of them holds it, and is waited for, before files are looked at."""
    for table in ("folder", "file"):
        sql = (
            f"UPDATE {table} SET path = ?2 || substr(path, ?3), place = ?4 || substr(place, ?5) "
            "WHERE portal = ?1 AND archived = 0 AND place >= ?6 AND place < ?7"
        )
        start = (path, len(folder.path) + 1, place, len(folder.place) + 1)
        await unit.rows(sql, *start, f"{folder.place}/", f"{folder.place}0")  # "0" comes next after "/"


async def change(unit: Unit, folder: Folder, name: str | None, parent_id: str | None) -> Folder:
    """Rename or move a folder; parent 0 is the top. Raises `Conflict` and `Invalid`."""
    parent = None
    if parent_id is not None:
        fields = ("parentFolderId", "parentFolderPath")
        parent = top(unit.portal) if parent_id == "0" else await parent_of(unit, parent_id, None, fields)
    return await move(unit, folder, name, parent)


async def archive(unit: Unit, folder: Folder) -> None:
    """Delete a folder with everything in it; what was in it is out of reach at once."""
    for table in ("folder", "file"):
        sql = (
            f"UPDATE {table} SET archived = ?2, updated = ?2 "
            "WHERE portal = ?1 AND archived = 0 AND place >= ?3 AND place < ?4"
        )
        await unit.rows(sql, unit.now, f"{folder.place}/", f"{folder.place}0")
    unit.put(FOLDER, folder._replace(archived=unit.now, updated=unit.now))
    unit.happened("folder.archived", "", folder.id, _told(folder))


async def _check_free(unit: Unit, path: str) -> None:
    if await by_path(unit, path) is not None:
        raise Conflict(f"A folder exists at path {path} already.", context={"path": [path]})


def _told(folder: Folder) -> str:
    return json.dumps({"path": folder.path})
