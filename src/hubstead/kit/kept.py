"""Files that rooms keep beside the store: in the data folder, or in one that goes with a store in memory."""

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hubstead.kit.ids import secret_text

FORGOTTEN_AFTER = 86_400.0
"""Seconds after which a file that was never finished is cleared away."""
_PARTLY = ".upload"


class Kept:
    """The files of one room, by names that nobody can guess."""

    def __init__(self, data: Path | None, name: str) -> None:
        self._data = data
        self._name = name
        self._temporary: TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        """The folder, made when it is first asked for."""
        if self._data is None:
            self._temporary = self._temporary or TemporaryDirectory(prefix=f"hubstead-{self._name}-")
            return Path(self._temporary.name)
        folder = self._data / self._name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def begin(self) -> Path:
        """A new file to write to; only `keep` makes it last."""
        return self.folder / f"{secret_text(18)}{_PARTLY}"

    def keep(self, partly: Path) -> str:
        """Make a file last that is whole and on the disk; answers its name."""
        with partly.open("rb") as file:
            os.fsync(file.fileno())
        partly.rename(partly.with_suffix(""))
        return partly.stem

    def path(self, name: str) -> Path:
        """A file that was kept."""
        return self.folder / name

    def remove(self, name: str) -> None:
        """Delete a file and what was made of it."""
        for path in (self.path(name), self.path(name).with_suffix(".csv"), self.path(name).with_suffix(".partly")):
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete what was never finished."""
        if self._data is None or not (self._data / self._name).is_dir():
            return
        for path in self.folder.iterdir():
            if path.suffix and path.stat().st_mtime < time.time() - FORGOTTEN_AFTER:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let a temporary folder go."""
        if self._temporary:
            self._temporary.cleanup()
            self._temporary = None
