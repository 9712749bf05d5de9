"""Imports in the web app: a file is looked at, mapped, brought in; what was wrong is told and downloaded."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, SELLER, Office, sign_in

QUOTED = '"' + HOSTILE.replace('"', '""') + '"'
FILE = (
    "E-mail;First name;Surname;Shoe size;Joined;Lead status;;Surname\r\n"
    f'ada@file.example;{QUOTED};"Love;lace";41;31/12/2025;New;;x\r\n'
    "bob@file.example;Bob;=1+1;nine;13/01/2026;Purple;;\r\n"
).encode("cp1252")


async def give(page: Page, name: str, content: bytes) -> None:
    """Choose a file."""
    file: Any = {"name": name, "mimeType": "", "buffer": content}
    await page.get_by_label("File to import").set_input_files(file)


async def test_a_file_is_mapped_imported_and_its_problems_are_downloaded(
    page: Page, place: Office, tmp_path: Path
) -> None:
    await sign_in(page, place, path="/app/imports/new")
    await give(page, 'a "file".csv', FILE)
    for column, becomes in (("E-mail", "Email"), ("First name", "First Name"), ("Lead status", "Lead Status")):
        await expect(page.get_by_role("combobox", name=f"What {column} becomes")).to_have_value(becomes)
    await expect(page.get_by_role("combobox", name="What Surname becomes").nth(0)).to_have_value("Last Name")
    await expect(page.get_by_role("combobox", name="What Surname becomes").nth(1)).to_have_value("")
    for column, kind in (("Shoe size", "Number"), ("Joined", "Date")):
        await page.get_by_role("button", name=f"New property for {column}").click()
        drawer = page.get_by_role("dialog")
        await expect(drawer.get_by_role("textbox", name="Label", exact=True)).to_have_value(column)
        await drawer.get_by_label("Holds").click()
        await page.get_by_role("option", name=kind, exact=True).click()
        await drawer.get_by_role("button", name="Create", exact=True).click()
        await expect(page.get_by_role("combobox", name=f"What {column} becomes")).to_have_value(column)
    await expect(page.get_by_role("combobox", name="Dates are written as")).to_have_value(
        "day, month, year (31/12/2026)"
    )
    preview = page.get_by_role("region", name="What will come of it").last
    await expect(preview).to_contain_text("This is none of the options")
    await page.get_by_role("checkbox", name="Make a list").check()
    await page.get_by_role("button", name="Import 2 rows").click()
    await expect(page.get_by_role("status").first).to_have_text("Done")
    await expect(page.get_by_text("Purple was not one of")).to_be_visible()
    names = ["lastname", "firstname", "shoe_size", "joined", "hs_lead_status"]
    values = {}
    for name in ("ada", "bob"):
        address = f"/crm/v3/objects/contacts/{name}@file.example?idProperty=email&properties={','.join(names)}"
        read = place.ask("GET", address)["properties"]
        values[name] = [read[each] for each in names]
    assert values["ada"] == ["Love;lace", HOSTILE, "41", "2025-12-31", "NEW"]
    assert values["bob"] == ["=1+1", "Bob", None, "2026-01-13", None]
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download the rows as CSV").click()
    file = tmp_path / "problems.csv"
    await (await download.value).save_as(file)
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert rows[0][:4] == ["Line", "What is wrong", "E-mail", "First name"]
    assert {(row[0], row[2], row[4]) for row in rows[1:]} == {("3", "bob@file.example", "'=1+1")}
    await page.get_by_role("link", name="See the list that was made").click()
    await expect(page.get_by_role("region", name="Members").get_by_role("link")).to_have_count(2)
    assert await page.evaluate("window.hacked") is None


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(*rows: tuple[str, ...]) -> bytes:
    """The smallest workbook with these rows."""
    cells = "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{"AB"[place]}{line}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in enumerate(row)
        )
        + "</row>"
        for line, row in enumerate(rows, 1)
    )
    office_document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="{types}.worksheet+xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{types}.sheet.main+xml"/></Types>',
        )
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office_document}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        parts.writestr(
            "xl/workbook.xml",
            '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'xmlns:r="{office_document}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        parts.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office_document}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        parts.writestr("xl/worksheets/sheet1.xml", SHEET.format(cells))
    return held.getvalue()


async def test_a_workbook_of_two_types_is_imported_and_taken_back(page: Page, place: Office) -> None:
    await sign_in(page, place, path="/app/imports/new?type=companies")
    await give(page, "old.xls", b"\xd0\xcf\x11\xe0" + bytes(600))
    await expect(page.get_by_role("alert")).to_contain_text("before 2007")
    await page.get_by_role("combobox", name="What its rows are").click()
    await page.get_by_role("option", name="Contacts", exact=True).click()
    await page.keyboard.press("Escape")
    await give(page, "both.xlsx", workbook(("Mail", "Website"), ("cyd@both.example", "both.example")))
    await expect(page.get_by_role("combobox", name="Contacts are found by")).to_have_value("Email")
    await expect(page.get_by_role("combobox", name="Companies are found by")).to_have_value("Company Domain Name")
    await page.get_by_role("button", name="Import 1 row").click()
    await expect(page.get_by_role("status").first).to_have_text("Done")
    company = place.named("companies", "domain", "both.example")
    assert place.ask("GET", f"/crm/v4/objects/companies/{company['id']}/associations/contacts")["results"]
    await page.get_by_role("button", name="Take it back").click()
    await page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    await expect(page.get_by_role("status").first).to_have_text("Taken back")
    await page.goto(f"{place.url}/app/imports")
    await expect(page.get_by_role("row").filter(has_text="both")).to_contain_text("Contacts, Companies")


async def test_imports_can_be_used_by_everybody_who_may(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path="/app/imports/new")
    await give(page, "a.csv", FILE)
    await expect(page.get_by_text("4. What will come of it")).to_be_visible()
    for address in ("", "/app/imports"):
        if address:
            await page.goto(place.url + address)
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        await page.set_viewport_size({"width": 1280, "height": 800})
    other = await (await profile()).new_page()
    await sign_in(other, place, SELLER, "/app/imports/new")
    await expect(other.get_by_text("Your role does not allow this page.")).to_be_visible()
