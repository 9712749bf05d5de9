"""A server, an app that is registered on it, and somebody in front of a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import httpx

from hubstead.account.logins import set_password
from hubstead.account.portals import portals
from hubstead.apps import public_apps
from hubstead.apps.public_apps import Made
from hubstead.commands.truth import with_store
from hubstead.first_start import EMAIL
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from tests.client.browser import Browser, answered

PASSWORD = "correct horse battery"
REDIRECT = "http://localhost:3000/callback"
SCOPES = ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"]
KEY = "sandbox-key-of-the-oauth-tests"
CONTACTS = "/crm/v3/objects/contacts"


class Place(NamedTuple):
    """A server with one portal, an app that is registered in it, and its first user in front of a browser."""

    url: str
    portal: int
    app: Made
    browser: Browser
    log: Path
    data: Path

    def link(self, **more: str) -> str:
        asked = {"client_id": self.app.client_id, "redirect_uri": REDIRECT, "scope": " ".join(SCOPES)}
        return f"{self.url}/oauth/authorize?{urlencode({**asked, **more})}"

    def code(self, **more: str) -> str:
        return answered(self.browser.connect(self.link(**more)))["code"]

    def ask(self, **form: str) -> httpx.Response:
        """The token endpoint, with the app's credentials unless others are given."""
        own = {"client_id": self.app.client_id, "client_secret": self.app.client_secret}
        return httpx.post(f"{self.url}/oauth/v1/token", data={**own, **form})

    def exchange(self, code: str, /, **form: str) -> httpx.Response:
        return self.ask(**{"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, **form})

    def contacts(self, token: str) -> httpx.Response:
        return httpx.get(f"{self.url}{CONTACTS}", headers={"Authorization": f"Bearer {token}"})

    def later(self, **time: float) -> None:
        """Turn the portal's clock ahead."""
        sandbox = f"{self.url}/sandbox/v1/portals/{self.portal}/clock/advance"
        httpx.post(sandbox, json=time, headers={"Authorization": f"Bearer {KEY}"}).raise_for_status()


@contextmanager
def prepared(url: str, settings: Settings, log: Path) -> Iterator[Place]:
    """What is prepared beside a running server, as the command line does."""

    async def prepare(store: Engine) -> tuple[int, Made]:
        await set_password(store, EMAIL, PASSWORD)
        portal = (await portals(store))[0].id
        return portal, await public_apps.create(store, portal, "Wunderapp", (REDIRECT,), tuple(SCOPES), ("tickets",))

    portal, app = with_store(settings, prepare)
    browser = Browser(EMAIL, PASSWORD)
    yield Place(url, portal, app, browser, log, Path(settings.data))
    browser.close()
