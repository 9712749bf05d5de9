"""The pytest plugin as a user meets it: in a run of pytest of its own, without this project's plugins and settings."""

import os
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.docs.snippets import ROOT, blocks

_FIGURES = re.compile(r"(\d+) passed")


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`pytest` in the folder; warnings are errors, as in many projects."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HUBSTEAD_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "hubstead.testing.plugin", "-W", "error", "-q", *options],
        cwd=folder,
        env={**environment, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def passed(folder: Path, *options: str) -> int:
    """How many tests passed; all must."""
    done = run(folder, *options)
    assert done.returncode == 0, done.stdout + done.stderr
    found = _FIGURES.search(done.stdout)
    assert found, done.stdout
    return int(found[1])


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder with the test file of the documentation."""
    [(_, code)] = blocks("docs/testing.md", "python")
    (tmp_path / "test_directory.py").write_text(code)
    return tmp_path


def test_the_example_of_the_documentation_passes(example: Path) -> None:
    assert passed(example) == 5


def test_it_passes_in_parallel(example: Path) -> None:
    assert passed(example, "-p", "xdist", "-n", "2") == 5


def test_installing_registers_the_plugin() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["entry-points"]["pytest11"]["hubstead"]
    assert import_module(named).hubstead
    assert not [name for name in project["dependencies"] if name.startswith("pytest")]


def test_a_run_that_uses_no_fixture_loads_no_server(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys, threading\n\ndef test_it():\n    assert 'hubstead.app' not in sys.modules\n"
        "    assert 'duckdb' not in sys.modules\n    assert threading.active_count() == 1\n"
    )
    assert passed(tmp_path) == 1


def test_each_test_has_an_empty_portal_and_async_tests_work(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        """
import pytest
from hubspot_sdk import AsyncHubSpot

@pytest.mark.asyncio
@pytest.mark.parametrize("time", [1, 2])
async def test_async(hubstead_portal, time):
    async with AsyncHubSpot(access_token=hubstead_portal.token, base_url=hubstead_portal.url) as sdk:
        page = await sdk.crm.objects.contacts.list()
        assert page.results == []
        made = await sdk.crm.objects.contacts.create(properties={"email": "ada@example.com"}, associations=[])
        assert made.id

def test_sync(hubstead_portal):
    assert hubstead_portal.sdk.crm.objects.contacts.list().results == []
    assert hubstead_portal.client.crm.contacts.basic_api.get_page().results == []

def test_portals_are_gone_after_their_tests(hubstead):
    assert len(hubstead.sandbox.ask("GET", "/portals")["results"]) == 1
"""
    )
    assert passed(tmp_path, "-p", "pytest_asyncio.plugin", "-o", "asyncio_default_fixture_loop_scope=function") == 4


def test_a_server_starts_and_stops_by_itself() -> None:
    code = (
        "import threading\nfrom hubstead.testing.server import ServerThread\n"
        "for _ in range(2):\n"
        "    with ServerThread() as server:\n"
        "        portal = server.portal(template='demo')\n"
        "        assert portal.client.crm.contacts.basic_api.get_page().results\n"
        "        copy = portal.fork()\n"
        "        portal.snapshot('one')\n"
        "        copy.restore('one')\n"
        "        assert copy.diff('one') == []\n"
        "    assert threading.active_count() == 1, threading.enumerate()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
