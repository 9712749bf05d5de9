"""Spreadsheets as CSV, made by a process of its own: `python -m hubstead.crm.imports.sheets SOURCE TARGET`.

What a workbook expands to cannot be known before. So it is read where memory and time are bounded, and where the server
goes on if it ends badly.
"""

import csv
import datetime as dt
import json
import sys
import zipfile
from pathlib import Path

MEMORY = 2 << 30
"""Bytes of address space of the process."""
SECONDS = 600
"""Of processor time."""
LARGEST_CONTENT = 4 << 30
"""Bytes that the parts of a workbook may expand to."""


class Refused(Exception):
    """Why a workbook cannot be read: HubSpot's `errorType` and words for people."""


def convert(source: Path, target: Path) -> str:
    """Write the one sheet that is not empty as CSV; answers its name. Raises `Refused`."""
    _check(source)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(source))
        sheets = [sheet for sheet in map(book.get_sheet_by_name, book.sheet_names) if sheet.height]
        if len(sheets) > 1:
            raise Refused("INVALID_SHEET_COUNT", f"The workbook has {len(sheets)} sheets with rows; one is possible.")
        if not sheets:
            raise Refused("INVALID_SPREADSHEET", "The workbook has no rows.")
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_text(cell) for cell in row] for row in sheets[0].iter_rows())
    except CalamineError as error:
        raise Refused("INVALID_SPREADSHEET", f"The workbook cannot be read: {error}") from None
    return str(sheets[0].name)


def _check(source: Path) -> None:
    """An `.xlsx` is a zip file that says how large its parts become; one that lies is stopped by the bounds."""
    if not zipfile.is_zipfile(source):
        return
    with zipfile.ZipFile(source) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > LARGEST_CONTENT:
        raise Refused("INVALID_SPREADSHEET", f"The workbook expands to {size >> 20} MB: that is too large.")


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell)


def _bounded() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> int:
    """Convert, and tell on stdout the sheet's name, or why not."""
    _bounded()
    try:
        print(json.dumps({"sheet": convert(Path(sys.argv[1]), Path(sys.argv[2]))}))
    except Refused as refused:
        print(json.dumps({"error": refused.args[0], "message": refused.args[1]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
