"""Finds the route of a request: a trie over path segments, so that four hundred routes cost as much as four.

The version is a movable segment: `/crm/v3/objects/contacts`, `/crm/objects/v3/contacts` and
`/crm/objects/2026-03/contacts` are one resource. The first version token is taken out wherever it stands, a trailing
slash is dropped, and nothing ever redirects (a redirect would lose POST bodies). Paths of files hold none: a folder may
be named `v2`.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from hubstead.kit.errors import MethodNotAllowed, Missing, Unreadable
from hubstead.web.route import Route

VERSION = re.compile(r"v\d+|20\d\d-\d\d(?:-beta)?")
"""A segment of a path that names a version."""


REMEMBERED = 1_000
"""Paths without parameters whose route is looked up once: a collector's, say. Their number is that of routes, times the
ways to write a version."""


class Match(NamedTuple):
    """A found route, the values of its path parameters, and the version in the path (`v3` when there is none)."""

    route: Route
    values: tuple[str, ...]
    version: str


class _Node:
    __slots__ = ("children", "endings", "methods", "other", "rest")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.endings: dict[str, _Node] = {}
        self.other: _Node | None = None
        self.rest: _Node | None = None
        self.methods: dict[str, Route] = {}


class Router:
    """All routes of the server."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = tuple(routes)
        self._root = _Node()
        self._found: dict[tuple[str, str], Match] = {}
        self._verbatim = {route.path.split("/")[1] for route in self.routes if not route.versioned}
        for route in self.routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in route.path.strip("/").split("/"):
            name, brace, ending = segment.partition("}")
            if segment.endswith("*}"):
                node.rest = node = node.rest or _Node()
            elif name.startswith("{") and brace and ending:
                node = node.endings.setdefault(ending, _Node())
            elif segment.startswith("{"):
                node.other = node.other or _Node()
                node = node.other
            else:
                node = node.children.setdefault(segment, _Node())
        if route.method in node.methods:
            raise ValueError(f"{route.method} {route.path} is in two route tables")
        node.methods[route.method] = route

    def match(self, method: str, path: str) -> Match:
        """The route for a raw (still percent-encoded) path. Raises `Missing` or `MethodNotAllowed`."""
        known = self._found.get((method, path))
        if known is not None:
            return known
        version, segments = self._segments(path)
        values: list[str] = []
        node = _walk(self._root, segments, 0, values)
        if node is None:
            raise Missing
        route = node.methods.get(method)
        if route is None:
            if method == "HEAD" and "GET" in node.methods:
                return Match(node.methods["GET"], tuple(values), version)
            raise MethodNotAllowed(_allowed(node))
        found = Match(route, tuple(values), version)
        if not values and len(self._found) < REMEMBERED and "%" not in path:
            self._found[method, path] = found
        return found

    def allowed(self, path: str) -> tuple[str, ...]:
        """The methods of a path, for `OPTIONS`. Raises `Missing`."""
        node = _walk(self._root, self._segments(path)[1], 0, [])
        if node is None:
            raise Missing
        return _allowed(node)

    def _segments(self, path: str) -> tuple[str, list[str]]:
        segments = path[1:].split("/")
        if len(segments) > 1 and not segments[-1]:
            segments.pop()
        version = "v3"
        for place, segment in enumerate(segments if segments[0] not in self._verbatim else ()):
            if segment[:1] in "v2" and VERSION.fullmatch(segment):
                version = segments.pop(place)
                break
        if "%" in path:
            segments = [_decoded(segment) for segment in segments]
        return version, segments


def _allowed(node: _Node) -> tuple[str, ...]:
    methods = {*node.methods, "OPTIONS"} | ({"HEAD"} if "GET" in node.methods else set())
    return tuple(sorted(methods))


def _decoded(segment: str) -> str:
    """Percent-decoded; `%2F` stays inside its segment."""
    try:
        return unquote_to_bytes(segment).decode()
    except UnicodeDecodeError:
        raise Unreadable("The path is not valid UTF-8.") from None


def _walk(node: _Node, segments: list[str], place: int, values: list[str]) -> _Node | None:
    """Literal segments win over parameters, `{name}.js` over `{name}`, that over `{path*}`; a dead end goes back and
    tries the next."""
    if place == len(segments):
        return node if node.methods else None
    segment = segments[place]
    child = node.children.get(segment)
    if child is not None:
        found = _walk(child, segments, place + 1, values)
        if found is not None:
            return found
    for ending, following in node.endings.items():
        if segment.endswith(ending) and segment != ending:
            found = _valued(following, segments, place, values, segment.removesuffix(ending))
            if found is not None:
                return found
    found = _valued(node.other, segments, place, values, segment) if node.other and segment else None
    if found is None and node.rest:
        values.append("/".join(segments[place:]))
        return node.rest
    return found


def _valued(node: _Node, segments: list[str], place: int, values: list[str], value: str) -> _Node | None:
    values.append(value)
    found = _walk(node, segments, place + 1, values)
    if found is None:
        values.pop()
    return found
