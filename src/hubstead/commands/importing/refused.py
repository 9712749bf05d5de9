"""The file of refused rows: made when the first row is refused."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from hubstead.commands.importing.mapping import Problem

HEADER = ("line", "column", "value", "message")


class RefusedRows:
    """Gathers what is wrong, and writes it to `path`. `count` is the number of refused rows.

    An import that goes on where another one stopped (`append`) adds to its file.
    """

    def __init__(self, path: Path, *, append: bool) -> None:
        self.path = path
        self.count = 0
        self._append = append
        self._file: TextIO | None = None

    def add(self, problems: Iterable[Problem]) -> None:
        """One row is refused, for these reasons."""
        self.count += 1
        if self._file is None:
            self._file = self._opened()
        csv.writer(self._file).writerows(problems)

    def save(self) -> None:
        """Let what was added be in the file."""
        if self._file:
            self._file.flush()

    def close(self) -> None:
        """Finish the file."""
        if self._file:
            self._file.close()

    def _opened(self) -> TextIO:
        going_on = self._append and self.path.exists()
        file = self.path.open("a" if going_on else "w", encoding="utf-8", newline="")
        if not going_on:
            csv.writer(file).writerow(HEADER)
        return file
