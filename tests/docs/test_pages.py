"""The documentation is complete, leads somewhere, and says what the code says."""

import re
from pathlib import Path

import msgspec
import pytest
from cyclopts import App

from hubstead.app import API
from hubstead.cli import app
from hubstead.settings import Settings
from hubstead.web.route import Route
from tests.docs import coverage
from tests.docs.coverage import is_served
from tests.docs.write import DOCS, PAGES

ROOT = DOCS.parent
MARKDOWN = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run scripts/docs"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(_FENCED.sub("", page.read_text("utf-8"))):
        path, _, anchor = target.partition("#")
        if "://" in path:
            continue
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        if anchor:
            assert anchor in _anchors(found), target


def _anchors(page: Path) -> set[str]:
    return {coverage.anchor(heading) for heading in _HEADING.findall(_FENCED.sub("", page.read_text("utf-8")))}


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(_LINK.findall((ROOT / "README.md").read_text("utf-8")))
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked


def test_every_command_is_documented() -> None:
    text = (DOCS / "operations.md").read_text("utf-8")
    for command in _commands(app, "hubstead"):
        assert f"| `{command}` |" in text, command


def _commands(group: App, name: str) -> list[str]:
    """The commands of a group, those of its groups too."""
    found: list[str] = []
    for word in group:
        if word.startswith("-"):
            continue
        inner = group[word]
        found += _commands(inner, f"{name} {word}") if inner.default_command is None else [f"{name} {word}"]
    return found


def test_every_setting_is_documented() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    for field in msgspec.structs.fields(Settings):
        row = next(line for line in text.splitlines() if line.startswith(f"| `HUBSTEAD_{field.name.upper()}` |"))
        assert len(row.rsplit("|", 2)[1].strip()) > 10, row


@pytest.mark.parametrize("route", API, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_says_what_it_does(route: Route) -> None:
    assert len(route.summary) > 5
    assert route.handler.__doc__


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/crm/v3/objects/contacts/{contactId}"),
        ("POST", "/crm/v3/objects/{objectType}/batch/upsert"),
        ("POST", "/crm/objects/2026-03/0-3/search"),
        ("GET", "/crm/v3/objects/feedback_submissions/{feedbackSubmissionId}"),
    ],
)
def test_coverage_counts_what_a_route_answers(method: str, path: str) -> None:
    assert is_served(method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        # Fits GET /crm/objects/{objectType}/{objectId} in form, but a literal word is no record.
        ("GET", "/crm/v3/objects/contacts/surprise"),
        ("GET", "/crm/v3/objects/spaceships/{spaceshipId}"),
        ("POST", "/crm/v3/objects/feedback_submissions"),
        ("POST", "/crm/v3/objects/companies/gdpr-delete"),
        ("POST", "/crm/v3/objects/notes/merge"),
        ("PUT", "/crm/v3/objects/contacts/{contactId}"),
        ("GET", "/cms/v3/pages/site-pages"),
    ],
)
def test_coverage_does_not_count_what_only_fits_a_pattern(method: str, path: str) -> None:
    assert not is_served(method, path)


def test_the_lists_of_operations_are_whole() -> None:
    assert len(coverage.operations("sdk_operations.json")) == 644
    assert len(coverage.operations("sdk_2026_03_operations.json")) == 959
