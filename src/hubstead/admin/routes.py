"""The server's administration over HTTP: only for commands on the same machine that can read its note."""

import hmac

from hubstead.admin.control import State
from hubstead.kit.errors import Missing, Unavailable
from hubstead.web.answer import Reply
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

KEY = "hubstead-key"
"""The header that carries the key of the server's note."""


async def columns(call: Call) -> State:
    """What the columns hold, and how far a rebuild is."""
    return await _state(call)


async def rebuild(call: Call) -> Reply:
    """Begin to build the columns anew."""
    _guard(call)
    call.rooms.control.rebuild(call.rooms.feed)
    return Reply(202, await _state(call))


async def _state(call: Call) -> State:
    _guard(call)
    state: State = await call.rooms.control.state(call.rooms.feed, call.rooms.columns)
    return state


def _guard(call: Call) -> None:
    """Whoever has no key is told nothing, not even that there is something."""
    key: str = call.rooms.control.key
    if not key or not hmac.compare_digest(key.encode(), call.headers.get(KEY.encode(), b"")):
        raise Missing
    if call.rooms.columns is None:
        raise Unavailable("This process does not keep the columns.")


ROUTES = (
    Route("GET", "/hubstead/columns", columns, PUBLIC, "State of the search columns", answer=State),
    Route("POST", "/hubstead/columns/rebuild", rebuild, PUBLIC, "Rebuild the search columns", answer=State, status=202),
)
