"""The web app in a real Chromium: a sales person's morning, permissions, the keyboard, a phone, hostile text."""

import asyncio
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.accessible import check_both
from tests.browser.office import HOSTILE, OWNER, PASSWORD, SELLER, Office, saving, sign_in
from tests.browser.traffic import visit


async def test_a_person_signs_in_and_comes_to_the_page_that_was_asked_for(page: Page, place: Office) -> None:
    await page.goto(f"{place.url}/app/records/deals")
    await enter(page)
    await expect(page.get_by_role("heading", name="Deals", level=1)).to_be_visible()
    await page.get_by_role("button", name="Account").click()
    await expect(page.get_by_text(OWNER)).to_be_visible()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in to Hubstead")).to_be_visible()


async def test_a_wrong_password_is_said_and_the_address_kept(profile: Callable[..., Any], place: Office) -> None:
    context = await profile(expects="status of 401")
    page = await context.new_page()
    await page.goto(place.url)
    await page.get_by_label("E-mail address").fill(OWNER)
    await page.locator("input[type=password]").fill("wrong horse battery")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    assert await page.get_by_label("E-mail address").input_value() == OWNER


async def test_records_are_found_as_one_types(page: Page, place: Office) -> None:
    place.ask(
        "POST", "/crm/v3/objects/contacts", {"properties": {"email": "grace@hopper.example", "firstname": "Grace"}}
    )
    await sign_in(page, place)
    await page.get_by_label("Search contacts").fill("hopper")
    await expect(page.get_by_role("row").filter(has_text="Grace")).to_be_visible()
    await expect(page.get_by_role("row")).to_have_count(2)


async def test_a_value_is_changed_where_it_stands(page: Page, place: Office) -> None:
    made = place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Alan", "phone": "+1 555 0001"}})
    await sign_in(page, place)
    row = page.get_by_role("row").filter(has_text="Alan")
    await row.get_by_role("button", name="Phone Number").click()
    await page.get_by_role("textbox", name="Phone Number").fill("+44 20 7946 0000")
    async with saving(page):
        await page.keyboard.press("Enter")
    await expect(row).to_contain_text("+44 20 7946 0000")
    await expect(page.get_by_role("textbox", name="Phone Number")).to_be_hidden()
    read = place.ask("GET", f"/crm/v3/objects/contacts/{made['id']}?properties=phone")
    assert read["properties"]["phone"] == "+44 20 7946 0000"


async def test_a_contact_is_created_and_its_page_shows_it(page: Page, place: Office) -> None:
    await sign_in(page, place)
    await page.keyboard.press("c")
    await page.get_by_label("First Name").fill("Katherine")
    await page.get_by_label("Email", exact=True).fill("Katherine@Johnson.example")
    await page.get_by_role("button", name="Create", exact=True).click()
    await expect(page.get_by_role("heading", name="Katherine", level=1)).to_be_visible()
    assert place.named("contacts", "email", "katherine@johnson.example")["properties"]["firstname"] == "Katherine"
    await expect(page.get_by_role("region", name="History")).to_contain_text("katherine@johnson.example")


async def test_a_refused_value_is_said_taken_back_and_there_to_be_mended(
    profile: Callable[..., Any], place: Office
) -> None:
    place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"email": "taken@example.com"}})
    place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"email": "free@example.com", "firstname": "Free"}})
    context = await profile(expects="status of 400")
    page = await context.new_page()
    await sign_in(page, place)
    row = page.get_by_role("row").filter(has_text="Free")
    await row.get_by_role("button", name="Email:").click()
    await page.get_by_role("textbox", name="Email").fill("taken@example.com")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Not saved")).to_be_visible()
    await expect(row).to_contain_text("free@example.com")
    await expect(page.get_by_role("textbox", name="Email")).to_have_value("taken@example.com")


async def test_filters_narrow_what_is_shown(page: Page, place: Office) -> None:
    place.ask("POST", "/crm/v3/objects/companies", {"properties": {"name": "Only One", "city": "Zanzibar"}})
    await sign_in(page, place, path="/app/records/companies")
    await page.get_by_role("button", name="Filter").click()
    await page.get_by_role("combobox", name="Filter by a property").fill("City")
    await page.get_by_role("option", name="City", exact=True).click()
    await page.get_by_role("dialog").get_by_role("textbox").last.fill("Zanzibar")
    await expect(page.get_by_role("row")).to_have_count(2)
    await expect(page.get_by_role("row").last).to_contain_text("Only One")


async def test_a_deal_is_dragged_to_another_stage(page: Page, place: Office) -> None:
    deal = {"dealname": "Moving day", "pipeline": "default", "dealstage": "appointmentscheduled", "amount": "700"}
    made = place.ask("POST", "/crm/v3/objects/deals", {"properties": deal})
    await sign_in(page, place, path="/app/boards/deals")
    card = page.get_by_role("article").filter(has_text="Moving day")
    await card.scroll_into_view_if_needed()
    start, end = await card.bounding_box(), await page.get_by_role("region", name="Qualified To Buy").bounding_box()
    assert start
    assert end
    await page.mouse.move(start["x"] + 40, start["y"] + 50)
    await page.mouse.down()
    await page.mouse.move(end["x"] + 100, end["y"] + 120, steps=8)
    async with saving(page):
        await page.mouse.up()
    moved = page.get_by_role("region", name="Qualified To Buy").get_by_role("article").filter(has_text="Moving day")
    await expect(moved).to_be_visible()
    read = place.ask("GET", f"/crm/v3/objects/deals/{made['id']}?properties=dealstage")
    assert read["properties"]["dealstage"] == "qualifiedtobuy"


async def test_what_was_spoken_is_written_down_beside_the_record(page: Page, place: Office) -> None:
    made = place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Hedy"}})
    await sign_in(page, place, path=f"/app/records/contacts/{made['id']}")
    history = page.get_by_role("region", name="History")
    await history.get_by_role("textbox", name="Note").fill("Wants an offer <soon>\nCall on Monday")
    await page.reload()
    await expect(history.get_by_role("textbox", name="Note")).to_have_value("Wants an offer <soon>\nCall on Monday")
    await history.get_by_role("button", name="Save note").click()
    await expect(history.get_by_role("article").filter(has_text="Wants an offer <soon>")).to_be_visible()
    await history.get_by_text("Task", exact=True).click()
    await history.get_by_label("What is to be done").fill("Send the offer")
    await history.get_by_role("button", name="Save task").click()
    async with saving(page):
        await history.get_by_label("Task: Send the offer is done").click()
    path = f"/crm/v4/objects/contacts/{made['id']}/associations"
    note, task = (place.ask("GET", f"{path}/{type}")["results"][0]["toObjectId"] for type in ("notes", "tasks"))
    body = place.ask("GET", f"/crm/v3/objects/notes/{note}?properties=hs_note_body")["properties"]["hs_note_body"]
    assert body == "Wants an offer &lt;soon&gt;<br>Call on Monday"
    done = place.ask("GET", f"/crm/v3/objects/tasks/{task}?properties=hs_task_status,hs_task_subject")["properties"]
    assert (done["hs_task_subject"], done["hs_task_status"]) == ("Send the offer", "COMPLETED")


async def test_a_marketer_sees_where_visits_come_from(page: Page, place: Office) -> None:
    await sign_in(page, place, path="/app/analytics?period=7d")
    await expect(page.get_by_role("region", name="tracking code")).to_contain_text(f"{place.url}/")
    visit(place, 1, "/", "/pricing", referrer="https://www.google.com/")
    visit(place, 2, "/")
    async with asyncio.timeout(60):
        while _counted(place) != (2, 3):
            await asyncio.sleep(0.1)
    await page.reload()
    traffic = page.get_by_role("region", name="Traffic")
    await expect(traffic.get_by_role("button", name="Sessions")).to_contain_text("2")
    await expect(traffic.get_by_role("button", name="Page views")).to_contain_text("3")
    await traffic.get_by_role("button", name="Show as a table").click()
    await expect(traffic.get_by_role("row").nth(1)).to_contain_text("223")
    sources = page.get_by_role("region", name="Sources")
    await expect(sources.get_by_role("button", name="Direct traffic 1")).to_be_visible()
    await sources.get_by_role("button", name="Organic search 1").click()
    await sources.get_by_role("button", name="Unknown").click()
    await expect(sources).to_contain_text("Google")
    await expect(page.get_by_role("region", name="Pages")).to_contain_text("shop.example/pricing 1")


async def test_a_task_that_is_due_is_done_with_a_tick(page: Page, place: Office) -> None:
    await sign_in(page, place, path="/app/tasks")
    owner = (await (await page.request.get(f"{place.url}/login/session")).json())["ownerId"]
    contact = place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Rosalind"}})["id"]
    task = {"hs_task_subject": "Ring back", "hs_timestamp": "2026-01-01T09:00:00Z", "hubspot_owner_id": owner}
    of = {"to": {"id": contact}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 204}]}
    made = place.ask("POST", "/crm/v3/objects/tasks", {"properties": task, "associations": [of]})
    await page.reload()
    row = page.get_by_role("article").filter(has_text="Ring back")
    await expect(row.get_by_role("link", name="Rosalind")).to_be_visible()
    async with saving(page):
        await row.get_by_label("Ring back is done").click()
    await expect(row).to_have_count(0)
    await page.get_by_text("Done", exact=True).click()
    await expect(row).to_be_visible()
    read = place.ask("GET", f"/crm/v3/objects/tasks/{made['id']}?properties=hs_task_status")["properties"]
    assert read["hs_task_status"] == "COMPLETED"


async def test_the_palette_goes_anywhere_by_keyboard(page: Page, place: Office) -> None:
    place.ask(
        "POST", "/crm/v3/objects/companies", {"properties": {"name": "Xylophone Works", "domain": "xylo.example"}}
    )
    await sign_in(page, place)
    await page.keyboard.press("Control+k")
    await expect(page.get_by_placeholder("Search records")).to_be_focused()
    await page.keyboard.type("xylophone")
    await expect(page.get_by_role("dialog").get_by_text("Xylophone Works")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Xylophone Works", level=1)).to_be_visible()
    await expect(page).to_have_title("Xylophone Works · Hubstead")
    await page.keyboard.press("Shift+?")
    await expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Find a record")


async def test_what_a_user_may_not_do_is_not_offered(page: Page, place: Office) -> None:
    await sign_in(page, place, SELLER)
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    main = page.get_by_role("navigation", name="Main")
    await expect(main.get_by_text("Contacts")).to_be_visible()
    await expect(main.get_by_text("Deals")).to_have_count(0)
    await expect(main.get_by_text("Analytics")).to_have_count(0)
    await expect(page.get_by_role("button", name="Create contact")).to_have_count(0)
    await expect(page.get_by_role("row").nth(1).get_by_role("button")).to_have_count(0)


async def test_text_of_others_is_never_run(page: Page, place: Office) -> None:
    properties = {"firstname": HOSTILE, "email": "mallory@example.com", "company": HOSTILE, "phone": HOSTILE}
    made = place.ask("POST", "/crm/v3/objects/contacts", {"properties": properties})
    place.ask("POST", "/crm/v3/objects/notes", {
        "properties": {"hs_note_body": HOSTILE, "hs_timestamp": "2026-01-01T00:00:00Z"},
        "associations": [{"to": {"id": made["id"]}, "types": [
            {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202},
        ]}],
    })  # fmt: skip
    await sign_in(page, place)
    await expect(page.get_by_role("row").filter(has_text="mallory@example.com")).to_be_visible()
    await page.goto(f"{place.url}/app/records/contacts/{made['id']}")
    await expect(page.get_by_role("region", name="History").get_by_role("article").first).to_contain_text('">')
    assert await page.evaluate("window.hacked") is None


async def test_an_ended_session_is_taken_up_where_it_was(profile: Callable[..., Any], place: Office) -> None:
    context = await profile(expects="status of 401")
    page = await context.new_page()
    await sign_in(page, place)
    await page.keyboard.press("c")
    await page.get_by_label("First Name").fill("Unsaved")
    await context.clear_cookies()
    await page.get_by_role("button", name="Create", exact=True).click()
    dialog = page.get_by_role("dialog", name="Your session has ended")
    await dialog.locator("input[type=password]").fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in").click()
    await expect(dialog).to_be_hidden()
    assert await page.get_by_label("First Name").input_value() == "Unsaved"
    await page.get_by_role("button", name="Create", exact=True).click()
    await expect(page.get_by_role("heading", name="Unsaved", level=1)).to_be_visible()


def _counted(place: Office) -> tuple[int, int]:
    """Sessions and page views that reports know of."""
    totals = place.ask("GET", "/analytics/v2/reports/totals/total?start=20200101")["totals"]
    return totals.get("visits", 0), totals.get("rawViews", 0)


PAGES = {
    "/app/sign-in": "Sign in to Hubstead",
    "/app/records/contacts": "Contacts",
    "/app/records/contacts/{first}": "Phone Number",
    "/app/boards/deals": "Closed Won",
    "/app/analytics": "Countries",
    "/app/tasks": "Only mine",
}
"""Addresses of the app, each with a text that is there when its page is."""


async def test_pages_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True)).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await sign_in(page, place)
    first = place.ask("GET", "/crm/v3/objects/contacts?limit=1")["results"][0]["id"]
    for path, text in PAGES.items():
        await page.goto(place.url + path.format(first=first))
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check_both(page)
    assert [url for url in asked if not url.startswith((place.url, "data:", "blob:"))] == []


async def test_a_phone_shows_records_in_its_width(profile: Callable[..., Any], place: Office) -> None:
    context = await profile(viewport={"width": 390, "height": 800}, has_touch=True)
    page = await context.new_page()
    await sign_in(page, place)
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_role("button", name="Navigation").click()
    await page.get_by_role("navigation", name="Main").get_by_text("Companies").click()
    await expect(page.get_by_role("heading", name="Companies", level=1)).to_be_visible()


async def enter(page: Page) -> None:
    """Fill in the form to sign in."""
    await page.get_by_label("E-mail address").fill(OWNER)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
