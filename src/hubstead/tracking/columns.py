"""Visits, and events that were sent, as the rows of the column store."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from urllib.parse import SplitResult

import msgspec

from hubstead.columns.traffic import Breathe, EventRow, SessionRow, Traffic, VisitorRow, number_of
from hubstead.events import occurrence
from hubstead.events.standard import OF_HITS
from hubstead.store.engine import Engine, Fact, Row
from hubstead.store.portal import decoded
from hubstead.tracking.activities import value_of
from hubstead.tracking.beacon import split
from hubstead.tracking.changes import CHANGED, Changed, run_of
from hubstead.tracking.journal import Journal
from hubstead.tracking.remembered import remembered
from hubstead.tracking.visit import Activity, Visit
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
_encode = msgspec.json.Encoder().encode


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
            events=[*traffic.events, *map(_sent, sent)],
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
            yield Traffic(portal, zone, events=[_sent(one) for one in part])

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
            visitors.append(_visitor(known))
            for visit in _visits_of(known, changed.get(known.utk), own.get(known.utk, ())):
                number = number_of(known.utk)
                views = [activity for activity in visit.activities if activity.kind == "page_view"]
                sessions.append(_session(number, visit))
                events += _events(portal, number, visit, views)
    replaced = [(number_of(utk), start) for utk, starts in changed.items() for start in starts]
    return Traffic(portal, zone, visitors, sessions, events, replaced)


def _visits_of(known: Known, changed: set[int] | None, rows: Iterable[str]) -> Iterable[Visit]:
    """The newest visit of a visitor and those that have rows; one that got its row while this was read is both."""
    visits = {visit.started: visit for visit in map(_visit, rows)}
    newest = known.visitor.visit
    if newest and (changed is None or newest.started in changed):
        visits[newest.started] = newest
    return visits.values()


def _visitor(known: Known) -> VisitorRow:
    first = known.visitor.first
    person = -known.contact or number_of(known.root)
    return VisitorRow(known.utk, number_of(known.utk), known.contact, person, first.at if first else 0)


def _session(number: int, visit: Visit) -> SessionRow:
    kinds = [activity.kind for activity in visit.activities]
    source, device, place, utm = visit.source, visit.device, visit.place, visit.utm.get
    return SessionRow(
        visitor=number,
        started=visit.started,
        ended=visit.last,
        source=source.name,
        detail_1=source.detail_1,
        detail_2=source.detail_2,
        country=place.code,
        region=place.region_code,
        city=place.city,
        device=device.type,
        browser=device.browser,
        version=device.version,
        system=device.system,
        utm_source=utm("source", ""),
        utm_medium=utm("medium", ""),
        utm_campaign=utm("campaign", ""),
        utm_term=utm("term", ""),
        utm_content=utm("content", ""),
        first_url=visit.first_url,
        last_url=visit.last_url,
        first_page=page_of(visit.first_url),
        referrer=visit.referrer,
        page_views=visit.page_views,
        events=visit.events,
        submissions=kinds.count("form_submission"),
        cta_views=kinds.count("cta_view"),
        cta_clicks=kinds.count("cta_click"),
        seconds=(visit.last - visit.started) // 1000,
        bounce=visit.page_views == 1,
    )


def _events(portal: int, number: int, visit: Visit, views: Sequence[Activity]) -> Iterator[EventRow]:
    first, last = (views[0], views[-1]) if views else (None, None)
    times, pages = _times(views, visit.last), {page_of(view.url): view.about for view in views}
    for activity in visit.activities:
        about, page, is_view = activity.about.get, page_of(activity.url), activity.kind == "page_view"
        # What does not come from the page itself, such as a form that was sent, says less of it than its views do.
        content = activity.about if is_view else {**pages.get(page, {}), **activity.about}
        yield EventRow(
            moment=activity.at,
            kind=activity.kind,
            hit=activity.id,
            event_type=f"pe{portal}_{activity.bound}" if activity.bound else OF_HITS.get(activity.kind, ""),
            visitor=number,
            session=visit.started,
            page=page,
            url=activity.url,
            title=activity.title,
            page_id=content.get("page", ""),
            content_type=content.get("content", ""),
            content_group=content.get("group", ""),
            form=about("form", ""),
            definition=activity.definition,
            entrance=activity is first,
            leave=activity is last,
            seconds=times[activity.id] if is_view else 0,
            bounce=is_view and len(views) == 1,
            value=value_of(about("value", "")),
            details=_details(activity),
        )


def _times(views: Sequence[Activity], end: int) -> dict[int, int]:
    """The seconds on each page, by the number of its view: until the next one, or until the end of the visit."""
    until = [*(view.at for view in views[1:]), end]
    return {view.id: (following - view.at) // 1000 for view, following in zip(views, until, strict=False)}


def _details(activity: Activity) -> str:
    """What the Events API shows of it beyond the columns."""
    if activity.bound:
        return _encode(activity.properties).decode()
    about = activity.about
    shown: dict[str, str] = {}
    if activity.referrer:
        shown["hs_referrer"] = activity.referrer
    if "canonical" in about:
        shown["hs_canonical_url"] = about["canonical"]
    if "new" in about:
        shown["hs_is_new_cookie"] = about["new"]
    if "path" in about:
        shown["hs_is_virtual_url"] = "true"
    if "before" in about:
        shown["hs_is_virtual_referrer"] = "true"
    if "targeted" in about:
        shown["hs_targeted_content_aggregation"] = about["targeted"]
    shown.update((name, value) for name, value in activity.properties.items() if value)
    return _encode(shown).decode()


def _sent(one: occurrence.Occurrence) -> EventRow:
    """An event without a session: sent by an app or a server, or a form."""
    get = one.properties.get
    url = get("hs_page_url", "")
    return EventRow(
        moment=one.at,
        kind="sent",
        hit=one.place,
        event_type=one.event_type,
        event=one.event,
        object_type=one.type,
        object_id=one.id,
        visitor=number_of(one.visitor) if one.visitor else 0,
        page=page_of(url),
        url=url,
        title=get("hs_page_title", ""),
        page_id=get("hs_page_id", ""),
        content_type=get("hs_page_content_type", ""),
        form=get("hs_form_id", ""),
        definition=one.definition,
        value=value_of(get("value", "")),
        details=_encode(one.properties).decode(),
    )


@remembered
def page_of(url: str) -> str:
    """The page as reports name it: scheme, host and path, without query, fragment and trailing slash."""
    parts: SplitResult = split(url)
    if not parts.hostname:
        return ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/') or '/'}"
