"""The web app in a real Chromium: permissions, the keyboard, no connection, a phone, hostile text."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.accessible import check, check_both
from tests.browser.office import HOSTILE, OWNER, PASSWORD, SELLER, Office, saving, sign_in


async def test_a_wrong_password_is_said_and_the_address_kept(profile: Callable[..., Any], place: Office) -> None:
    context = await profile(expects="status of 401")
    page = await context.new_page()
    await page.goto(place.url)
    await page.get_by_label("E-mail address").fill(OWNER)
    await page.locator("input[type=password]").fill("wrong horse battery")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    assert await page.get_by_label("E-mail address").input_value() == OWNER


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


async def test_everything_is_done_by_keyboard(page: Page, place: Office) -> None:
    deal = {"dealname": "Without a mouse", "pipeline": "default", "dealstage": "presentationscheduled"}
    made = place.ask("POST", "/crm/v3/objects/deals", {"properties": deal})
    await sign_in(page, place, path="/app/records/companies")
    await page.keyboard.press("c")
    await expect(page.get_by_role("textbox", name="Company name", exact=True)).to_be_focused()
    await page.keyboard.type("Xylophone Works")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Xylophone Works", level=1)).to_be_visible()
    await expect(page).to_have_title("Xylophone Works · Hubstead")
    await page.keyboard.press("Shift+?")
    keys = page.get_by_role("dialog", name="Keys")
    await expect(keys).to_contain_text("Find a record")
    await page.keyboard.press("Escape")
    await expect(keys).to_have_count(0)

    # From the table to a cell of the second row, which is changed; Escape leaves the next as it was.
    await page.keyboard.press("Control+k")
    await expect(page.get_by_placeholder("Search records")).to_be_focused()
    await page.keyboard.type("companies")
    await page.keyboard.press("Enter")
    first = page.get_by_role("row").nth(1).get_by_role("link")
    await expect(first).to_have_text("Xylophone Works")
    await tab_to(page, "Xylophone Works")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("row").nth(2).get_by_role("link")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("xylophone.example")
    async with saving(page):
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("row").nth(1)).to_contain_text("xylophone.example")
    company = place.named("companies", "domain", "xylophone.example")
    assert company["properties"]["domain"] == "xylophone.example"

    await page.keyboard.press("/")
    await expect(page.get_by_placeholder("Search records")).to_be_focused()
    await page.keyboard.type("board of deals")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("article").filter(has_text="Without a mouse")).to_be_visible()
    await tab_to(page, "Move Without a mouse")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("region", name="Presentation Scheduled")).to_have_attribute("data-over", "true")
    await page.keyboard.press("ArrowRight")
    goal = page.get_by_role("region", name="Decision Maker Bought-In")
    await expect(goal).to_have_attribute("data-over", "true")
    async with saving(page):
        await page.keyboard.press("Space")
    await expect(goal.get_by_role("article").filter(has_text="Without a mouse")).to_be_visible()
    read = place.ask("GET", f"/crm/v3/objects/deals/{made['id']}?properties=dealstage")
    assert read["properties"]["dealstage"] == "decisionmakerboughtin"


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus; whatever has it on the way can be seen to have it."""
    for _ in range(200):
        await page.keyboard.press("Tab")
        [label, seen] = await page.evaluate(FOCUSED)
        assert seen, f"{label} does not show that it has the focus"
        if label == name:
            return
    raise AssertionError(f"Tab does not come to {name}")


async def test_what_is_changed_without_a_connection_is_saved_when_it_is_back(
    profile: Callable[..., Any], place: Office
) -> None:
    page = await (await profile(expects=("ERR_INTERNET_DISCONNECTED", "cannot be reached"))).new_page()
    made = place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Tunnel", "phone": "1"}})
    await sign_in(page, place, path=f"/app/records/contacts/{made['id']}")
    history = page.get_by_role("region", name="History")
    await history.get_by_role("textbox", name="Note").fill("Wants an offer <soon>\nCall on Monday")
    await page.reload()
    await expect(history.get_by_role("textbox", name="Note")).to_have_value("Wants an offer <soon>\nCall on Monday")
    await page.get_by_role("button", name="Phone Number 1").click()
    await page.get_by_role("textbox", name="Phone Number").fill("+44 20 7946 0000")
    await page.context.set_offline(True)
    await page.get_by_role("textbox", name="Phone Number").press("Enter")
    said = page.get_by_role("status").filter(has_text="You are offline")
    await expect(said).to_contain_text("1 change waits")
    await expect(page.get_by_role("button", name="Phone Number +44 20 7946 0000")).to_be_visible()
    await history.get_by_role("button", name="Save note").dblclick()
    await expect(said).to_contain_text("2 changes wait")
    await page.context.set_offline(False)
    await expect(history.get_by_role("article").filter(has_text="Wants an offer <soon>")).to_be_visible()
    await expect(said).to_have_count(0)
    read = place.ask("GET", f"/crm/v3/objects/contacts/{made['id']}?properties=phone&associations=notes")
    assert read["properties"]["phone"] == "+44 20 7946 0000"
    [note] = read["associations"]["notes"]["results"]
    body = place.ask("GET", f"/crm/v3/objects/notes/{note['id']}?properties=hs_note_body")["properties"]["hs_note_body"]
    assert body == "Wants an offer &lt;soon&gt;<br>Call on Monday"

    # A page that was never loaded says what is wrong, and comes when it can; also where that happens twice in a minute.
    for name in ("Audit log", "Recycling bin"):
        await page.context.set_offline(True)
        await page.get_by_role("navigation", name="Main").get_by_text(name).click()
        await expect(page.get_by_text("The server cannot be reached")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.get_by_role("heading", name=name, level=1)).to_be_visible(timeout=30_000)


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


FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const name = at.getAttribute('aria-label') ?? at.textContent;
  const plain = at === document.body || at.matches('input, textarea');
  return [name, plain || (at.matches(':focus-visible') && style.outlineStyle !== 'none' && style.opacity !== '0')];
}"""
"""What has the focus, and whether one sees it; inputs change their border instead."""


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
        if text == "Phone Number":
            await page.get_by_role("button", name="More", exact=True).click()
            await expect(page.get_by_role("menuitem", name="View as JSON")).to_be_focused()
            await check_both(page)
    assert [url for url in asked if not url.startswith((place.url, "data:", "blob:"))] == []


async def test_pages_in_another_language_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True, locale="de-DE")).new_page()
    await sign_in(page, place)
    await expect(page.get_by_role("columnheader", name="Telefonnummer")).to_be_visible()
    for path, text in {
        "/app/records/contacts": "Kontakte",
        "/app/records/calls": "Anrufe",
        "/app/lists": "Listen",
    }.items():
        await page.goto(place.url + path)
        await expect(page.get_by_role("heading", name=text, exact=True)).to_be_visible()
        await check(page)


async def test_a_phone_shows_records_in_its_width(profile: Callable[..., Any], place: Office) -> None:
    context = await profile(viewport={"width": 390, "height": 800}, has_touch=True)
    page = await context.new_page()
    await sign_in(page, place)
    await expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_role("button", name="Navigation").click()
    await page.get_by_role("navigation", name="Main").get_by_text("Companies").click()
    await expect(page.get_by_role("heading", name="Companies", level=1)).to_be_visible()
