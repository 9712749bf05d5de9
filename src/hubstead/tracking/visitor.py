"""Visitors and their visits: what the server remembers of a browser that carries a cookie.

A visitor's document holds all that the next hit needs (the visit that goes on, sums, the first landing), so processing
a hit reads one row however long the visitor is known.
"""

from collections.abc import Iterable

import msgspec

from hubstead.events import occurrence
from hubstead.store.engine import Row
from hubstead.store.tables import VISIT, VISITOR
from hubstead.store.unit import Unit
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place
from hubstead.tracking.sources import Source

CONTACT = "0-1"
PAUSE = 30 * 60_000
"""A visit ends after so many ms without a hit (documented)."""
REMEMBERED = 16
"""Hits of a visitor whose ids are remembered, so that one that is sent twice counts once."""


class Visit(msgspec.Struct, omit_defaults=True):
    """A session: what a visitor did without a pause of 30 minutes and without coming back from another source.

    Times in ms. `referrer` is the page that the visitor came from; `utm` has what the landing page's URL said.
    """

    started: int
    last: int
    source: Source
    first_url: str = ""
    last_url: str = ""
    referrer: str = ""
    page_views: int = 0
    events: int = 0
    utm: dict[str, str] = {}
    device: Device = Device()
    place: Place = Place()


class Landing(msgspec.Struct, frozen=True):
    """How a visitor first came."""

    at: int
    url: str
    referrer: str
    source: Source


class Visitor(msgspec.Struct, omit_defaults=True):
    """What a visitor did so far. `visit` is the newest; `referrer` that of the newest page view."""

    visits: int = 0
    page_views: int = 0
    events: int = 0
    revenue: float = 0.0
    first: Landing | None = None
    visit: Visit | None = None
    referrer: str = ""
    last: int = 0
    recent: list[str] = []


class Known:
    """A visitor's row. Visitors with one `root` are one person; `contact` is 0 as long as that one is anonymous."""

    __slots__ = ("contact", "root", "utk", "visitor")

    def __init__(self, utk: str, root: str = "", contact: int = 0, document: str = "{}") -> None:
        self.utk = utk
        self.root = root or utk
        self.contact = contact
        self.visitor = _decode(document)

    def seen_before(self, hit: str) -> bool:
        """Whether this hit counted already; from now on it has."""
        if hit in self.visitor.recent:
            return True
        self.visitor.recent = [*self.visitor.recent[1 - REMEMBERED :], hit]
        return False


_decode = msgspec.json.Decoder(Visitor).decode
_encode = msgspec.json.Encoder().encode
_COLUMNS = "SELECT utk, root, contact, document FROM visitor WHERE portal = ?1 AND "
_AMONG = _COLUMNS + "utk IN (SELECT utk FROM visitor WHERE portal = ?1 AND {})"
"""By another index than the key: asked for more than the key, SQLite would read all visitors of the portal."""


async def load(unit: Unit, utks: Iterable[str]) -> dict[str, Known]:
    """The visitors that are known, by utk."""
    return _by_utk(await unit.rows(_COLUMNS + "utk = ANY_TEXT(?2)", sorted(set(utks))))


async def of_roots(unit: Unit, roots: Iterable[str]) -> dict[str, Known]:
    """All visitors of some persons."""
    return _by_utk(await unit.rows(_AMONG.format("root = ANY_TEXT(?2)"), sorted(set(roots))))


async def of_contacts(unit: Unit, contacts: Iterable[int]) -> dict[str, Known]:
    """All visitors of some contacts."""
    known = sorted({contact for contact in contacts if contact})
    return _by_utk(await unit.rows(_AMONG.format("contact = ANY(?2)"), known))


def save(unit: Unit, known: Known) -> None:
    """Write a visitor at the end of the unit."""
    document = _encode(known.visitor).decode()
    unit.put(VISITOR, (unit.portal, known.utk, known.root, known.contact, document))


def save_visit(unit: Unit, utk: str, visit: Visit) -> None:
    """Write a visit at the end of the unit."""
    unit.put(VISIT, (unit.portal, utk, visit.started, _encode(visit).decode()))


async def forget(unit: Unit, contact: int) -> None:
    """Erase everything that visitors did who are this contact."""
    utks = [str(contact), *await of_contacts(unit, [contact])]
    for table, key in (("activity", "visitor"), ("visit", "visitor"), ("visitor", "utk")):
        await unit.rows(f"DELETE FROM {table} WHERE portal = ?1 AND {key} = ANY_TEXT(?2) RETURNING portal", utks)
    await occurrence.forget(unit, CONTACT, contact, utks)


def _by_utk(rows: list[Row]) -> dict[str, Known]:
    return {row[0]: Known(*row) for row in rows}
