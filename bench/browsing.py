"""Visitors as a shop has them, and their hits as the tracking code sends them. Deterministic but for the moment."""

import time
from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

AGENTS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0",
]
REFERRERS = ["", "", "https://www.google.com/", "https://www.linkedin.com/feed/", "https://news.example/today"]
CAMPAIGNS = ["", "", "", "?utm_source=newsletter&utm_medium=email&utm_campaign=june", "?gclid=EAIaIQobChMI2222222222"]
AT_ONCE = 2_000
"""Visitors that are on the site at the same time."""
PAGES = 500


class Visitor:
    """Looks at pages, one after the other; `left` counts those to come."""

    def __init__(self, random: Random) -> None:
        self.utk = f"{random.getrandbits(128):032x}"
        self.agent = random.choice(AGENTS)
        self.address = f"{random.randint(11, 99)}.{random.randint(0, 255)}.{random.randint(0, 255)}.7"
        self.left = random.randint(1, 12)
        self.page = ""
        self.came = time.time_ns() // 1_000_000


class Browsing:
    """The hits of all visitors in one order. Of a hundred hits about twenty come from new visitors, five are events,
    five views of forms, one says who the visitor is."""

    def __init__(self, portal: int = 10_000_001, seed: int = 7) -> None:
        self._portal = portal
        self._random = Random(seed)
        self._visitors = [Visitor(self._random) for _ in range(AT_ONCE)]

    def __iter__(self) -> Iterator[tuple[Visitor, str]]:
        """Visitors and the query strings of their hits (`/__ptq.gif`), without an end."""
        while True:
            place = self._random.randrange(AT_ONCE)
            if not self._visitors[place].left:
                self._visitors[place] = Visitor(self._random)
            visitor = self._visitors[place]
            visitor.left -= 1
            yield visitor, self._query(visitor)

    def requests(self) -> Iterator[bytes]:
        """The same as requests over HTTP/1.1."""
        for visitor, query in self:
            yield (
                f"GET /__ptq.gif?{query} HTTP/1.1\r\nHost: t.example\r\nUser-Agent: {visitor.agent}\r\n"
                f"X-Forwarded-For: {visitor.address}\r\n\r\n"
            ).encode()

    def _query(self, visitor: Visitor) -> str:
        chance, now = self._random.random(), time.time_ns() // 1_000_000
        given = {"k": "1", "sd": "1920x1080", "cd": "24-bit", "cs": "UTF-8", "ln": "de-de", "v": "1.1"}
        given |= {"bfp": visitor.utk[::-1], "a": str(self._portal), "vi": visitor.utk, "cts": str(now), "cc": "15"}
        referrer = visitor.page or self._random.choice(REFERRERS)
        campaign = "" if visitor.page else self._random.choice(CAMPAIGNS)
        if chance > 0.1 or not visitor.page:
            visitor.page = f"https://shop.example/p/{self._random.randrange(PAGES)}"
        elif chance > 0.05:
            given |= {"k": "15", "fi": "f1b2c3d4-0000-4000-8000-000000000001"}
        else:
            given |= {"k": "3", "n": "put_into_basket", "m": "12.50"}
        given |= {
            "pu": visitor.page + campaign,
            "rcu": visitor.page,
            "t": f"Product {visitor.page[-3:]}",
            "r": referrer,
        }
        if chance > 0.99:
            given["i"] = urlencode({"email": f"{visitor.utk}@example.com"})
        given["nc"] = "false"
        given["u"] = f"226818242.{visitor.utk}.{visitor.came}.{visitor.came}.{visitor.came}.1"
        given["b"] = f"226818242.1.{now}"
        return urlencode({name: value for name, value in given.items() if value})
