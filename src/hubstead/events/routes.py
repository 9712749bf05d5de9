"""Reading events over HTTP."""

from functools import partial
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from hubstead.columns.ask import ask
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.datetimes import format_moment
from hubstead.events.definition import definitions_of
from hubstead.events.find import find
from hubstead.events.occurrence import Occurrence
from hubstead.events.query import Query, read_query
from hubstead.events.standard import ALWAYS, EVENT_TYPES
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.paging import cursor, limit_of, link
from hubstead.web.route import Route

SCOPE = ("business-intelligence", "oauth")
FEATURE = "custom-events"
DEFAULT_LIMIT = 20
PAGE_LIMIT = 1_000


class EventShown(Struct, rename="camel"):
    """An event that happened, and the record that did it."""

    object_type: str
    object_id: str
    event_type: str
    occurred_at: str
    id: str
    properties: dict[str, str]


class Place(Struct):
    """Where another page begins or ends."""

    link: str
    after: str | UnsetType = UNSET
    before: str | UnsetType = UNSET


class Paging(Struct):
    """The pages around this one, where there are any."""

    next: Place | UnsetType = UNSET
    prev: Place | UnsetType = UNSET


class EventsPage(Struct):
    """Some events, and where to go on."""

    results: list[EventShown]
    paging: Paging | UnsetType = UNSET


class EventTypes(Struct, rename="camel"):
    """The names of all events."""

    event_types: list[str]


async def get_page(call: Call) -> Any:
    """A page of events by time, oldest first unless `sort` says otherwise."""
    limit, unit = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), call.reading()
    query = await read_query(call, unit)
    patience = call.rooms.settings.search_patience / 1000
    found = await find(unit, partial(ask, call.rooms.feed, unit.portal, patience=patience, lag=0.0), query, limit + 1)
    more, page = len(found) > limit, found[:limit]
    if query.rewinding:
        page.reverse()
    names = set(call.many("properties"))
    results = [await _shown(unit, one, names) for one in page]
    return EventsPage(results, _paging(call, query, page, more))


async def get_types(call: Call) -> Any:
    """The names of all events: those that every account has, and the account's own."""
    known = await definitions_of(call.reading())
    return EventTypes([*EVENT_TYPES, *(known.full_name(one) for one in known.live())])


async def _shown(unit: Unit, one: Occurrence, names: set[str]) -> EventShown:
    known = {**dict.fromkeys(ALWAYS.get(one.event_type, ()), ""), **one.properties}
    properties = {name: value for name, value in known.items() if not names or name in names}
    return EventShown(
        await _type_name(unit, one.type), str(one.id), one.event_type, format_moment(one.at), one.event, properties
    )


async def _type_name(unit: Unit, type: str) -> str:
    """`CONTACT`; the id where the object type is gone."""
    try:
        return (await resolve(unit, type)).fully_qualified_name
    except Invalid:
        return type


def _paging(call: Call, query: Query, page: list[Occurrence], more: bool) -> Paging | UnsetType:
    later = more or query.rewinding
    earlier = query.asked.place is not None and (more or not query.rewinding)
    if not page or not (later or earlier):
        return UNSET
    first, last = cursor(page[0].at, str(page[0].place)), cursor(page[-1].at, str(page[-1].place))
    return Paging(
        Place(link(call, "after", last), after=last) if later else UNSET,
        Place(link(call, "before", first), before=first) if earlier else UNSET,
    )


QUERY = (
    "objectType", "objectId", "objectProperty.{propname}", "eventType", "property.{propname}", "occurredAfter",
    "occurredBefore", "id", "properties", "after", "before", "sort", "limit",
)  # fmt: skip
ROUTES = tuple(
    route
    for base in ("/events/events", "/events/event-occurrences")
    for route in (
        Route("GET", base, get_page, SCOPE, "List events", answer=EventsPage, query=QUERY, feature=FEATURE),
        Route("GET", base + "/event-types", get_types, SCOPE, "List the names of events", answer=EventTypes,
              feature=FEATURE),
    )
)  # fmt: skip
"""The dated versions have another path for the same."""
