"""Where files are read: by their URL, by a signed one, in other sizes."""

from typing import Any

from hubstead.account import portals, sessions
from hubstead.files import file as files
from hubstead.files import hosting, signed
from hubstead.files.file import OPEN, File
from hubstead.files.picture import LARGEST, SIZES, Wanted
from hubstead.kit.errors import Failure, Invalid, Missing, NotFound
from hubstead.store.unit import Origin, Unit
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route


async def get(call: Call) -> Any:
    """A file by its URL. A private one is there for who is logged in to its account; for all others it is not.

    `width` and `height` ask for an image that fits in them.
    """
    unit = await _reading(call, call.path[0])
    file = await files.by_path(unit, f"/{call.path[1]}") if "\0" not in call.path[1] else None
    if file is None or (file.access not in OPEN and not await _is_at_home(call, unit.portal)):
        raise Missing
    wanted = Wanted(_side(call, "width"), _side(call, "height"))
    if wanted != Wanted() and file.width and file.type == "IMG":
        return await _sized(call, file, wanted)
    return await hosting.sent(call, call.rooms.blobs, file)


async def get_signed(call: Call) -> Any:
    """A file by a link that this server signed; with `size` an image of that size."""
    unit = await _reading(call, call.path[0])
    await signed.check(call, unit, call.path[1])
    file = await files.by_id(unit, call.path[1], hidden=True)
    size = SIZES.get(call.one("size") or "")
    if size:
        return await _sized(call, file, Wanted(size, size, call.flag("upscale")))
    return await hosting.sent(call, call.rooms.blobs, file)


async def redirect(call: Call) -> Answer:
    """Lead who is logged in to the account to a link that others may follow for a while."""
    unit = await _reading(call, call.one("portalId") or "")
    if not await _is_at_home(call, unit.portal):
        raise Missing
    file = await files.by_id(unit, call.path[0], hidden=False)
    call.caller = await call.rooms.authenticate(call)
    url = await signed.signed_url(call, file, unit.now + signed.DEFAULT_LASTS * 1000)
    return Answer(302, b"", [(b"location", url.encode()), (b"cache-control", b"no-store")])


async def _sized(call: Call, file: File, wanted: Wanted) -> Answer:
    """An image in another size. Raises `Invalid` where it cannot be made."""
    made = await call.rooms.renditions.of(file, wanted)
    own = file._replace(md5=f"{file.md5}-{'x'.join(map(str, wanted))}", size=len(made.content))
    return hosting.whole(call, own, made.content, made.media)


async def _reading(call: Call, portal: str) -> Unit:
    """A unit of a portal, by its number. Raises `Missing` where there is none."""
    id = files.as_id(portal)
    try:
        actor = await portals.actor(call.store, id or 0, Origin("API"), call.rooms.definitions)
    except (Invalid, NotFound):
        raise Missing from None
    return Unit(call.store, actor)


async def _is_at_home(call: Call, portal: int) -> bool:
    """Whether the browser is logged in to the portal."""
    if not call.cookie(sessions.COOKIE):
        return False
    try:
        caller = await sessions.caller_of(call)
    except Failure:
        return False
    return caller is not None and caller.portal.id == portal


def _side(call: Call, name: str) -> int:
    """A side of an image in pixels; what is no number is passed over, as URLs of images are written by hand."""
    text = call.one(name) or ""
    return min(int(text), LARGEST) if text.isascii() and text.isdigit() and len(text) < 8 else 0


ROUTES = (
    Route("GET", "/hubfs/{portalId}/{filePath*}", get, PUBLIC, "Read a file", versioned=False),
    Route("GET", "/hub/{portalId}/hubfs/{filePath*}", get, PUBLIC, "Read a file", versioned=False),
    Route("GET", "/hs-fs/hubfs/{portalId}/{filePath*}", get, PUBLIC, "Read a file", versioned=False),
    Route("GET", "/filemanager/api/files/{fileId}/signed-url-redirect", redirect, PUBLIC, "Follow a link to a file"),
    Route("GET", signed.PATH, get_signed, PUBLIC, "Read a file by a signed link", versioned=False),
)
