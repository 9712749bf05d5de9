"""Spreadsheets: what cells become, and workbooks that are made to hurt."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hubstead.crm.imports import sheets
from tests.crm.imports.desk import Desk, column, request
from tests.world import World

COLUMNS = [
    column("Email", "email"),
    column("Phone", "phone"),
    column("Birthday", "date_of_birth"),
    column("Day", "closedate"),
]


def workbook(*tables: Any) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        for table in tables:
            sheet = book.add_worksheet()
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return content.getvalue()


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


async def test_cells_of_a_workbook_become_text(desk: Desk) -> None:
    rows = [
        ["Email", "Phone", "Birthday", "Day"],
        ["ada@example.com", 4930123456, date(1815, 12, 10).isoformat(), datetime(2026, 3, 4, 5, 6)],
        ["bo@example.com", 1.5, True, date(2026, 3, 4)],
    ]
    done = await desk.run(request(("a.xlsx", COLUMNS)), **{"a.xlsx": workbook(rows, [])})
    assert await desk.told(done["id"]) == []
    assert await desk.records("contacts", "email", "phone", "date_of_birth", "closedate") == [
        {
            "email": "ada@example.com",
            "phone": "4930123456",
            "date_of_birth": "1815-12-10",
            "closedate": "2026-03-04T05:06:00Z",
        },
        {"email": "bo@example.com", "phone": "1.5", "date_of_birth": "true", "closedate": "2026-03-04T00:00:00Z"},
    ]
    assert list(desk.world.server.uploads.folder.iterdir()) == []


async def test_one_sheet_has_rows(desk: Desk) -> None:
    two = await desk.run(request(("a.xlsx", COLUMNS)), **{"a.xlsx": workbook([["x"]], [["y"]])})
    none = await desk.run(request(("a.xlsx", COLUMNS)), **{"a.xlsx": workbook([])})
    assert (two["state"], none["state"]) == ("FAILED", "FAILED")
    assert [error[1] for error in await desk.told(two["id"])] == ["INVALID_SHEET_COUNT"]
    assert [error[1] for error in await desk.told(none["id"])] == ["INVALID_SPREADSHEET"]


def test_a_workbook_that_says_how_large_it_becomes_is_not_opened(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", bytes(5 << 20))
    limit, sheets.LARGEST_CONTENT = sheets.LARGEST_CONTENT, 1 << 20
    try:
        with pytest.raises(sheets.Refused) as refused:
            sheets.convert(bomb, tmp_path / "bomb.csv")
    finally:
        sheets.LARGEST_CONTENT = limit
    assert refused.value.args[0] == "INVALID_SPREADSHEET"


async def test_a_workbook_that_takes_all_memory_fails_alone(desk: Desk) -> None:
    """Its one sheet says that it has a cell in the last row and column of what Excel can hold."""
    content = io.BytesIO()
    plain = workbook([["Email"], ["a@x.com"]])
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                text = text.replace(b"</sheetData>", far)
            target.writestr(name, text)
    done = await desk.run(request(("a.xlsx", COLUMNS)), **{"a.xlsx": content.getvalue()})
    assert done["state"] == "FAILED"
    assert (await desk.told(done["id"]))[0][1] == "INVALID_SPREADSHEET"
    assert (await desk.world.get("/crm/v3/objects/contacts")).status == 200
