"""The code blocks of the documentation, and a real server to run them against."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOKEN = "pat-na1-my-local-token"
"""The token that the documentation starts its server with."""
HOST = "http://127.0.0.1:8080"
"""The address that the documentation names; tests put the real one in its place."""
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_URL = re.compile(r"http://127\.0\.0\.1:\d+")


def blocks(page: str, *languages: str) -> list[tuple[str, str]]:
    """Language and code of the page's fenced blocks in these languages, in order."""
    text = (ROOT / page).read_text("utf-8")
    return [(language, code) for language, code in _BLOCK.findall(text) if language in languages]


@contextmanager
def serving(*options: str, **settings: str) -> Iterator[str]:
    """A fresh server in memory, started as the documentation says; its URL. `settings` are those of the environment."""
    command = [sys.executable, "-c", "from hubstead.cli import main; main()", "serve", "--memory", "--port", "0"]
    command += options
    environment = {**os.environ, "HUBSTEAD_TOKEN": TOKEN, "PYTHONPATH": str(ROOT / "src")}
    environment |= {f"HUBSTEAD_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        try:
            found = _URL.search(greeting)
            assert found, f"the server did not start: {greeting}"
            yield found[0]
        finally:
            process.terminate()


def run(language: str, code: str, url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block in a process of its own, against the server at `url`."""
    (folder / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n")
    bin_first = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "CURL_HOME": str(folder), "PATH": bin_first}
    interpreter = {"python": [sys.executable, "-c"], "bash": ["bash", "-euo", "pipefail", "-c"]}[language]
    return subprocess.run(
        [*interpreter, code.replace(HOST, url)],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
