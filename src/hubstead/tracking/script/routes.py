"""The tracking code over HTTP: browsers load it without a token."""

import gzip
from functools import lru_cache

from hubstead.kit.errors import Missing
from hubstead.store.unit import Actor, Origin, Unit
from hubstead.tracking.script import files
from hubstead.tracking.settings import TrackingSettings, settings_of
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

_SHORT = b"public, max-age=300"
"""Minutes: a changed setting and a new version of the code reach every page after them (as the real service: 5)."""
_LONG = b"public, max-age=31536000, immutable"


async def get_loader(call: Call) -> Answer:
    """The file that pages name."""
    portal, settings = await _wanted(call, call.path[0])
    return _script(call, files.loader(portal, settings), _SHORT)


async def get_tracker(call: Call) -> Answer:
    """The tracker: for ever under the name of its content, for minutes under any other."""
    portal, settings = await _wanted(call, call.path[1])
    named = call.path[0] == files.stamp(portal, settings)
    return _script(call, files.tracker(portal, settings), _LONG if named else _SHORT)


async def _wanted(call: Call, id: str) -> tuple[int, TrackingSettings]:
    """The portal with this number and its settings. Raises `Missing`."""
    if not (id.isascii() and id.isdigit() and len(id) <= 15):
        raise Missing
    rows = await call.store.rows("SELECT generation FROM portal WHERE id = ?1 AND id > 0", int(id))
    if not rows:
        raise Missing
    unit = Unit(call.store, Actor(int(id), rows[0][0], Origin("API"), call.rooms.definitions))
    return int(id), await settings_of(unit)


def _script(call: Call, content: bytes, caching: bytes) -> Answer:
    headers = [(b"content-type", b"application/javascript; charset=utf-8"), (b"cache-control", caching)]
    if b"gzip" in call.headers.get(b"accept-encoding", b""):
        return Answer(200, _zipped(content), [*headers, (b"content-encoding", b"gzip")])
    return Answer(200, content, headers)


@lru_cache(maxsize=256)
def _zipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


ROUTES = (
    Route("GET", "/{hubId}.js", get_loader, PUBLIC, "Load the tracking code"),
    Route("GET", "/analytics/{stamp}/{hubId}.js", get_tracker, PUBLIC, "Load the tracker"),
)
