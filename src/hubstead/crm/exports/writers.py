"""Tables as files: CSV, XLSX and XLS, in constant memory, in parts where a format holds no more rows.

All of this runs in threads. No cell becomes a formula, whatever people wrote into it.
"""

import csv
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from hubstead.crm.exports.request import Format

MOST_ROWS: dict[Format, int] = {"CSV": 1_000_000, "XLSX": 1_000_000, "XLS": 65_535}
"""Rows of one file; more make several, in a zip file (documented)."""
LARGEST_PLAIN = 2 * 1024 * 1024
"""Bytes of a CSV file that is not zipped (documented)."""
LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet takes for a formula (OWASP, CSV injection)."""
_NUMBER = re.compile(r"[+-]?[\d.,]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""
Row = Sequence[str]


class _Part(Protocol):
    def write(self, row: Row) -> None: ...
    def close(self) -> None: ...


class Writer:
    """One export's file on its way to the disk, at `path` when it is closed."""

    def __init__(self, path: Path, name: str, kind: Format, header: Row) -> None:
        self._path = path
        self._name = name
        self._format = kind
        self._header = header
        self._parts: list[Path] = []
        self._part: _Part | None = None
        self._rows = 0

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        for row in rows:
            if self._part is None or self._rows == MOST_ROWS[self._format]:
                self._begin()
            assert self._part is not None
            self._part.write(row)
            self._rows += 1

    def close(self) -> str:
        """Finish; answers what the file is to be called."""
        if self._part is None:
            self._begin()
        assert self._part is not None
        self._part.close()
        ending = self._format.lower()
        plain = len(self._parts) == 1 and (self._format != "CSV" or self._parts[0].stat().st_size <= LARGEST_PLAIN)
        if plain:
            self._parts[0].replace(self._path)
            return f"{self._name}.{ending}"
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle:
            for number, part in enumerate(self._parts, 1):
                which = f"-{number}" if len(self._parts) > 1 else ""
                bundle.write(part, f"{self._name}{which}.{ending}")
        self.discard()
        return f"{self._name}.zip"

    def discard(self) -> None:
        """Delete what was not made the file."""
        for part in self._parts:
            part.unlink(missing_ok=True)

    def _begin(self) -> None:
        if self._part is not None:
            self._part.close()
        part = self._path.with_suffix(f".part{len(self._parts) + 1}")
        self._parts.append(part)
        self._part, self._rows = _PARTS[self._format](part), 0
        self._part.write(self._header)


class _Csv:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def write(self, row: Row) -> None:
        self._writer.writerow(map(guarded, row))

    def close(self) -> None:
        self._file.close()


class _Xlsx:
    def __init__(self, path: Path) -> None:
        import xlsxwriter  # used by exports alone

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(str(path), {**options, "strings_to_numbers": False})
        self._sheet = self._book.add_worksheet("Sheet1")
        self._row = 0

    def write(self, row: Row) -> None:
        for place, cell in enumerate(row):
            if cell:
                self._sheet.write_string(self._row, place, _cell(cell))
        self._row += 1

    def close(self) -> None:
        self._book.close()


class _Xls:
    def __init__(self, path: Path) -> None:
        import xlwt  # used by exports alone

        self._path = path
        self._book: Any = xlwt.Workbook(encoding="utf-8")
        self._sheet: Any = self._book.add_sheet("Sheet1")
        self._row = 0

    def write(self, row: Row) -> None:
        for place, cell in enumerate(row[:256]):
            if cell:
                self._sheet.write(self._row, place, _cell(cell))
        self._row += 1
        if self._row % 500 == 0:
            self._sheet.flush_row_data()

    def close(self) -> None:
        self._book.save(str(self._path))


_PARTS: dict[Format, Callable[[Path], _Part]] = {"CSV": _Csv, "XLSX": _Xlsx, "XLS": _Xls}


def guarded(cell: str) -> str:
    """A cell that no spreadsheet computes: what looks like a formula, but for numbers, is text after a single quote."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _cell(text: str) -> str:
    return _CONTROL.sub("", text)[:LONGEST_CELL]
