"""A visitor of the example site, from three sides: the browser's cookies, the beacons it sends, the CRM's contacts."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

from playwright.async_api import Page
from playwright.async_api import Request as Sent

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds until something that is to happen must have happened."""
COLLECTING = ("/__ptq.gif", "/__ptbe.gif", "/__ptc.gif", "/__pto.gif")


class Account(Protocol):
    """The server that a site sends to, and a token for what became of it."""

    @property
    def url(self) -> str: ...

    @property
    def id(self) -> int: ...

    @property
    def token(self) -> str: ...


class Visitor:
    """`beacons` are what the pages sent to the collector: path and parameters."""

    def __init__(self, page: Page, site: Any, portal: Account) -> None:
        self.page = page
        self.site = site
        self.portal = portal
        self.collecting: tuple[str, ...] = COLLECTING
        self.beacons: list[dict[str, str]] = []
        page.context.on("request", self._heard)

    def _heard(self, sent: Sent) -> None:
        url = urlsplit(sent.url)
        if url.path in self.collecting:
            self.beacons.append({"path": url.path, **dict(parse_qsl(url.query, keep_blank_values=True))})

    async def open(self, path: str = "/", **options: Any) -> None:
        """Go to a page of the shop, and wait until it is there."""
        await self.page.goto(path if "://" in path else self.site.shop + path, **options)

    async def beacon(self, number: int = 0, **wanted: str) -> dict[str, str]:
        """The beacon with these parameters, once it is sent; of several, that with this number."""

        def found() -> dict[str, str] | None:
            fitting = [sent for sent in self.beacons if wanted.items() <= sent.items()]
            return fitting[number] if len(fitting) > number else None

        return await eventually(found, lambda: f"no beacon with {wanted} in {self.beacons}")

    async def push(self, *entry: Any, queue: str = "_hsq") -> None:
        """Push into a queue of the page."""
        await self.page.evaluate(f"entry => window.{queue}.push(entry)", list(entry))

    async def cookies(self) -> dict[str, Any]:
        """The profile's cookies by name."""
        return {cookie["name"]: cookie for cookie in await self.page.context.cookies()}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A call of the server's API."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {self.portal.token}", "content-type": "application/json"}
        with urlopen(Request(self.portal.url + path, content, headers, method=method), timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def set_up(self, **settings: Any) -> None:
        """The portal's tracking settings."""
        self.ask("PUT", "/hubstead/tracking/settings", settings)

    async def contact(self, email: str, **expected: str) -> dict[str, Any]:
        """The contact with this address, once its properties are as expected."""
        search = {
            "filterGroups": [{"filters": [{"propertyName": "email", "operator": "EQ", "value": email}]}],
            "properties": ["email", *expected],
        }
        seen: list[Any] = []

        def found() -> dict[str, Any] | None:
            seen[:] = self.ask("POST", "/crm/v3/objects/contacts/search", search)["results"]
            return seen[0] if seen and expected.items() <= seen[0]["properties"].items() else None

        return await eventually(found, lambda: f"expected {expected}, seen {seen}")

    async def outcomes(self, **expected: int) -> None:
        """Wait until so many hits have ended so."""
        counts: dict[str, int] = {}

        def done() -> bool | None:
            counts.clear()
            for day in self.ask("GET", "/hubstead/tracking/hits")["results"]:
                for outcome, count in day["outcomes"].items():
                    counts[outcome] = counts.get(outcome, 0) + count
            return counts == expected or None

        await eventually(done, lambda: f"expected {expected}, counted {counts}")


async def eventually(look: Callable[[], T | None], why: Callable[[], str]) -> T:
    """What `look` answers, as soon as it answers anything. Fails with `why` after a while."""
    for _ in range(round(PATIENCE / 0.05)):
        found = look()
        if found is not None:
            return found
        await asyncio.sleep(0.05)
    raise AssertionError(why())
