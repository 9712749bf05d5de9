"""The log of hits: a file at the end of which a hit is durable, long before there is time for it in the truth store.

What is moved into the store is removed from the file: it has addresses of visitors, and nobody would find them there.
A position counts all bytes that were ever appended, so positions only grow, and the store, which remembers the position
up to which it has everything, always knows what to take.

The file begins with `HITS` and the position of what follows (8 bytes); then come entries: length and CRC-32 of a
content (4 bytes each), and the content. One that is torn was never answered for. All of it is big-endian.
"""

import os
import struct
from pathlib import Path
from zlib import crc32

_MARK = b"HITS"
_BASE = struct.Struct(">4sQ")
_HEAD = struct.Struct(">II")
_sync = getattr(os, "fdatasync", os.fsync)


class Log:
    """One file, of one process and one thread at a time. Everything raises `OSError`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        self.base = self.end = 0
        """The positions of the oldest entry and behind the newest."""

    def open(self, moved: int) -> list[bytes]:
        """Open the file, made where it is missing; answers the entries behind a position."""
        base, entries = _read(self._path)
        behind = [content for start, content in entries if base + start >= moved]
        self.end = max(moved, base + (entries[-1][0] + _HEAD.size + len(entries[-1][1]) if entries else 0))
        tail = b"".join(map(_entry, behind))
        self._make(self.end - len(tail), tail)
        return behind

    def append(self, content: bytes) -> int:
        """Append an entry; it is on the disk when this returns the position behind it."""
        entry = _entry(content)
        size = _BASE.size + self.end - self.base
        if os.lseek(self._file, 0, os.SEEK_END) > size:  # an entry that failed: nothing behind it would be found
            os.ftruncate(self._file, size)
        written = os.write(self._file, entry)
        if written < len(entry):  # the disk is full, and says so now
            os.write(self._file, entry[written:])
        _sync(self._file)
        self.end += len(entry)
        return self.end

    def forget(self, moved: int) -> None:
        """Remove what is before a position."""
        if moved > self.base:
            with self._path.open("rb") as file:
                file.seek(_BASE.size + moved - self.base)
                tail = file.read()
            self._make(moved, tail)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _make(self, base: int, tail: bytes) -> None:
        """A new file takes the old one's place; whatever ends this process, one of the two is there, whole."""
        new = self._path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(_BASE.pack(_MARK, base) + tail)
            file.flush()
            os.fsync(file.fileno())
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        try:
            new.replace(self._path)
            _sync_folder(self._path.parent)
            self.base = base
        finally:
            self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))


def _entry(content: bytes) -> bytes:
    return _HEAD.pack(len(content), crc32(content)) + content


def _read(path: Path) -> tuple[int, list[tuple[int, bytes]]]:
    """The position of the first entry, and all entries that are whole, each with its distance from that."""
    data = path.read_bytes() if path.exists() else b""
    if len(data) < _BASE.size:
        return 0, []
    mark, base = _BASE.unpack_from(data)
    if mark != _MARK:
        raise OSError(f"{path} is not a log of hits. Move it away.")
    entries: list[tuple[int, bytes]] = []
    place = _BASE.size
    while place + _HEAD.size <= len(data):
        length, check = _HEAD.unpack_from(data, place)
        content = data[place + _HEAD.size : place + _HEAD.size + length]
        if len(content) < length or crc32(content) != check:
            break
        entries.append((place - _BASE.size, content))
        place += _HEAD.size + length
    return base, entries


def _sync_folder(folder: Path) -> None:
    """Have the file's name on the disk, too, where folders can be synced."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
