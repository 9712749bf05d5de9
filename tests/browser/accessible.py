"""Holds pages of the web app against WCAG 2.2 AA, by axe."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def check_both(page: Page) -> None:
    """Hold the page against WCAG, light, and its contrasts once more, dark: nothing else differs.

    Colours are the same on all pages, so the main ones are held against both, the others as they come.
    """
    await page.emulate_media(color_scheme="light")
    await check(page)
    await page.emulate_media(color_scheme="dark")
    await check(page, ["color-contrast"])


async def check(page: Page, rules: list[str] | None = None) -> None:
    """Hold the page against WCAG, or against some rules of axe."""
    await page.add_style_tag(content="*, *::before, *::after { transition: none !important }")
    await page.add_script_tag(path=AXE)
    found = await page.evaluate(
        "wanted => axe.run(document, wanted)", {"runOnly": rules or WCAG, "resultTypes": ["violations"]}
    )
    wrong = [(each["id"], [node["html"][:300] for node in each["nodes"][:3]]) for each in found["violations"]]
    assert wrong == [], wrong
