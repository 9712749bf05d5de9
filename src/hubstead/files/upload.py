"""Uploads: the parts of a request as they arrive, and the file that comes of them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

import msgspec

from hubstead.files import folder as folders
from hubstead.files import names, picture, save
from hubstead.files.blobs import Blobs
from hubstead.files.expiry import expires
from hubstead.files.file import File
from hubstead.files.folder import Folder
from hubstead.files.incoming import Content
from hubstead.files.kinds import type_of
from hubstead.files.names import FileName
from hubstead.files.save import Kept, Saved, Wanted
from hubstead.files.wire import ImportInput, Options
from hubstead.kit.errors import Invalid, Unreadable
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.parts import parts

T = TypeVar("T", bound=msgspec.Struct)
FILE_PART = "file"
Work = Callable[[Unit, Kept], Awaitable[Saved]]
"""What a unit does with a content that is kept."""


class Received(NamedTuple):
    """The parts of an upload: the content, the name that the client's file has, and the fields."""

    content: Content
    sent_name: str
    fields: dict[str, str]


class Place(NamedTuple):
    """Where a file is to go, as a client says it: a folder by id or by path."""

    folder_id: str | None
    folder_path: str | None

    async def folder(self, unit: Unit) -> Folder:
        """The folder; a path is made. Raises `Invalid`."""
        return await folders.parent_of(unit, self.folder_id, self.folder_path, ("folderId", "folderPath"))


async def received(call: Call, work: Callable[[Received], Awaitable[File]]) -> File:
    """Take the parts of a request, then do the work with them; the content is gone afterwards unless it was kept.

    Raises `Unreadable`, `TooLarge`, `TimedOut`, `Invalid` where there is no file or more than one, and `Unavailable`.
    """
    limit: int = call.rooms.settings.file_limit
    fields: dict[str, str] = {}
    name: str | None = None
    async with call.rooms.blobs.incoming(limit) as incoming:
        async for part in parts(call, limit):
            if part.name != FILE_PART:
                fields[part.name] = await part.text()
                continue
            if name is not None:
                raise Invalid("The request has two parts named file. Send one file per request.")
            name = names.sent_name(part.filename or "")
            async for piece in part.pieces():
                await incoming.add(piece)
        if name is None:
            raise Invalid("The request has no part named file.", context={"fields": [FILE_PART]})
        return await work(Received(await incoming.finish(), name, fields))


async def upload(call: Call, *, top: bool = False) -> File:
    """Make a file of an upload. `top`: without a place it goes to the top, as the oldest API has it."""

    async def work(got: Received) -> File:
        fields = got.fields
        place = Place(fields.get("folderId") or None, fields.get("folderPath") or None)
        if top and place == (None, None):
            place = Place(None, names.TOP)
        wanted = wanted_of(options_of(fields, Options), call.now())
        name = _name(fields.get("fileName") or "", got.sent_name, call.now())
        return await store(call.rooms.blobs, call.write, call.reading(), got.content, place, name, wanted)

    return await received(call, work)


async def store(
    blobs: Blobs,
    write: Callable[[Callable[[Unit], Awaitable[Saved]]], Awaitable[Saved]],
    reading: Unit,
    content: Content,
    place: Place,
    name: FileName,
    wanted: Wanted,
) -> File:
    """Keep a content as a new file. What can be refused is refused before the content is sent anywhere."""
    if wanted.strategy != "NONE":
        folder = await _there(reading, place)
        if folder is not None:
            found = await save.twin(reading, content.md5, content.size, folder, wanted)
            if found is not None:
                return found

    async def work(unit: Unit, kept: Kept) -> Saved:
        return await save.create(unit, await place.folder(unit), name, kept, wanted)

    return await keep(blobs, write, content, name.extension, work)


async def _there(unit: Unit, place: Place) -> Folder | None:
    """The folder where it is there already."""
    if place.folder_path is None:
        return await place.folder(unit)
    if not names.names_of(place.folder_path):
        return folders.top(unit.portal)
    return await folders.by_path(unit, place.folder_path)


async def keep(
    blobs: Blobs,
    write: Callable[[Callable[[Unit], Awaitable[Saved]]], Awaitable[Saved]],
    content: Content,
    extension: str,
    work: Work,
) -> File:
    """Keep a content, then do the work that names it, and drop whatever nothing names afterwards."""
    measures = await asyncio.to_thread(_measured, content) if type_of(extension) == "IMG" else None
    key = await blobs.keep(content)
    kept = Kept(key, content.size, content.md5, *(measures or (0, 0, "")))
    try:
        saved = await write(lambda unit: work(unit, kept))
    except Exception:
        await blobs.release([key])
        raise
    await blobs.release(saved.dropped)
    return saved.file


def _measured(content: Content) -> picture.Measures | None:
    with content.open() as source:
        return picture.measure(source)


def options_of(fields: dict[str, str], type: type[T]) -> T:
    """The part `options`. Raises `Invalid` and `Unreadable`."""
    text = fields.get("options")
    if not text:
        raise Invalid("The part options is required: JSON text such as {\"access\": \"PRIVATE\"}.",
                      context={"fields": ["options"]})  # fmt: skip
    try:
        return msgspec.json.decode(text.encode(), type=type, strict=False)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise Unreadable(f"The part options cannot be read: {error}.") from None


def wanted_of(given: Options | ImportInput, now: int) -> Wanted:
    """How a client wants a new file. Raises `Invalid`."""
    strategy, scope = given.duplicate_validation_strategy, given.duplicate_validation_scope
    if strategy not in save.STRATEGIES:
        raise Invalid(f"The duplicateValidationStrategy must be one of {', '.join(save.STRATEGIES)}.")
    if scope not in save.SCOPES:
        raise Invalid(f"The duplicateValidationScope must be one of {', '.join(save.SCOPES)}.")
    return Wanted(
        save.check_access(given.access), expires(now, given.ttl, given.expires_at), given.overwrite, strategy, scope
    )


def _name(asked: str, sent: str, now: int) -> FileName:
    """The name that is asked for, else that of the client's file, else one that is made up. One without an extension
    gets that of the client's file."""
    if not asked:
        return names.file_name(sent or f"file-{now}")
    name = names.file_name(asked)
    if name.extension or not sent:
        return name
    whole = FileName(name.name, names.file_name(sent).extension)
    names.check_name(whole.whole, "fileName")
    return whole
