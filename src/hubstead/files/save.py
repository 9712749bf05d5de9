"""Keeping files: new ones, new contents of old ones, changed ones, and their end.

Contents of rows that go are dropped after the unit: what is answered says which.
"""

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

from hubstead.files import file as files
from hubstead.files import names
from hubstead.files.file import File
from hubstead.files.folder import Folder
from hubstead.files.kinds import type_of
from hubstead.files.names import FileName
from hubstead.kit.errors import Conflict, Invalid
from hubstead.store.tables import FACT, FILE
from hubstead.store.unit import Unit

CREATABLE = ("PUBLIC_INDEXABLE", "PUBLIC_NOT_INDEXABLE", "PRIVATE", "SENSITIVE")
"""Levels of access that a client may give; hidden files are made by the product alone (documented)."""
STRATEGIES = ("NONE", "REJECT", "RETURN_EXISTING")
SCOPES = ("ENTIRE_PORTAL", "EXACT_FOLDER")


class Kept(NamedTuple):
    """A content that is kept: its key in the store, what it is, and what it shows where it is an image."""

    blob: str
    size: int
    md5: str
    width: int = 0
    height: int = 0
    encoding: str = ""


class Wanted(NamedTuple):
    """How a new file is wanted: who may read it, until when (ms, 0: for ever), and what is to become of others like it.

    `overwrite`: a file of the same name goes, else the new one gets another name. `strategy` and `scope`: what to do
    when there is a file with the same content, and where to look for one. `source` is where the file comes from.
    """

    access: str
    expires: int = 0
    overwrite: bool = False
    strategy: str = "NONE"
    scope: str = "ENTIRE_PORTAL"
    source: str = "CONTENT"


class Saved(NamedTuple):
    """What became of it: the file, and the contents that no row of it names any more."""

    file: File
    dropped: tuple[str, ...] = ()


def check_access(access: str) -> str:
    """The level of access, if a client may give it. Raises `Invalid`."""
    if access not in CREATABLE:
        raise Invalid(f"The access must be one of {', '.join(CREATABLE)}.", context={"access": [access[:100]]})
    return access


async def twin(unit: Unit, md5: str, size: int, folder: Folder, wanted: Wanted) -> File | None:
    """The file to answer instead of a new one; `None` where a new one is to be made.

    Raises `Conflict` where there is one with the same content and that is to be refused.
    """
    if wanted.strategy == "NONE":
        return None
    found = await files.like(unit, md5, size, folder.id if wanted.scope == "EXACT_FOLDER" else None)
    if found is not None and wanted.strategy == "REJECT":
        raise Conflict(f"A file with the same content exists already: {found.path}.", context={"id": [str(found.id)]})
    return found


async def create(unit: Unit, folder: Folder, name: FileName, kept: Kept, wanted: Wanted) -> Saved:
    """Make a file in a folder. A file there with the same content is answered instead, where that is wanted; then the
    content that came is not needed. Raises `Conflict` where it is to be refused."""
    found = await twin(unit, kept.md5, kept.size, folder, wanted)
    if found is not None:
        return Saved(found, (kept.blob,))
    dropped: tuple[str, ...] = ()
    old = await files.holding(unit, names.below(folder.path, name.whole))
    if old is not None and (wanted.overwrite or old.expired(unit.now)):
        dropped = erase(unit, old, "file.archived")
    elif old is not None:
        name = await _free_name(unit, folder, name)
    new = _row(unit, await unit.new_ids(1), folder, name, kept, wanted)
    unit.put(FILE, new)
    _tell(unit, "file.created", new)
    return Saved(new, dropped)


def _row(unit: Unit, id: int, folder: Folder, name: FileName, kept: Kept, wanted: Wanted) -> File:
    path = names.below(folder.path, name.whole)
    return File(
        portal=unit.portal,
        id=id,
        folder=folder.id,
        name=name.name,
        extension=name.extension.lower(),
        path=path,
        place=names.place_of(path),
        access=wanted.access,
        type=type_of(name.extension),
        encoding=kept.encoding,
        size=kept.size,
        width=kept.width,
        height=kept.height,
        md5=kept.md5,
        blob=kept.blob,
        usable=1,
        source=wanted.source,
        created=unit.now,
        updated=unit.now,
        expires=wanted.expires,
        archived=0,
        user_id=unit.origin.user_id,
    )


async def _free_name(unit: Unit, folder: Folder, name: FileName) -> FileName:
    """The name with the moment behind it, in the service's form: `null-Aug-08-2022-02-52-07-87-PM` (recorded)."""
    moment = datetime.fromtimestamp(unit.now / 1000, UTC)
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[moment.month - 1]
    shown = f"{month}-{moment:%d-%Y-%I-%M-%S}-{unit.now % 1000 // 10:02d}-{'AM' if moment.hour < 12 else 'PM'}"
    number = 1
    while True:
        ending = f"-{shown}" if number == 1 else f"-{shown}-{number}"
        free = FileName(_cut(name.name, ending, name.extension) + ending, name.extension)
        if await files.holding(unit, names.below(folder.path, free.whole)) is None:
            return free
        number += 1


def _cut(name: str, ending: str, extension: str) -> str:
    """As much of a name as leaves room for what comes behind it."""
    room = names.LONGEST - len(ending) - len(extension) - 1
    return name.encode()[:room].decode(errors="ignore")


async def replace(unit: Unit, old: File, kept: Kept, access: str | None, expires: int | None) -> Saved:
    """Give a file another content; its id, name and URL stay."""
    new = old._replace(
        size=kept.size,
        width=kept.width,
        height=kept.height,
        encoding=kept.encoding,
        md5=kept.md5,
        blob=kept.blob,
        access=old.access if access is None else access,
        expires=old.expires if expires is None else expires,
        updated=unit.now,
    )
    unit.put(FILE, new)
    _tell(unit, "file.changed", new)
    return Saved(new, (old.blob,))


async def change(unit: Unit, old: File, folder: Folder | None, name: str | None, **fields: Any) -> File:
    """Rename a file, move it, change who may read it. Raises `Conflict` when the name is taken there, `Invalid`."""
    whole = _renamed(old, name) if name is not None else old.file_name
    above = old.path.rpartition("/")[0] if folder is None else folder.path
    path = names.below(above, whole.whole)
    if names.place_of(path) != old.place:
        other = await files.holding(unit, path)
        if other is not None and other.expired(unit.now):
            erase(unit, other, "file.archived")
        elif other is not None:
            raise Conflict(f"A file exists at path {path} already.", context={"path": [path]})
    new = old._replace(
        name=whole.name,
        path=path,
        place=names.place_of(path),
        folder=old.folder if folder is None else folder.id,
        updated=unit.now,
        **fields,
    )
    unit.put(FILE, new)
    _tell(unit, "file.changed", new)
    return new


def _renamed(old: File, name: str) -> FileName:
    """The new name; the extension stays, whether the name that is given has it or not."""
    extension = old.file_name.extension
    names.check_name(name, "name")
    if extension and name.lower().endswith(f".{extension.lower()}"):
        name = names.check_name(name[: -len(extension) - 1], "name")
    whole = FileName(name, extension)
    names.check_name(whole.whole, "name")
    return whole


def archive(unit: Unit, old: File) -> None:
    """Delete a file: nobody reaches it any more, and after ninety days it is gone (`files/sweep`)."""
    unit.put(FILE, old._replace(archived=unit.now, updated=unit.now))
    _tell(unit, "file.archived", old)


def erase(unit: Unit, old: File, kind: str) -> tuple[str, ...]:
    """Delete a file for good; answers the contents to drop."""
    unit.remove(FILE, (unit.portal, old.id))
    unit.happened(kind, "", old.id, "{}")
    return (old.blob,)


async def forget(unit: Unit, old: File) -> tuple[str, ...]:
    """Erase a file with all that is known of it, its history too (GDPR); answers the contents to drop."""
    await unit.rows(
        f"DELETE FROM {FACT.name} WHERE portal = ?1 AND type = '' AND id = ?2 AND kind = ANY_TEXT(?3) RETURNING portal",
        old.id,
        ["file.created", "file.changed", "file.archived"],
    )
    return erase(unit, old, "file.purged")


def _tell(unit: Unit, kind: str, file: File) -> None:
    unit.happened(kind, "", file.id, json.dumps({"path": file.path, "access": file.access}))
