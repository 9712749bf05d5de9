"""The web app in a real Chromium: how soon a page can be used, on a portal of many contacts.

Each figure stands twice: with the processor as it is, and slowed down four times."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import Figure, call, write_contacts
from bench.scrolling import scrolling
from bench.servers import Running, hubstead
from tests.browser.conftest import chromium_path

OWNER = {"email": "owner@example.com", "password": "correct horse battery"}
TIMES = 15
DEALS = "/crm/v3/objects/deals"
STAGES = ("appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent", "closedwon")
DEAL = {"dealname": "Measured", "pipeline": "default", "dealstage": STAGES[0], "amount": "700"}
ROWS = "() => document.querySelectorAll('[role=row]').length > 5 && performance.now()"
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
LOADED = """() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/app-files/'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000"""
ROUTE = """name => new Promise(done => {
  const began = performance.now();
  const look = () => document.querySelector('h1')?.textContent.startsWith(name)
    ? done(performance.now() - began) : requestAnimationFrame(look);
  [...document.querySelectorAll('nav a')].find(link => link.textContent.trim() === name).click();
  look();
})"""
RETURN = """() => new Promise(done => {
  const began = performance.now();
  const look = () => document.querySelector('[role=table][aria-label=Contacts] [role=row] a')
    ? done(performance.now() - began) : requestAnimationFrame(look);
  [...document.querySelectorAll('nav a')].find(link => link.textContent.trim() === 'Contacts').click();
  look();
})"""
DROP = """([stage, name]) => {
  window.moved = new Promise(done => addEventListener('pointerup', () => {
    const began = performance.now();
    const cards = () => [...document.querySelectorAll(`section[aria-label^="${stage}"] article`)];
    const look = () => cards().some(({ textContent }) => textContent.startsWith(name))
      ? done(performance.now() - began) : requestAnimationFrame(look);
    look();
  }, { capture: true, once: true }));
}"""


def ui(folder: Path, records: int = 100_000) -> Iterator[Figure]:
    """What a person waits for; loopback, so what is measured is the browser and the server."""
    os.environ["HUBSTEAD_PASSWORD"] = OWNER["password"]
    with hubstead(filled(folder, records)) as server, sync_playwright() as playwright:
        path, bars = chromium_path(), ["--hide-scrollbars"]  # which is what Playwright adds otherwise
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], ignore_default_args=bars)
        for slowed in (1, 4):
            made = f"{records:,} contacts" + (f", processor {slowed}x slower" if slowed > 1 else "")
            yield from _waits(browser, server, slowed, made)
            with _signed_in(browser, server, slowed) as page:
                _opened(page, server, "contacts")
                yield from scrolling(page, made)
        browser.close()


def filled(folder: Path, records: int) -> Path:
    """The data folder of a portal with so many contacts, and a deal for every hundred; as it was when it was kept."""
    data = folder / "ui"
    with hubstead(data) as server:
        deals: Any = call(server, "GET", DEALS)
        if not deals["results"]:
            write_contacts(server, 0, records)
            for start in range(0, records // 100, 100):
                inputs = [{"properties": _deal(number)} for number in range(start, start + 100)]
                call(server, "POST", f"{DEALS}/batch/create", {"inputs": inputs})
    return data


def _deal(number: int) -> dict[str, str]:
    return {**DEAL, "dealname": f"Deal {number}", "dealstage": STAGES[number % len(STAGES)], "amount": f"{number}00"}


def _waits(browser: Browser, server: Running, slowed: int, made: str) -> Iterator[Figure]:
    paints, firsts = [], []
    for _ in range(5):
        with _signed_in(browser, server, slowed) as page:
            firsts.append(_opened(page, server, "contacts"))
            paints.append(float(page.wait_for_function(PAINT).json_value()))
            loaded = page.evaluate(LOADED)
    yield Figure("first load of the contacts", loaded, "kB", "as sent, compressed")
    yield from _figures("first paint, nothing cached", paints, made)
    yield from _figures("contacts' rows, nothing cached", firsts, made)
    with _signed_in(browser, server, slowed) as page:
        yield from _figures("contacts' rows", _repeat(lambda: _opened(page, server, "contacts")), made)
        names = iter(("Companies", "Contacts") * TIMES)
        yield from _figures("route change", _repeat(lambda: float(page.evaluate(ROUTE, next(names)))), made)
        yield from _figures("contacts' rows within the app", _repeat(lambda: _returned(page)), made)
        name = f"Measured {time.time_ns()}"
        call(server, "POST", DEALS, {"properties": {**DEAL, "dealname": name}})
        page.goto(f"{_address(server)}/app/boards/deals")
        page.locator("article").first.wait_for()
        page.wait_for_load_state("networkidle")
        stages = iter(("Qualified", "Appointment") * TIMES)
        yield from _figures("board move", _repeat(lambda: _moved(page, name, next(stages))), made)


@contextmanager
def _signed_in(browser: Browser, server: Running, slowed: int) -> Iterator[Page]:
    """A page in a fresh profile whose session is there already."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 800})
    answer = context.request.post(f"{_address(server)}/login", data=OWNER)
    assert answer.ok, answer.text()
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    yield page
    context.close()


def _opened(page: Page, server: Running, type: str) -> float:
    """Milliseconds from the start of the navigation until rows are there."""
    page.goto(f"{_address(server)}/app/records/{type}", wait_until="commit")
    return float(page.wait_for_function(ROWS, polling="raf").json_value())


def _returned(page: Page) -> float:
    """Milliseconds from a click on the contacts, on another page, until their rows are there."""
    page.evaluate(ROUTE, "Deals")
    return float(page.evaluate(RETURN))


def _moved(page: Page, name: str, stage: str) -> float:
    """Milliseconds from letting a card go until it stands in the stage; it is saved before the next one is taken."""
    page.evaluate(DROP, [stage, name])
    card = page.locator("article").filter(has_text=name).first.bounding_box()
    column = page.locator(f'section[aria-label^="{stage}"]').bounding_box()
    assert card
    assert column
    page.mouse.move(card["x"] + 40, card["y"] + card["height"] - 8)
    page.mouse.down()
    page.mouse.move(column["x"] + 100, column["y"] + 120, steps=8)
    page.locator(f'section[aria-label^="{stage}"][data-over]').wait_for()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.mouse.up()
    return float(page.evaluate("window.moved"))


def _repeat(measure: Callable[[], float]) -> list[float]:
    return [measure() for _ in range(TIMES)]


def _figures(name: str, times: list[float], made: str) -> Iterator[Figure]:
    yield Figure(name, statistics.median(times), "ms", f"median of {len(times)}, {made}")
    yield Figure(f"{name}, p95", sorted(times)[round(0.95 * (len(times) - 1))], "ms", made)


def _address(server: Running) -> str:
    return f"http://127.0.0.1:{server.port}"
