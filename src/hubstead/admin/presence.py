"""Who serves a data folder: a lock that ends with its process, and a note that says where the server is."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

LOCK = "server.lock"
NOTE = "server.json"
_PATIENCE = 0.5
"""Seconds that a starting server waits for a command that just looks whether there is one."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Where a server's administration answers, and the key that it asks for."""

    url: str
    pid: int
    key: str


class Held(Exception):
    """Another process has the data folder; `note` is what it tells of itself, `None` while it starts."""

    def __init__(self, note: Note | None) -> None:
        super().__init__("the data folder is in use")
        self.note = note


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Have the data folder for this process alone. Raises `Held`, or `OSError` for a folder that cannot be written.

    The lock is the system's: it ends with the process, however that ends, so a note without a lock is an old one.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as file:
        deadline = time.monotonic() + _PATIENCE
        while not _locked(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise Held(_read(folder))
            time.sleep(0.02)
        (folder / NOTE).unlink(missing_ok=True)
        try:
            yield
        finally:
            (folder / NOTE).unlink(missing_ok=True)


def announce(folder: Path, note: Note) -> None:
    """Leave the note in a folder that is held. Only its owner can read it."""
    draft = folder / f"{NOTE}.new"
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(note))
    draft.replace(folder / NOTE)


def serving(folder: Path) -> Note | None:
    """The note of the server that has this folder now; `None` without one. Raises `Held` while one starts."""
    with suppress(FileNotFoundError), (folder / LOCK).open() as file:
        if not _locked(file.fileno(), fcntl.LOCK_SH):
            note = _read(folder)
            if note is None:
                raise Held(None)
            return note
    return None


def _locked(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(folder: Path) -> Note | None:
    try:
        return msgspec.json.decode((folder / NOTE).read_bytes(), type=Note)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
