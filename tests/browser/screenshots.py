"""Photographs every page of the web app, light, dark and on a phone: `scripts/screenshots [FOLDER]`.

The server has the sample company and the visits to its website.
"""

import asyncio
import io
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, ViewportSize, async_playwright, expect

from tests.browser.conftest import chromium_path
from tests.browser.office import OWNER, Office, furnished, sign_in

KEY = "screenshots-sandbox-key"
DAY = 86_400_000
PAGES = {
    "contacts": ("/app/records/contacts", "Contacts"),
    "record": ("/app/records/contacts/{first}", "US$"),
    "board": ("/app/boards/deals", "Closed Won"),
    "tasks": ("/app/tasks", "Send the offer"),
    "calendar": ("/app/calendar", "Ask for a reference"),
    "lists": ("/app/lists", "large deal"),
    "list": ("/app/lists/{list}", "Who is in"),
    "imports": ("/app/imports", "Nothing was imported yet"),
    "import": ("/app/imports/new", "1. The file"),
    "analytics": ("/app/analytics", "Countries"),
    "dashboard": ("/app/dashboards/{dashboard}", "Visited the site"),
    "dashboards": ("/app/dashboards", "Every morning"),
    "funnel": ("/app/analytics/funnel", "Median time"),
    "forecast": ("/app/analytics/deals", "Weighted"),
    "apps": ("/app/developer/apps", "Calls today"),
    "app": ("/app/developer/apps/1001001", "Until it is revoked"),
    "webhooks": ("/app/developer/apps/1001001?tab=webhooks", "Where events go"),
    "usage": ("/app/developer/usage", "What is limited"),
    "calls": ("/app/developer/calls", "Status"),
    "deprecated": ("/app/developer/deprecated", "In its place"),
    "api": ("/app/developer/api", "operations"),
    "sandbox": ("/app/developer/sandbox", "Key of the sandbox"),
    "properties": ("/app/settings/properties", "Lifecycle Stage"),
    "people": ("/app/settings/people", "Users and teams"),
    "tracking-code": ("/app/settings/tracking", "Leave out robots"),
    "account": ("/app/settings/account", "Business units"),
    "pipelines": ("/app/settings/pipelines", "Sales Pipeline"),
    "objects": ("/app/settings/objects", "Association labels"),
    "profile": ("/app/profile", "Where you are signed in"),
    "audit": ("/app/settings/audit", "Older entries"),
}
"""By name: the address, and a text that is there when the page is."""
REPORTS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Sessions", "chart", {"tool": "traffic", "given": {"report": "time"}, "compare": "before"}),
    ("New contacts", "number", {"tool": "traffic", "given": {"metric": "contacts"}, "compare": "before"}),
    ("Devices", "chart", {"tool": "traffic", "given": {"report": "devices"}}),
    ("Where sessions come from", "chart", {"tool": "traffic", "given": {"report": "sources"}, "compare": "before"}),
    ("From visit to customer", "chart", {"tool": "funnel", "given": {}}),
    ("Open deals", "chart", {"tool": "deals", "given": {"by": "stage"}}),
)
TASKS = (("Send the offer", -3), ("Ring back about the delivery", -1), ("Ask for a reference", 0))
ABOUT = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 204}
LOOKS: dict[str, tuple[str, ViewportSize]] = {
    "light": ("light", ViewportSize(width=1280, height=800)),
    "dark": ("dark", ViewportSize(width=1280, height=800)),
    "phone": ("light", ViewportSize(width=390, height=844)),
}


def wait_for_visits(place: Office) -> None:
    """Until the hits of the sample company's website are processed, as far as one can see from outside."""
    before, counted = -1, 0
    while not counted or counted != before:
        time.sleep(2)
        days = place.ask("GET", "/hubstead/tracking/hits")["results"]
        before, counted = counted, sum(sum(day["outcomes"].values()) for day in days)


def gather(place: Office) -> str:
    """A list for the pictures; answers its id."""
    stage = {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["customer", "lead"]}
    amount = {"operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 1000}
    deals = {
        "filterBranchType": "ASSOCIATION", "objectTypeId": "0-3", "operator": "IN_LIST", "associationTypeId": 4,
        "filters": [{"filterType": "PROPERTY", "property": "amount", "operation": amount}],
    }  # fmt: skip
    lifecycle = {"filterType": "PROPERTY", "property": "lifecyclestage", "operation": stage}
    all_of = {"filterBranchType": "AND", "filters": [lifecycle], "filterBranches": [deals]}
    body = {
        "name": "Customers and leads with a large deal", "objectTypeId": "0-1", "processingType": "DYNAMIC",
        "filterBranch": {"filterBranchType": "OR", "filterBranches": [all_of]},
    }  # fmt: skip
    return str(place.ask("POST", "/crm/v3/lists", body)["list"]["listId"])


def plan(place: Office) -> None:
    """Some tasks for the person who is photographed."""
    owner = next(each["id"] for each in place.ask("GET", "/crm/v3/owners")["results"] if each["email"] == OWNER)
    contacts = place.ask("GET", f"/crm/v3/objects/contacts?limit={len(TASKS)}")["results"]
    for (subject, days), contact in zip(TASKS, contacts, strict=True):
        due = _iso(time.time_ns() // 1_000_000 + days * DAY)
        task = {"hs_task_subject": subject, "hs_timestamp": due, "hubspot_owner_id": owner, "hs_task_priority": "HIGH"}
        of = {"to": {"id": contact["id"]}, "types": [ABOUT]}
        place.ask("POST", "/crm/v3/objects/tasks", {"properties": task, "associations": [of]})


def keep(place: Office) -> str:
    """A dashboard of saved reports; answers its id."""
    cards: list[dict[str, object]] = []
    for name, look, content in REPORTS:
        body = {"name": name, "audience": "EVERYONE", "content": content}
        cards.append({"report": place.ask("POST", "/hubstead/saved/reports", body)["id"], "look": look})
    content = {"cards": [{**cards[0], "wide": True}, *cards[1:]], "period": "30d"}
    body = {"name": "Every morning", "audience": "EVERYONE", "content": content}
    return str(place.ask("POST", "/hubstead/saved/dashboards", body)["id"])


async def photograph(place: Office, browser: Browser, folder: Path) -> None:
    """One picture of each page in each look."""
    first = place.ask("GET", "/crm/v3/objects/contacts?limit=1")["results"][0]["id"]
    gathered, kept = gather(place), keep(place)
    for look, (scheme, size) in LOOKS.items():
        context = await browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
        page = await context.new_page()
        for name, (path, text) in PAGES.items():
            await sign_in(page, place, path=path.format(first=first, list=gathered, dashboard=kept))
            await expect(page.get_by_text(text).first).to_be_visible(timeout=60_000)
            await page.wait_for_load_state("networkidle")
            file = folder / f"{name}-{look}.png"
            _save(await page.screenshot(), file)
            print(file)
        await context.close()


async def main(folder: Path) -> None:
    """Start the server, plan, photograph."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["HUBSTEAD_SANDBOX_KEY"] = KEY
    with tempfile.TemporaryDirectory() as data, furnished(Path(data), "--sandbox") as place:
        plan(place)
        wait_for_visits(place)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
            await photograph(place, browser, folder)
            await browser.close()


def _save(picture: bytes, file: Path) -> None:
    """In 256 colours: a third of the size, and no eye sees it."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def _iso(moment: int) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
