"""Content while it arrives: in memory as long as it is small, then in a file, which is gone unless it is kept."""

import asyncio
import hashlib
import io
import os
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from types import TracebackType
from typing import IO

from hubstead.kit.errors import TooLarge, Unavailable

AT_ONCE = 1 << 20
"""Bytes that are held; more are written away while the next ones arrive."""
PREFIX = "incoming-"


class Incoming:
    """Takes content piece by piece; `size` in bytes. Used as a context: at its end whatever was not kept is gone.

    `folder` is where files may lie, `None` for a data folder in memory; `limit` the most bytes that are taken.
    """

    def __init__(self, folder: Path | None, limit: int) -> None:
        self.size = 0
        self._folder = folder or Path(gettempdir())
        self._limit = limit
        self._held: list[bytes] = []
        self._holding = 0
        self._digest = hashlib.md5(usedforsecurity=False)
        self._file: IO[bytes] | None = None
        self._writing: asyncio.Future[None] | None = None

    async def __aenter__(self) -> "Incoming":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._writing is not None:
            await asyncio.wait([self._writing])
        if self._file is not None:
            await asyncio.to_thread(self._close)

    async def add(self, piece: bytes) -> None:
        """The next piece. Raises `TooLarge`, and `Unavailable` when the disk takes no more."""
        self.size += len(piece)
        if self.size > self._limit:
            raise TooLarge(f"The file is larger than {self._limit} bytes, which is the most that this server takes.")
        self._held.append(piece)
        self._holding += len(piece)
        if self._holding >= AT_ONCE:
            await self._settled()
            held, self._held, self._holding = self._held, [], 0
            self._writing = asyncio.get_running_loop().run_in_executor(None, self._write, held)

    async def finish(self) -> "Content":
        """All of it has come. Raises `Unavailable`."""
        await self._settled()
        await asyncio.to_thread(self._finish)
        return Content(self._file.name if self._file else b"".join(self._held), self.size, self._digest.hexdigest())

    async def _settled(self) -> None:
        """Wait for what is being written."""
        writing, self._writing = self._writing, None
        if writing is not None:
            try:
                await writing
            except OSError as error:
                raise no_room(error) from error

    def _write(self, held: list[bytes]) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            prefix = f"{PREFIX}{os.getpid()}-"
            self._file = NamedTemporaryFile(dir=self._folder, prefix=prefix, buffering=0, delete=False)  # noqa: SIM115
        for piece in held:
            self._digest.update(piece)
            written = 0
            while written < len(piece):  # a full disk may take a part
                written += self._file.write(piece[written:])

    def _finish(self) -> None:
        if self._file is not None:
            try:
                self._write(self._held)
                os.fsync(self._file.fileno())
            except OSError as error:
                raise no_room(error) from error
        else:
            for piece in self._held:
                self._digest.update(piece)

    def _close(self) -> None:
        assert self._file is not None
        self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


class Content:
    """Content that is all here: a file on the disk, or the bytes themselves."""

    __slots__ = ("md5", "size", "source")

    def __init__(self, source: str | bytes, size: int, md5: str) -> None:
        self.source = source
        self.size = size
        self.md5 = md5

    def open(self) -> IO[bytes]:
        """The content to be read from."""
        return open(self.source, "rb") if isinstance(self.source, str) else io.BytesIO(self.source)


def no_room(error: OSError) -> Unavailable:
    """What a client may know of a disk that takes nothing."""
    reason = error.strerror or "the disk fails"
    return Unavailable(f"The file cannot be stored now ({reason}). Nothing was saved; try again.")
