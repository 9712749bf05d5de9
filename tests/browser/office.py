"""A server as a company runs it, with the sample company in it, and people who sign in to the web app."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from playwright.async_api import Page, expect

from tests.cli.command import hubstead

HUBSTEAD = str(Path(sys.executable).with_name("hubstead"))
TOKEN = "pat-na1-office-token-0000"
PASSWORD = "correct horse battery"
OWNER = "owner@example.com"
SELLER = "seller@example.com"
HOSTILE = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
"""A text that would run where it is shown as HTML."""


class Office:
    """`url` is the server's address."""

    def __init__(self, url: str, data: Path, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self._data = data

    def command(self, *words: str, given: str = "") -> None:
        """Run a command of `hubstead` beside the server."""
        words = (*words, "--data", str(self._data))
        if given:
            subprocess.run([HUBSTEAD, *words], input=given, text=True, check=True, capture_output=True, timeout=60)
        else:
            done = hubstead(*words)
            assert done.code == 0, done.err

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """One call of the API, with a token of all scopes unless given another."""
        headers = {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, content, headers, method=method), timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def owner(self) -> str:
        """The owner id of who signs in unless somebody else is named."""
        owners = self.ask("GET", "/crm/v3/owners")["results"]
        return next(str(each["id"]) for each in owners if each["email"] == OWNER)

    def named(self, type: str, property: str, value: str) -> dict[str, Any]:
        """The record with this value."""
        filters = [{"propertyName": property, "operator": "EQ", "value": value}]
        body = {"filters": filters, "properties": [property, "dealstage", "phone", "firstname"]}
        found: dict[str, Any] = self.ask("POST", f"/crm/v3/objects/{type}/search", body)["results"][0]
        return found


@contextmanager
def office(data: Path, *options: str) -> Iterator[Office]:
    """Start the server with options on a data folder."""
    with subprocess.Popen(
        [HUBSTEAD, "serve", "--data", str(data), "--port", "0", *options],
        env={**os.environ, "HUBSTEAD_TOKEN": TOKEN, "HUBSTEAD_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield Office(process.stdout.readline().split()[-1], data)
        finally:
            process.terminate()


@contextmanager
def furnished(data: Path, *options: str) -> Iterator[Office]:
    """Start the server with options on a new data folder, which gets the sample company. The owner and a seller, who
    sees contacts and changes nothing, have passwords."""
    with office(data, "--demo", *options) as place:
        place.command("role", "create", "Reader", "--view", "none", "--object", "contacts=all/none/none")
        place.command("user", "create", SELLER, "--first-name", "Sam", "--last-name", "Seller", "--role", "Reader")
        place.command("user", "password", SELLER, given=PASSWORD)
        yield place


async def sign_in(page: Page, place: Office, email: str = OWNER, path: str = "/app/records/contacts") -> None:
    """Open a page of the app as somebody who is logged in; the form itself has a test of its own."""
    answer = await page.context.request.post(f"{place.url}/login", data={"email": email, "password": PASSWORD})
    assert answer.ok, await answer.text()
    await page.goto(place.url + path)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


def saving(page: Page) -> AbstractAsyncContextManager[Any]:
    """Wait until a change made inside has been saved: the page shows it before the server knows it."""
    return page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok)
