"""Where the contents of files lie: a folder beside the data, memory, or a bucket of S3, Google or Azure.

A content is written once under a new key, before the row that names it commits; rows of several portals may name one
(copies of a portal do). A key that no row names any more is never named again, so its content can go: whoever removes
rows drops it, and what a crash left behind is swept (`files/sweep`). No lock is needed for either.
"""

import logging
import os
import secrets
from asyncio import to_thread
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hubstead.files.incoming import PREFIX, Content, Incoming, no_room
from hubstead.kit.errors import Missing, Unavailable
from hubstead.store.engine import Reader

if TYPE_CHECKING:
    from obstore.store import ObjectStore

FOLDER = "files"
"""The folder of the contents in the data folder; what still arrives is beside it:"""
INCOMING = "incoming"
PIECE = 1 << 18
"""Bytes of a piece of an answer; what is no longer is read at once."""
_PART = 8 << 20
"""Bytes of a part of an upload to a bucket; so many are on their way at once:"""
_PARTS = 4
_log = logging.getLogger(__name__)
_PATIENCE: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}


class Stored(NamedTuple):
    """A content that is there, when it was written (ms, true time), and its size in bytes."""

    key: str
    at: int
    size: int


class Blobs:
    """The contents. `rows` is the truth store, whose rows name them; `url` is that of a bucket, or empty; `folder` is
    the data folder, `None` for memory.

    Raises `ValueError` for a URL that means no store.
    """

    def __init__(self, rows: Reader, url: str, folder: Path | None) -> None:
        self._rows = rows
        self._url = url
        self._folder = folder
        if url:
            _ = self._store

    @cached_property
    def _store(self) -> "ObjectStore":
        from obstore.exceptions import BaseError  # with the first file
        from obstore.store import LocalStore, MemoryStore, from_url

        if self._url:
            try:
                return from_url(self._url, retry_config=_PATIENCE)
            except (BaseError, ValueError) as error:
                reason = str(error).splitlines()[0]
                raise ValueError(f"The setting blobs does not name a place for files: {reason}") from None
        return LocalStore(prefix=self._local, mkdir=True) if self._local else MemoryStore()

    @cached_property
    def _local(self) -> Path | None:
        """The folder of the contents, where they lie in one."""
        return self._folder / FOLDER if self._folder and not self._url else None

    def incoming(self, limit: int) -> Incoming:
        """Room for content that arrives: `limit` bytes at most."""
        return Incoming(self._folder / INCOMING if self._folder else None, limit)

    async def keep(self, content: Content) -> str:
        """Keep a content; answers its key. It is durable when this returns. Raises `Unavailable`."""
        name = secrets.token_hex(16)
        key = f"{name[:2]}/{name}"
        if self._local:
            await to_thread(_move, content.source, self._local / key)
            return key
        source = Path(content.source) if isinstance(content.source, str) else content.source
        try:
            with _reachable():
                await self._store.put_async(key, source, chunk_size=_PART, max_concurrency=_PARTS)
        except Missing:
            raise Unavailable("The store of files is not there. The setting blobs names it.") from None
        return key

    async def read(self, key: str, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, at most `PIECE` of them. Raises `Missing` and `Unavailable`."""
        if start == end:
            return b""
        with _reachable():
            if self._url:
                return bytes(await self._store.get_range_async(key, start=start, end=end))
            return bytes(self._store.get_range(key, start=start, end=end))  # quicker than a thread

    async def pieces(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` to before `end`, piece by piece. Raises `Missing` and `Unavailable`."""
        with _reachable():
            found = await self._store.get_async(key, options={"range": (start, end)})
            async for piece in found.stream(min_chunk_size=PIECE):
                yield bytes(piece)

    async def drop(self, keys: Collection[str]) -> None:
        """Delete contents that no row names; those that are gone already do not matter. Raises `Unavailable`."""
        for key in keys:
            with _reachable(), suppress(Missing):
                await self._store.delete_async(key)

    async def release(self, keys: Collection[str]) -> None:
        """Delete those contents that rows do not name any more. What cannot be deleted now is swept later."""
        try:
            left = await self.unnamed(keys) if keys else ()
            await self.drop(left)
        except Unavailable as error:
            _log.warning("contents of files are still to be deleted: %s", error.message)

    async def unnamed(self, keys: Collection[str]) -> list[str]:
        """Which of these no row of any portal names."""
        rows = await self._rows.rows("SELECT DISTINCT blob FROM file WHERE blob = ANY_TEXT(?1)", list(keys))
        named = {row[0] for row in rows}
        return [key for key in keys if key not in named]

    async def all(self) -> AsyncIterator[list[Stored]]:
        """Every content, in groups. Raises `Unavailable`."""
        with _reachable():
            async for group in self._store.list(chunk_size=1_000):
                yield [Stored(one["path"], _milliseconds(one["last_modified"]), one["size"]) for one in group]

    def forget_arrivals(self) -> None:
        """Delete what was arriving when its process ended. Call it before anything arrives: this process may have the
        number of the one that ended."""
        if self._folder is None:
            return
        for path in (self._folder / INCOMING).glob(f"{PREFIX}*"):
            if not _lives(path.name.removeprefix(PREFIX).partition("-")[0]):
                path.unlink(missing_ok=True)


def _lives(process: str) -> bool:
    """Whether another process with this number is there."""
    if process == str(os.getpid()):
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except OSError:
        return True
    return True


def _move(source: str | bytes, target: Path) -> None:
    """Put a content in its place; nobody sees a part of it there."""
    try:
        new = not target.parent.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, str):
            os.replace(source, target)
        else:
            _write(source, target)
        _sync(target.parent)
        if new:
            _sync(target.parent.parent)
    except OSError as error:
        raise no_room(error) from error


def _write(content: bytes, target: Path) -> None:
    new = target.with_name(f"{target.name}.new")
    try:
        with new.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.rename(target)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@contextmanager
def _reachable() -> Iterator[None]:
    """Say in our words what goes wrong between us and the store."""
    from obstore.exceptions import BaseError

    try:
        yield
    except FileNotFoundError:
        raise Missing from None
    except (BaseError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise Unavailable(f"The store of files cannot be reached now ({reason}). Try again.") from error
