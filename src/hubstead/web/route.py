"""A row of a room's route table."""

from collections.abc import Awaitable, Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from hubstead.web.call import Call

Handler = Callable[["Call"], Awaitable[Any]]


class By(Enum):
    """Scopes that depend on the object type in the path: any one that lets read or write it."""

    READ = "read"
    WRITE = "write"


PUBLIC: tuple[str, ...] = ("",)
"""Scope of a route that needs no credentials."""
ANY: tuple[str, ...] = ()
"""Scope of a route that any valid token may call."""
DEVELOPER: tuple[str, ...] = ("developer_hapikey",)
"""Scope of a route that a developer API key (`?hapikey=`) may call; it may call no other."""
JSON_BODY = "application/json"
FORM = "application/x-www-form-urlencoded"
"""Media type of a body of pairs; `Call.form` reads it."""
MULTIPART = "multipart/form-data"
"""Media type of a body with files; the edge does not read it, the handler does as it arrives (`web/parts`)."""


class Route(NamedTuple):
    """One operation.

    `path` has no version token: `/crm/objects/{objectType}/{objectId}` serves v3, v4 and every dated version; one that
    is not `versioned` is taken word for word. A last segment `{path*}` takes what is left, slashes included. `scope`:
    any one of the named scopes, or what the object type in the path asks for. `body` and `answer` are the msgspec types
    of the request and the answer, for reading and for the OpenAPI page; `query` names the parameters that it reads;
    `media` is the type of the body. `feature` names what the account's plan must include (`web/features`); `permission`
    what a user's role must allow beyond records (`Access.tools`).
    """

    method: str
    path: str
    handler: Handler
    scope: tuple[str, ...] | By = ANY
    summary: str = ""
    body: Any = None
    answer: Any = None
    status: int = 200
    query: tuple[str, ...] = ()
    media: str = JSON_BODY
    feature: str = ""
    permission: str = ""
    versioned: bool = True


def permitted(permission: str, routes: Iterable[Route]) -> tuple[Route, ...]:
    """The routes, those that change something for users with a permission only."""
    return tuple(
        route if route.method == "GET" or route.path.endswith("/batch/read") else route._replace(permission=permission)
        for route in routes
    )
