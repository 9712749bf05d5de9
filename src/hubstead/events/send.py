"""Taking events that apps send: who did what, checked by the event's definition, all of a request or nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.write import fresh, saved
from hubstead.crm.properties.datetimes import sent_moment
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.text import InvalidValue, is_storable, scalar_text
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.record import as_id
from hubstead.events import occurrence
from hubstead.events.definition import Definition, Definitions, definitions_of
from hubstead.events.occurrence import Occurrence
from hubstead.kit.errors import Failure, Invalid, NotFound
from hubstead.kit.ids import named_uuid
from hubstead.store.engine import Raced
from hubstead.store.unit import Unit

BATCH_LIMIT = 500
MOST_PROPERTIES = 50
LONGEST_VALUE = 1_024
LONGEST_UUID = 255
CONTACT, EMAIL = "0-1", "email"


class EventInput(msgspec.Struct, rename="camel"):
    """An event that happened, and who did it: `objectId`, else `email`, else `utk`, the cookie of a browser."""

    event_name: str
    properties: dict[str, Any] | None = None
    object_id: str | int | None = None
    email: str | None = None
    utk: str | None = None
    occurred_at: str | int | None = None
    uuid: str | None = None


class Batch(msgspec.Struct):
    """Events that happened."""

    inputs: list[EventInput]


async def send(unit: Unit, inputs: Sequence[EventInput]) -> None:
    """Take events. Raises `Invalid` for the first that is not right."""
    if len(inputs) > BATCH_LIMIT:
        raise Invalid(f"At most {BATCH_LIMIT} events can be sent at once, not {len(inputs)}. Split the batch.")
    known = await definitions_of(unit)
    people = People(unit)
    taken: list[Occurrence] = []
    for number, given in enumerate(inputs):
        try:
            taken.append(await _taken(unit, known, people, given))
        except Failure as failure:
            if len(inputs) == 1:
                raise
            raise Invalid(f"Event {number} of the batch: {failure.message}", context=failure.context) from None
    await occurrence.add(unit, taken)


async def _taken(unit: Unit, known: Definitions, people: "People", given: EventInput) -> Occurrence:
    definition = _defined(known, given.event_name)
    properties = _properties(known, definition, given.properties or {})
    id, visitor = await people.who(definition, given, properties)
    return Occurrence(
        event_type=known.full_name(definition),
        event=_uuid(given.uuid) or named_uuid("event", unit.portal, await unit.new_ids(1)),
        at=sent_moment("occurredAt", given.occurred_at, unit.now),
        type=definition.object_type,
        id=id,
        properties=properties,
        visitor=visitor,
    )


def _defined(known: Definitions, name: str) -> Definition:
    """Events are sent by their full name. Another portal's prefix is a 400 (seen by clients)."""
    if name.lower().startswith(f"pe{known.portal}_"):
        try:
            return known.find(name)
        except NotFound:
            pass
    raise Invalid(
        f"There is no event '{name[:100]}'. Events are sent by the fullyQualifiedName of their definition, which "
        f"begins with pe{known.portal}_.",
        context={"eventName": [name[:100]]},
    )


def _properties(known: Definitions, definition: Definition, given: Mapping[str, Any]) -> dict[str, str]:
    """Checked values by name in lower case; of names that are the same then, the last in order counts (documented)."""
    if len(given) > MOST_PROPERTIES:
        raise Invalid(f"An event can be sent with {MOST_PROPERTIES} properties, not {len(given)}.")
    coercers = known.coercers(definition)
    values: dict[str, str] = {}
    for name in sorted(given):
        coerce = coercers.get(name.lower())
        if coerce is None:
            raise _refused(name, f"The event '{known.full_name(definition)}' has no property '{name[:100]}'.")
        try:
            value = coerce(scalar_text(given[name], name))
        except InvalidValue as problem:
            raise _refused(name, problem.message) from None
        if len(value) > LONGEST_VALUE:
            raise _refused(name, f"The value of '{name}' has {len(value)} characters; {LONGEST_VALUE} are allowed.")
        if value:
            values[name.lower()] = value
    return values


def _refused(name: str, message: str) -> Invalid:
    return Invalid(message, context={"propertyName": [name[:100]]})


def _uuid(given: str | None) -> str:
    if given and (len(given) > LONGEST_UUID or not is_storable(given)):
        raise Invalid(f"A uuid has at most {LONGEST_UUID} characters.", context={"uuid": [given[:100]]})
    return given or ""


class People:
    """Who does the events of one request. What was looked up or made is remembered."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._known: dict[tuple[str, str, str], int] = {}

    async def who(self, definition: Definition, given: EventInput, values: Mapping[str, str]) -> tuple[int, str]:
        """The record's id, or 0 and the browser's cookie. Raises `Invalid` where nobody can be named."""
        matching, type = definition.matching, definition.object_type
        if matching:  # it overrides the objectId (documented)
            value = values.get(matching.event_property_name, "")
            return await self._found(type, matching.target_object_property_name, value), ""
        if given.object_id not in (None, ""):
            return await self._found(type, "hs_object_id", str(given.object_id)), ""
        if type == CONTACT and given.email:  # it wins over utk, even when it is not valid (seen by clients)
            return await self._by_email(given.email), ""
        if type == CONTACT and given.utk:
            return await self._by_visitor(given.utk)
        raise Invalid("email, utk, or objectId is required" if type == CONTACT else "objectId is required")

    async def _found(self, type: str, name: str, value: str) -> int:
        key = (type, name, value)
        if key not in self._known:
            definition = await define(self._unit, await resolve(self._unit, type))
            if name == "hs_object_id":
                ids = {value: as_id(value) or 0}
            else:
                ids = await ids_of(self._unit, definition, [value], name)
            found = await records.load(self._unit, type, [ids.get(value, 0)])
            if not found:
                raise Invalid(
                    f"No {definition.type.singular.lower()} has '{value[:100]}' as its {name}.",
                    context={"objectId": [value[:100]]},
                )
            self._known[key] = next(iter(found.values())).id
        return self._known[key]

    async def _by_email(self, email: str) -> int:
        definition = await define(self._unit, await resolve(self._unit, CONTACT))
        address = change.checked(definition, {EMAIL: email})[EMAIL]
        key = (CONTACT, EMAIL, address)
        if key not in self._known:
            ids = await ids_of(self._unit, definition, [address], EMAIL)
            self._known[key] = ids.get(address) or await self._made(definition, address)
        return self._known[key]

    async def _made(self, definition: TypeDefinition, address: str) -> int:
        """An address that nobody has makes a contact (seen by clients)."""
        context = await change.context_of(self._unit, definition)
        moment = fresh(context, await self._unit.new_ids(1), {EMAIL: address})
        [outcome] = await saved(self._unit, definition, [moment])
        if isinstance(outcome, Failure):
            raise Raced("another unit made this contact meanwhile")
        return moment.record.id

    async def _by_visitor(self, utk: str) -> tuple[int, str]:
        """Without a contact it is kept for the browser, until somebody knows whose it is."""
        visitor = utk.strip().lower()
        if len(visitor) > LONGEST_UUID or not is_storable(visitor):
            raise Invalid("The utk is not the value of the cookie hubspotutk.", context={"utk": [utk[:100]]})
        return await occurrence.contact_of(self._unit, visitor), visitor
