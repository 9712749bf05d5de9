"""Writes the pages of `docs/` that are made from the code: `python -m tests.docs.write`."""

from collections.abc import Callable
from pathlib import Path

from tests.docs import coverage, scopes_page, settings_page

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "coverage.md": coverage.page,
    "scopes.md": scopes_page.page,
    "settings.md": settings_page.page,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
