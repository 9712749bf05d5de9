"""Paths as a person names them: without the version, with object types by one name, with `*` for anything."""

from typing import NamedTuple
from urllib.parse import unquote

from hubstead.crm.object_types.catalog import resolve_standard
from hubstead.web.router import VERSION


class Place(NamedTuple):
    """Where a request goes: the version token in its path (empty without one), and the path without it."""

    version: str
    path: str


def place_of(path: str) -> Place:
    """The place of a raw path. `/crm/v3/objects/0-3/` and `/crm/objects/v3/deals` are one place."""
    segments = unquote(path).rstrip("/").split("/")
    version = next((segment for segment in segments if VERSION.fullmatch(segment)), "")
    if version:
        segments.remove(version)
    if segments[1:2] == ["crm"] and len(segments) > 3:
        segments[3] = _named(segments[3])
    return Place(version, "/".join(segments) or "/")


def _named(segment: str) -> str:
    """The plural name of a standard object type in any spelling; `*` at its end stays."""
    bare = segment.rstrip("*")
    found = resolve_standard(bare)
    return found.name + segment[len(bare) :] if found else segment


class Pattern:
    """A path pattern. `*` stands for any characters, slashes too; a pattern with a version fits that version only.

    A glob and not a regular expression: matching takes time in proportion to the path, whatever the pattern is.
    """

    def __init__(self, text: str) -> None:
        self._version, path = place_of(text)
        self._parts = path.split("*")

    def fits(self, place: Place) -> bool:
        """Whether the whole path fits."""
        return self._version in ("", place.version) and _fits(self._parts, place.path)


def _fits(parts: list[str], text: str) -> bool:
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - at >= len(last) and text.endswith(last)
