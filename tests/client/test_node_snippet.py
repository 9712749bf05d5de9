"""The Node snippet of the documentation works when it is pasted."""

import shutil
import subprocess
from pathlib import Path

from tests.docs.snippets import HOST, blocks, serving

NODE = Path(__file__).with_name("node")


def test_the_node_snippet_of_getting_started_works() -> None:
    [(_, code)] = blocks("docs/getting-started.md", "javascript")
    with serving() as url:
        done = subprocess.run(
            [shutil.which("node") or "node", "--input-type=module", "--eval", code.replace(HOST, url)],
            cwd=NODE,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" katherine@example.com\n")
