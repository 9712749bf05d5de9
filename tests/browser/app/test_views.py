"""Views of a table that people save: kept, opened by their address, shared, changed."""

from typing import Any

from playwright.async_api import Page, expect

from tests.browser.office import SELLER, Office, sign_in

CONTACTS = "/app/records/contacts"
WITH_PHONE = {"filters": [{"propertyName": "phone", "operator": "HAS_PROPERTY"}]}
LOOK: dict[str, Any] = {"columns": ["phone", "email"], "widths": {}, "sort": None, "groups": [WITH_PHONE]}


def saved(place: Office, name: str, **given: Any) -> Any:
    body = {"name": name, "objectTypeId": "contacts", "audience": "EVERYONE", "content": LOOK, **given}
    return place.ask("POST", "/hubstead/saved/views", body)


async def test_a_look_is_saved_and_found_again(page: Page, place: Office) -> None:
    await sign_in(page, place)
    await page.get_by_role("columnheader", name="Email").get_by_role("button").click()
    await page.get_by_role("button", name="All contacts").click()
    await page.get_by_role("button", name="Save as a new view").click()
    await page.get_by_role("textbox", name="Name").fill("By e-mail")
    await page.get_by_text("Everybody", exact=True).click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("button", name="By e-mail", exact=True).first).to_be_visible()
    [view] = [each for each in place.ask("GET", "/hubstead/saved/views")["results"] if each["name"] == "By e-mail"]
    assert (view["audience"], view["content"]["sort"]) == ("EVERYONE", {"property": "email", "descending": False})
    await expect(page).to_have_url(f"{place.url}{CONTACTS}?view={view['id']}")


async def test_a_colleague_opens_a_shared_view_by_its_address_and_cannot_change_it(page: Page, place: Office) -> None:
    place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Called", "phone": "+1 555 0100"}})
    place.ask("POST", "/crm/v3/objects/contacts", {"properties": {"firstname": "Silent"}})
    view = saved(place, "With a phone")
    await sign_in(page, place, SELLER, f"{CONTACTS}?view={view['id']}")
    await expect(page.get_by_role("columnheader")).to_have_text(["Name", "Phone Number", "Email"])
    await expect(page.get_by_role("row").filter(has_text="Called")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="Silent")).to_have_count(0)
    await page.get_by_role("columnheader", name="Email").get_by_role("button").click()
    await page.get_by_role("button", name="With a phone (changed)").click()
    await expect(page.get_by_role("button", name="Save as a new view")).to_be_visible()
    await expect(page.get_by_role("button", name="Save changes")).to_have_count(0)
    await expect(page.get_by_role("button", name="Delete view")).to_have_count(0)


async def test_of_two_who_change_a_view_the_second_is_told(profile: Any, place: Office) -> None:
    view = saved(place, "Ours")
    context = await profile(expects="status of 409")
    page = await context.new_page()
    await sign_in(page, place, path=f"{CONTACTS}?view={view['id']}")
    await expect(page.get_by_role("button", name="Ours", exact=True)).to_be_visible()
    await page.get_by_role("columnheader", name="Email").get_by_role("button").click()
    changed = page.get_by_role("button", name="Ours (changed)")
    await expect(changed).to_be_visible()
    place.ask("PATCH", f"/hubstead/saved/views/{view['id']}", {"name": "Theirs"})
    await changed.click()
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_role("alert")).to_contain_text("changed since you opened it")
    assert place.ask("GET", f"/hubstead/saved/views/{view['id']}")["content"] == LOOK
