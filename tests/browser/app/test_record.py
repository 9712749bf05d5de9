"""The page of a record as a whole: archived and restored, merged, erased; its labels, e-mails and files."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, Request, expect

from tests.browser.accessible import check
from tests.browser.office import HOSTILE, Office, sign_in

BIN = "/app/settings/bin?type=contacts"


def made(place: Office, type: str, **properties: str) -> str:
    return str(place.ask("POST", f"/crm/v3/objects/{type}", {"properties": properties})["id"])


async def act(page: Page, name: str) -> None:
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("menuitem", name=name).click()


async def test_a_record_is_archived_undone_archived_and_restored_from_the_bin(
    profile: Callable[..., Any], place: Office
) -> None:
    page = await (await profile(bypass_csp=True, expects="status of 404")).new_page()
    contact = made(place, "contacts", firstname=HOSTILE, email="bin@example.com")
    await sign_in(page, place, path=f"/app/records/contacts/{contact}")
    await act(page, "Archive")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    place.ask("DELETE", f"/crm/v3/objects/contacts/{contact}")
    await page.reload()
    await expect(page.get_by_text("is in the recycling bin")).to_be_visible()
    await page.goto(place.url + BIN)
    await expect(page.get_by_role("row", name=HOSTILE)).to_be_visible()
    await check(page)
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_label("Find by name").fill("BIN@example")
    await page.get_by_role("row", name=HOSTILE).get_by_role("button", name="Restore").click()
    await expect(page.get_by_text("1 record restored")).to_be_visible()
    assert place.ask("GET", f"/crm/v3/objects/contacts/{contact}")["archived"] is False
    assert await page.evaluate("window.hacked") is None


async def test_two_companies_are_merged_and_a_contact_is_erased(page: Page, place: Office) -> None:
    kept = made(place, "companies", name="Kept Ltd", phone="1")
    gone = made(place, "companies", name="Gone Ltd", city="Rome")
    await sign_in(page, place, path=f"/app/records/companies/{kept}")
    await act(page, "Merge with another")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Find a company").fill("Gone Ltd")
    await dialog.get_by_role("button", name="Gone Ltd").click()
    await expect(dialog.get_by_role("row", name="City")).to_contain_text("Rome (stays)")
    await dialog.get_by_role("button", name="Merge", exact=True).click()
    await expect(dialog).to_be_hidden()
    merged = place.ask("GET", f"/crm/v3/objects/companies/{gone}?properties=city,phone,name")["properties"]
    assert (merged["name"], merged["city"], merged["phone"]) == ("Kept Ltd", "Rome", "1")

    contact = made(place, "contacts", email="forget@example.com")
    await page.goto(f"{place.url}/app/records/contacts/{contact}")
    await act(page, "Erase for good")
    erase = dialog.get_by_role("button", name="Erase for good")
    await expect(erase).to_be_disabled()
    await dialog.get_by_label("to confirm").fill("forget@example.com")
    await erase.click()
    await expect(page.get_by_text("Erased for good.")).to_be_visible()
    filters = [{"propertyName": "email", "operator": "EQ", "value": "forget@example.com"}]
    assert place.ask("POST", "/crm/v3/objects/contacts/search", {"filters": filters})["total"] == 0


def is_put_of_one_label(request: Request) -> bool:
    return request.method == "PUT" and len(request.post_data_json or []) == 1


async def test_labels_of_an_association_are_chosen_changed_and_taken_off(page: Page, place: Office) -> None:
    contact = made(place, "contacts", email="labels@example.com")
    company = made(place, "companies", name="Labelled Ltd")
    labels = "/crm/v4/associations/contacts/companies/labels"
    for name in ("invoices", "board"):
        place.ask("POST", labels, {"name": name, "label": f"{name} {HOSTILE}"[:50]})
    await sign_in(page, place, path=f"/app/records/contacts/{contact}")
    card = page.get_by_label("Companies", exact=True)
    await card.get_by_role("button", name="Associate a company").click()
    picker = page.get_by_role("dialog")
    await picker.get_by_role("combobox", name="Labels").click()
    await picker.get_by_role("option", name="invoices").click()
    await picker.get_by_role("textbox", name="Associate a company").fill("Labelled Ltd")
    await picker.get_by_role("button", name="Labelled Ltd").click()
    await expect(card.get_by_text("invoices")).to_be_visible()
    await card.get_by_role("button", name="Labels of the association").click()
    await picker.get_by_role("checkbox", name="board").click()
    await expect(card.get_by_text("board")).to_be_visible()
    async with page.expect_response(lambda answer: is_put_of_one_label(answer.request) and answer.ok):
        await picker.get_by_role("checkbox", name="invoices").click()
        await expect(card.get_by_text("invoices")).to_be_hidden()
    found = place.ask("GET", f"/crm/v4/objects/contacts/{contact}/associations/companies")["results"][0]
    assert str(found["toObjectId"]) == company
    assert [str(kind["label"])[:5] for kind in found["associationTypes"] if kind["label"]] == ["board"]
    assert await page.evaluate("window.hacked") is None


async def test_an_email_with_a_file_is_written_down_and_outlives_a_failed_save(
    profile: Callable[..., Any], place: Office
) -> None:
    page = await (await profile(expects="status of 503")).new_page()
    contact = made(place, "contacts", email="mail@example.com")
    await sign_in(page, place, path=f"/app/records/contacts/{contact}")
    form = page.get_by_role("form", name="Write something down")
    await form.get_by_text("E-mail", exact=True).click()
    await expect(form.get_by_text("the server sends no mail")).to_be_visible()
    await form.get_by_label("What the e-mail is about").fill(HOSTILE)
    await form.get_by_label("From").fill("me@example.com")
    await form.get_by_label("To, separated").fill("mail@example.com, you@example.com")
    await form.get_by_label("Notes").fill("Dear Sir")
    name = "<img src=x onerror=hacked=1>.txt"
    async with page.expect_file_chooser() as chosen:
        await form.get_by_role("button", name="Attach files").click()
    await (await chosen.value).set_files({"name": name, "mimeType": "text/plain", "buffer": b"Tea 2.50"})
    await expect(form.get_by_text(name)).to_be_visible()
    body = {"status": "error", "message": "The disk is full.", "correlationId": "1234-5678"}
    await page.route("**/crm/v3/objects/emails", lambda route: route.fulfill(status=503, json=body))
    await form.get_by_role("button", name="Save e-mail").click()
    await expect(form.get_by_role("alert")).to_contain_text("1234-5678")
    await expect(form.get_by_label("Notes")).to_have_value("Dear Sir")
    await page.unroute("**/crm/v3/objects/emails")
    await form.get_by_role("button", name="Save e-mail").click()
    entry = page.get_by_role("article").filter(has_text="Dear Sir")
    await expect(entry).to_contain_text("mail@example.com, you@example.com")
    async with page.expect_popup() as opened:
        await entry.get_by_role("button", name=name).click()
    await expect((await opened.value).get_by_text("Tea 2.50")).to_be_visible()
    assert await page.evaluate("window.hacked") is None
