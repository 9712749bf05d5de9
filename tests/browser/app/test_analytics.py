"""Analytics in the web app beyond traffic: funnels, paths, reports, deals, SQL, by the numbers of three page views."""

import asyncio
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE as HOSTILE_NAME
from tests.browser.office import SELLER, Office, saving, sign_in
from tests.browser.traffic import visit

HOSTILE = "/?utm_campaign=" + quote("<img src=x onerror=alert(1)>")


@pytest.fixture(scope="module")
def place(place: Office) -> Office:
    visit(place, 1, "/start", "/pricing", referrer="https://www.google.com/")
    visit(place, 2, HOSTILE)
    return place


async def counted(place: Office) -> None:
    """Wait until reports have all page views."""
    path = "/analytics/v2/reports/totals/total?start=20200101"
    async with asyncio.timeout(60):
        while place.ask("GET", path)["totals"].get("rawViews", 0) != 3:
            await asyncio.sleep(0.1)


async def test_a_funnel_is_built_and_the_link_keeps_it(page: Page, place: Office) -> None:
    await counted(place)
    await sign_in(page, place, path="/app/analytics/funnel")
    await page.get_by_role("button", name="Remove step 3").click()
    await page.get_by_role("combobox", name="Step 2", exact=True).click()
    await page.get_by_role("option", name="Viewed a page").click()
    await page.get_by_label("What of step 2").fill("/pricing")
    await page.keyboard.press("Enter")
    rows = page.get_by_role("region", name="Funnel").get_by_role("row")
    await expect(rows).to_have_count(3)
    for _ in range(2):
        await expect(rows.nth(1)).to_contain_text("2100%100%")
        await expect(rows.nth(2)).to_contain_text("150%50%")
        await page.reload()


async def test_paths_and_reports_show_what_was_viewed(page: Page, place: Office) -> None:
    await counted(place)
    await sign_in(page, place, path="/app/analytics/paths")
    await page.get_by_label("Address of the page").fill("https://shop.example/start")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("shop.example/start: 1 views, 1 began here, 0 ended here.")).to_be_visible()
    await expect(page.get_by_role("region", name="After").get_by_role("row").nth(1)).to_have_text(
        "shop.example/pricing1"
    )
    await page.get_by_role("link", name="Reports").click()
    await page.get_by_role("combobox", name="Report").click()
    await page.get_by_role("option", name="UTM campaigns").click()
    table = page.get_by_role("region", name="UTM campaigns")
    await expect(table).to_contain_text("<img src=x onerror=alert(1)>")
    await page.get_by_role("combobox", name="Report").click()
    await page.get_by_role("option", name="All pages").click()
    table = page.get_by_role("region", name="All pages")
    await table.get_by_role("button", name="Name").click()
    await expect(table.get_by_role("row").nth(2)).to_contain_text("shop.example/pricing1")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="CSV").click()
    lines = Path(await (await download.value).path()).read_text().splitlines()
    assert [line.split(",")[0] for line in lines[2:]] == ["shop.example/pricing", "shop.example/start"]


async def test_deals_are_summed_as_they_are(page: Page, place: Office) -> None:
    query = "limit=100&properties=amount,dealstage,hs_is_closed"
    deals = [each["properties"] for each in place.ask("GET", f"/crm/v3/objects/deals?{query}")["results"]]
    amounts = [int(deal["amount"]) for deal in deals if deal["dealstage"] == "contractsent"]
    await sign_in(page, place, path="/app/analytics/deals")
    row = page.get_by_role("region", name="Deals").get_by_role("row").filter(has_text="Contract Sent")
    await expect(row).to_contain_text(f"{len(amounts)}{sum(amounts):,}{0.9 * sum(amounts):,.0f}")
    won = [deal for deal in deals if deal["dealstage"] == "closedwon"]
    await page.get_by_role("combobox", name="Show").click()
    await page.get_by_role("option", name="Won and lost by month").click()
    table = page.get_by_role("region", name="Deals")
    await expect(table.get_by_role("columnheader", name="Deals won")).to_be_visible()
    counts = await table.locator("tbody tr td:nth-child(3)").all_text_contents()
    assert sum(map(int, counts)) == len(won)


async def test_sql_answers_and_explains(profile: Callable[..., Any], place: Office) -> None:
    await counted(place)
    page = await (await profile(expects="400")).new_page()
    await sign_in(page, place, path="/app/analytics/sql")
    question = page.get_by_label("A SELECT, in the SQL of DuckDB")
    await question.fill("SELECT sauce FROM sessions")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("alert")).to_contain_text("sauce")
    await question.fill("SELECT source, count(*) AS sessions FROM sessions GROUP BY source ORDER BY source")
    await page.keyboard.press("Control+Enter")
    rows = page.get_by_role("region", name="Result").get_by_role("row")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(1)).to_have_text("ORGANIC_SEARCH1")
    await page.get_by_role("combobox", name="Chart").click()
    await page.get_by_role("option", name="Bars").click()
    await expect(page.locator(".recharts-bar-rectangle").first).to_be_visible()


async def test_saved_reports_stand_on_a_dashboard(profile: Callable[..., Any], place: Office) -> None:
    await counted(place)
    page = await (await profile(expects="400", bypass_csp=True)).new_page()
    start = date.today() - timedelta(days=7)
    today = max(place.ask("GET", f"/analytics/v2/reports/totals/daily?start={start}"))
    await sign_in(page, place, path=f"/app/analytics?period={today}_{today}&compare=year")
    devices = page.get_by_role("region", name="Devices")
    await expect(devices).to_contain_text("2 none before")
    await page.get_by_role("button", name="Save report").click()
    await page.get_by_role("combobox", name="What is saved").click()
    await page.get_by_role("option", name="Devices").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("button", name="Devices", exact=True)).to_be_visible()
    broken = {"tool": "sql", "given": {"sql": "SELECT sauce FROM sessions"}}
    pages = {"tool": "reports", "given": {"report": "pages"}, "period": f"{today}_{today}"}
    for name, content in (("Sauce", broken), (HOSTILE_NAME, pages)):
        body = {"name": name, "audience": "EVERYONE", "content": content}
        place.ask("POST", "/hubstead/saved/reports", body)
    await page.goto(place.url + "/app/dashboards")
    await page.get_by_role("button", name="Create dashboard").click()
    await page.get_by_label("Name").fill("Mornings")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Add reports").click()
    for name in ("Devices", "Sauce", HOSTILE_NAME):
        async with saving(page):
            await page.get_by_role("dialog").get_by_role("button", name=name).click()
    await page.keyboard.press("Escape")
    cards = page.get_by_role("main").locator("section")
    await expect(cards.nth(0)).to_contain_text("2")
    await expect(cards.nth(1).get_by_role("alert")).to_contain_text("sauce")
    await expect(cards.nth(2)).to_contain_text("shop.example/pricing")
    async with saving(page):
        await cards.nth(2).get_by_role("button", name="Move").press("ArrowLeft")
    await cards.nth(1).get_by_role("button", name="What to do with").click()
    async with saving(page):
        await page.get_by_role("menuitem", name="As a number").click()
    await page.get_by_role("button", name="Period: Last 30 days").click()
    async with saving(page):
        await page.get_by_role("button", name="Yesterday").click()
        await page.get_by_role("button", name="Keep this period").click()
    await page.reload()
    await expect(cards.nth(1)).to_contain_text("Yesterday")
    await expect(cards.nth(2)).to_contain_text("All times")
    await check(page)
    await cards.nth(0).get_by_role("link", name="Devices").click()
    await expect(page).to_have_url(re.compile(f"period={today}_{today}.*compare=year|compare=year.*period={today}"))


PAGES = {
    "/app/dashboards": "Reports",
    "/app/analytics/saved": "Saved reports",
    "/app/analytics": "Map",
    "/app/analytics/reports": "shop.example/pricing",
    "/app/analytics/funnel": "Of the step before",
    "/app/analytics/people": "New visitors",
    "/app/analytics/retention": "First came",
    "/app/analytics/paths": "Page views",
    "/app/analytics/attribution": "Revenue",
    "/app/analytics/deals": "Weighted",
    "/app/analytics/sql": "Run a question",
}


async def test_every_page_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    await counted(place)
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path="/app/analytics")
    for path, text in PAGES.items():
        await page.goto(place.url + path)
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390, path
        await page.set_viewport_size({"width": 1280, "height": 800})
    other = await (await profile()).new_page()
    await sign_in(other, place, SELLER)
    await other.goto(place.url + "/app/analytics/deals")
    await expect(other.get_by_text("Your role does not allow this page.")).to_be_visible()


async def test_what_the_plan_does_not_include_is_not_offered(page: Page, place: Office) -> None:
    """Nor asked for: a 403 would be in the page's log, which fails the test."""
    place.command("portal", "tier", "free")
    try:
        await sign_in(page, place, path="/app/analytics/sql")
        await expect(page.get_by_text("The account's plan does not include this.")).to_be_visible()
        tabs = page.get_by_role("navigation", name="Analytics").get_by_role("link")
        await expect(tabs).to_have_text(["Reports", "Saved"])
        await tabs.first.click()
        await expect(page.get_by_role("combobox", name="Report")).to_have_value("Forms")
        await expect(page.get_by_text("Nothing in this period.")).to_be_visible()
    finally:
        place.command("portal", "tier", "everything")
