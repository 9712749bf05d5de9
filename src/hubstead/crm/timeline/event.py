"""Events on the timelines of records, in the truth store."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from hubstead.store.tables import TIMELINE_EVENT
from hubstead.store.unit import Unit

_COLUMNS = (
    "SELECT e.template, e.event, e.at, e.type, CASE WHEN e.id > 0 THEN e.id ELSE COALESCE(v.contact, 0) END, "
    "e.visitor, e.document FROM timeline_event AS e LEFT JOIN visitor AS v "
    "ON v.portal = e.portal AND v.utk = e.visitor AND e.visitor <> '' AND e.id = 0 WHERE e.portal = ?1 AND "
)


class Given(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What an app says of an event, as it was sent; `frame` is its `timelineIFrame`. Times in ms."""

    tokens: Mapping[str, str]
    created_at: int
    email: str = ""
    domain: str = ""
    extra_data: Any = None
    frame: dict[str, Any] | None = None


class Event(NamedTuple):
    """An event that happened `at` (ms); `event` is its id, unique under its template.

    `type` and `id` are the record that it is about; `id` is 0 while only the browser is known, by its cookie `visitor`.
    """

    template: int
    event: str
    at: int
    type: str
    id: int
    visitor: str
    given: Given


_decode = msgspec.json.Decoder(Given).decode


def save(unit: Unit, event: Event) -> None:
    """Write an event, in the place of an older one with the same id, and the fact of it."""
    document = msgspec.json.encode(event.given).decode()
    key = (unit.portal, event.template, event.event)
    unit.put(TIMELINE_EVENT, (*key, event.at, event.type, event.id, event.visitor, document))
    about = {"template": event.template, "event": event.event}
    unit.happened("timeline.event", event.type, event.id, msgspec.json.encode(about).decode())


async def find(unit: Unit, template: int, event: str) -> Event | None:
    """An event by its id; one of a browser is its contact's as soon as somebody knows whose it is."""
    rows = await unit.rows(f"{_COLUMNS}e.template = ?2 AND e.event = ?3", template, event)
    return next((Event._make((*row[:-1], _decode(row[-1]))) for row in rows), None)


async def contact_of(unit: Unit, visitor: str) -> int:
    """The contact behind a browser; 0 while nobody knows."""
    rows = await unit.rows("SELECT contact FROM visitor WHERE portal = ?1 AND utk = ?2", visitor)
    return int(rows[0][0]) if rows else 0
