"""A real browser: Debian's Chromium, driven by Playwright, on pages of the example site that send to a real server.

All tests here share one event loop, in which the browser lives. Each has a portal, a site and a browser profile of its
own.
"""

import importlib.util
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, async_playwright

from hubstead.testing.portal import Portal
from tests.browser.form_page import FormPage
from tests.browser.visitor import Visitor

SITE = Path(__file__).parents[2] / "examples" / "site" / "serve.py"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Debian's Chromium without its windows, which takes a quarter less of the processor."""
DESK = ViewportSize(width=1280, height=800)
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
"""Without a window, Chromium calls itself HeadlessChrome: a bot, as far as the collector is concerned."""

FORM_PROPERTIES = (
    ("colour", "enumeration", "radio", ("red", "green", "blue")),
    ("toppings", "enumeration", "checkbox", ("ham", "cheese", "corn")),
    ("posted", "bool", "booleancheckbox", ("true", "false")),
    ("born", "date", "date", ()),
    ("cv", "string", "text", ()),
    ("age", "number", "number", ()),
)
"""Of contacts, that forms ask for: name, type, field type, options."""
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * 127.0.0.1",
    "--disable-features=LocalNetworkAccessChecks",
]
"""How it is started."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser belongs to a loop; so every test that uses it runs in that one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def chromium_path() -> str:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("These tests need Chromium. scripts/test installs it as root; otherwise: apt install chromium")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser per test process. Every host name leads to this machine."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM)
        yield browser
        await browser.close()


def example_site() -> ModuleType:
    """`examples/site/serve.py`."""
    spec = importlib.util.spec_from_file_location("example_site", SITE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def serving() -> ModuleType:
    """`examples/site/serve.py`."""
    return example_site()


@pytest.fixture
def site(serving: ModuleType, hubstead_portal: Portal) -> Iterator[Any]:
    """The example site with the tracking code of this test's portal: `site.shop` and `site.help` are its addresses."""
    site = serving.Site(hubstead_portal.url, hubstead_portal.id)
    site.start()
    yield site
    site.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def profile(
    chromium: Browser,
    site: Any,  # noqa: ARG001  # it is to outlive the profiles, for pages ask for something until they are closed
) -> "AsyncIterator[Callable[..., Any]]":
    """Makes browser profiles: `await profile(locale="de-DE")`. What a page complains about fails the test, but for what
    `expects` names: the status of an answer that the test is about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(told: ConsoleMessage, expected: tuple[str, ...]) -> None:
        if told.type == "error" and not any(each in told.text for each in expected):
            complaints.append(f"{told.text} ({told.location['url']})")

    async def make(*, expects: str | tuple[str, ...] = (), **options: Any) -> BrowserContext:
        context = await chromium.new_context(**{"viewport": DESK, "locale": "en-GB", "user_agent": AGENT, **options})
        context.set_default_timeout(60_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda told: complain(told, (expects,) if isinstance(expects, str) else expects))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        await context.close()
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(profile: Callable[..., Any]) -> Page:
    """A page of a fresh profile."""
    context: BrowserContext = await profile()
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(page: Page, site: Any, hubstead_portal: Portal) -> Visitor:
    """A visitor of the example site."""
    return Visitor(page, site, hubstead_portal)


@pytest_asyncio.fixture(loop_scope="session")
async def forms(page: Page, hubstead_portal: Portal) -> FormPage:
    """A page for forms, and properties that they ask for."""
    forms = FormPage(page, hubstead_portal)
    for name, type, kind, values in FORM_PROPERTIES:
        options = [
            {"label": value.title(), "value": value, "displayOrder": place} for place, value in enumerate(values)
        ]
        body = {"name": name, "label": name, "type": type, "fieldType": kind, "groupName": "contactinformation"}
        forms.visitor.ask("POST", "/crm/v3/properties/contacts", {**body, "options": options} if options else body)
    return forms
