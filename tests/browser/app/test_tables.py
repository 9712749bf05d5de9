"""Tables of records: many changed at once and taken back, columns at their place, new records."""

from typing import Any

from playwright.async_api import Locator, Page, expect

from tests.browser.office import Office, saving, sign_in

CONTACTS = "/app/records/contacts"


def made(place: Office, name: str, count: int) -> list[str]:
    inputs = [{"properties": {"firstname": name, "lastname": f"{n:03}", "city": f"{n}"}} for n in range(count)]
    found: Any = place.ask("POST", "/crm/v3/objects/contacts/batch/create", {"inputs": inputs})["results"]
    return [record["id"] for record in sorted(found, key=lambda record: record["properties"]["lastname"])]


def cities(place: Office, ids: list[str]) -> list[str]:
    known: dict[str, str] = {}
    for start in range(0, len(ids), 100):
        body = {"inputs": [{"id": id} for id in ids[start : start + 100]], "properties": ["city"]}
        found = place.ask("POST", "/crm/v3/objects/contacts/batch/read", body)["results"]
        known |= {record["id"]: record["properties"]["city"] for record in found}
    return [known[id] for id in ids if id in known]


def told(page: Page, text: str) -> Locator:
    return page.get_by_role("alert").filter(has_text=text)


async def undo(page: Page, text: str) -> None:
    """Take back what a message tells."""
    await told(page, text).get_by_role("button", name="Undo").click()


async def choose_all(page: Page, words: str, count: int) -> None:
    await page.get_by_role("textbox", name="Search contacts").fill(words)
    await expect(page.get_by_role("table")).to_have_attribute("aria-rowcount", str(count))
    await page.get_by_role("checkbox", name="Select all rows").check()


async def test_all_that_fit_are_changed_and_taken_back_but_what_somebody_changed_meanwhile(
    page: Page, place: Office
) -> None:
    ids = made(place, "Bulky", 100) + made(place, "Bulky", 20)
    await sign_in(page, place)
    await choose_all(page, "Bulky", 120)
    await expect(page.get_by_role("status").filter(has_text="All 120 contacts selected")).to_be_visible()
    await page.get_by_role("table").press("End")
    last = page.locator("[aria-rowindex='121']").get_by_role("checkbox")
    await last.uncheck()
    await expect(page.get_by_role("status").filter(has_text="119 contacts selected")).to_be_visible()
    await last.check()
    await page.get_by_role("button", name="Change a property").click()
    await page.get_by_role("combobox", name="Property").fill("City")
    await page.get_by_role("option", name="City", exact=True).click()
    await page.get_by_role("textbox", name="City").fill("Oslo")
    await page.get_by_role("button", name="Set for all selected").click()
    await expect(told(page, "120 contacts changed")).to_be_visible()
    assert set(cities(place, ids)) == {"Oslo"}
    place.ask("PATCH", f"/crm/v3/objects/contacts/{ids[3]}", {"properties": {"city": "Rome"}})
    await undo(page, "120 contacts changed")
    await expect(told(page, "119 contacts as before")).to_contain_text("1 not: Somebody changed it meanwhile")
    before = [str(n) for n in range(100)] + [str(n) for n in range(20)]
    before[3] = "Rome"
    assert cities(place, ids) == before
    await page.get_by_role("table").press("End")
    await page.locator("[aria-rowindex='121']").get_by_role("link").click()
    await page.get_by_role("heading", name="Bulky 000").wait_for()
    await page.go_back()
    await expect(page.get_by_role("textbox", name="Search contacts")).to_have_value("Bulky")
    await expect(page.locator("[aria-rowindex='121']")).to_be_in_viewport()


async def test_many_go_into_a_new_list_or_the_bin_and_come_back(page: Page, place: Office) -> None:
    ids = made(place, "Listed", 3)
    await sign_in(page, place)
    await choose_all(page, "Listed", 3)
    await page.get_by_role("button", name="Add to a list").click()
    await page.get_by_role("textbox", name="or a new one").fill("Bulk list")
    await page.keyboard.press("Enter")
    await expect(told(page, "3 contacts added to Bulk list")).to_be_visible()
    found = place.ask("POST", "/crm/v3/lists/search", {"query": "Bulk list"})["lists"]
    path = f"/crm/v3/lists/{found[0]['listId']}/memberships"
    assert {member["recordId"] for member in place.ask("GET", path)["results"]} == set(ids)
    await undo(page, "3 contacts added")
    await expect(told(page, "3 contacts taken out of Bulk list")).to_be_visible()
    await page.get_by_role("checkbox", name="Select all rows").check()
    await page.get_by_role("button", name="Archive").click()
    await page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    await expect(told(page, "3 contacts archived")).to_be_visible()
    assert cities(place, ids) == []
    await undo(page, "3 contacts archived")
    await expect(told(page, "3 contacts restored")).to_be_visible()
    assert cities(place, ids) == ["0", "1", "2"]


async def test_columns_are_moved_widened_and_kept_in_sight_by_keyboard(page: Page, place: Office) -> None:
    await sign_in(page, place)
    heads = page.get_by_role("columnheader")
    await expect(heads.nth(1)).to_have_text("Email")
    await page.get_by_role("button", name="Phone Number", exact=True).press("Alt+ArrowLeft")
    await expect(heads.nth(1)).to_have_text("Phone Number")
    await expect(page.get_by_role("button", name="Phone Number", exact=True)).to_be_focused()
    edge = page.get_by_role("separator", name="Width of Phone Number")
    await edge.press("ArrowRight")
    await expect(edge).to_have_attribute("aria-valuenow", "200")
    await page.get_by_role("button", name="Columns").click()
    await page.get_by_role("button", name="Keep Phone Number in sight").click()
    await expect(page.get_by_role("button", name="Keep Phone Number in sight")).to_have_attribute(
        "aria-pressed", "true"
    )
    await page.reload()
    await expect(heads.nth(1)).to_have_css("position", "sticky")
    await expect(heads.nth(2)).to_have_css("position", "relative")


async def test_a_new_record_asks_for_what_its_type_requires_and_loses_nothing(profile: Any, place: Office) -> None:
    page = await (await profile(expects="status of 400")).new_page()
    await sign_in(page, place, path="/app/records/contacts?create=true")
    drawer = page.get_by_role("dialog")
    await drawer.get_by_role("textbox", name="First Name").fill("Drafted")
    await drawer.get_by_role("textbox", name="Email").fill("no address")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    await expect(drawer.get_by_role("textbox", name="Email")).to_have_attribute("aria-invalid", "true")
    await expect(drawer.get_by_text("Email address no address is invalid")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await page.goto(f"{place.url}{CONTACTS}?create=true")
    await expect(drawer.get_by_role("textbox", name="First Name")).to_have_value("Drafted")
    await page.goto(f"{place.url}/app/records/deals?create=true")
    await expect(drawer.get_by_role("textbox", name="Deal Name")).to_have_attribute("required", "")


async def test_a_view_narrows_a_board_and_opens_first_in_every_browser_of_who_chose_it(
    profile: Any, page: Page, place: Office
) -> None:
    for name, amount in (("Board big", "900"), ("Board small", "1")):
        deal = {"dealname": name, "amount": amount, "pipeline": "default", "dealstage": "appointmentscheduled"}
        place.ask("POST", "/crm/v3/objects/deals", {"properties": deal})
    large = {"propertyName": "amount", "operator": "GTE", "value": "500"}
    named = {"propertyName": "dealname", "operator": "CONTAINS_TOKEN", "value": "Board"}
    content = {"columns": ["amount"], "groups": [{"filters": [large, named]}]}
    body = {"name": "Big deals", "objectTypeId": "deals", "audience": "EVERYONE", "content": content}
    view = place.ask("POST", "/hubstead/saved/views", body)
    await sign_in(page, place, path=f"/app/boards/deals?view={view['id']}")
    await expect(page.get_by_role("button", name="2 filters")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("article")).to_contain_text("Board big")
    await page.get_by_role("button", name="Big deals").click()
    async with saving(page):
        await page.get_by_role("button", name="Open first").click()
    other = await (await profile()).new_page()
    await sign_in(other, place, path="/app/records/deals")
    await expect(other.get_by_role("row")).to_have_count(2)
    await expect(other.get_by_role("row").last).to_contain_text("Board big")
