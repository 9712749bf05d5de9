"""Running the SQL of people, and writing files: few at once, away from the event loop, never longer than they may."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from hubstead.columns.ask import caught_up
from hubstead.columns.engine import ColumnStore, ColumnStoreError, QueryRefused
from hubstead.kit.errors import Invalid, Unavailable
from hubstead.web.answer import Streamed
from hubstead.web.call import Call

T = TypeVar("T")
QUERY_SECONDS = 30.0
EXPORT_SECONDS = 600.0
AT_ONCE = 2
"""Queries and exports of a process that run beside each other; others wait. They may not take all threads."""
_PIECE = 256 * 1024
_MEDIA = {"csv": b"text/csv;charset=utf-8", "parquet": b"application/vnd.apache.parquet"}
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def run(call: Call, work: Callable[[ColumnStore], T]) -> T:
    """Do something with the columns once they have caught up. Raises `Invalid` for SQL that is refused."""
    feed = call.rooms.feed
    if feed is None:
        raise Unavailable("SQL and exports are answered by the process that keeps the columns; it cannot be reached.")
    settings = call.rooms.settings
    await caught_up(feed, call.caller.portal.id, settings.search_patience / 1000, settings.report_lag / 1000)
    loop = asyncio.get_running_loop()
    async with _turns.setdefault(loop, asyncio.Semaphore(AT_ONCE)):
        try:
            return await asyncio.to_thread(work, feed.columns)
        except QueryRefused as refusal:
            raise Invalid(str(refusal), context={"sql": []}) from None
        except ColumnStoreError as error:
            raise Unavailable(f"The columns cannot answer now ({error}). Try again.") from None


def sent(path: Path, name: str, suffix: str) -> Streamed:
    """A file as a download. It has no name any more from here on, so it goes whatever becomes of the request."""
    file = path.open("rb")
    with suppress(OSError):  # where open files keep their names, the outbox is emptied at the next start
        path.unlink()
    headers = [
        (b"content-type", _MEDIA[suffix]),
        (b"content-disposition", f'attachment; filename="{name}.{suffix}"'.encode()),
        (b"cache-control", b"no-store"),
    ]
    return Streamed(200, os.fstat(file.fileno()).st_size, _pieces(file), headers)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
