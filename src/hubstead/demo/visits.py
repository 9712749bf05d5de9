"""Visits to the sample company's website along its story, as hits: the tracking code would have sent the same."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from hubstead.demo.story import DAY, DAYS, HOUR, PER_COMPANY, Step
from hubstead.tracking.hit import Door, Hit

SITE = "https://www.example.com"
ASKING = "/demo"
"""The page with the form."""
PAGES = {
    "/": "Home",
    "/product": "Product",
    "/pricing": "Pricing",
    "/customers": "Customers",
    "/blog/first-90-days": "The first 90 days",
    "/blog/fewer-spreadsheets": "Fewer spreadsheets",
    "/about": "About us",
    ASKING: "Ask for a demo",
}
ARRIVALS = (
    ("https://www.google.com/", "/"),
    ("https://www.google.com/", "/blog/first-90-days"),
    ("https://www.google.com/", "/pricing"),
    ("https://www.bing.com/", "/"),
    ("", "/"),
    ("", "/"),
    ("", "/pricing"),
    ("", "/?utm_source=letter&utm_medium=email&utm_campaign=spring"),
    ("", "/blog/fewer-spreadsheets?utm_source=letter&utm_medium=email&utm_campaign=guide"),
    ("https://www.linkedin.com/", "/blog/first-90-days"),
    ("https://www.linkedin.com/", "/product?utm_source=linkedin&utm_medium=paidsocial&utm_campaign=launch"),
    ("https://www.google.com/", "/product?utm_source=google&utm_medium=cpc&utm_campaign=brand"),
    ("https://reviews.example.org/tools", "/customers"),
    ("https://chatgpt.com/", "/product"),
)
"""Where visitors come from, and the page that they come to."""
NETWORKS = (
    ("24.16", "en-us"), ("12.10", "en-us"), ("24.16", "en-us"), ("81.2", "en-gb"), ("2.160", "de-de"),
    ("90.76", "fr-fr"), ("145.53", "nl-nl"), ("84.208", "nb-no"), ("90.224", "sv-se"), ("83.20", "pl-pl"),
    ("99.224", "en-ca"), ("126.10", "ja-jp"), ("86.40", "en-ie"), ("84.112", "de-at"), ("189.100", "pt-br"),
    ("1.120", "en-au"),
)  # fmt: skip
"""Where visitors are: the first half of an address, and the language of the browser."""
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
)


class Asking(NamedTuple):
    """Somebody sends the form: which step of the story follows from it, whose contact it is, and with which cookie."""

    step: Step
    contact: str
    utk: str


class _Visitor:
    """A browser; `email` once the site knows whose it is."""

    def __init__(self, random: Random) -> None:
        self.utk = f"{random.getrandbits(128):032x}"
        self.agent = random.choice(AGENTS)
        network, self.language = random.choice(NETWORKS)
        self.address = f"{network}.{random.randrange(1, 250)}.{random.randrange(1, 250)}"
        self.email = ""


def askings(steps: list[Step]) -> list[Asking]:
    """Who sends the form: the last contact of each company becomes known by it, and new business begins with it."""
    found: list[Asking] = []
    known: set[str] = set()
    for step in steps:
        new, known = step.key not in known, known | {step.key}
        if new and step.type == "contacts" and int(step.key.split()[1]) % PER_COMPANY == PER_COMPANY - 1:
            found.append(Asking(step, step.key, utk_of(step.key)))
        elif new and step.type == "deals" and step.properties["dealtype"] == "newbusiness":
            found.append(Asking(step, step.links[1], utk_of(step.links[1])))
    return found


def utk_of(contact: str) -> str:
    """The cookie of a contact."""
    return _visitor_of(contact).utk


def hits(portal: int, now: int, steps: list[Step], form: str) -> list[Hit]:
    """What visitors did until `now`, in the order of time; `form` is the id of the form on the site."""
    site = _Site(portal, form)
    found = [*site.strangers(now), *site.people(steps)]
    return sorted((hit for hit in found if hit.at <= now), key=lambda hit: hit.at)


class _Site:
    def __init__(self, portal: int, form: str) -> None:
        self._portal = portal
        self._form = form
        self._random = Random(21)

    def strangers(self, now: int) -> Iterator[Hit]:
        """More on working days, and more with time; one in four was there before."""
        random, known = self._random, [_Visitor(self._random)]
        for ago in range(DAYS, -1, -1):
            weekend = (now // DAY - ago) % 7 in (2, 3)  # 1970 began with a Thursday
            for _ in range((3 if weekend else 7) + (DAYS - ago) // 18 + random.randrange(3)):
                again = random.random() < 0.25
                visitor = random.choice(known[-60:]) if again else _Visitor(random)
                known.append(visitor)
                noon = now // DAY * DAY - ago * DAY + 12 * HOUR
                yield from self._visit(visitor, round(noon + random.gauss(0, 3.5) * HOUR))

    def people(self, steps: list[Step]) -> Iterator[Hit]:
        """Contacts who sent the form or have a deal: they came before, and came again after it."""
        emails = {step.key: step.properties["email"] for step in steps if "email" in step.properties}
        asked = {asking.contact: asking.step.at for asking in reversed(askings(steps))}
        deals = {step.links[1]: step.at for step in reversed(steps) if step.type == "deals" and step.links}
        for contact, at in (deals | asked).items():
            visitor = _visitor_of(contact)
            yield from self._visit(visitor, at - self._random.randrange(2, 5 * 24) * HOUR)
            asks = contact in asked
            visitor.email = "" if asks else emails[contact]
            yield from self._visit(visitor, at - HOUR // 6, asks=asks)
            visitor.email = emails[contact]
            for _ in range(self._random.randrange(1, 5)):
                at += HOUR + self._random.randrange(12 * DAY)
                yield from self._visit(visitor, at)

    def _visit(self, visitor: _Visitor, at: int, *, asks: bool = False) -> Iterator[Hit]:
        referrer, page = self._random.choice(ARRIVALS)
        begun, views = at, self._random.choice((1, 1, 1, 2, 2, 3, 4, 6))
        for view in range(views):
            yield self._hit(visitor, at, begun, {"k": "1"}, page, referrer)
            referrer, page = SITE + page, self._random.choice(list(PAGES)[:-1])
            at += self._random.randrange(10, 150) * 1000 if view < views - 1 or asks else 0
        if asks:
            yield self._hit(visitor, at, begun, {"k": "1"}, ASKING, referrer)
            yield self._hit(visitor, at + 1000, begun, {"k": "15", "fi": self._form}, ASKING, referrer)

    def _hit(self, visitor: _Visitor, at: int, begun: int, what: dict[str, str], page: str, referrer: str) -> Hit:
        given = {
            **what, "a": str(self._portal), "vi": visitor.utk, "cts": str(at), "ln": visitor.language, "nc": "false",
            "u": f"1.{visitor.utk}.{begun}.{begun}.{begun}.1", "b": f"1.1.{begun}", "pu": SITE + page,
            "t": PAGES[page.partition("?")[0]], "r": referrer,
            "i": urlencode({"email": visitor.email}) if visitor.email else "",
        }  # fmt: skip
        query = urlencode({name: value for name, value in given.items() if value})
        return Hit(Door.PAGE, at, visitor.address, visitor.agent, False, query)


def _visitor_of(contact: str) -> _Visitor:
    return _Visitor(Random(contact))
