"""Whole days of people who use the web app, on a small account; `scripts/bench days` has them on a large one."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from playwright.async_api import Page

from tests.browser.app.marketers_day import MarketersDay
from tests.browser.app.sales_day import SalesDay
from tests.browser.office import Office


async def test_a_sales_persons_day(page: Page, place: Office) -> None:
    await SalesDay(page, place).live()


async def test_a_marketers_day(profile: Callable[..., Any], place: Office, serving: ModuleType) -> None:
    site = serving.Site(place.url, place.ask("GET", "/account-info/v3/details")["portalId"])
    site.start()
    marketer, visitor = [await (await profile()).new_page() for _ in range(2)]
    await MarketersDay(marketer, place, site, visitor).live()
    await visitor.context.close()  # pages ask for something until they are closed
    site.stop()
