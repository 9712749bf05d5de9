"""Defining events, changing and deleting them. A name is given once: what was deleted keeps it."""

from msgspec.structs import replace

from hubstead.crm.object_types.property import Property
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import define
from hubstead.events import draft, wire
from hubstead.events.definition import Definition, Definitions, read_definitions, save
from hubstead.events.standard import DEFAULT_PROPERTIES
from hubstead.kit.errors import Conflict, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

MOST_DEFINITIONS = 500
"""Definitions of an account (as clients report it)."""
RECORD_ID = "hs_object_id"
Changed = tuple[Definitions, Definition]
"""The portal's definitions, for names, and the one that was changed."""


async def create(unit: Unit, given: wire.DefinitionInput) -> Changed:
    """Define an event. Raises `Conflict` for a name that is or was there, `Invalid` for anything else."""
    known = await _held(unit)
    if len(known.live()) >= MOST_DEFINITIONS:
        raise Invalid(f"An account can define {MOST_DEFINITIONS} events. Delete one that is not used.")
    definition = draft.drafted(given, await unit.new_ids(1), unit.now, unit.origin.user_id)
    taken = known.by_name.get(definition.name)
    if taken is not None:
        what = "was deleted; its name cannot be used again" if taken.archived else "exists already"
        raise Conflict(f"The event '{definition.name}' {what}.", context={"name": [definition.name]})
    await _check_matching(unit, definition)
    await save(unit, definition, "CREATE")
    return known, definition


async def update(unit: Unit, spelling: str, given: wire.DefinitionPatch) -> Changed:
    """Change label and description. Raises `NotFound` and `Invalid`."""
    known = await _held(unit)
    definition = known.find(spelling)
    label = definition.label if given.label is None else draft.label_of(given.label)
    description = definition.description if given.description is None else draft.description_of(given.description)
    return known, await _saved(unit, replace(definition, label=label, description=description), "UPDATE")


async def delete(unit: Unit, spelling: str) -> None:
    """Delete an event: it can be sent no more. Raises `NotFound`."""
    definition = (await _held(unit)).find(spelling)
    await _saved(unit, replace(definition, archived=True), "DELETE")


async def add_property(unit: Unit, spelling: str, given: wire.PropertyInput) -> Property:
    """Give an event another property. Raises `NotFound`, `Conflict` and `Invalid`."""
    definition = (await _held(unit)).find(spelling)
    added = draft.property_of(given, unit.now, unit.origin.user_id)
    await _saved(unit, replace(definition, properties=draft.with_property(definition, added)), "UPDATE")
    return added


async def change_property(unit: Unit, spelling: str, name: str, given: wire.PropertyPatch) -> Property:
    """Change label, description and options of a property. Raises `NotFound` and `Invalid`."""
    definition = (await _held(unit)).find(spelling)
    old = _own(definition, name)
    new = replace(
        old,
        label=old.label if given.label is None else draft.label_of(given.label),
        description=old.description if given.description is None else draft.description_of(given.description),
        options=old.options if given.options is None else draft.options_of(old.type, given.options),
        updated_at=unit.now,
    )
    properties = tuple(new if found is old else found for found in definition.properties)
    await _saved(unit, replace(definition, properties=properties), "UPDATE")
    return new


async def remove_property(unit: Unit, spelling: str, name: str) -> None:
    """Take a property from an event. Raises `NotFound` and `Invalid`."""
    definition = (await _held(unit)).find(spelling)
    gone = _own(definition, name)
    if definition.matching and definition.matching.event_property_name == gone.name:
        raise Invalid(
            f"Who did the event is known by '{gone.name}'; it cannot be removed.", context={"name": [gone.name]}
        )
    properties = tuple(found for found in definition.properties if found is not gone)
    await _saved(unit, replace(definition, properties=properties), "UPDATE")


async def _held(unit: Unit) -> Definitions:
    """The definitions as they are in the store now; nobody else changes them until the unit ends."""
    await definitions.hold(unit)
    return await read_definitions(unit)


async def _saved(unit: Unit, definition: Definition, action: str) -> Definition:
    changed = replace(definition, updated_at=unit.now, updated_user_id=unit.origin.user_id)
    await save(unit, changed, action)
    return changed


def _own(definition: Definition, name: str) -> Property:
    for found in definition.properties:
        if found.name == name.lower():
            return found
    if definition.default_properties and name in DEFAULT_PROPERTIES:
        raise Invalid(f"'{name}' is a default property; it cannot be changed.", context={"propertyName": [name]})
    raise NotFound(f"The event has no property '{name[:100]}'", context={"propertyName": [name[:100]]})


async def _check_matching(unit: Unit, definition: Definition) -> None:
    matching = definition.matching
    if matching is None:
        return
    if matching.event_property_name not in definition.all_properties():
        name = matching.event_property_name[:100]
        raise Invalid(f"The event has no property '{name}'", context={"eventPropertyName": [name]})
    target = await define(unit, await resolve(unit, definition.object_type))
    name = matching.target_object_property_name
    if name != RECORD_ID and name not in target.unique:
        raise Invalid(
            f"'{name[:100]}' is not a property of {target.type.plural} with unique values",
            context={"targetObjectPropertyName": [name[:100]]},
        )
