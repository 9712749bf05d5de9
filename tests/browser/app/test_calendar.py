"""The calendar of the web app: planned by the account's clock wherever the browser is, moved by mouse and keys."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, Route, expect

from tests.browser.accessible import check
from tests.browser.office import SELLER, Office, saving, sign_in

MARCH = "/app/calendar?view=month&day=2027-03-10"


async def test_a_meeting_is_planned_moved_and_stays_where_the_server_refuses(
    profile: Callable[..., Any], place: Office
) -> None:
    context = await profile(timezone_id="Asia/Tokyo", expects="Failed to load resource")
    page = await context.new_page()
    await sign_in(page, place, path=MARCH)
    await expect(page.get_by_role("heading", level=1)).to_have_text("March 2027")
    await expect(page.get_by_text("this browser is in Asia/Tokyo")).to_be_visible()
    await page.get_by_role("button", name="10 March 2027: plan something").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("What the meeting is about").fill("Review")
    await drawer.get_by_label("Time").fill("22:30")
    await drawer.get_by_role("button", name="Plan", exact=True).click()
    await expect(drawer).to_be_hidden()
    zone = (await (await context.request.get(f"{place.url}/login/session")).json())["timeZone"]
    assert zone == "UTC"
    entry = page.get_by_role("link", name="22:30 Review")
    days = page.get_by_role("cell")
    await expect(days.filter(has=page.get_by_role("button", name="10 March"))).to_contain_text("Review")
    async with saving(page):
        await entry.drag_to(days.filter(has=page.get_by_role("button", name="19 March")))
    await expect(days.filter(has=page.get_by_role("button", name="19 March"))).to_contain_text("22:30Review")
    await entry.focus()
    async with saving(page):
        await page.keyboard.press("Alt+ArrowDown")
    await expect(days.filter(has=page.get_by_role("button", name="26 March"))).to_contain_text("Review")
    meeting = place.ask(
        "GET", "/crm/v3/objects/meetings?properties=hs_meeting_start_time,hs_meeting_end_time&limit=100"
    )
    [times] = [
        each["properties"] for each in meeting["results"] if "2027" in str(each["properties"]["hs_meeting_start_time"])
    ]
    assert times["hs_meeting_start_time"].startswith("2027-03-26T22:30")
    assert times["hs_meeting_end_time"].startswith("2027-03-26T23:30")

    async def refuse(route: Route) -> None:
        if route.request.method == "PATCH":
            await route.fulfill(status=400, json={"message": "Not on a Friday."})
        else:
            await route.continue_()

    await page.route("**/crm/v3/objects/meetings/*", refuse)
    await entry.focus()
    await page.keyboard.press("Alt+ArrowLeft")
    await expect(page.get_by_text("Not on a Friday.")).to_be_visible()
    await expect(days.filter(has=page.get_by_role("button", name="26 March"))).to_contain_text("Review")


async def test_of_two_moves_in_a_row_the_second_waits_and_is_not_shown_as_undone(page: Page, place: Office) -> None:
    start, end = "2027-04-06T09:00:00Z", "2027-04-06T09:15:00Z"
    times = {"hs_timestamp": start, "hs_meeting_start_time": start, "hs_meeting_end_time": end}
    properties = {"hs_meeting_title": "Stand-up", "hubspot_owner_id": place.owner(), **times}
    made = place.ask("POST", "/crm/v3/objects/meetings", {"properties": properties})
    sent: list[Route] = []

    async def hold(route: Route) -> None:
        sent.append(route)

    await sign_in(page, place, path="/app/calendar?view=month&day=2027-04-01")
    entry = page.get_by_role("link", name="Stand-up")
    days = page.get_by_role("cell")
    await page.route("**/crm/v3/objects/meetings/*", hold)
    for key, day in (("Alt+ArrowDown", "13 April"), ("Alt+ArrowRight", "14 April")):
        await entry.focus()
        await page.keyboard.press(key)
        await expect(days.filter(has=page.get_by_role("button", name=day))).to_contain_text("Stand-up")
    async with page.expect_request(lambda request: request.method == "PATCH"):
        assert len(sent) == 1
        await sent[0].continue_()
    await expect(days.filter(has=page.get_by_role("button", name="14 April"))).to_contain_text("Stand-up")
    async with saving(page):
        await sent[1].continue_()
    path = f"/crm/v3/objects/meetings/{made['id']}?properties=hs_meeting_start_time"
    assert place.ask("GET", path)["properties"]["hs_meeting_start_time"] == "2027-04-14T09:00:00Z"


async def test_the_calendar_goes_by_keys_and_fits_a_phone(profile: Callable[..., Any], place: Office) -> None:
    task = {"hs_task_subject": "Call back", "hs_timestamp": "2027-05-03T08:00:00Z", "hubspot_owner_id": place.owner()}
    place.ask("POST", "/crm/v3/objects/tasks", {"properties": task})
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path="/app/calendar?view=month&day=2027-04-30")
    await page.get_by_role("button", name="30 April 2027").focus()
    await page.keyboard.press("PageDown")
    await expect(page.get_by_role("button", name="30 May 2027")).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("button", name="23 May 2027")).to_be_focused()
    await expect(page.get_by_role("link", name="08:00 Call back")).to_be_visible()
    for view in ("month", "week", "agenda"):
        await page.goto(f"{place.url}/app/calendar?view={view}&day=2027-05-03")
        await expect(page.get_by_role("link", name="08:00 Call back")).to_be_visible()
        await check(page)
    await page.set_viewport_size({"width": 390, "height": 800})
    await page.goto(f"{place.url}/app/calendar?view=month&day=2027-05-01")
    await expect(page.get_by_role("heading", name="Monday 3 May")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    other = await (await profile()).new_page()
    await sign_in(other, place, SELLER)
    await expect(other.get_by_role("navigation", name="Main").get_by_text("Lists")).to_be_visible()
    await expect(other.get_by_role("navigation", name="Main").get_by_text("Calendar")).to_be_hidden()
