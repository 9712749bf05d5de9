"""What goes on after its answer: files fetched from URLs, folders moved. Each is a job; its state is the task's."""

from collections.abc import Awaitable, Callable
from urllib.parse import unquote, urlsplit

import msgspec

from hubstead.files import folder as folders
from hubstead.files import names, save
from hubstead.files.incoming import Content, Incoming
from hubstead.files.names import FileName
from hubstead.files.save import Kept, Saved
from hubstead.files.upload import Place, keep, wanted_of
from hubstead.files.wire import FolderUpdateWithId, ImportInput, text_of
from hubstead.jobs.kind import Kind
from hubstead.jobs.running import Running
from hubstead.kit import clock
from hubstead.kit.errors import Failure, Invalid, Unavailable
from hubstead.outbound.client import Download, Unreachable
from hubstead.outbound.guard import Refused
from hubstead.store.unit import Origin, Unit

ATTEMPTS = 3
LASTS = 1_800.0
"""Seconds that fetching a file may take as a whole."""
_TRANSIENT = (408, 425, 429)
_EXTENSIONS = {
    "application/pdf": "pdf", "application/zip": "zip", "image/gif": "gif", "image/jpeg": "jpg", "image/png": "png",
    "image/svg+xml": "svg", "image/webp": "webp", "text/csv": "csv", "text/plain": "txt", "video/mp4": "mp4",
}  # fmt: skip
"""Extensions of media types, for URLs that name none."""


class By(msgspec.Struct):
    """Who asked for a task, as its changes are told."""

    source: str
    source_id: str
    user_id: int

    @property
    def origin(self) -> Origin:
        """The same for a unit."""
        return Origin(self.source, self.source_id, self.user_id)


class Fetch(msgspec.Struct):
    """A file to be fetched."""

    asked: ImportInput
    by: By


class Move(msgspec.Struct):
    """A folder to be renamed or moved."""

    asked: FolderUpdateWithId
    by: By


class Outcome(msgspec.Struct, omit_defaults=True):
    """What became of a task: the id of a file or a folder, or why there is none."""

    id: int = 0
    category: str = ""
    message: str = ""


async def fetch(job: Running) -> Outcome | None:
    """Fetch a file. What is wrong with the URL or the file ends the task; what may be better later is tried again."""
    order = job.read(Fetch)
    try:
        async with job.rooms.blobs.incoming(job.rooms.settings.file_limit) as incoming:
            name = await _arrived(job, order.asked, incoming)
            await _saved(job, order, await incoming.finish(), name)
    except Unavailable:
        raise
    except Failure as failure:
        return Outcome(category=failure.shown_category or "VALIDATION_ERROR", message=failure.message)
    except Refused as refused:
        return Outcome(category="VALIDATION_ERROR", message=str(refused))
    except Unreachable as failed:
        if job.attempt + 1 < ATTEMPTS:
            raise
        return Outcome(category="VALIDATION_ERROR", message=f"The file cannot be fetched. {failed}")
    return None


async def _arrived(job: Running, asked: ImportInput, incoming: Incoming) -> FileName:
    limit = job.rooms.settings.file_limit
    async with job.rooms.outbound.download(asked.url, timeout=LASTS, limit=limit) as found:
        _check(found)
        async for piece in found.chunks:
            await incoming.add(piece)
    return name_of(asked, found.headers.get("content-type", ""))


def _check(found: Download) -> None:
    if found.status in _TRANSIENT or found.status >= 500:
        raise Unreachable(f"The server answered {found.status}.")
    if found.status != 200:
        raise Invalid(f"The file cannot be fetched: the server answered {found.status}.")
    if found.headers.get("content-encoding", "identity") != "identity":
        raise Invalid("The file cannot be fetched: the server sends it compressed although it was asked not to.")


def name_of(asked: ImportInput, media: str) -> FileName:
    """The name that is asked for, else the end of the URL's path; an extension that is missing follows from the media
    type. Raises `Invalid`."""
    last = names.sent_name(unquote(urlsplit(asked.url).path.rpartition("/")[2]))
    name = names.file_name(asked.name) if asked.name else names.file_name(last or "file")
    if name.extension:
        return name
    sent = names.file_name(last).extension if asked.name and last else ""
    extension = sent or _EXTENSIONS.get(media.partition(";")[0].strip().lower(), "")
    return names.file_name(FileName(name.name, extension).whole)


async def _saved(job: Running, order: Fetch, content: Content, name: FileName) -> None:
    place = Place(order.asked.folder_id, order.asked.folder_path)
    wanted = wanted_of(order.asked, clock.now(job.portal))

    async def write(work: Callable[[Unit], Awaitable[Saved]]) -> Saved:
        saved = await job.finish(work, result=lambda saved: Outcome(id=saved.file.id), origin=order.by.origin)
        assert saved is not None
        return saved

    async def work(unit: Unit, kept: Kept) -> Saved:
        return await save.create(unit, await place.folder(unit), name, kept, wanted)

    await keep(job.rooms.blobs, write, content, name.extension, work)


async def move(job: Running) -> Outcome | None:
    """Rename or move a folder, with the paths of everything in it."""
    order = job.read(Move)

    async def work(unit: Unit) -> int:
        folder = await folders.by_id(unit, str(order.asked.id), lock=True)
        return (await folders.change(unit, folder, order.asked.name, text_of(order.asked.parent_folder_id))).id

    try:
        await job.finish(work, result=lambda id: Outcome(id=id), origin=order.by.origin)
    except Unavailable:
        raise
    except Failure as failure:
        return Outcome(category=failure.shown_category or "VALIDATION_ERROR", message=failure.message)
    return None


FETCH = Kind("file import", fetch, at_once=4, attempts=ATTEMPTS)
MOVE = Kind("folder move", move, attempts=ATTEMPTS)
