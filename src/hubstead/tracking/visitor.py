"""Visitors: what the server remembers of a browser that carries a cookie.

A visitor's document holds all that the next hit needs (the newest visit with what happened in it, sums, the first
landing), so processing a hit reads and writes one row however long the visitor is known. A visit gets a row of its own
when the next one begins.
"""

from collections.abc import Iterable

import msgspec

from hubstead.events import occurrence
from hubstead.store.engine import Row
from hubstead.store.tables import VISIT, VISITOR
from hubstead.store.unit import Unit
from hubstead.tracking.changes import changes_of
from hubstead.tracking.sources import Source
from hubstead.tracking.visit import Visit

CONTACT = "0-1"
REMEMBERED = 16
"""Hits of a visitor whose numbers are remembered, so that one that is sent twice counts once. Most are known again by
their visit; these are for what has no place in one, and for a visit that ended in between."""


class Landing(msgspec.Struct, frozen=True):
    """How a visitor first came."""

    at: int
    url: str
    referrer: str
    source: Source


class Visitor(msgspec.Struct, omit_defaults=True):
    """What a visitor did so far. `visit` is the newest; `referrer` that of the newest page view. `lag` is how much the
    browser's clock is behind ours (ms, with the quickest way of a hit to us), `None` while that is not known."""

    visits: int = 0
    page_views: int = 0
    events: int = 0
    revenue: float = 0.0
    first: Landing | None = None
    visit: Visit | None = None
    referrer: str = ""
    last: int = 0
    lag: int | None = None
    recent: list[int | str] = []


class Known:
    """A visitor's row. Visitors with one `root` are one person; `contact` is 0 as long as that one is anonymous."""

    __slots__ = ("contact", "root", "utk", "visitor")

    def __init__(self, utk: str, root: str = "", contact: int = 0, document: str = "{}") -> None:
        self.utk = utk
        self.root = root or utk
        self.contact = contact
        self.visitor = _decode(document)

    def seen_before(self, hit: int) -> bool:
        """Whether this hit counted already; from now on it has."""
        if hit in self.visitor.recent:
            return True
        self.visitor.recent = [*self.visitor.recent[1 - REMEMBERED :], hit]
        return False


_decode = msgspec.json.Decoder(Visitor).decode
_visit = msgspec.json.Decoder(Visit).decode
_encode = msgspec.json.Encoder().encode
_COLUMNS = "SELECT utk, root, contact, document FROM visitor WHERE portal = ?1 AND "
_AMONG = _COLUMNS + "utk IN (SELECT utk FROM visitor WHERE portal = ?1 AND {})"
"""By another index than the key: asked for more than the key, SQLite would read all visitors of the portal."""


async def load(unit: Unit, utks: Iterable[str]) -> dict[str, Known]:
    """The visitors that are known, by utk."""
    return _by_utk(await unit.rows(_COLUMNS + "utk = ANY_TEXT(?2)", sorted(set(utks))))


async def of_roots(unit: Unit, roots: Iterable[str]) -> dict[str, Known]:
    """All visitors of some persons."""
    asked = sorted(set(roots))
    first = await unit.rows(_COLUMNS + "utk = ANY_TEXT(?2) AND root = utk", asked)
    others = await unit.rows(_AMONG.format("root = ANY_TEXT(?2) AND root <> utk"), asked)
    return _by_utk(first + others)


async def of_contacts(unit: Unit, contacts: Iterable[int]) -> dict[str, Known]:
    """All visitors of some contacts."""
    known = sorted({contact for contact in contacts if contact})
    return _by_utk(await unit.rows(_AMONG.format("contact = ANY(?2) AND contact <> 0"), known))


async def earlier(unit: Unit, utk: str, at: int) -> list[Visit]:
    """The visits of a visitor, but the newest, from the one that was going on at a moment or the last before it."""
    sql = (
        "SELECT document FROM visit WHERE portal = ?1 AND visitor = ?2 AND started >= coalesce((SELECT max(started) "
        "FROM visit WHERE portal = ?1 AND visitor = ?2 AND started <= ?3), 0) ORDER BY started"
    )
    return [_visit(document) for (document,) in await unit.rows(sql, utk, at)]


async def newest_visits(unit: Unit, utks: list[str], limit: int) -> list[tuple[str, Visit]]:
    """The newest visits of some visitors, newest first, without those that may go on (`Visitor.visit`)."""
    sql = (
        "SELECT visitor, document FROM visit WHERE portal = ?1 AND visitor = ANY_TEXT(?2) "
        "ORDER BY started DESC LIMIT ?3"
    )
    return [(utk, _visit(document)) for utk, document in await unit.rows(sql, utks, limit)]


def save(unit: Unit, known: Known) -> None:
    """Write a visitor at the end of the unit."""
    changes_of(unit).visitor(known.utk)
    document = _encode(known.visitor).decode()
    unit.put(VISITOR, (unit.portal, known.utk, known.root, known.contact, document))


def save_visits(unit: Unit, known: Known, visits: dict[int, Visit | None]) -> None:
    """Write the visits of a visitor that changed, by their start; `None` for those that are there no more."""
    newest = known.visitor.visit
    for started, visit in visits.items():
        changes_of(unit).visit(known.utk, started)
        if visit is None:
            unit.remove(VISIT, (unit.portal, known.utk, started))
        elif visit is not newest:
            unit.put(VISIT, (unit.portal, known.utk, started, _encode(visit).decode()))


async def forget(unit: Unit, contact: int) -> list[str]:
    """Erase everything that visitors did who are this contact; answers who they were."""
    utks = [str(contact), *await of_contacts(unit, [contact])]
    for table, key in (("visit", "visitor"), ("visitor", "utk")):
        await unit.rows(f"DELETE FROM {table} WHERE portal = ?1 AND {key} = ANY_TEXT(?2) RETURNING portal", utks)
    await occurrence.forget(unit, CONTACT, contact, utks)
    for utk in utks:
        changes_of(unit).gone(utk)
    return utks


def _by_utk(rows: list[Row]) -> dict[str, Known]:
    return {row[0]: Known(*row) for row in rows}
