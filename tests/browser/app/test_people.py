"""The first start in a browser, and the people of an account: roles, teams, and links to choose a password."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, HUBSTEAD, OWNER, SELLER, Office, sign_in
from tests.browser.office import PASSWORD as OFFICE_PASSWORD

SETTINGS = "/app/settings"
PASSWORD = "another battery staple"


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """The link that a new server prints."""
    with subprocess.Popen(
        [HUBSTEAD, "serve", "--data", str(tmp_path / "new"), "--port", "0"],
        env={name: value for name, value in os.environ.items() if name != "HUBSTEAD_PASSWORD"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield next(found.group() for line in process.stdout if (found := re.search(r"http\S+#\S+", line)))
        finally:
            process.terminate()


async def test_a_new_server_gets_its_owner(profile: Callable[..., Any], link: str) -> None:
    page = await (await profile(expects="status of 40", bypass_csp=True)).new_page()
    server = link.partition("/app")[0]
    await page.goto(server)
    await expect(page.get_by_text("Nobody has a password yet")).to_be_visible()
    await check(page)
    await page.goto(f"{link}x")
    await page.get_by_label("First name").fill(HOSTILE)
    await page.get_by_label("E-mail address").fill("ada@example.com")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_label("Company").fill(HOSTILE)
    await page.get_by_role("button", name="Set up and sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("not good any more")
    await check(page)
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.goto("about:blank")
    await page.goto(link)
    await page.get_by_label("E-mail address").fill("ada@example.com")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_label("Company").fill(HOSTILE)
    await page.get_by_role("button", name="Set up and sign in").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(HOSTILE)
    await expect(page.get_by_role("link", name="Make an API key")).to_be_visible()
    await check(page)
    await page.goto(link)
    await expect(page.get_by_text("has an owner already")).to_be_visible()
    assert await page.evaluate("window.hacked") is None


async def test_a_role_and_a_team_are_made_in_words(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(expects="status of 409")).new_page()
    await sign_in(page, place, path=f"{SETTINGS}/people")
    await page.get_by_role("button", name="Make a role").click()
    drawer = page.get_by_role("dialog")
    await drawer.get_by_role("textbox", name="Name").fill(HOSTILE)
    await drawer.get_by_label("All types: See").click()
    await page.get_by_role("option", name="All", exact=True).click()
    await expect(drawer.get_by_text("Sees all. Changes none. Deletes none.")).to_be_visible()
    await drawer.get_by_label("Let a type be different").click()
    await page.get_by_role("option", name="Tickets").click()
    await drawer.get_by_label("Tickets: Change").click()
    await page.get_by_role("option", name="Own", exact=True).click()
    await drawer.get_by_label("read reports and analytics").check()
    await drawer.get_by_role("button", name="Make role").click()
    await expect(drawer).to_be_hidden()
    made = next(one for one in place.ask("GET", "/hubstead/v3/roles")["results"] if one["name"] == HOSTILE)
    assert (made["rest"]["view"], made["levels"]["0-5"]["edit"], made["tools"]) == ("all", "own", ["reports"])

    # Two administrators at one role: who saves second is told, and nothing of the first is lost.
    await page.get_by_role("button", name=HOSTILE).click()
    place.ask("PUT", f"/hubstead/v3/roles/{made['id']}", {"name": "First come", "tools": ["lists"]})
    await drawer.get_by_role("textbox", name="Name").fill("Second")
    await drawer.get_by_role("button", name="Save").click()
    await expect(drawer.get_by_role("alert")).to_contain_text("Somebody else has changed")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="First come")).to_be_visible()

    await page.get_by_role("button", name="Make a team").click()
    await drawer.get_by_role("textbox", name="Name").fill("West")
    await drawer.get_by_label("Members").click()
    await page.get_by_role("option", name="Sam Seller").click()
    await page.keyboard.press("Tab")
    await drawer.get_by_role("button", name="Make team").click()
    await expect(page.get_by_role("region", name="Teams").get_by_role("button", name="West")).to_be_visible()
    [team] = place.ask("GET", "/hubstead/v3/teams")["results"]
    assert len(team["userIds"]) == 1


async def test_a_user_chooses_a_password_with_a_link(profile: Callable[..., Any], page: Page, place: Office) -> None:
    user = place.ask("POST", "/settings/v3/users", {"email": "new@example.com", "firstName": "Nora"})
    await sign_in(page, place, path=f"{SETTINGS}/people")
    await page.get_by_role("button", name="Nora").click()
    await page.get_by_role("button", name="Make a link to choose a password").click()
    link = await page.get_by_label("Link to choose a password").inner_text()
    other = await (await profile(expects="status of 403")).new_page()
    await other.goto(link)
    await other.get_by_role("textbox", name="New password").fill(PASSWORD)
    await other.get_by_role("button", name="Save and sign in").click()
    await expect(other.get_by_role("button", name="Account of Nora")).to_be_visible()
    await other.goto("about:blank")
    await other.goto(link)
    await expect(other.get_by_role("alert")).to_contain_text("not good any more")
    assert user["email"] == "new@example.com"


async def test_who_may_not_change_people_is_not_offered_it(page: Page, place: Office) -> None:
    await sign_in(page, place, SELLER, path=f"{SETTINGS}/people")
    await expect(page.get_by_role("region", name="Roles").last).to_contain_text("Reader")
    for name in ("Add user", "Make a role", "Make a team", "Reader"):
        await expect(page.get_by_role("button", name=name)).to_be_hidden()


async def test_a_person_chooses_a_name_and_a_language(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile()).new_page()
    await sign_in(page, place, path="/app/profile")
    await page.get_by_label("First name").fill("Olivia")
    await page.get_by_label("Last name").fill(HOSTILE[:100])
    await page.get_by_role("button", name="Save name").click()
    await expect(page.get_by_text(f"Olivia {HOSTILE[:100].strip()}", exact=False).first).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("combobox", name="Language of the app").click()
    await page.get_by_role("option", name="Deutsch").click()
    await expect(page.get_by_role("heading", name="Ihr Profil")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await page.goto(f"{place.url}/app/records/contacts")
    await expect(page.get_by_role("button", name="Kontakt erstellen")).to_be_visible()

    # It is the person's in any browser, also in one that somebody else used before.
    third = await (await profile()).new_page()
    await third.goto(f"{place.url}/app/sign-in?next=/app/profile")
    await third.get_by_label("E-mail address").fill(OWNER)
    await third.get_by_role("textbox", name="Password").fill(OFFICE_PASSWORD)
    await third.keyboard.press("Enter")
    await expect(third.get_by_role("heading", name="Ihr Profil")).to_be_visible()
    await third.get_by_role("combobox", name="Sprache der App").click()
    await third.get_by_role("option", name="Wie der Browser").click()
    await expect(third.get_by_role("heading", name="Your profile")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("button", name="Create contact")).to_be_visible()

    # A browser that speaks German is spoken to in German before anybody chose, with its own way to write dates.
    other = await (await profile(locale="de-AT")).new_page()
    await other.goto(f"{place.url}/app/sign-in")
    await expect(other.get_by_role("heading", name="Bei Hubstead anmelden")).to_be_visible()
