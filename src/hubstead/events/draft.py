"""From what a client asks for to a definition of an event, with every rule that it has to keep."""

import re
from collections.abc import Iterable, Sequence

from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.properties.text import is_storable, shown
from hubstead.events.definition import OBJECTS, Definition
from hubstead.events.wire import DefinitionInput, PropertyInput
from hubstead.kit.errors import Conflict, Invalid

LONGEST_LABEL = 100
LONGEST_NAME = 50
MOST_PROPERTIES = 50
"""Properties of its own that an event can have: so many fit into one completion (documented)."""
FIELD_TYPES = {"string": "text", "number": "number", "enumeration": "select", "datetime": "date"}
"""The types that properties of events can have, and how each is shown."""
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_PROPERTY_NAME = re.compile(r"[a-z][a-z0-9_]*")


def drafted(given: DefinitionInput, number: int, now: int, user_id: int) -> Definition:
    """A new event as it was asked for. Raises `Invalid`."""
    primary_object = (given.primary_object or "CONTACT").upper()
    if primary_object not in OBJECTS:
        raise Invalid(
            f"primaryObject '{primary_object[:100]}' is not one of: {', '.join(OBJECTS)}",
            context={"primaryObject": [primary_object[:100]]},
        )
    return Definition(
        name=event_name(given.name, given.label),
        number=number,
        label=label_of(given.label),
        description=description_of(given.description or ""),
        primary_object=primary_object,
        default_properties=given.include_default_properties,
        properties=_properties(given.property_definitions or (), now, user_id),
        matching=given.custom_matching_id.primary_object_rule if given.custom_matching_id else None,
        created_at=now,
        created_user_id=user_id,
        updated_at=now,
        updated_user_id=user_id,
    )


def event_name(name: str | None, label: str) -> str:
    """The name as it was given, or as it follows from the label. Raises `Invalid`."""
    made = (name or _made_of(label))[: LONGEST_NAME + 1]
    if not _NAME.fullmatch(made) or len(made) > LONGEST_NAME:
        raise Invalid(
            f"'{made}' is not a valid event name. It starts with a letter, has only lower-case letters, digits, "
            f"underscores and hyphens, and at most {LONGEST_NAME} characters.",
            context={"name": [made]},
        )
    return made


def label_of(label: str) -> str:
    """A label. Raises `Invalid` for an empty or a long one, and for what cannot be stored."""
    if not label.strip() or len(label) > LONGEST_LABEL:
        raise Invalid(f"A label has 1 to {LONGEST_LABEL} characters.", context={"label": [label[:LONGEST_LABEL]]})
    return _storable("label", label)


def description_of(description: str) -> str:
    """A description. Raises `Invalid` for what cannot be stored."""
    return _storable("description", description)


def property_of(given: PropertyInput, now: int, user_id: int) -> Property:
    """A property of an event. Raises `Invalid`."""
    name = (given.name or _made_of(given.label)).lower()
    if not _PROPERTY_NAME.fullmatch(name) or len(name) > LONGEST_LABEL or name.startswith("hs_"):
        raise Invalid(
            f"'{name[:LONGEST_LABEL]}' is not a valid property name. It starts with a letter, but not with hs_, and "
            "has only letters, digits and underscores.",
            context={"name": [name[:LONGEST_LABEL]]},
        )
    if given.type not in FIELD_TYPES:
        raise Invalid(
            f"Property type '{given.type[:100]}' is not one of the allowed types: [{', '.join(FIELD_TYPES)}]",
            context={"type": [given.type[:100]]},
        )
    user = str(user_id) if user_id else None
    return Property(
        name=name,
        label=label_of(given.label),
        type=given.type,
        field_type=FIELD_TYPES[given.type],
        group_name="event_information",
        description=description_of(given.description or ""),
        options=options_of(given.type, given.options or ()),
        created_at=now,
        updated_at=now,
        created_user_id=user,
        updated_user_id=user,
    )


def options_of(type: str, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options of an enumeration. Raises `Invalid` where there are none, or are some that should not be."""
    values = [option.value for option in options]
    if (type == "enumeration") != bool(values):
        raise Invalid("An enumeration needs options, and only an enumeration has them.", context={"type": [type]})
    if len(set(values)) < len(values) or any(not value or ";" in value for value in values):
        raise Invalid("Option values must be unique, not empty, and without semicolons.", context={"options": values})
    for option in options:
        _storable("options", f"{option.label}{option.value}{option.description or ''}")
    return tuple(options)


def with_property(definition: Definition, added: Property) -> tuple[Property, ...]:
    """The properties with one more. Raises `Conflict` for a name that is taken, `Invalid` when there are too many."""
    if added.name in definition.all_properties():
        raise Conflict(f"The event has a property '{added.name}' already.", context={"name": [added.name]})
    return _counted((*definition.properties, added))


def _properties(given: Iterable[PropertyInput], now: int, user_id: int) -> tuple[Property, ...]:
    made = {found.name: found for found in (property_of(one, now, user_id) for one in given)}
    return _counted(tuple(made.values()))


def _counted(properties: tuple[Property, ...]) -> tuple[Property, ...]:
    if len(properties) > MOST_PROPERTIES:
        raise Invalid(f"An event can have {MOST_PROPERTIES} properties of its own, not {len(properties)}.")
    return properties


def _storable(name: str, text: str) -> str:
    if not is_storable(text):
        raise Invalid(f"The {name} must not have NUL characters.", context={name: [shown(text)]})
    return text


def _made_of(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:LONGEST_NAME]
