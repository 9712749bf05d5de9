"""`hubstead serve --sandbox`: the key is shown once, and what cannot work is refused."""

import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cli.command import hubstead
from tests.client.process import COMMAND


@contextmanager
def served(*options: str, **given: str) -> Iterator[str]:
    """A running server; what it prints at its start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUBSTEAD_")}
    command = [str(COMMAND), "serve", "--memory", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**kept, **given}
    ) as process:
        assert process.stdout is not None
        printed = ""
        while "Ctrl+C" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        try:
            yield printed
        finally:
            process.terminate()
    assert process.returncode == 0


def test_the_key_is_shown_at_the_start_and_opens_the_sandbox() -> None:
    with served("--sandbox") as printed:
        found = re.search(r"Sandbox on (http://\S+/sandbox/v1), its key, until the server stops: (\S{32})\n", printed)
        assert found, printed
        request = urllib.request.Request(f"{found[1]}/portals", headers={"Authorization": f"Bearer {found[2]}"})
        with urllib.request.urlopen(request) as answer:
            assert len(json.load(answer)["results"]) == 1


def test_a_given_key_is_not_shown() -> None:
    with served(HUBSTEAD_SANDBOX="true", HUBSTEAD_SANDBOX_KEY="a-key-of-my-own") as printed:
        assert "its key: HUBSTEAD_SANDBOX_KEY" in printed
        assert "a-key-of-my-own" not in printed


def test_several_workers_are_refused() -> None:
    done = hubstead("serve", "--sandbox", "--workers", "2", "--database", "postgresql://a:b@localhost/c")
    assert done.code == 2
    assert "leave --workers out" in done.err


def test_a_key_that_is_too_short_is_refused() -> None:
    done = hubstead("serve", "--memory", "--port", "0", "--sandbox", HUBSTEAD_SANDBOX_KEY="short")
    assert done.code == 1
    assert "12 printable ASCII characters" in done.err
