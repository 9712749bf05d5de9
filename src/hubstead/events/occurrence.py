"""What happened: occurrences of events.

Those that apps, servers and forms send stand in the truth store, those of browsers in its visits. The column store has
both, and all are read from there.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import msgspec

from hubstead.events import browsers
from hubstead.events.definition import KIND
from hubstead.store.engine import Engine, Fact, Row
from hubstead.store.tables import EVENT_OCCURRENCE
from hubstead.store.unit import Unit

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """An event that happened `at` (ms); `event` is its id, unique under its `event_type`.

    `type` and `id` are the record that did it; `id` is 0 while only the browser is known, by its cookie `visitor`.
    `definition` is the number of the account's own event, 0 for another one.
    """

    event_type: str
    event: str
    at: int
    type: str
    id: int
    properties: Mapping[str, str]
    visitor: str = ""
    definition: int = 0
    number: int = 0

    @property
    def place(self) -> int:
        """Orders occurrences of one moment."""
        if self.number:
            return self.number
        return int.from_bytes(blake2b(f"{self.event_type}/{self.event}".encode(), digest_size=8).digest()) >> 1


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which occurrences: every member that is given must fit. Times in ms, `since` and `until` included.

    `besides` are types that are left out; `about_email` says whether the type must have to do with e-mail or must not.
    `ids` are those of records; `place` is where a page goes on from, in the order of moment and number, forward or
    `backwards`.
    """

    event_type: str = ""
    besides: tuple[str, ...] = ()
    about_email: bool | None = None
    events: tuple[str, ...] = ()
    type: str = ""
    ids: tuple[int, ...] | None = None
    since: int | None = None
    until: int | None = None
    place: tuple[int, int] | None = None
    backwards: bool = False


Ask = Callable[[str, Sequence[object]], Awaitable[list[tuple[Any, ...]]]]
"""Asks the columns of the portal (`columns.ask`)."""
SENT = "events.sent"
"""The fact that events were sent: the type and the id of each are its body."""
_AT_ONCE = 5_000


async def add(unit: Unit, occurrences: Iterable[Occurrence]) -> None:
    """Write occurrences at the end of the unit; one that is there already stays as it is."""
    by_type: dict[str, dict[str, Occurrence]] = {}
    for one in occurrences:
        by_type.setdefault(one.event_type, {}).setdefault(one.event, one)
    added: list[tuple[str, str]] = []
    for event_type, new in by_type.items():
        known = await _known(unit, event_type, list(new))
        for event, one in new.items():
            if event not in known:
                document = _encode(one.properties).decode()
                row = (unit.portal, event_type, event, one.at, one.type, one.id, one.visitor, document)
                unit.put(EVENT_OCCURRENCE, row)
                added.append((event_type, event))
    if added:
        unit.happened(SENT, "", 0, _encode(added).decode())


async def _known(unit: Unit, event_type: str, events: list[str]) -> set[str]:
    sql = "SELECT event FROM event_occurrence WHERE portal = ?1 AND event_type = ?2 AND event = ANY_TEXT(?3)"
    return {row[0] for row in await unit.rows(sql, event_type, events)}


_COLUMNS = "SELECT event_type, event, at, type, id, visitor, document FROM event_occurrence WHERE portal = ?1 AND "


async def sent(store: Engine, portal: int, facts: Sequence[Fact]) -> list[Occurrence]:
    """The occurrences that facts tell of, those that are still there."""
    by_type: dict[str, list[str]] = {}
    for fact in facts:
        for event_type, event in msgspec.json.decode(fact.body, type=list[tuple[str, str]]):
            by_type.setdefault(event_type, []).append(event)
    if not by_type:
        return []
    numbers = await _numbers(store, portal)
    sql = _COLUMNS + "event_type = ?2 AND event = ANY_TEXT(?3)"
    return [
        _occurrence(row, numbers)
        for event_type, events in by_type.items()
        for row in await store.rows(sql, portal, event_type, events)
    ]


async def every(store: Engine, portal: int) -> AsyncIterator[list[Occurrence]]:
    """All that were sent, in parts."""
    numbers = await _numbers(store, portal)
    sql = _COLUMNS + "(event_type, event) > (?2, ?3) ORDER BY event_type, event LIMIT ?4"
    after = ("", "")
    while rows := await store.rows(sql, portal, *after, _AT_ONCE):
        yield [_occurrence(row, numbers) for row in rows]
        after = rows[-1][0], rows[-1][1]


async def _numbers(store: Engine, portal: int) -> dict[str, int]:
    """The numbers of the account's own events, by full name."""
    rows = await store.rows("SELECT name, document FROM definition WHERE portal = ?1 AND kind = ?2", portal, KIND)
    return {f"pe{portal}_{name}": msgspec.json.decode(document, type=_Numbered).number for name, document in rows}


class _Numbered(msgspec.Struct):
    number: int


def _occurrence(row: Row, numbers: Mapping[str, int]) -> Occurrence:
    event_type, event, at, type, id, visitor, document = row
    return Occurrence(
        event_type=event_type,
        event=event,
        at=at,
        type=type,
        id=id,
        properties=_decode(document),
        visitor=visitor,
        definition=numbers.get(event_type, 0),
    )


async def read(ask: Ask, asked: Asked, limit: int) -> list[Occurrence]:
    """The next occurrences. Those of browsers whose contact is not known are not there.

    What was sent for records and what browsers did are looked for apart: together they could only be found by looking
    at every row.
    """
    values: list[object] = []

    def bound(value: object) -> str:
        values.append(value)
        return f"${len(values)}"

    way = "DESC" if asked.backwards else "ASC"
    order = f"ORDER BY e.moment {way}, e.hit {way}"
    fits = " AND ".join(_conditions(asked, bound))
    among = "> 0" if asked.ids is None else f"IN (SELECT unnest({bound(list(asked.ids))}::BIGINT[]))"
    page = f"{fits} {order} LIMIT {limit:d}"
    sql = (
        "WITH page AS (SELECT * FROM ("
        f"(SELECT e.*, e.object_id AS contact FROM {{events}} AS e WHERE e.object_id {among} AND {page}) UNION ALL "
        f"(SELECT e.*, v.contact FROM {{events}} AS e JOIN {{visitors}} AS v ON v.visitor = e.visitor "
        f"WHERE v.contact {among} AND e.object_id = 0 AND {page})) AS e {order} LIMIT {limit:d}) "
        "SELECT e.event_type, e.event, e.moment, e.object_type, e.contact, e.hit, e.details, "
        f"{browsers.COLUMNS} FROM page AS e "
        f"LEFT JOIN {{sessions}} AS s ON s.visitor = e.visitor AND s.started = e.session {order}"
    )
    return [_found(row) for row in await ask(sql, values)]


_Bound = Callable[[object], str]
"""Answers the place of a value in the text."""


def _conditions(asked: Asked, bound: _Bound) -> Iterator[str]:
    yield "e.event_type <> ''"
    if asked.event_type:
        yield f"e.event_type = {bound(asked.event_type)}"
    if asked.besides:
        yield f"NOT list_contains({bound(list(asked.besides))}::VARCHAR[], e.event_type)"
    if asked.about_email is not None:
        # What browsers tell is not. Among "sent", there is little to look at.
        yield f"{'' if asked.about_email else 'NOT '}(e.kind = 'sent' AND contains(e.event_type, 'email'))"
    if asked.events:
        hits = [found for event in asked.events if (found := browsers.numbers_of(event))]
        places = ", ".join(f"({visitor}, {hit}, {at})" for visitor, hit, at in hits)
        of_browsers = f" OR (e.visitor, e.hit, e.moment) IN ({places})" if hits else ""
        yield f"((e.event <> '' AND e.event IN (SELECT unnest({bound(list(asked.events))}))){of_browsers})"
    if asked.type:
        yield f"e.object_type = {bound(asked.type)}"
    if asked.since is not None:
        yield f"e.moment >= {bound(asked.since)}"
    if asked.until is not None:
        yield f"e.moment <= {bound(asked.until)}"
    if asked.place is not None:
        sign = "<" if asked.backwards else ">"
        at, number = map(bound, asked.place)
        yield f"(e.moment {sign} {at} OR (e.moment = {at} AND e.hit {sign} {number}))"


def _found(row: tuple[Any, ...]) -> Occurrence:
    event_type, event, at, type, id, hit, details = row[:7]
    seen = browsers.Seen(*row[7:])
    return Occurrence(
        event_type=event_type,
        event=event or browsers.event_id(seen.visitor, hit, at),
        at=at,
        type=type,
        id=id,
        properties=_decode(details) if event else browsers.properties(seen, at, _decode(details)),
        number=hit,
    )


async def forget(unit: Unit, type: str, id: int, visitors: Sequence[str]) -> None:
    """Erase what a record did, and what browsers did that are it."""
    gone = "DELETE FROM event_occurrence WHERE portal = ?1 AND "
    await unit.rows(gone + "type = ?2 AND id = ?3 RETURNING event", type, id)
    await unit.rows(gone + "visitor <> '' AND visitor = ANY_TEXT(?2) RETURNING event", visitors)


async def contact_of(unit: Unit, visitor: str) -> int:
    """The contact behind a browser; 0 while nobody knows."""
    rows = await unit.rows("SELECT contact FROM visitor WHERE portal = ?1 AND utk = ?2", visitor)
    return int(rows[0][0]) if rows else 0
