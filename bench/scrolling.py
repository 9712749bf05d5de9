"""A table of all contacts in a real Chromium: long scrolling by wheel, scroll bar and key, as smooth as it is."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from playwright.sync_api import CDPSession, Page

from bench.figures import Figure

FRAME = 1000 / 60
BUTTON, THUMB = 14, 17
"""Of a scroll bar, in pixels."""
WATCH = """() => {
  window.frames = [];
  const frame = at => { window.frames.push(at); window.watching = requestAnimationFrame(frame); };
  window.watching = requestAnimationFrame(frame);
}"""
WATCHED = """() => {
  cancelAnimationFrame(window.watching);
  return window.frames.slice(1).map((at, place) => at - window.frames[place]);
}"""
STILL = """() => new Promise(done => {
  const table = document.querySelector('[role=table]');
  let place = -1, since = 0;
  const look = () => {
    if (table.scrollTop !== place) [place, since] = [table.scrollTop, performance.now()];
    performance.now() - since > 300 ? done(true) : requestAnimationFrame(look);
  };
  look();
})"""
IN_SIGHT = """() => {
  const table = document.querySelector('[role=table]');
  const { top, bottom } = table.getBoundingClientRect();
  const rows = [...table.querySelectorAll('[role=row][aria-rowindex]')].filter(row => {
    const at = row.getBoundingClientRect();
    return at.bottom > top + 40 && at.top < bottom;
  });
  const place = Math.round(table.scrollTop / table.scrollHeight * 100);
  return rows.length > 5 && rows.every(row => row.querySelector('a')) && place + 1;
}"""
"""When every row in sight is there: the place, in hundredths of the way down, and 1."""


def scrolling(page: Page, made: str) -> Iterator[Figure]:
    """How smooth it is to go through the table that the page shows, and how soon rows are there after a jump."""
    table = page.get_by_role("table")
    rows = int(table.get_attribute("aria-rowcount") or 0)
    browser = page.context.new_cdp_session(page)
    browser.send("Performance.enable")
    box = table.bounding_box()
    assert box
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    for name, way in (("wheel, as one reads", 120), ("wheel, in a hurry", 1500)):
        yield from _frames(name, browser, page, partial(_turn, page, way), made)
    for place in (0.5, 0.9):
        yield Figure(f"rows after the scroll bar went to {place:.0%}", _dragged(page, place), "ms", made)
    table.focus()
    yield Figure(f"rows after the key End, {rows:,} rows", _ended(page, rows), "ms", made)
    yield from _frames("wheel, back from the end", browser, page, partial(_turn, page, -1500), made)
    page.keyboard.press("Home")
    page.wait_for_function(IN_SIGHT)
    browser.send("HeapProfiler.collectGarbage")
    yield Figure("memory of the page afterwards", _metric(browser, "JSHeapUsedSize") / 1e6, "MB", "JavaScript's heap")
    elements = page.evaluate("document.querySelectorAll('*').length")
    yield Figure("elements of the page afterwards", elements, "", made)


def _frames(name: str, browser: CDPSession, page: Page, act: Callable[[], None], made: str) -> Iterator[Figure]:
    """Of what is done: how long its frames took, how many were missed, and what each cost."""
    busy = _metric(browser, "ThreadTime")
    page.evaluate(WATCH)
    act()
    frames: list[float] = sorted(page.evaluate(WATCHED))
    busy = _metric(browser, "ThreadTime") - busy
    page.wait_for_function(IN_SIGHT)
    missed = sum(round(frame / FRAME) - 1 for frame in frames if frame > FRAME * 1.5)
    share = f"{missed} of {len(frames) + missed} frames missed, {made}"
    yield Figure(f"{name}: frame", frames[len(frames) // 2], "ms", f"median, longest {frames[-1]:.0f}, {share}")
    yield Figure(f"{name}: frame, p95", frames[round(0.95 * (len(frames) - 1))], "ms", made)
    yield Figure(f"{name}: work for a frame", busy * 1000 / len(frames), "ms", "processor time of the page's thread")


def _turn(page: Page, way: int) -> None:
    """Three seconds of turning the wheel, so many pixels at once."""
    until = time.monotonic() + 3
    while time.monotonic() < until:
        page.mouse.wheel(0, way)
        time.sleep(0.012)


def _dragged(page: Page, place: float) -> float:
    """Drag the thumb of the scroll bar to a place; milliseconds from letting go until the rows there are shown."""
    page.evaluate(STILL)  # what the wheel turned before is drawn late on a slow processor
    inside = page.evaluate("""() => {
      const table = document.querySelector('[role=table]');
      const { right, top } = table.getBoundingClientRect();
      const at = table.scrollTop / (table.scrollHeight - table.clientHeight);
      return { x: right - 7, top, height: table.clientHeight, at };
    }""")
    # Between two arrows; the thumb is as small as thumbs get.
    first, span = inside["top"] + BUTTON + THUMB / 2, inside["height"] - 2 * BUTTON - THUMB
    page.mouse.move(inside["x"], first + inside["at"] * span)
    page.mouse.down()
    page.mouse.move(inside["x"], first + place * span, steps=12)
    page.mouse.up()
    began = time.perf_counter()
    there: Any = page.wait_for_function(IN_SIGHT, polling="raf").json_value()
    took = (time.perf_counter() - began) * 1000
    assert abs(there - 1 - place * 100) < 4, f"the scroll bar stands at {there - 1}, not at {place:.0%}"
    return took


def _ended(page: Page, rows: int) -> float:
    """Milliseconds from the key to the last row."""
    began = time.perf_counter()
    page.keyboard.press("End")
    page.wait_for_function(f"() => document.querySelector('[aria-rowindex=\"{rows + 1}\"] a')", polling="raf")
    return (time.perf_counter() - began) * 1000


def _metric(browser: CDPSession, name: str) -> float:
    found = browser.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in found if each["name"] == name))
