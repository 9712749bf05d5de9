"""What visitors did, as the column store takes it: visitors, their sessions, and what happened in them.

It comes as whole sessions. One that grew replaces what it was before, so doing it again changes nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, Protocol

import msgspec

from hubstead.store.engine import Fact

TABLES = (
    "events",
    "sessions",
    "visitors",
    "pages",
    "daily_sources",
    "daily_countries",
    "daily_utm",
    "daily_devices",
    "daily_pages",
    "daily_page_sources",
    "daily_page_devices",
    "daily_forms",
    "daily_events",
)
"""What a portal has; docs/architecture.md says what stands in them."""
OF_SESSION: Mapping[str, str] = {
    "visits": "1",
    "visitors": "fresh::INT",
    "raw_views": "page_views",
    "standard_views": "page_views",
    "bounces": "bounce::INT",
    "exits": "(page_views > 0)::INT",
    "seconds": "seconds",
    "submissions": "submissions",
    "events": "events",
    "cta_views": "cta_views",
    "cta_clicks": "cta_clicks",
}
"""What a session adds to each daily sum of sessions, in SQL."""
VIEW = "kind = 'page_view'"
OF_PAGE: Mapping[str, str] = {
    "raw_views": f"({VIEW})::INT",
    "standard_views": f"({VIEW})::INT",
    "fresh_views": f"({VIEW} AND fresh)::INT",
    "entrances": "entrance::INT",
    "exits": "leave::INT",
    "seconds": f"if({VIEW}, seconds, 0)",
    "page_bounces": "bounce::INT",
    "cta_views": "(kind = 'cta_view')::INT",
    "cta_clicks": "(kind = 'cta_click')::INT",
    "submissions": "(kind = 'form_submission')::INT",
}
"""What an event adds to each daily sum of pages."""


@lru_cache(maxsize=50_000)
def number_of(utk: str) -> int:
    """The number of a visitor: below 2^56, and the same wherever it is asked for. Columns compare numbers quicker."""
    return int.from_bytes(blake2b(utk.encode(), digest_size=7).digest())


class VisitorRow(msgspec.Struct, frozen=True):
    """A visitor. Those with one `person` are one person; `contact` is 0 for an anonymous one; `first` is when its first
    session began (ms), 0 without one."""

    utk: str
    visitor: int
    contact: int
    person: int
    first: int


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened at a `moment` (ms). See the table of events in docs/architecture.md for the members.

    `session` is the start of its session, 0 without one. `event` is the id of one that was sent through the API.
    """

    moment: int
    kind: str
    hit: int
    event_type: str = ""
    event: str = ""
    object_type: str = "0-1"
    object_id: int = 0
    visitor: int = 0
    session: int = 0
    page: str = ""
    url: str = ""
    title: str = ""
    page_id: str = ""
    content_type: str = ""
    content_group: str = ""
    form: str = ""
    definition: int = 0
    entrance: bool = False
    leave: bool = False
    seconds: int = 0
    bounce: bool = False
    value: float = 0.0
    details: str = "{}"


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session of a visitor, whole: times in ms, `seconds` from its start to its last activity."""

    visitor: int
    started: int
    ended: int
    source: str
    detail_1: str = ""
    detail_2: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    device: str = ""
    browser: str = ""
    version: str = ""
    system: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_term: str = ""
    utm_content: str = ""
    first_url: str = ""
    last_url: str = ""
    first_page: str = ""
    referrer: str = ""
    page_views: int = 0
    events: int = 0
    submissions: int = 0
    cta_views: int = 0
    cta_clicks: int = 0
    seconds: int = 0
    bounce: bool = False


class Traffic(NamedTuple):
    """What changed in a portal: the newest state of visitors and sessions, and events that were sent without one.

    `replaced` are the sessions (visitor, start) whose former state goes, those that are there no more too; `gone` are
    visitors that were erased, `erased` the records (object type, id) that were. `anew`: what was known before goes.
    Days begin by `zone`, an IANA name.
    """

    portal: int
    zone: str
    visitors: Sequence[VisitorRow] = ()
    sessions: Sequence[SessionRow] = ()
    events: Sequence[EventRow] = ()
    replaced: Sequence[tuple[int, int]] = ()
    gone: Sequence[int] = ()
    erased: Sequence[tuple[str, int]] = ()
    anew: bool = False

    def is_empty(self) -> bool:
        """Whether nothing but the time zone is told."""
        return not any(self[2:-1])


Breathe = Callable[[], Awaitable[None]]
"""Leaves the event loop to the requests for a moment."""


class TrafficSource(Protocol):
    """Where the feed gets traffic from: a room above, which knows what the truth store has of it."""

    def concerns(self, fact: Fact) -> bool:
        """Whether a fact tells of traffic."""

    def changed(self, portal: int, facts: Sequence[Fact], breathe: Breathe) -> AsyncIterator[Traffic]:
        """What these facts of a portal tell, as it is now; to be taken together. It breathes between pieces of work."""
        ...

    def whole(self, portal: int) -> AsyncIterator[Traffic]:
        """All of a portal, in parts."""
        ...

    async def portals(self) -> Sequence[int]:
        """The portals that have any."""
        ...

    async def settled(self, patience: float) -> None:
        """Wait until facts tell of all that was acknowledged before, at most so many seconds."""
        ...
