"""The settings of the web app: properties, people, the audit log, the tracking code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, OWNER, SELLER, Office, sign_in

SETTINGS = "/app/settings"


async def test_a_property_is_created_changed_and_archived(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(expects="status of 40")).new_page()
    await sign_in(page, place, path=f"{SETTINGS}/properties?type=companies")
    await page.get_by_role("button", name="Create property").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_role("textbox", name="Label", exact=True).fill("Shoe size")
    await drawer.get_by_label("Holds").click()
    await page.get_by_role("option", name="One of several options").click()
    await drawer.get_by_label("Label of option 1").fill("Small")
    await drawer.get_by_label("Label of option 2").fill("Small")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    await expect(drawer.get_by_role("alert")).to_be_visible()
    await drawer.get_by_label("Label of option 2").fill("Large")
    await drawer.get_by_label("Value of option 2").fill("l")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    await expect(drawer).to_be_hidden()
    made = place.ask("GET", "/crm/v3/properties/companies/shoe_size")
    assert (made["type"], made["fieldType"]) == ("enumeration", "select")
    assert [option["value"] for option in made["options"]] == ["Small", "l"]
    await page.get_by_label("Search properties").fill("shoe")
    await page.get_by_role("button", name="Shoe size", exact=True).click()
    await drawer.get_by_role("textbox", name="Label", exact=True).fill(HOSTILE)
    await drawer.get_by_role("button", name="Save").click()
    await expect(drawer).to_be_hidden()
    await page.get_by_role("button", name="Archive").click()
    await page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    await expect(page.get_by_text("No property is called that")).to_be_visible()
    names = [each["name"] for each in place.ask("GET", "/crm/v3/properties/companies")["results"]]
    assert "shoe_size" not in names
    assert await page.evaluate("window.hacked") is None


async def test_a_user_is_added_and_given_a_role(page: Page, place: Office) -> None:
    await sign_in(page, place, path=f"{SETTINGS}/people")
    await page.get_by_role("button", name="Add user").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("E-mail address").fill("New@Example.com")
    await drawer.get_by_label("First name").fill("Nina")
    await drawer.get_by_role("button", name="Add", exact=True).click()
    await expect(drawer).to_be_hidden()
    await page.get_by_role("button", name="Nina").click()
    await drawer.get_by_label("Role").click()
    await page.get_by_role("option", name="Reader").click()
    await drawer.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("row").filter(has_text="new@example.com")).to_contain_text("Reader")
    found = place.ask("GET", "/settings/v3/users/new@example.com?idProperty=EMAIL")
    assert (found["firstName"], len(found["roleIds"])) == ("Nina", 1)
    await page.goto(f"{place.url}{SETTINGS}/audit")
    changes = page.get_by_role("region", name="Changes")
    await expect(changes).to_contain_text(OWNER)
    await page.get_by_role("combobox", name="About").click()
    await page.get_by_role("option", name="Security").click()
    await expect(changes.get_by_role("row").nth(1)).to_contain_text("Security")
    await page.get_by_role("combobox", name="What happened").click()
    await page.get_by_role("option", name="Merged").click()
    await expect(page.get_by_text("There is no entry like that.")).to_be_visible()
    await page.get_by_role("combobox", name="What happened").click()
    await page.get_by_role("option", name="Done").click()
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Export").click()
    lines = Path(await (await saved.value).path()).read_text().splitlines()
    assert lines[0].startswith("id,occurredAt,userEmail,category")
    assert {line.split(",")[3] for line in lines[1:]} == {"CRITICAL_ACTION"}


async def test_tracking_leaves_out_what_is_typed_and_keeps_what_is_refused(
    profile: Callable[..., Any], place: Office
) -> None:
    page = await (await profile(expects="status of 400")).new_page()
    await sign_in(page, place, path=f"{SETTINGS}/tracking")
    await expect(page.get_by_label("Tracking code")).to_contain_text("/10000001.js")
    addresses = page.get_by_label("Leave out these addresses")
    await addresses.fill("192.0.2.0/24\nnowhere")
    settings = page.get_by_role("region", name="What counts")
    await settings.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("nowhere is neither")
    assert await addresses.input_value() == "192.0.2.0/24\nnowhere"
    await addresses.fill("192.0.2.0/24")
    await settings.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved. It holds")).to_be_visible()
    banner = page.get_by_role("region", name="Consent banner")
    await banner.get_by_role("button", name="Add a policy").click()
    await banner.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Pages follow")).to_be_visible()
    assert place.ask("GET", "/hubstead/v1/tracking/settings")["excludedAddresses"] == ["192.0.2.0/24"]
    [policy] = place.ask("GET", "/hubstead/v1/tracking/consent/policies")["results"]
    assert (policy["name"], policy["mode"]) == ("Everybody", "OPT_IN")


PAGES = {"properties": "Lifecycle Stage", "people": SELLER, "audit": OWNER, "tracking": "Leave out robots"}


async def test_settings_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path=f"{SETTINGS}/people")
    for name, text in PAGES.items():
        await page.goto(f"{place.url}{SETTINGS}/{name}")
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390, name
        await page.set_viewport_size({"width": 1280, "height": 800})


async def test_settings_are_not_offered_to_who_may_not_change_them(page: Page, place: Office) -> None:
    await sign_in(page, place, SELLER)
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_text("Contacts")).to_be_visible()
    for name in ("Properties", "Users and teams", "Audit log", "Tracking code"):
        await expect(navigation.get_by_text(name)).to_be_hidden()
