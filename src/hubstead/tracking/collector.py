"""The collector: takes a hit, has it written, answers. Nothing else stands in its way."""

from collections.abc import Iterable

from hubstead.kit import clock
from hubstead.kit.errors import Missing
from hubstead.tracking.hit import Door, Hit, account_of
from hubstead.tracking.journal import Journal
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Handler, Route

GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""A transparent image of one pixel, 43 bytes."""
_NEVER_CACHED = [
    (b"content-type", b"image/gif"),
    (b"cache-control", b"no-cache, no-store, no-transform"),
    (b"expires", b"Thu, 01 Jan 1970 00:00:00 GMT"),
    (b"pragma", b"no-cache"),
]
PIXEL = Answer(200, GIF, _NEVER_CACHED)
EMPTY = Answer(200, b"", _NEVER_CACHED)
"""The answer to an event of a server: an image without content (documented)."""


def _taking(door: Door, answer: Answer) -> Handler:
    async def take(call: Call) -> Answer:
        if door is Door.HTTP and call.version != "v1":
            raise Missing
        journal: Journal = call.rooms.journal
        await journal.append(_hit(call, door))
        return answer

    return take


def _hit(call: Call, door: Door) -> Hit:
    get = call.headers.get
    query = call.query_string.decode("latin-1")
    return Hit(
        door,
        clock.now(account_of(query)),
        call.address,
        get(b"user-agent", b"").decode("latin-1"),
        get(b"dnt") == b"1" or get(b"sec-gpc") == b"1",
        query,
        clock.true_now(),
    )


_DOORS = (
    ("q", Door.PAGE, "Collect a page view, an event, a form or consent"),
    ("be", Door.EVENT, "Collect a custom behavioural event"),
    ("c", Door.CLICK, "Collect a click"),
    ("o", Door.ERROR, "Collect an error of the tracking code"),
)


def routes(path: str) -> Iterable[Route]:
    """Where browsers send hits to; `path` has `{}` for the kind. `sendBeacon` can only POST."""
    return (
        Route(method, path.format(kind), _taking(door, PIXEL), PUBLIC, summary)
        for kind, door, summary in _DOORS
        for method in ("GET", "POST")
    )


ROUTES = (
    *routes("/__pt{}.gif"),
    Route("GET", "/event", _taking(Door.HTTP, EMPTY), PUBLIC, "Collect an event of a server"),
)
"""Requests of browsers, not of the API: they need no token and are not in `/openapi.json`."""
