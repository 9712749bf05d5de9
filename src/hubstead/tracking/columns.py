"""Visits, and events that were sent, on their way from the truth store to the columns."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial

import msgspec

from hubstead.columns.traffic import Breathe, EventRow, SessionRow, Traffic, VisitorRow, number_of
from hubstead.events import occurrence
from hubstead.store.engine import Engine, Fact, Row
from hubstead.store.portal import decoded
from hubstead.tracking.changes import CHANGED, Changed, run_of
from hubstead.tracking.journal import Journal
from hubstead.tracking.traffic_rows import event_rows, sent_row, session_row, visitor_row
from hubstead.tracking.visit import Visit
from hubstead.tracking.visitor import Known

VISITORS_AT_ONCE = 2_000
PIECE = 250
"""Visitors that are read at once: some milliseconds of the event loop."""
AT_ONCE = 25
"""Visitors that are made rows at once: a millisecond of the event loop, where they did ten things each."""
BREATH = 0.003
"""Seconds for which the requests have the event loop between two pieces where all of a portal is read."""
_changed = msgspec.json.Decoder(Changed).decode
_visit = msgspec.json.Decoder(Visit).decode


class TrafficOfStore:
    """`TrafficSource` of a truth store, and of the hits that wait there."""

    def __init__(self, store: Engine, journal: Journal) -> None:
        self._store = store
        self._journal = journal

    def concerns(self, fact: Fact) -> bool:
        return fact.kind in (CHANGED, occurrence.SENT, "object.purged") or fact.kind.startswith("portal.")

    async def settled(self, patience: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._journal.settled()

    async def portals(self) -> Sequence[int]:
        sql = (
            "SELECT portal FROM (SELECT DISTINCT portal FROM visitor UNION SELECT DISTINCT portal "
            "FROM event_occurrence) AS found WHERE portal > 0 ORDER BY portal"
        )
        return [row[0] for row in await self._store.rows(sql)]

    async def changed(self, portal: int, facts: Sequence[Fact], breathe: Breathe) -> AsyncIterator[Traffic]:
        zone = await self._zone(portal)
        if zone is None:
            return
        runs = [run_of(fact) for fact in facts if fact.kind == CHANGED]
        sql = "SELECT document FROM traffic WHERE portal = ?1 AND run = ANY_TEXT(?2)"
        told = await self._store.rows(sql, portal, runs)
        if len(told) < len(set(runs)):  # what they tell was removed since
            async for part in self.whole(portal):
                yield part
            return
        visitors: dict[str, set[int]] = {}
        gone: set[str] = set()
        for (document,) in told:
            changed = _changed(document)
            gone.update(changed.gone)
            for utk, starts in changed.visitors.items():
                visitors.setdefault(utk, set()).update(starts)
        rows = await self._visitors(portal, sorted(visitors), breathe)
        visits = await self._visits(portal, {row[0]: visitors[row[0]] for row in rows})
        traffic = await _traffic(portal, zone, rows, visitors, visits, breathe)
        sent = await occurrence.sent(self._store, portal, [fact for fact in facts if fact.kind == occurrence.SENT])
        yield traffic._replace(
            events=[*traffic.events, *map(sent_row, sent)],
            gone=[number_of(utk) for utk in gone | (visitors.keys() - {row[0] for row in rows})],
            erased=[(fact.type, fact.id) for fact in facts if fact.kind == "object.purged"],
        )

    async def whole(self, portal: int) -> AsyncIterator[Traffic]:
        zone = await self._zone(portal)
        if zone is None:
            return
        yield Traffic(portal, zone, anew=True)
        after = ""
        sql = "SELECT utk, root, contact, document FROM visitor WHERE portal = ?1 AND utk > ?2 ORDER BY utk LIMIT ?3"
        while found := await self._store.rows(sql, portal, after, VISITORS_AT_ONCE):
            visits = await self._visits(portal, dict.fromkeys(row[0] for row in found))
            yield await _traffic(portal, zone, found, {}, visits, partial(asyncio.sleep, BREATH))
            after = found[-1][0]
        async for part in occurrence.every(self._store, portal):
            yield Traffic(portal, zone, events=[sent_row(one) for one in part])

    async def _zone(self, portal: int) -> str | None:
        """The account's time zone; `None` when it is gone."""
        rows = await self._store.rows("SELECT document FROM portal WHERE id = ?1", portal)
        return decoded(rows[0][0]).time_zone if rows else None

    async def _visitors(self, portal: int, utks: list[str], breathe: Breathe) -> list[Row]:
        """Rows of visitors, read in pieces: requests get their turn in between."""
        sql = "SELECT utk, root, contact, document FROM visitor WHERE portal = ?1 AND utk = ANY_TEXT(?2)"
        rows: list[Row] = []
        for start in range(0, len(utks), PIECE):
            if start:
                await breathe()
            rows += await self._store.rows(sql, portal, utks[start : start + PIECE])
        return rows

    async def _visits(self, portal: int, of: Mapping[str, set[int] | None]) -> list[tuple[str, str]]:
        """The visits that have rows of their own: those of some starts, or all (`None`)."""
        sql = "SELECT visitor, document, started FROM visit WHERE portal = ?1 AND visitor = ANY_TEXT(?2)"
        starts = sorted({start for found in of.values() if found for start in found})
        if any(found is None for found in of.values()):
            rows = await self._store.rows(sql, portal, list(of))
        else:
            utks = [utk for utk, found in of.items() if found]
            rows = await self._store.rows(f"{sql} AND started = ANY(?3)", portal, utks, starts)
        return [(row[0], row[1]) for row in rows if (found := of[row[0]]) is None or row[2] in found]


async def _traffic(
    portal: int,
    zone: str,
    rows: Sequence[Row],
    changed: Mapping[str, set[int]],
    visits: Iterable[tuple[str, str]],
    breathe: Breathe,
) -> Traffic:
    """Visitors with those of their visits that changed, or all.

    It is made on the event loop, a little at a time. A thread would hold it up for longer: SQLite lets go of the
    interpreter lock for every row, and a thread that works gives it back a millisecond later.
    """
    visitors: list[VisitorRow] = []
    sessions: list[SessionRow] = []
    events: list[EventRow] = []
    own: dict[str, list[str]] = {}
    for utk, document in visits:
        own.setdefault(utk, []).append(document)
    for start in range(0, len(rows), AT_ONCE):
        if start:
            await breathe()
        for row in rows[start : start + AT_ONCE]:
            known = Known(*row)
            visitors.append(visitor_row(known))
            for visit in _visits_of(known, changed.get(known.utk), own.get(known.utk, ())):
                number = number_of(known.utk)
                sessions.append(session_row(number, visit))
                events += event_rows(portal, number, visit)
    replaced = [(number_of(utk), start) for utk, starts in changed.items() for start in starts]
    return Traffic(portal, zone, visitors, sessions, events, replaced)


def _visits_of(known: Known, changed: set[int] | None, rows: Iterable[str]) -> Iterable[Visit]:
    """The newest visit of a visitor and those that have rows; one that got its row while this was read is both."""
    visits = {visit.started: visit for visit in map(_visit, rows)}
    newest = known.visitor.visit
    if newest and (changed is None or newest.started in changed):
        visits[newest.started] = newest
    return visits.values()
