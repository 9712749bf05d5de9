"""Names of files and folders, and their paths: what is taken, and what is refused.

A path has slashes between names and begins with one; `/` is the top. Upper and lower case are shown as given and are
the same when something is looked for.
"""

import unicodedata
from typing import NamedTuple

from hubstead.kit.errors import Invalid

LONGEST = 255
"""Bytes of a name in UTF-8, as file systems have it."""
LONGEST_PATH = 2_000
TOP = "/"
_LONGEST_EXTENSION = 20
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: with them `exe.gpj` looks like `gpj.exe`."""
_NOT_IN_NAMES = frozenset("/\\")


class FileName(NamedTuple):
    """A file's name and its extension, as they are written; the extension may be empty."""

    name: str
    extension: str

    @property
    def whole(self) -> str:
        """`cat.png`"""
        return f"{self.name}.{self.extension}" if self.extension else self.name


def file_name(text: str) -> FileName:
    """A file's name in two. Raises `Invalid` for what cannot be one."""
    check_name(text, "fileName")
    name, _, extension = text.rpartition(".")
    if name and extension.isascii() and extension.isalnum() and len(extension) <= _LONGEST_EXTENSION:
        return FileName(name, extension)
    return FileName(text, "")


def sent_name(text: str) -> str:
    """What a client's own name of a file says of it: without folders and without what cannot stand in a name; it may be
    empty."""
    last = text.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if not _strange(one)).strip(" .")
    while len(kept.encode("utf-8", "replace")) > LONGEST:
        kept = kept[1:]  # the extension stays
    return kept


def check_name(text: str, what: str) -> str:
    """The name, if it can be one of a file or a folder. Raises `Invalid`; `what` is the field that holds it."""
    wrong = _wrong(text)
    if wrong:
        raise Invalid(f"The {what} {wrong}.", context={what: [text[:LONGEST].encode("utf-8", "replace").decode()]})
    return text


def names_of(path: str, what: str = "folderPath") -> tuple[str, ...]:
    """The names in a path, none for the top. Raises `Invalid`."""
    names = tuple(name for name in path.split("/") if name)
    for name in names:
        check_name(name, what)
    if len(path) > LONGEST_PATH:
        raise Invalid(f"The {what} is longer than {LONGEST_PATH} characters.")
    return names


def path_of(*names: str) -> str:
    """The path of names below each other."""
    return "".join(f"/{name}" for name in names) or TOP


def below(path: str, name: str) -> str:
    """The path of something in a folder."""
    return f"{path.rstrip('/')}/{name}"


def place_of(path: str) -> str:
    """By which a path is looked for."""
    return path.lower()


def _wrong(text: str) -> str:
    if not text or text.strip(" .") != text.strip() or text != text.strip():
        return "must not be empty, nor begin or end with a blank, nor with a dot"
    if not _NOT_IN_NAMES.isdisjoint(text):
        return "must not hold / or \\"
    if any(map(_strange, text)):
        return "must not hold control characters"
    if len(text.encode()) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    return ""


def _strange(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in ("Cc", "Cs")
