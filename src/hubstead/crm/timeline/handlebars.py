"""The part of Handlebars that timeline templates use. A template can reach nothing but the values that it is given.

`{{name}}`, `{{extraData.a.0.b}}`, `{{this}}`, `{{@index}}`, `{{../name}}`, `{{#each}}`, `{{#if}}`, `{{#unless}}`,
`{{#with}}`, each with `{{else}}`, comments, and the service's own `{{#formatDate timestamp}}{{/formatDate}}`. Values
are escaped for HTML also in `{{{name}}}`: they are data of others.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from hubstead.crm.properties.datetimes import parse_datetime

MOST_STEPS = 20_000
"""Pieces that one rendering may write: nested lists cannot hold the server up."""
_TAG = re.compile(r"\{\{\{(?P<raw>[^{}]*)\}\}\}|\{\{(?P<tag>![^}]*?|[^{}]*)\}\}", re.DOTALL)
_PATH = re.compile(r"(?:\.\./)*(?:@?[\w.\[\]/$-]+)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Block(NamedTuple):
    """A helper, the path that it looks at, what it writes, and what it writes instead."""

    helper: str
    path: str
    body: list["Node"]
    other: list["Node"]


class Value(NamedTuple):
    """A value, written in its place."""

    path: str


Node = str | Value | Block


def parse(text: str) -> list[Node]:
    """The pieces of a template. Raises `ValueError`, with what is wrong in words for people."""
    root: list[Node] = []
    open_blocks: list[Block] = []
    target, place = root, 0
    for found in _TAG.finditer(text):
        target.append(text[place : found.start()])
        place = found.end()
        tag = (found["raw"] if found["raw"] is not None else found["tag"]).strip(" \t\r\n~&")
        if tag.startswith("!"):
            continue
        if tag.startswith("#"):
            block = _block(tag[1:].strip())
            target.append(block)
            open_blocks.append(block)
            target = block.body
        elif tag.startswith("/"):
            target = _closed(open_blocks, root, tag[1:].strip())
        elif tag in ("else", "^"):
            if not open_blocks:
                raise ValueError("{{else}} stands outside of a block")
            target = open_blocks[-1].other
        else:
            target.append(Value(_path(tag)))
    if open_blocks:
        raise ValueError(f"{{{{#{open_blocks[-1].helper}}}}} has no {{{{/{open_blocks[-1].helper}}}}}")
    target.append(text[place:])
    return root


def _block(tag: str) -> Block:
    helper, _, path = tag.partition(" ")
    if helper not in _HELPERS:
        raise ValueError(f"there is no helper {helper[:50]!r}; there are {', '.join(sorted(_HELPERS))}")
    return Block(helper, _path(path.strip()), [], [])


def _closed(open_blocks: list[Block], root: list[Node], helper: str) -> list[Node]:
    if not open_blocks or open_blocks[-1].helper != helper:
        raise ValueError(f"{{{{/{helper[:50]}}}}} closes no block")
    open_blocks.pop()
    if not open_blocks:
        return root
    last = open_blocks[-1]
    return last.other if last.other else last.body


def _path(text: str) -> str:
    if not _PATH.fullmatch(text):
        raise ValueError(f"{text[:50]!r} is not the name of a value")
    return text


class _Place(NamedTuple):
    """Where in the values a piece stands; `marks` are `@index`, `@key`, `@first` and `@last`."""

    this: Any
    above: "_Place | None" = None
    marks: Mapping[str, Any] = {}


class _Rendering:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._steps = 0

    def write(self, nodes: Sequence[Node], place: _Place) -> None:
        for node in nodes:
            self._steps += 1
            if self._steps > MOST_STEPS:
                return
            if isinstance(node, str):
                self.parts.append(node)
            elif isinstance(node, Value):
                self.parts.append(html.escape(_text(_found(place, node.path))))
            else:
                _HELPERS[node.helper](self, node, place)


def _each(rendering: _Rendering, block: Block, place: _Place) -> None:
    found = _found(place, block.path)
    pairs = list(found.items()) if isinstance(found, Mapping) else list(enumerate(found)) if _is_list(found) else []
    for number, (key, value) in enumerate(pairs):
        marks = {"@index": number, "@key": key, "@first": number == 0, "@last": number == len(pairs) - 1}
        rendering.write(block.body, _Place(value, place, marks))
    if not pairs:
        rendering.write(block.other, place)


def _if(rendering: _Rendering, block: Block, place: _Place) -> None:
    rendering.write(block.body if _found(place, block.path) else block.other, place)


def _unless(rendering: _Rendering, block: Block, place: _Place) -> None:
    rendering.write(block.other if _found(place, block.path) else block.body, place)


def _with(rendering: _Rendering, block: Block, place: _Place) -> None:
    found = _found(place, block.path)
    rendering.write(block.body if found else block.other, _Place(found, place) if found else place)


def _format_date(rendering: _Rendering, block: Block, place: _Place) -> None:
    """A day in words; what is no moment is written as it is."""
    found = _found(place, block.path)
    try:
        moment = _EPOCH + timedelta(milliseconds=parse_datetime(found))
    except ValueError:
        rendering.parts.append(html.escape(_text(found)))
    else:
        rendering.parts.append(f"{moment:%B} {moment.day}, {moment.year}")


_HELPERS: Mapping[str, Callable[[_Rendering, Block, _Place], None]] = {
    "each": _each,
    "formatDate": _format_date,
    "if": _if,
    "unless": _unless,
    "with": _with,
}


def render(nodes: Sequence[Node], values: Mapping[str, Any]) -> str:
    """A template filled in; what is missing is left empty."""
    rendering = _Rendering()
    rendering.write(nodes, _Place(values))
    return "".join(rendering.parts)


def _found(place: _Place, path: str) -> Any:
    while path.startswith("../"):
        place, path = place.above or place, path[3:]
    if path.startswith("@"):
        return place.marks.get(path)
    this = place.this
    if path in ("this", "."):
        return this
    if isinstance(this, Mapping) and path in this:  # names of tokens may have dots
        return this[path]
    for part in re.split(r"[./]", path.removeprefix("this.").removeprefix("this/").removeprefix("./")):
        this = _member(this, part.strip("[]"))
    return this


def _member(this: Any, part: str) -> Any:
    if isinstance(this, Mapping):
        return this.get(part)
    if _is_list(this) and part.isascii() and part.isdigit() and len(part) < 6:
        return this[int(part)] if int(part) < len(this) else None
    return None


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _text(value: Any) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(_text, value)) if _is_list(value) else str(value)
