"""The command as people run it: a process of its own."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

from tests.client.process import COMMAND, TOKEN

CONTACTS = "/crm/v3/objects/contacts"


class Done(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def hubstead(*words: str | Path, **environment: str) -> Done:
    """Run a command to its end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUBSTEAD_")}
    done = subprocess.run(
        [COMMAND, *words],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**kept, "COLUMNS": "200", **environment},
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


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


def search(url: str, property: str, value: str) -> list[dict[str, str]]:
    """The properties of the contacts with this value, from the columns."""
    body = {"filters": [{"propertyName": property, "operator": "EQ", "value": value}], "properties": [property]}
    status, answer = ask("POST", f"{url}{CONTACTS}/search", body)
    assert status == 200, answer
    return [found["properties"] for found in answer["results"]]
