"""Lists in the web app: built by filters while the count follows, filled by hand, changed, exported, restored."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, SELLER, Office, sign_in


@pytest.fixture(scope="module")
def place(place: Office) -> Office:
    for number in range(3):
        properties = {"email": f"list{number}@shoes.example", "firstname": f"Lister{number}", "city": "Ghent"}
        place.ask("POST", "/crm/v3/objects/contacts", {"properties": properties})
    return place


async def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list that can be searched."""
    box = page.get_by_role("combobox", name=label, exact=True).last
    await box.click()
    await box.fill(option)
    await page.get_by_role("option", name=option, exact=True).first.click()


async def test_a_list_is_built_while_the_count_follows(page: Page, place: Office) -> None:
    await sign_in(page, place, path="/app/lists/new")
    await page.get_by_role("textbox", name="Name").fill(HOSTILE[:100])
    await choose(page, "Add a condition on a property of contacts", "City")
    await page.get_by_role("combobox", name="City: texts").fill("ghent")
    await page.keyboard.press("Enter")
    count = page.get_by_role("status").filter(has_text="now")
    await expect(count).to_contain_text("3 contacts fit now")
    await expect(page.get_by_text("Among them: Lister2, Lister1, Lister0")).to_be_visible()
    await page.reload()  # nothing that was typed is lost
    await expect(count).to_contain_text("3 contacts fit now")
    await choose(page, "Add a condition on a property of contacts", "First Name")
    await choose(page, "First Name", "contains none of")
    await page.get_by_role("combobox", name="First Name: texts").fill("lister1")
    await page.keyboard.press("Enter")
    await expect(count).to_contain_text("2 contacts fit now")
    await page.get_by_role("button", name="Create list").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE[:100])
    members = page.get_by_role("region", name="Members").get_by_role("link")
    await expect(members).to_have_text(["Lister0", "Lister2"])
    [made] = place.ask("POST", "/crm/v3/lists/search", {"query": ""})["lists"]
    assert (made["processingType"], made["additionalProperties"]["hs_list_size"]) == ("DYNAMIC", "2")
    await page.get_by_role("button", name="Take the condition away").last.click()
    await expect(count).to_contain_text("in the list until now: 2")
    await expect(count).to_contain_text("3 contacts fit now")
    await page.get_by_role("button", name="Save filters").click()
    await expect(members).to_have_text(["Lister0", "Lister1", "Lister2"])
    assert await page.evaluate("window.hacked") is None


async def test_a_list_is_filled_by_hand_exported_deleted_and_restored(
    page: Page, place: Office, tmp_path: Path
) -> None:
    await sign_in(page, place, path="/app/lists/new")
    await page.get_by_role("textbox", name="Name").fill("By hand")
    await page.get_by_role("radio", name="By hand", exact=True).check()
    await page.get_by_role("button", name="Create list").click()
    await page.get_by_role("button", name="Put in a record").click()
    await page.get_by_role("textbox", name="Put in a record").fill("lister1")
    await expect(page.get_by_role("button", name="Lister")).to_have_count(1)  # the others went while it was searched
    await page.get_by_role("button", name="Lister1").click()
    await expect(page.get_by_role("region", name="Members").get_by_role("link")).to_have_text(["Lister1"])
    await page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Export").click()
    async with page.expect_download() as download:
        await dialog.get_by_role("link", name="Download").click()
    file = tmp_path / "export.csv"
    await (await download.value).save_as(file)
    [row] = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert row["Email"] == "list1@shoes.example"
    await page.keyboard.press("Escape")
    await page.get_by_role("checkbox", name="Select Lister1").check()
    await page.get_by_role("button", name="Take 1 out").click()
    await expect(page.get_by_text("Nobody is in yet")).to_be_visible()
    await page.get_by_role("button", name="Change").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Restore By hand").click()
    await expect(
        page.get_by_role("region", name="Lists", exact=True).get_by_role("link", name="By hand")
    ).to_be_visible()


async def test_a_table_is_exported_as_it_is_shown(page: Page, place: Office, tmp_path: Path) -> None:
    await sign_in(page, place)
    await page.get_by_role("textbox", name="Search contacts").fill("lister")
    await expect(page.get_by_text("Lister1")).to_be_visible()
    await expect(page.get_by_text("Ada Abbot")).to_be_hidden()
    await page.get_by_role("button", name="Files").click()
    await page.get_by_role("button", name="Export what is shown").click()
    dialog = page.get_by_role("dialog", name="Export contacts")
    await dialog.get_by_role("radio", name="Excel").check()
    await dialog.get_by_role("button", name="Export").click()
    async with page.expect_download() as download:
        await dialog.get_by_role("link", name="Download").click()
    file = tmp_path / "export.xlsx"
    await (await download.value).save_as(file)
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    emails = rows[0].index("Email")
    assert {row[emails] for row in rows[1:]} == {f"list{number}@shoes.example" for number in range(3)}


PAGES = {"/app/lists": "Wise", "/app/lists/new": "How it is filled", "/app/lists/{list}": "Who is in"}


async def test_lists_can_be_used_by_everybody_and_changed_by_who_may(
    profile: Callable[..., Any], place: Office
) -> None:
    line = {"filterType": "PROPERTY", "property": "city", "operation": {
        "operationType": "MULTISTRING", "operator": "CONTAINS", "values": ["e"]}}  # fmt: skip
    deal = {"filterBranchType": "ASSOCIATION", "objectTypeId": "0-3", "operator": "NOT_IN_LIST",
        "associationTypeId": 4, "associationCategory": "HUBSPOT_DEFINED", "filters": [
            {"filterType": "PROPERTY", "property": "amount",
             "operation": {"operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 10}}]}  # fmt: skip
    tree = {"filterBranchType": "OR", "filterBranches": [
        {"filterBranchType": "AND", "filters": [line], "filterBranches": [deal]}]}  # fmt: skip
    body = {"name": "Wise", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": tree}
    made = place.ask("POST", "/crm/v3/lists", body)["list"]["listId"]
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path="/app/lists")
    for path, text in PAGES.items():
        await page.goto(place.url + path.format(list=made))
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390, path
        await page.set_viewport_size({"width": 1280, "height": 800})
    other = await (await profile()).new_page()
    await sign_in(other, place, SELLER, f"/app/lists/{made}")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Wise")
    for name in ("Change", "Export", "Save filters"):
        await expect(other.get_by_role("button", name=name)).to_be_hidden()
