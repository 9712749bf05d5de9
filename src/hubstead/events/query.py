"""What a reader of events asks for: the parameters of `GET /events/v3/events`."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.find import ids_of
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.definition import define
from hubstead.crm.properties.text import is_storable
from hubstead.crm.records.record import as_id, merged_from, merged_into
from hubstead.events.occurrence import Asked
from hubstead.kit.errors import Invalid, Unreadable
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.paging import place_of

Filters = Mapping[str, frozenset[str]]
"""By property the values of which any one will do; all properties must fit."""


class Query(NamedTuple):
    """`asked` of the store; `properties` of the event and of the record that did it are looked at afterwards.

    `descending` is the order of the answer; `rewinding`: the page ends at the cursor, and does not begin there.
    """

    asked: Asked
    properties: Filters
    object_properties: Filters
    type: ObjectType | None
    descending: bool
    rewinding: bool


async def read_query(call: Call, unit: Unit) -> Query:
    """The parameters. Raises `Invalid` for those that contradict each other, `Unreadable` for what is no value."""
    event_type, events = call.one("eventType") or "", tuple(call.many("id"))
    properties, object_properties = _filters(call, "property."), _filters(call, "objectProperty.")
    if not all(map(is_storable, (event_type, *events))):
        raise Unreadable("Unable to parse value for query parameter: eventType or id")
    if (events or properties) and not event_type:
        raise Invalid("To filter by id or by property, name the eventType.", context={"eventType": []})
    type = await resolve(unit, call.one("objectType") or "") if call.one("objectType") else None
    if (call.one("objectId") or object_properties) and type is None:
        raise Invalid("To filter by objectId or by objectProperty, name the objectType.", context={"objectType": []})
    ids, object_properties = await _records(call, unit, type, object_properties)
    descending, rewinding = _descending(call), call.one("before") is not None
    asked = Asked(
        event_type=event_type.lower(),
        events=events,
        type=type.id if type else "",
        ids=tuple(ids) if ids is not None else None,
        since=call.parsed("occurredAfter", parse_datetime),
        until=call.parsed("occurredBefore", parse_datetime),
        place=_place(call, "before" if rewinding else "after"),
        backwards=descending is not rewinding,
    )
    return Query(asked, properties, object_properties, type, descending, rewinding)


def _filters(call: Call, prefix: str) -> Filters:
    """Values as they are, which may have commas in them, and where they have, as lists of values too."""
    return {
        name.removeprefix(prefix).lower(): frozenset((*call.query[name], *call.many(name)))
        for name in call.query
        if name.startswith(prefix)
    }


async def _records(
    call: Call, unit: Unit, type: ObjectType | None, filters: Filters
) -> tuple[list[int] | None, Filters]:
    """The ids of the records, those that were merged into them too; filters on unique properties become ids."""
    found: set[int] | None = None
    given = call.one("objectId")
    if given is not None:
        id = as_id(given)
        if id is None:
            raise Unreadable("Unable to parse value for query parameter: objectId")
        found = {id}
    rest = dict(filters)
    if type is not None and filters:
        definition = await define(unit, type)
        for name in filters.keys() & (definition.unique | {"hs_object_id"}):
            if "" in rest[name]:  # records without a value are not found by it
                continue
            ids = set((await ids_of(unit, definition, sorted(rest.pop(name)), name)).values())
            found = ids if found is None else found & ids
    if found is None or type is None:
        return None, rest
    return await _with_merged(unit, type.id, sorted(found)), rest


async def _with_merged(unit: Unit, type: str, ids: list[int]) -> list[int]:
    heirs = [*ids, *(await merged_into(unit, type, ids)).values()]
    olds = await merged_from(unit, type, heirs)
    return sorted({*heirs, *(old for found in olds.values() for old in found)})


def _descending(call: Call) -> bool:
    """Ascending unless asked otherwise (documented); `occurredAt` is the only field that sorts."""
    words = call.many("sort")
    for word in words:
        if word.lstrip("-+") != "occurredAt" and word.upper() not in ("ASCENDING", "DESCENDING", "ASC", "DESC"):
            raise Invalid(f"Events are sorted by occurredAt, not by '{word[:100]}'", context={"sort": [word[:100]]})
    return any(word.startswith("-") or word.upper().startswith("DESC") for word in words)


def _place(call: Call, name: str) -> tuple[int, int] | None:
    """Where the page begins or ends. Raises `Invalid` for what is no cursor of this list."""
    found = place_of(call, name)
    if found is None:
        return None
    at, number = found
    if not (number.isascii() and number.isdigit() and len(number) <= 19):
        raise Invalid(f"The {name} parameter is not a paging cursor of this list.", context={name: [number[:100]]})
    return at, min(int(number), 2**63 - 1)


def going_on(asked: Asked, place: tuple[int, int]) -> Asked:
    """The same question from another place on."""
    return msgspec.structs.replace(asked, place=place)
