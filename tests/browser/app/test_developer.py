"""The developer's pages of the web app: an app from its first token to its end, and where its webhooks go."""

from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.async_api import Page, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, SELLER, Office, sign_in

APPS = "/app/developer/apps"
CONTACTS = "/crm/v3/objects/contacts"


def status(place: Office, token: str, method: str = "GET") -> int:
    """What an app with this token is answered when it reads contacts, or makes one."""
    content = b'{"properties": {}}' if method == "POST" else None
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        with urlopen(Request(place.url + CONTACTS, content, headers, method=method), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


async def kept(page: Page) -> str:
    """The token that is shown once; the dialog is closed."""
    dialog = page.get_by_role("dialog", name="Keep this token")
    token = await dialog.get_by_label("Token", exact=True).inner_text()
    await dialog.get_by_role("button", name="I have kept it").click()
    await expect(dialog).to_be_hidden()
    return token


async def test_an_app_gets_scopes_and_tokens_and_is_revoked(page: Page, place: Office) -> None:
    await sign_in(page, place, path=APPS)
    await page.get_by_role("button", name="Create app").click()
    dialog = page.get_by_role("dialog", name="Create an app")
    await dialog.get_by_label("Name").fill(HOSTILE[:100])
    await dialog.get_by_label("Find a scope").fill("crm.objects.contacts.read")
    await dialog.get_by_role("checkbox", name="See contacts").check()
    await dialog.get_by_role("button", name="Create", exact=True).click()
    first = await kept(page)
    assert (status(place, first), status(place, first, "POST")) == (200, 403)
    await page.get_by_role("row").filter(has_text="1 scope").get_by_role("link").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE[:100])
    await page.get_by_role("button", name="New token").click()
    await page.get_by_label("ends at once").check()
    await page.get_by_role("button", name="Make a new token").click()
    second = await kept(page)
    assert (status(place, first), status(place, second)) == (401, 200)
    await page.get_by_role("button", name="Revoke and delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke and delete").click()
    await expect(page.get_by_role("heading", name="Apps and keys", level=1)).to_be_visible()
    await expect(page.get_by_text("1 scope")).to_be_hidden()
    assert status(place, second) == 401
    assert await page.evaluate("window.hacked") is None


async def test_webhooks_are_set_up_and_what_became_of_each_request_is_seen(
    profile: Callable[..., Any], place: Office
) -> None:
    page = await (await profile(expects="status of 400", bypass_csp=True)).new_page()
    await sign_in(page, place, path=APPS)
    await page.get_by_role("link", name="First token").click()
    await page.get_by_role("tab", name="Webhooks").click()
    await page.get_by_label("Address").fill("https://10.0.0.1/hook")
    await page.get_by_role("button", name="Send events there").click()
    await expect(page.get_by_role("alert")).to_contain_text("targetUrl")
    assert await page.get_by_label("Address").input_value() == "https://10.0.0.1/hook"
    await page.get_by_label("Address").fill("https://nobody.invalid/hook")
    await page.get_by_role("button", name="Send events there").click()
    await page.get_by_role("button", name="Tell the app").click()
    await expect(page.get_by_role("switch", name="Contact is created: active")).to_be_checked()
    made = place.ask("POST", CONTACTS, {"properties": {"firstname": HOSTILE}})
    deliveries = page.get_by_role("region", name="Deliveries")
    await expect(deliveries).to_contain_text("Waiting")
    await deliveries.get_by_role("button").first.click()
    await expect(deliveries.get_by_label("Request")).to_contain_text(f'"objectId": {made["id"]}')
    await page.get_by_role("button", name="Send again").click()
    await expect(page.get_by_text("Sent again.")).to_be_visible()
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("button", name="Resume")).to_be_visible()
    await check(page)


async def test_developers_pages_can_be_used_by_everybody(profile: Callable[..., Any], place: Office) -> None:
    page = await (await profile(bypass_csp=True, viewport={"width": 390, "height": 800}, has_touch=True)).new_page()
    place.ask("GET", CONTACTS)
    await sign_in(page, place, path=APPS)
    await expect(page.get_by_role("link", name="First token")).to_be_visible()
    await page.get_by_role("button", name="Create app").click()
    await expect(page.get_by_role("checkbox", name="See contacts").first).to_be_visible()
    for path, text in ((None, ""), (f"{APPS}/1001001", "Until it is revoked"), ("/app/developer/usage", "First token")):
        if path:
            await page.goto(place.url + path)
            await expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
        await check(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_apps_are_not_offered_to_who_may_not_look_after_them(page: Page, place: Office) -> None:
    await sign_in(page, place, SELLER)
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_text("Limits and usage")).to_be_visible()
    await expect(navigation.get_by_text("Apps and keys")).to_be_hidden()
