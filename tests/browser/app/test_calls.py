"""What developers and marketers look after: the request log, OAuth apps, the sandbox, the consent banner."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import SELLER, TOKEN, Office, office, sign_in

KEY = "sandbox-key-of-the-office"
DEVELOPER = "/app/developer"


@pytest.fixture(scope="module")
def place(data: Path) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUBSTEAD_SANDBOX_KEY", KEY)
        with office(data, "--sandbox") as running:
            yield running


async def test_a_call_is_found_and_sent_again(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(expects="status of 401")).new_page()
    place.ask("POST", "/crm/v3/objects/contacts?hapikey=5ecre7", {"properties": {"firstname": "Repeated"}})
    place.ask("GET", "/crm/v3/objects/companies?limit=3")
    await sign_in(page, place, path=f"{DEVELOPER}/calls")
    calls = page.get_by_role("region", name="API calls", exact=True)
    await expect(calls).to_contain_text("hapikey=redacted")
    await page.get_by_label("Search", exact=True).fill("contacts?hapi")
    await expect(calls).not_to_contain_text("companies")
    await calls.get_by_role("button", name="POST").click()
    drawer = page.get_by_role("dialog", name="API call")
    await expect(drawer.get_by_label("Headers of: Request")).to_contain_text("Bearer redacted")
    await drawer.get_by_role("tab", name="Send again").click()
    await drawer.get_by_label("Path and query").fill("/crm/v3/objects/contacts")
    await drawer.get_by_label("Body", exact=True).fill(json.dumps({"properties": {"firstname": "Once more"}}))
    await drawer.get_by_role("button", name="Send", exact=True).click()
    await page.get_by_role("dialog", name="Send POST?").get_by_role("button", name="Send").click()
    await expect(drawer.get_by_role("status", name="Answer")).to_contain_text("201")
    assert place.named("contacts", "firstname", "Once more")["id"]
    await drawer.get_by_label("Token").fill("pat-na1-nobody-knows-this")
    await drawer.get_by_role("button", name="Send", exact=True).click()
    await page.get_by_role("dialog", name="Send POST?").get_by_role("button", name="Send").click()
    await expect(drawer.get_by_role("status", name="Answer")).to_contain_text("401")


async def test_an_oauth_app_is_made_shown_once_and_changed(page: Page, place: Office) -> None:
    await sign_in(page, place, path=f"{DEVELOPER}/apps")
    await page.get_by_role("button", name="Create OAuth app").click()
    drawer = page.get_by_role("dialog", name="Create an OAuth app")
    await drawer.get_by_label("Name").fill("Shop")
    await drawer.get_by_label("Redirect URLs").fill("https://shop.example/back")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    once = page.get_by_role("dialog", name="Keep these secrets")
    secret = await once.get_by_label("Client secret").inner_text()
    await once.get_by_role("button", name="I have kept it").click()
    await page.get_by_role("link", name="Shop").click()
    link = page.get_by_label("Install link")
    await expect(link).to_contain_text("redirect_uri=https%3A%2F%2Fshop.example%2Fback")
    await expect(page.get_by_role("main")).not_to_contain_text(secret)
    await page.get_by_role("button", name="Change").click()
    change = page.get_by_role("dialog", name="Change Shop")
    await change.get_by_label("Redirect URLs").fill("https://shop.example/other")
    await change.get_by_role("button", name="Save").click()
    await expect(link).to_contain_text("shop.example%2Fother")


async def test_the_sandbox_turns_the_clock_and_lets_calls_fail(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(expects="status of 40")).new_page()
    await sign_in(page, place, path=f"{DEVELOPER}/sandbox")
    await page.get_by_label("Key of the sandbox").fill("not-the-key-at-all")
    await page.get_by_role("button", name="Unlock").click()
    await expect(page.get_by_role("alert")).to_contain_text("asks for its key")
    await page.get_by_role("button", name="Give another key").click()
    await page.get_by_label("Key of the sandbox").fill(KEY)
    await page.get_by_role("button", name="Unlock").click()
    await page.get_by_role("button", name="+ 1 hour").click()
    await expect(page.get_by_role("link", name="Sandbox ·")).to_be_visible()
    faults = page.get_by_role("region", name="Faults").first
    await faults.get_by_label("Path").fill("/crm/v3/owners")
    await faults.get_by_role("button", name="Add fault").click()
    await expect(faults.get_by_text("TEN_SECONDLY_ROLLING")).to_be_visible()
    with pytest.raises(HTTPError, match="429"):
        place.ask("GET", "/crm/v3/owners")
    await expect(faults.get_by_text("1 of 1")).to_be_visible()
    await faults.get_by_role("button", name="Take fault").click()
    await expect(faults.get_by_text("TEN_SECONDLY_ROLLING")).to_be_hidden()
    snapshots = page.get_by_role("region", name="Snapshots").first
    await snapshots.get_by_label("Name").fill("before")
    await snapshots.get_by_role("button", name="Take a snapshot").click()
    await expect(snapshots.get_by_role("button", name="Restore")).to_be_visible()
    await page.get_by_role("button", name="True time").click()
    badge = page.get_by_role("banner").get_by_role("link", name="Sandbox", exact=True)
    await expect(badge).to_be_visible()


async def test_a_banner_is_edited_with_the_real_one_beside_it(page: Page, place: Office) -> None:
    await sign_in(page, place, path="/app/settings/tracking")
    await page.get_by_role("button", name="Add a policy").click()
    await page.get_by_role("button", name="Edit and preview").click()
    drawer = page.get_by_role("dialog", name="Consent policy")
    banner = page.frame_locator("iframe").get_by_role("dialog")
    await expect(banner.get_by_role("button", name="Decline")).to_be_visible()
    await drawer.get_by_label("With a button to decline").click()
    await expect(banner.get_by_role("button", name="Accept")).to_be_visible()
    await expect(banner.get_by_role("button", name="Decline")).to_be_hidden()
    await drawer.get_by_label("Only on these pages").fill("/shop/*")
    await drawer.get_by_role("tab", name="Texts").click()
    await drawer.get_by_label("Heading").fill("<b>Cookies?</b>")
    await expect(banner.get_by_role("heading", name="<b>Cookies?</b>")).to_be_visible()
    await drawer.get_by_role("button", name="Take it over").click()
    await page.get_by_role("region", name="Consent banner").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Pages follow")).to_be_visible()
    [policy] = place.ask("GET", "/hubstead/v1/tracking/consent/policies")["results"]
    assert (policy["showDecline"], policy["paths"]) == (False, ["/shop/*"])
    assert policy["texts"] == {"en": {"title": "<b>Cookies?</b>"}}


PAGES = {"calls": "Search", "deprecated": "In its place", "api": "operations", "sandbox": "Key of the sandbox"}


async def test_pages_for_developers_can_be_used_by_everybody_who_may(
    profile: Callable[..., Any], place: Office
) -> None:
    place.ask("GET", "/crm/v3/objects/companies?limit=1", token=TOKEN)
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path=f"{DEVELOPER}/usage")
    for name, text in PAGES.items():
        await page.goto(f"{place.url}{DEVELOPER}/{name}")
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390, name
        await page.set_viewport_size({"width": 1280, "height": 800})
    await page.context.clear_cookies()
    await sign_in(page, place, SELLER)
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_text("Limits and usage")).to_be_visible()
    for name in ("Request log", "Deprecated calls", "Sandbox"):
        await expect(navigation.get_by_text(name, exact=True)).to_be_hidden()
