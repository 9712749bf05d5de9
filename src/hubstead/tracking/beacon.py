"""A hit, read: what the tracking code says in the query string, under the names that the steps use."""

from collections.abc import Mapping
from hashlib import blake2b
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit

from hubstead.tracking.geo.places import NOWHERE, Place
from hubstead.tracking.hit import Door, Hit
from hubstead.tracking.referrers import without_www
from hubstead.tracking.remembered import remembered

KINDS: Mapping[str, str] = {
    "1": "page_view",
    "3": "event",
    "12": "cta_view",
    "14": "feed_view",
    "15": "form_view",
    "16": "form_install",
    "17": "form_visible",
    "18": "form_interaction",
    "19": "form_completion",
    "26": "feedback_view",
    "28": "consent_accepted",
    "29": "consent_declined",
    "30": "consent_revoked",
}
"""What the parameter `k` of `/__ptq.gif` means."""
_PROTOCOL = frozenset((
    "k", "n", "m", "sd", "cd", "cs", "ln", "bfp", "v", "a", "pi", "ct", "ccu",
    "po", "rpo", "rcu", "cpi", "cgi", "cfi", "lpi", "abi", "lvi", "lvc", "mabci", "mabei", "tc",
    "r", "pu", "t", "cts", "i", "rv", "vi", "nc", "u", "b", "ce", "pt", "cc",
))  # fmt: skip
"""Parameters of a legacy event that are no properties of it: what every hit may have, its name and its value."""
_BY_DOOR: Mapping[Door, str] = {Door.EVENT: "event", Door.CLICK: "click", Door.ERROR: "error", Door.HTTP: "event"}
_NO_URL = urlsplit("")
_NOBODY: dict[str, str] = {}


class Beacon:
    """What one hit says.

    `given` has the first value of each parameter as it was sent; `get` decodes it: most are never asked for. `kind` is
    empty when it names none, `url` is the page. `id` is the same number for a hit that was sent twice: the tracking
    code puts the moment (`cts`) into each. `place` is set by a step.
    """

    __slots__ = ("at", "given", "hit", "id", "identity", "kind", "place", "url", "utk")

    def __init__(self, hit: Hit) -> None:
        self.hit = hit
        self.at = hit.at
        self.given = _raw(hit.query)
        self.kind = _BY_DOOR.get(hit.door) or KINDS.get(self.get("k"), "")
        self.utk = self.get("vi")
        self.url = _page(self.get("pu"), self.get("po"))
        self.place: Place = NOWHERE
        self.id = int.from_bytes(blake2b(f"{hit.door}{hit.query}".encode(), digest_size=8).digest()) >> 1
        self.identity = first_values(self.get("i")) if "i" in self.given else _NOBODY

    def get(self, name: str) -> str:
        """A parameter, `""` without it."""
        value = self.given.get(name, "")
        return decoded(value) if "%" in value or "+" in value else value

    @property
    def event(self) -> str:
        """The name or number of an event."""
        return self.get("_n") if self.hit.door is Door.HTTP else self.get("n")

    @property
    def properties(self) -> dict[str, str]:
        """What an event says of itself: parameters that begin with an underscore; of a legacy event also all
        others that have no meaning of their own."""
        if self.hit.door is Door.HTTP or self.kind not in ("event", "click"):
            return {}
        told = {name[1:]: self.get(name) for name in self.given if name[:1] == "_" and len(name) > 1}
        if self.hit.door is Door.PAGE:
            told = {name: self.get(name) for name in self.given if name[:1] != "_" and name not in _PROTOCOL} | told
        return told


def first_values(query: str) -> dict[str, str]:
    """The first value of each parameter, decoded."""
    return {name: decoded(value) for name, value in _raw(query).items()}


def _raw(query: str) -> dict[str, str]:
    """The first value of each parameter, encoded still: every hit is read, and `parse_qsl` takes five times as long."""
    parts = query.split("&")
    parts.reverse()
    try:
        values = dict([part.split("=", 1) for part in parts])
    except ValueError:  # one has no `=`
        values = dict([part.partition("=")[::2] for part in parts])
    values.pop("", None)
    if "%" in "".join(values):
        return {unquote_plus(name): value for name, value in values.items()}
    return values


@remembered
def decoded(value: str) -> str:
    """A value without percent signs and plus signs."""
    return unquote_plus(value)


def _page(url: str, path: str) -> str:
    """The page: where the document is or, in a single-page application, what that calls its path."""
    try:
        return urljoin(url, path) if path and path[:1] in ("/", "#", "?") else url
    except ValueError:
        return url


@remembered
def split(url: str) -> SplitResult:
    """The parts of a URL; of none when it cannot be one."""
    try:
        parts = urlsplit(url)
        return parts if parts.hostname or not url else _NO_URL
    except ValueError:
        return _NO_URL


def host_of(url: SplitResult) -> str:
    """The host in lower case, without `www.`."""
    return without_www(url.hostname or "")
