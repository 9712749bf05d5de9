"""Which record an event is about: `objectId`, else `utk`, else `email`; companies also by `domain`."""

from typing import NamedTuple

from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.find import company_of_domain, ids_of
from hubstead.crm.objects.write import changed, made, saved
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.text import is_storable
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, as_id
from hubstead.crm.timeline.event import contact_of
from hubstead.crm.timeline.wire import EventInput
from hubstead.kit.errors import Failure, Invalid
from hubstead.store.engine import Raced
from hubstead.store.unit import Unit

CONTACT, COMPANY = "0-1", "0-2"
EMAIL, DOMAIN = "email", "domain"
LONGEST_UTK = 255


class Whose(NamedTuple):
    """The record, its id (0 while only the browser is known) and the browser's cookie."""

    id: int
    visitor: str


async def stamp(unit: Unit, type_id: str, given: EventInput, values: dict[str, str]) -> Whose:
    """Find the record, set `values` in it, and make a contact for an address that nobody has. Raises `Invalid`.

    An e-mail address beside an id or a cookie becomes that contact's (documented).
    """
    definition = await define(unit, await resolve(unit, type_id))
    values = {name: value for name, value in values.items() if name in definition.properties}
    record, visitor = await _known(unit, definition, given)
    if type_id == CONTACT and given.email:
        values = {EMAIL: given.email, **values}
    if record is None and visitor:
        return Whose(0, visitor)
    if record is None or values:
        record = await _written(unit, definition, record, change.checked(definition, values))
    return Whose(record.id, visitor)


async def _known(unit: Unit, definition: TypeDefinition, given: EventInput) -> tuple[Record | None, str]:
    """The record, as far as there is one, and the browser where that is what named it."""
    type = definition.type
    if given.object_id not in (None, ""):
        found = await _load(unit, type.id, as_id(given.object_id) or 0)
        if found is None:
            raise _nobody(definition, "objectId", str(given.object_id))
        return found, ""
    if type.id == CONTACT and given.utk:
        visitor = _cookie(given.utk)
        return await _load(unit, CONTACT, await contact_of(unit, visitor)), "" if given.email else visitor
    if type.id == CONTACT and given.email:
        address = change.checked(definition, {EMAIL: given.email})[EMAIL]
        return await _load(unit, CONTACT, (await ids_of(unit, definition, [address], EMAIL)).get(address, 0)), ""
    if type.id == COMPANY and given.domain:
        found = await company_of_domain(unit, change.checked(definition, {DOMAIN: given.domain})[DOMAIN])
        if found is None:
            raise _nobody(definition, DOMAIN, given.domain)
        return found, ""
    raise Invalid(
        "One of objectId, utk and email is required." if type.id == CONTACT else "objectId is required.",
        context={"objectType": [type.name]},
    )


async def _load(unit: Unit, type: str, id: int) -> Record | None:
    return (await records.load(unit, type, [id], lock=True)).get(id) if id else None


async def _written(unit: Unit, definition: TypeDefinition, record: Record | None, values: dict[str, str]) -> Record:
    context = await change.context_of(unit, definition)
    if record is None:
        moment = made(unit, context, await unit.new_ids(1), values)
    else:
        moment = changed(unit, context, record, values)
    [outcome] = await saved(unit, definition, [moment])
    if isinstance(outcome, Failure):
        if record is None:
            raise Raced("another unit made this contact meanwhile")
        raise outcome
    return moment.record


def _cookie(utk: str) -> str:
    visitor = utk.strip().lower()
    if len(visitor) > LONGEST_UTK or not is_storable(visitor):
        raise Invalid("The utk is not the value of the cookie hubspotutk.", context={"utk": [utk[:100]]})
    return visitor


def _nobody(definition: TypeDefinition, name: str, value: str) -> Invalid:
    return Invalid(
        f"No {definition.type.singular.lower()} has '{value[:100]}' as its {name}.", context={name: [value[:100]]}
    )
