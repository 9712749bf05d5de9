"""A file as it is kept, and how it is found."""

from typing import NamedTuple

from hubstead.files import names
from hubstead.kit.errors import Missing
from hubstead.store.tables import FILE
from hubstead.store.unit import Unit

OPEN = ("PUBLIC_INDEXABLE", "PUBLIC_NOT_INDEXABLE", "HIDDEN_INDEXABLE", "HIDDEN_NOT_INDEXABLE")
"""Levels of access with which everybody who has the URL may read a file."""
HIDDEN = ("HIDDEN_INDEXABLE", "HIDDEN_NOT_INDEXABLE", "HIDDEN_PRIVATE", "HIDDEN_SENSITIVE")
"""Levels with which lists and searches leave a file out."""
INDEXABLE = ("PUBLIC_INDEXABLE", "HIDDEN_INDEXABLE")
"""Levels with which search engines may name a file."""
HIDDEN_SCOPE = "files.ui_hidden.read"
"""The scope with which an app sees hidden files by their id."""
COLUMNS = ", ".join(FILE.columns)
LIVE = "archived = 0 AND (expires = 0 OR expires > ?2)"
"""Which rows of `file` are there at the moment `?2`."""
_FIND = f"SELECT {COLUMNS} FROM file WHERE portal = ?1 AND "


class File(NamedTuple):
    """A row of `file`. `folder` 0 is the top; `width` and `height` 0 are unknown; moments in ms, 0 for never."""

    portal: int
    id: int
    folder: int
    name: str
    extension: str
    path: str
    place: str
    access: str
    type: str
    encoding: str
    size: int
    width: int
    height: int
    md5: str
    blob: str
    usable: int
    source: str
    created: int
    updated: int
    expires: int
    archived: int
    user_id: int

    @property
    def file_name(self) -> names.FileName:
        """The name as it stands at the end of the path, with the extension."""
        last = self.path.rpartition("/")[2]
        return names.FileName(self.name, last[len(self.name) + 1 :])

    @property
    def hidden(self) -> bool:
        """Whether lists and searches leave it out."""
        return self.access in HIDDEN

    def expired(self, now: int) -> bool:
        """Whether its time is over."""
        return 0 < self.expires <= now


def as_id(text: str) -> int | None:
    """The id that a client means; `None` for what is no id."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 19 else None


async def by_id(unit: Unit, text: str, *, hidden: bool, lock: bool = False) -> File:
    """The file with an id; hidden ones only where the caller may see them. Raises `Missing`."""
    id = as_id(text)
    rows = await unit.rows(f"{_FIND}id = ?3 AND {LIVE}{_lock(lock)}", unit.now, id) if id else []
    if not rows or (rows[0][7] in HIDDEN and not hidden):
        raise Missing
    return File(*rows[0])


async def any_by_id(unit: Unit, text: str) -> File:
    """The file with an id, archived or expired, too. Raises `Missing`."""
    id = as_id(text)
    rows = await unit.rows(f"{_FIND}id = ?2 FOR UPDATE", id) if id else []
    if not rows:
        raise Missing
    return File(*rows[0])


async def by_path(unit: Unit, path: str) -> File | None:
    """The file at a path."""
    place = names.place_of(path)
    rows = await unit.rows(f"{_FIND}place = ?3 AND {LIVE}", unit.now, place)
    return File(*rows[0]) if rows else None


async def holding(unit: Unit, path: str) -> File | None:
    """The file that holds a path, also one whose time is over and that is still to be cleared away."""
    rows = await unit.rows(f"{_FIND}place = ?2 AND archived = 0 FOR UPDATE", names.place_of(path))
    return File(*rows[0]) if rows else None


async def like(unit: Unit, md5: str, size: int, folder: int | None) -> File | None:
    """A file with this content, the oldest one; `folder` bounds where it may be. Hidden files do not count."""
    where = "" if folder is None else f" AND folder = {folder:d}"
    sql = f"{_FIND}md5 = ?3 AND size = ?4 AND {LIVE}{where} AND substr(access, 1, 6) <> 'HIDDEN' ORDER BY id LIMIT 1"
    rows = await unit.rows(sql, unit.now, md5, size)
    return File(*rows[0]) if rows else None


def _lock(lock: bool) -> str:
    return " FOR UPDATE" if lock else ""
