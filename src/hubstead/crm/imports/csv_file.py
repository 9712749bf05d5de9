"""Reading a CSV file as people save it: any common encoding and delimiter, quoted newlines, blank lines."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

_DELIMITERS = ",;\t|"
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
"""Tried in this order where nothing marks the encoding; the last one fits everything."""
_CHUNK = 1 << 20
_LARGEST_CELL = 10_000_000


class UnreadableFile(Exception):
    """A file that holds no table, in words for people."""


class CsvRow(NamedTuple):
    """One record of the file: the number of its first line, its cells, and why it cannot be read (`""` if it can)."""

    line: int
    cells: list[str]
    problem: str = ""


class CsvFile:
    """A file opened for reading; `header` is its first record, without spaces around the names, unless it has none.

    Raises `UnreadableFile` for an empty file, `OSError` for one that cannot be read.
    """

    def __init__(self, path: Path, *, has_header: bool = True) -> None:
        self.size = path.stat().st_size
        self.encoding = _encoding(path)
        self._raw = path.open("rb")
        text = io.TextIOWrapper(self._raw, self.encoding, newline="")
        csv.field_size_limit(_LARGEST_CELL)
        self._reader = csv.reader(text, delimiter=_delimiter(path, self.encoding), strict=True)
        self.header: list[str] = []
        if has_header:
            try:
                self.header = self._read_header(path.name)
            except UnreadableFile:
                self._raw.close()
                raise

    def _read_header(self, name: str) -> list[str]:
        try:
            header = next((row.cells for row in self.rows() if not row.problem), [])
        except UnicodeError as error:
            raise UnreadableFile(f"{name} is not text: {error}") from None
        if not header:
            raise UnreadableFile(f"{name} is empty: its first line must name the columns.")
        return header

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._raw.close()

    def rows(self) -> Iterator[CsvRow]:
        """The records from here on; blank ones are passed over."""
        while True:
            line = self._reader.line_num + 1
            try:
                cells = [cell.strip() for cell in next(self._reader)]
            except StopIteration:
                return
            except csv.Error as error:
                yield CsvRow(line, [], f"the row cannot be read: {error}")
                continue
            if any(cells):
                yield CsvRow(line, cells)

    def position(self) -> int:
        """How many bytes were read."""
        return self._raw.raw.tell()


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(1024)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in start[:2]:  # UTF-16 without a mark; a stray NUL further on is no sign of it
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return next(encoding for encoding in _ENCODINGS if _fits(path, encoding))


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The one that makes the most of the header."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        start = file.read(65_536)
    return max(_DELIMITERS, key=lambda delimiter: _columns(start, delimiter))


def _columns(start: str, delimiter: str) -> int:
    return next((len(row) for row in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter) if row), 0)
