"""Which scopes each operation asks for: `docs/scopes.md`, made of the route tables and the catalog of object types."""

from collections.abc import Iterator
from itertools import groupby

from hubstead.app import API
from hubstead.crm.object_types.catalog import standard_types
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import SOME_RECORDS, definition_scopes
from hubstead.crm.schemas.manage import READ_SCOPES, WRITE_SCOPES
from hubstead.web.openapi import room_of, shown_path
from hubstead.web.route import ANY, DEVELOPER, PUBLIC, By, Route

_DEFINITIONS = ("/crm/properties/", "/crm/pipelines/", "/crm/schemas", "/crm-object-schemas/")
"""Paths at which `By` means the definitions of a type, not its records."""
_HEAD = """# Scopes

What a token must have been granted for each operation. `scripts/docs` makes this page from the route tables; a test
fails when it is out of date, and another one calls every operation without its scopes. Any one of the named scopes is
enough. A call without them answers 403 with `MISSING_SCOPES` and their names. Sessions of users have every scope; what
they may do is a matter of the user's [permissions](permissions.md), and the last column names what a role must allow
besides records.

Most operations ask for the scopes of the object type in their path. Where there are two types, the caller must be able
to read the second as well; so must one who asks for `associations=`."""
_WORDS = {
    (True, By.READ): "definitions of the type: read",
    (True, By.WRITE): "definitions of the type: write",
    (False, By.READ): "records of the type: read",
    (False, By.WRITE): "records of the type: write",
}


_CUSTOM = ObjectType(
    id="2-1",
    name="custom",
    singular="Custom object",
    plural="Custom objects",
    fully_qualified_name="p_custom",
    path_names=(),
    primary_display_property="name",
    read_scopes=READ_SCOPES,
    write_scopes=WRITE_SCOPES,
)


def page() -> str:
    """The text of `docs/scopes.md`."""
    return "\n".join([_HEAD, "", *_operations(), *_types(), ""])


def _operations() -> Iterator[str]:
    rooms = sorted(API, key=room_of)
    for room, routes in groupby(rooms, room_of):
        yield from (f"## {room}", "", "| operation | scopes | permission |", "|---|---|---|")
        for route in sorted(routes, key=lambda route: (route.path, route.method)):
            yield f"| `{route.method} {shown_path(route.path)}` | {_asked(route)} | {route.permission} |"
        yield ""


def _asked(route: Route) -> str:
    if isinstance(route.scope, By):
        return _WORDS[route.path.startswith(_DEFINITIONS), route.scope]
    named = {PUBLIC: "no token", ANY: "any token", DEVELOPER: "developer API key", SOME_RECORDS: "records of any type"}
    return named.get(route.scope) or _listed(route.scope)


def _types() -> Iterator[str]:
    yield from ("## Object types", "", "| type | | records | definitions |", "|---|---|---|---|")
    for type in (*standard_types(), _CUSTOM):
        for by, scopes in ((By.READ, type.read_scopes), (By.WRITE, type.write_scopes)):
            yield f"| {type.plural} | {by.value} | {_listed(scopes)} | {_listed(definition_scopes(type, by))} |"
    yield from ("", f"Records of any type: {_listed(SOME_RECORDS)}.")


def _listed(scopes: tuple[str, ...]) -> str:
    return ", ".join(f"`{scope}`" for scope in scopes) or "none has it"
