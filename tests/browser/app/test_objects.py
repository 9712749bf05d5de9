"""Pipelines, own types, association labels, the account and one's own profile, as people set them in the web app."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, PASSWORD, SELLER, Office, sign_in

SETTINGS = "/app/settings"


async def test_a_pipeline_is_created_ordered_and_kept_from_harm(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(expects="status of 40")).new_page()
    await sign_in(page, place, path=f"{SETTINGS}/pipelines")
    await page.get_by_role("button", name="Create pipeline").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_role("textbox", name="Name", exact=True).fill(HOSTILE)
    await drawer.get_by_label("Name of stage 1").fill("Won")
    await drawer.get_by_label("Probability of Won").fill("100")
    await drawer.get_by_role("button", name="Add a stage").click()
    await drawer.get_by_label("Name of stage 2").fill("New")
    await drawer.get_by_role("button", name="Move New: drag").focus()
    await page.keyboard.press("ArrowUp")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    await expect(drawer).to_be_hidden()
    found = place.ask("GET", "/crm/v3/pipelines/deals")["results"]
    made = next(one for one in found if one["label"] == HOSTILE)
    stages = sorted(made["stages"], key=lambda stage: stage["displayOrder"])
    assert [(stage["label"], stage["metadata"]["probability"]) for stage in stages] == [("New", "0.5"), ("Won", "1.0")]

    # A stage with deals in it stays, and what was typed is still there.
    await page.get_by_role("button", name="Sales Pipeline").click()
    remove = drawer.get_by_role("button", name="Remove Closed Won")
    await remove.click()
    await drawer.get_by_role("button", name="Save").click()
    await expect(drawer.get_by_role("alert")).to_be_visible()
    await expect(remove).to_be_hidden()
    assert len(place.ask("GET", "/crm/v3/pipelines/deals/default")["stages"]) == 7

    # Somebody else changes it meanwhile: nothing of theirs is overwritten.
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Sales Pipeline").click()
    added = {"label": "Theirs", "displayOrder": 9, "metadata": {"probability": "0.1"}}
    place.ask("POST", "/crm/v3/pipelines/deals/default/stages", added)
    await drawer.get_by_role("button", name="Save").click()
    await expect(drawer.get_by_role("alert")).to_contain_text("Somebody else has changed")
    assert len(place.ask("GET", "/crm/v3/pipelines/deals/default")["stages"]) == 8


async def test_a_type_of_ones_own_is_in_the_navigation_at_once(page: Page, place: Office) -> None:
    await sign_in(page, place, path=f"{SETTINGS}/objects")
    await page.get_by_role("button", name="Create type").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_label("One of them is called").fill("Pet")
    await drawer.get_by_label("Several are called").fill("Pets <b>")
    await drawer.get_by_role("button", name="Create", exact=True).click()
    await expect(drawer).to_be_hidden()
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_role("link", name="Pets <b>")).to_be_visible()
    await page.get_by_role("button", name="Pets <b>").click()
    await drawer.get_by_label("Several are called").fill("Pets")
    await drawer.get_by_role("button", name="Save").click()
    await expect(navigation.get_by_role("link", name="Pets", exact=True)).to_be_visible()
    labels = page.get_by_role("region", name="Association labels").first
    await labels.get_by_label("New label").fill("Manager")
    await labels.get_by_label("From the other side").fill("Employee")
    await labels.get_by_role("button", name="Add label").click()
    await expect(labels.get_by_label("Name of the label Manager")).to_be_visible()
    other = place.ask("GET", "/crm/v4/associations/companies/contacts/labels")["results"]
    assert "Employee" in [label["label"] for label in other]


async def test_the_account_and_the_profile_are_changed(page: Page, place: Office) -> None:
    await sign_in(page, place, path=f"{SETTINGS}/account")
    await page.get_by_label("Name", exact=False).first.fill(HOSTILE)
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Saved.")).to_be_visible()
    rates = page.get_by_role("region", name="Currencies and rates").first
    await rates.get_by_label("Currency").fill("JPY")
    await page.get_by_role("option", name="JPY").click()
    await rates.get_by_label("One is worth").fill("0.007")
    await rates.get_by_role("button", name="Add rate").click()
    await expect(page.get_by_label("What one JPY is worth")).to_be_visible()
    shown = place.ask("GET", "/hubstead/v3/account")
    assert (shown["name"], shown["additionalCurrencies"]) == (HOSTILE, ["JPY"])
    await page.goto(f"{place.url}/app/profile")
    await page.get_by_label("Current password").fill(PASSWORD)
    await page.get_by_label("New password").fill(PASSWORD)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_text("Your other sessions have ended")).to_be_visible()
    await expect(page.get_by_role("region", name="Sessions").get_by_role("row")).to_have_count(2)


PAGES = {
    "settings/pipelines": "Sales Pipeline",
    "settings/objects": "Association labels",
    "settings/account": "Business units",
    "profile": "Where you are signed in",
    "start": "Bring your contacts",
}


async def test_these_settings_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True)).new_page()
    await sign_in(page, place, path="/app/start")
    for name, text in PAGES.items():
        await page.goto(f"{place.url}/app/{name}")
        await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390, name
        await page.set_viewport_size({"width": 1280, "height": 800})


async def test_who_may_not_change_the_account_is_not_offered_it(page: Page, place: Office) -> None:
    await sign_in(page, place, SELLER, path=f"{SETTINGS}/pipelines")
    await expect(page.get_by_role("button", name="Create pipeline")).to_be_hidden()
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_text("Contacts")).to_be_visible()
    for name in ("Account", "Pipelines", "Objects and labels"):
        await expect(navigation.get_by_text(name, exact=True)).to_be_hidden()
