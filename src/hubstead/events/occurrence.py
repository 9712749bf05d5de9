"""What happened: occurrences of events in the truth store."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from hubstead.store.tables import EVENT_OCCURRENCE
from hubstead.store.unit import Unit

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str]).decode


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """An event that happened `at` (ms); `event` is its id, unique under its `event_type`.

    `type` and `id` are the record that did it; `id` is 0 while only the browser is known, by its cookie `visitor`.
    """

    event_type: str
    event: str
    at: int
    type: str
    id: int
    properties: Mapping[str, str]
    visitor: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which occurrences: every member that is given must fit. Times in ms, `since` and `until` included.

    `ids` are those of records, and `visitors` their browsers; `place` is where a page goes on from, in the order of
    `at` and `event`, forward or `backwards`.
    """

    event_type: str = ""
    events: tuple[str, ...] = ()
    type: str = ""
    ids: tuple[int, ...] | None = None
    visitors: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    place: tuple[int, str] | None = None
    backwards: bool = False


async def add(unit: Unit, occurrences: Iterable[Occurrence]) -> None:
    """Write occurrences at the end of the unit; one that is there already stays as it is."""
    by_type: dict[str, dict[str, Occurrence]] = {}
    for one in occurrences:
        by_type.setdefault(one.event_type, {}).setdefault(one.event, one)
    for event_type, new in by_type.items():
        known = await _known(unit, event_type, list(new))
        for event, one in new.items():
            if event not in known:
                document = _encode(one.properties).decode()
                row = (unit.portal, event_type, event, one.at, one.type, one.id, one.visitor, document)
                unit.put(EVENT_OCCURRENCE, row)


async def _known(unit: Unit, event_type: str, events: list[str]) -> set[str]:
    sql = "SELECT event FROM event_occurrence WHERE portal = ?1 AND event_type = ?2 AND event = ANY_TEXT(?3)"
    return {row[0] for row in await unit.rows(sql, event_type, events)}


async def read(unit: Unit, asked: Asked, limit: int) -> list[Occurrence]:
    """The next occurrences. Those of browsers whose contact is not known are not there."""
    question = _Question()
    source = question.source(asked)
    conditions = question.conditions(asked)
    order = "DESC" if asked.backwards else "ASC"
    sql = (
        f"{source.before}SELECT o.event_type, o.event, o.at, o.type, CASE WHEN o.id > 0 THEN o.id ELSE v.contact END, "
        f"o.visitor, o.document FROM {source.tables} LEFT JOIN visitor AS v "
        "ON v.portal = o.portal AND v.utk = o.visitor AND v.contact > 0 AND o.id = 0 "
        f"WHERE o.portal = ?1 AND (o.id > 0 OR v.contact > 0){source.joined}{conditions} "
        f"ORDER BY o.at {order}, o.event {order} LIMIT {question.bound(limit)}"
    )
    rows = await unit.rows(sql, *question.args)
    return [
        Occurrence(event_type=r[0], event=r[1], at=r[2], type=r[3], id=r[4], visitor=r[5], properties=_decode(r[6]))
        for r in rows
    ]


class _Source(NamedTuple):
    before: str
    tables: str
    joined: str


class _Question:
    """Puts the statement of one read together; `args` are bound from `?2` on."""

    def __init__(self) -> None:
        self.args: list[object] = []

    def bound(self, value: object) -> str:
        """The place of a value."""
        self.args.append(value)
        return f"?{len(self.args) + 1}"

    def source(self, asked: Asked) -> _Source:
        """Where to look. What single records did, and single events, are few rows: their keys are gathered first, by an
        index of their own. SQLite knows no counts and would rather walk all events in the order that is asked for."""
        keys = "SELECT event_type, event FROM event_occurrence WHERE portal = ?1 AND "
        if asked.events:
            events = self.bound(list(asked.events))
            picked = f"{keys}event_type = {self.bound(asked.event_type)} AND event = ANY_TEXT({events})"
        elif asked.ids is not None:
            picked = f"{keys}type = {self.bound(asked.type)} AND id = ANY({self.bound(list(asked.ids))})"
        else:
            return _Source("", "event_occurrence AS o", "")
        if asked.visitors and not asked.events:
            visitors = self.bound(list(asked.visitors))
            picked += f" UNION {keys}visitor <> '' AND visitor = ANY_TEXT({visitors})"
        return _Source(
            f"WITH picked AS MATERIALIZED ({picked}) ",
            "picked CROSS JOIN event_occurrence AS o",
            " AND o.event_type = picked.event_type AND o.event = picked.event",
        )

    def conditions(self, asked: Asked) -> str:
        """What else must fit."""
        parts: list[str] = []
        if asked.event_type:
            parts.append(f"o.event_type = {self.bound(asked.event_type)}")
        if asked.type:
            parts.append(f"o.type = {self.bound(asked.type)}")
        if asked.ids is not None:
            ids = self.bound(list(asked.ids))
            parts.append(f"(o.id = ANY({ids}) OR v.contact = ANY({ids}))")
        if asked.since is not None:
            parts.append(f"o.at >= {self.bound(asked.since)}")
        if asked.until is not None:
            parts.append(f"o.at <= {self.bound(asked.until)}")
        if asked.place is not None:
            sign = "<" if asked.backwards else ">"
            parts.append(f"(o.at, o.event) {sign} ({self.bound(asked.place[0])}, {self.bound(asked.place[1])})")
        return "".join(f" AND {part}" for part in parts)


async def forget(unit: Unit, type: str, id: int, visitors: Sequence[str]) -> None:
    """Erase what a record did, and what browsers did that are it."""
    gone = "DELETE FROM event_occurrence WHERE portal = ?1 AND "
    await unit.rows(gone + "type = ?2 AND id = ?3 RETURNING event", type, id)
    await unit.rows(gone + "visitor <> '' AND visitor = ANY_TEXT(?2) RETURNING event", visitors)


async def visitors_of(unit: Unit, contacts: Sequence[int]) -> tuple[str, ...]:
    """The browsers of contacts, as the tracking code knows them."""
    sql = "SELECT utk FROM visitor WHERE portal = ?1 AND contact = ANY(?2)"
    return tuple(row[0] for row in await unit.rows(sql, contacts))


async def contact_of(unit: Unit, visitor: str) -> int:
    """The contact behind a browser; 0 while nobody knows."""
    rows = await unit.rows("SELECT contact FROM visitor WHERE portal = ?1 AND utk = ?2", visitor)
    return int(rows[0][0]) if rows else 0
