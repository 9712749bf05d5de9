"""Visits of a website, sent to a server as the tracking code of a browser sends them."""

import time
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.browser.office import Office

SITE = "https://shop.example"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
MINUTE = 60_000


def visit(place: Office, visitor: int, *pages: str, referrer: str = "", at: int = 0) -> None:
    """A visitor looks at some pages, a minute each, from `at` (ms, by the server's clock; 0 is now)."""
    portal = place.ask("GET", "/account-info/v3/details")["portalId"]
    utk, began = f"{visitor:032x}", at or time.time_ns() // 1_000_000
    for number, page in enumerate(pages):
        given = {
            "k": "1",
            "a": str(portal),
            "vi": utk,
            "cts": str(began + number * MINUTE),
            "nc": "false",
            "u": f"226818242.{utk}.{began}.{began}.{began}.1",
            "pu": SITE + page,
            "t": page.strip("/").partition("?")[0].title() or "Home",
            "r": referrer if number == 0 else SITE + pages[number - 1],
        }
        request = Request(f"{place.url}/__ptq.gif?{urlencode(given)}", headers={"User-Agent": AGENT})
        with urlopen(request, timeout=60) as answer:
            assert answer.status == 200
