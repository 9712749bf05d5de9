"""Starting an import: files on their way to the disk, the request checked, the job queued."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hubstead.crm.imports import contact_list
from hubstead.crm.imports import run as runs
from hubstead.crm.imports.cells import ways_of
from hubstead.crm.imports.plan import mapped_types, plans
from hubstead.crm.imports.request import Request
from hubstead.crm.imports.run import Import, StoredFile
from hubstead.crm.imports.work import AT_ONCE, IMPORT, Payload
from hubstead.crm.properties.text import is_storable
from hubstead.jobs import job as jobs
from hubstead.kit.errors import Invalid, RateLimited, TooLarge, Unreadable
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.parts import Part, parts

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes (documented); above it the service answers 429."""
LARGEST_REQUEST = 4_000_000
"""Bytes of `importRequest`: a thousand columns need some hundred thousand."""
MOST_FILES = 10
"""Our choice; the service names no number."""
REQUEST = "importRequest"


class Received:
    """What came in: the request as it was written, and the files by the names that clients gave them."""

    def __init__(self) -> None:
        self.request: bytes | None = None
        self.files: dict[str, Path] = {}

    def forget(self) -> None:
        """Delete what is not kept."""
        for path in self.files.values():
            path.unlink(missing_ok=True)


async def receive(call: Call) -> Received:
    """Read the parts of the body. Raises `Invalid`, `Unreadable` and, for a file that is too large, `RateLimited`."""
    received = Received()
    try:
        async for part in parts(call, LARGEST_FILE):
            if part.name == REQUEST:
                received.request = await _bytes(part)
            elif part.filename is not None:
                await _to_disk(call, part, received)
    except TooLarge:
        received.forget()
        limit = f"{LARGEST_FILE // (1 << 20)} MB"
        raise RateLimited(f"A file of an import can have {limit}. Split it.", 0) from None
    except BaseException:
        received.forget()
        raise
    return received


async def _bytes(part: Part) -> bytes:
    pieces: list[bytes] = []
    async for piece in part.pieces():
        pieces.append(piece)
        if sum(map(len, pieces)) > LARGEST_REQUEST:
            raise Invalid(f"The part {REQUEST} is larger than {LARGEST_REQUEST} bytes.")
    return b"".join(pieces)


async def _to_disk(call: Call, part: Part, received: Received) -> None:
    name = part.filename or ""
    if name in received.files:
        raise Invalid(f"Two files are called '{name[:100]}'.", context={"fileName": [name[:100]]})
    if len(received.files) >= MOST_FILES:
        raise Invalid(f"An import can have {MOST_FILES} files.")
    path = received.files[name] = call.rooms.uploads.begin()
    with path.open("wb") as file:
        async for piece in part.pieces():
            file.write(piece)


def request_of(received: Received) -> tuple[Request, Any]:
    """The request, checked as far as it can be without the portal, and as it was written. Raises `Invalid`."""
    if received.request is None:
        raise Invalid(f"The part {REQUEST} is missing: it says what the columns of the files are.")
    try:
        written = msgspec.json.decode(received.request)
        request = msgspec.convert(written, Request)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"Invalid input JSON in {REQUEST}: {error}") from None
    if not is_storable(received.request.decode()) or "\\u0000" in received.request.decode():
        raise Invalid(f"{REQUEST} has text that cannot be stored.")
    _check_names(request, received.files)
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        ZoneInfo(request.time_zone or "UTC")
        return request, written
    zone = (request.time_zone or "")[:100]
    raise Invalid(f"'{zone}' is not a time zone of the IANA database.", context={"timeZone": [zone]})


def _check_names(request: Request, files: Sequence[str] | dict[str, Path]) -> None:
    names = [file.file_name for file in request.files]
    if not names:
        raise Invalid(f"{REQUEST} names no files.")
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f"{REQUEST} names '{name[:100]}' twice.", context={"fileName": [name[:100]]})
        if name not in files:
            there = ", ".join(list(files)[:10]) or "none"
            raise Invalid(
                f"There is no file '{name[:100]}' in the request; there is {there[:300]}. The filename of a part must "
                "be the fileName of the importRequest, with its ending.",
                context={"fileName": [name[:100]]},
            )


async def start(call: Call) -> Import:
    """Take an import. Raises `Invalid` for what is wrong with the request as a whole."""
    received = await receive(call)
    try:
        request, written = request_of(received)
        unit = call.reading()
        await plans(unit, request, await ways_of(unit, request))
        types = tuple(type.id for type in await mapped_types(unit, request))
        uploads = call.rooms.uploads
        kept = [(file.file_name, uploads.keep(received.files.pop(file.file_name))) for file in request.files]
    finally:
        received.forget()

    async def queued(unit: Unit) -> Import:
        first = await unit.new_ids(len(kept) + 1)
        app = call.caller.app
        late = await runs.running(unit) >= AT_ONCE
        run = Import(
            id=first,
            app=app,
            state="DEFERRED" if late else "STARTED",
            created_at=unit.now,
            updated_at=unit.now,
            request=written,
            files=tuple(StoredFile(first + 1 + place, *names) for place, names in enumerate(kept)),
            types=types,
            user_id=0 if app else unit.origin.user_id,
            source="API" if app else "CRM_UI",
            counters={"MAPPED_COLUMNS": sum(len(file.file_import_page.column_mappings) for file in request.files)},
            job=await jobs.queue(unit, IMPORT.name, Payload(first)),
            lists=await contact_list.make(unit, request, types, first),
        )
        runs.save(unit, run)
        return run

    try:
        return await call.write(queued)
    except BaseException:
        for _, name in kept:
            call.rooms.uploads.remove(name)
        raise
