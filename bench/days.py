"""A sales person's and a marketer's day (`tests/browser/app`) on a portal of many contacts: how long each step takes.
What is expected of a step holds as in the tests."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, async_playwright

from bench.figures import Figure
from bench.servers import TOKEN, hubstead
from bench.ui import filled
from tests.browser.app.marketers_day import MarketersDay
from tests.browser.app.sales_day import Day, SalesDay
from tests.browser.conftest import AGENT, CHROMIUM, DESK, chromium_path, example_site
from tests.browser.office import PASSWORD, Office


def days(folder: Path, records: int = 100_000) -> Iterator[Figure]:
    """Both days, one after the other; a step ends when a person sees its result."""
    os.environ["HUBSTEAD_PASSWORD"] = PASSWORD
    large, data = filled(folder, records), folder / "days"
    shutil.rmtree(data, ignore_errors=True)  # what a day leaves behind would be in the way of the next
    shutil.copytree(large, data)
    with hubstead(data) as server:
        place = Office(f"http://127.0.0.1:{server.port}", data, TOKEN)
        colleague = {"email": "colleague@example.com", "firstName": "Cleo", "lastName": "Kent"}
        place.ask("POST", "/settings/v3/users", colleague)
        for day, took in asyncio.run(_lived(place)):
            for step, seconds in took.items():
                yield Figure(f"{day}: {step}"[:45], seconds * 1000, "ms", f"once, {records:,} contacts")


async def _lived(place: Office) -> list[tuple[str, dict[str, float]]]:
    site = example_site().Site(place.url, place.ask("GET", "/account-info/v3/details")["portalId"])
    site.start()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM)
        pages = [await (await _profile(browser)).new_page() for _ in range(3)]
        sales = SalesDay(pages[0], place)
        marketer = MarketersDay(pages[1], place, site, pages[2])
        lived: list[tuple[str, Any]] = [("sales", sales), ("marketer", marketer)]
        for _, day in lived:
            await day.live()
        await browser.close()
    site.stop()
    return [(name, _took(day)) for name, day in lived]


def _took(day: Day) -> dict[str, float]:
    return day.took


async def _profile(browser: Browser) -> BrowserContext:
    return await browser.new_context(viewport=DESK, locale="en-GB", user_agent=AGENT)
