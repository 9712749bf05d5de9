"""The command as people run it."""

import json
import multiprocessing
import os
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

from hubstead.cli import main
from tests.client.process import TOKEN

CONTACTS = "/crm/v3/objects/contacts"


class Done(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["hubstead.app", "hubstead.cli", "hubstead.commands.checking.run", __name__])
PATIENCE = 60.0
"""Seconds until a command must have ended."""


def hubstead(*words: str | Path, **environment: str) -> Done:
    """Run a command to its end, in a process that has the product imported already: that is most of a command's time.
    (Servers that tests start are processes that begin from nothing.)"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUBSTEAD_")}
    given = {**kept, "COLUMNS": "200", **environment}
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _forks.Process(target=_run, args=([str(word) for word in words], given, out, err))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode is not None, f"hubstead {words} does not end"
        return Done(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def _run(words: list[str], environment: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in ((sys.stdout, out), (sys.stderr, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), stream.fileno())
    sys.argv = ["hubstead", *words]
    main()


def ask(method: str, url: str, body: Any = None, token: str = TOKEN) -> tuple[int, Any]:
    """One request; the status, and the answer from JSON (`None` for a page)."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, method=method, data=data, headers={"authorization": f"Bearer {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            text = error.read()
            return error.code, json.loads(text) if text.startswith(b"{") else None


def answers(status: int, method: str, url: str, body: Any = None) -> bool:
    """Whether a request has this status at once or soon: a server remembers for a moment who may do what, and a command
    that changes it beside the server can be quicker than that."""
    deadline = time.monotonic() + PATIENCE
    while ask(method, url, body)[0] != status:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def search(url: str, property: str, value: str) -> list[dict[str, str]]:
    """The properties of the contacts with this value, from the columns."""
    body = {"filters": [{"propertyName": property, "operator": "EQ", "value": value}], "properties": [property]}
    status, answer = ask("POST", f"{url}{CONTACTS}/search", body)
    assert status == 200, answer
    return [found["properties"] for found in answer["results"]]
