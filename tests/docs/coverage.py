"""Which operations of the official Python SDKs are served: `docs/coverage.md`, made of the route tables.

An operation counts when a route really answers it. A path that only happens to fit a pattern does not count: a literal
segment of the SDK's path must be a literal of the route, or the name of an object type where the route takes one, and
the type must be able to do it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from hubstead.app import ROUTES
from hubstead.crm.object_types.catalog import resolve_standard
from hubstead.kit.errors import Failure
from hubstead.web.router import Router

_VERSION = re.compile(r"v\d+|20\d\d-\d\d")
_PLACEHOLDER = re.compile(r"\{(\w+)\*?\}")
_ABILITIES = {
    "POST /crm/objects/{objectType}": "creatable",
    "POST /crm/objects/{objectType}/batch/create": "creatable",
    "POST /crm/objects/{objectType}/batch/upsert": "creatable",
    "PATCH /crm/objects/{objectType}/{objectId}": "updatable",
    "POST /crm/objects/{objectType}/batch/update": "updatable",
    "POST /crm/objects/{objectType}/merge": "mergeable",
    "POST /crm/objects/{objectType}/gdpr-delete": "gdpr_deletable",
    "POST /crm/objects/{objectType}/search": "searchable",
}
"""What an object type must be able to do for these routes to answer it."""
_ROUTER = Router(ROUTES)


class Operation(msgspec.Struct, frozen=True):
    """A method of an SDK and the request that it sends."""

    group: str
    name: str
    method: str
    path: str

    @property
    def served(self) -> bool:
        """Whether a route really answers this request."""
        return is_served(self.method, self.path)


@cache
def operations(name: str) -> tuple[Operation, ...]:
    """The operations of one of the lists beside this file."""
    return msgspec.json.decode(Path(__file__).with_name(name).read_bytes(), type=tuple[Operation, ...])


@cache
def is_served(method: str, path: str) -> bool:
    """Whether a route answers requests of this pattern."""
    try:
        route = _ROUTER.match(method, _PLACEHOLDER.sub(lambda place: _sample(place[1]), path)).route
    except Failure:
        return False
    asked = [segment for segment in path.strip("/").split("/") if not _VERSION.fullmatch(segment)]
    ability = _ABILITIES.get(f"{method} {route.path}")
    return all(map(_fits, asked, route.path.strip("/").split("/"))) and (ability is None or _able(asked[2], ability))


def _sample(placeholder: str) -> str:
    return "contacts" if _names_a_type(placeholder) else "1"


def _names_a_type(placeholder: str) -> bool:
    return placeholder.replace("_", "").lower().endswith(("objecttype", "objecttypeid"))


def _fits(asked: str, pattern: str) -> bool:
    if not pattern.startswith("{"):
        return asked == pattern
    takes_type = _names_a_type(pattern[1:-1])
    if asked.startswith("{"):
        return _names_a_type(asked[1:-1]) == takes_type
    return takes_type and resolve_standard(asked) is not None


def _able(asked: str, ability: str) -> bool:
    """Whether the object type of the path has the ability; a placeholder stands for those that do."""
    found = resolve_standard(asked)
    return found is None or bool(getattr(found, ability))


def page() -> str:
    """The text of `docs/coverage.md`."""
    return "\n".join([*_head(), *_first_sdk(), *_second_sdk(), ""])


_HEAD = """# Coverage

Which operations of HubSpot's official Python SDKs this server answers. `scripts/docs` makes this page from the route
tables; a test fails when it is out of date. An operation counts when a route really answers it for that object type.
The Node SDK calls the same paths.
"""


def _head() -> Iterator[str]:
    yield _HEAD
    yield "| SDK | operations | served |"
    yield "|---|---:|---:|"
    for title, name in _SDKS:
        known = operations(name)
        yield f"| [{title}](#{anchor(title)}) | {len(known)} | {sum(each.served for each in known)} |"


_SDKS = (
    ("hubspot-api-client 12.0.0", "sdk_operations.json"),
    ("hubspot_sdk 0.1.0a9", "sdk_2026_03_operations.json"),
)


def _first_sdk() -> Iterator[str]:
    title, name = _SDKS[0]
    yield from ("", f"## {title}", "", "| group | operations | served |", "|---|---:|---:|")
    known = operations(name)
    total = Counter(each.group for each in known)
    served = Counter(each.group for each in known if each.served)
    for group in sorted(total):
        shown = f"[{group}](#{anchor(group)})" if served[group] else group
        yield f"| {shown} | {total[group]} | {served[group]} |"
    for group in sorted(total):
        yield from ("", f"### {group}", "", f"{served[group]} of {total[group]} served.", "")
        yield from ("| | request | method of the SDK |", "|---|---|---|")
        for each in known:
            if each.group == group:
                yield f"| {'yes' if each.served else 'no'} | `{each.method} {each.path}` | `{each.name}` |"


def _second_sdk() -> Iterator[str]:
    title, name = _SDKS[1]
    known = operations(name)
    rooms = [(_room(each), each) for each in known]
    total = Counter(room for room, _ in rooms)
    served = Counter(room for room, each in rooms if each.served)
    yield from ("", f"## {title}", "", "| group | operations | served |", "|---|---:|---:|")
    for room in sorted(total):
        yield f"| {room} | {total[room]} | {served[room]} |"
    yield from ("", "Served:", "")
    for each in sorted(known, key=lambda each: (each.path, each.method)):
        if each.served:
            yield f"- `{each.method} {each.path}`"


def _room(operation: Operation) -> str:
    return ".".join(operation.group.split(".")[:2])


def anchor(title: str) -> str:
    """The anchor that Markdown hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
