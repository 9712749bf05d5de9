"""Writes what is made from the code: pages of `docs/` and the contract of the web app. `python -m tests.docs.write`."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tests.docs import coverage, scopes_page, settings_page
from tests.ui.contract import PATH, contract

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "coverage.md": coverage.page,
    "scopes.md": scopes_page.page,
    "settings.md": settings_page.page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
    PATH.write_text(asyncio.run(contract()), "utf-8")
