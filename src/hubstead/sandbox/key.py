"""The guard of every route of the sandbox: its own key, apart from the tokens of portals."""

from functools import wraps
from typing import Any

from hubstead.kit.errors import Unauthenticated
from hubstead.web.call import Call
from hubstead.web.route import Route

_MISSING = (
    "The sandbox asks for its key: send `Authorization: Bearer <key>`, with the key that the server showed at its "
    "start or was given as HUBSTEAD_SANDBOX_KEY. Tokens of portals do not open it."
)


def guarded(route: Route) -> Route:
    """The route, answered only to who has the key."""
    handler = route.handler

    @wraps(handler)
    async def opened(call: Call) -> Any:
        kind, _, key = call.headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if kind.lower() != "bearer" or not call.rooms.sandbox.opens(key.strip()):
            raise Unauthenticated(_MISSING)
        return await handler(call)

    return route._replace(handler=opened)
