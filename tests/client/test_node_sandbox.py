"""The example of a test file in JavaScript runs as it stands."""

import os
import subprocess
from pathlib import Path

from tests.client.process import ServerProcess
from tests.client.test_node import FOLDER, node

__all__ = ["node"]
EXAMPLE = Path(__file__).parents[2] / "examples" / "node" / "contacts.test.mjs"
KEY = "sandbox-key-of-the-node-tests"


def test_the_example_passes(node: str, tmp_path: Path) -> None:
    (tmp_path / EXAMPLE.name).write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules", target_is_directory=True)
    with ServerProcess("--memory", "--sandbox", log=tmp_path / "log", sandbox_key=KEY) as server:
        run = subprocess.run(
            [node, "--test", "--test-reporter=spec", EXAMPLE.name],
            cwd=tmp_path,
            env={**os.environ, "HUBSTEAD_URL": server.url, "HUBSTEAD_SANDBOX_KEY": KEY},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "pass 5" in run.stdout
