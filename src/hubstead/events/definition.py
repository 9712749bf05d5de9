"""The definition of an event: an account's own, made once under its name; a name that was deleted never comes back."""

from collections.abc import Mapping

import msgspec

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.text import Coercer
from hubstead.crm.properties.values import compile_coercer
from hubstead.events.standard import DEFAULT_PROPERTIES
from hubstead.kit.errors import NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "event"
OBJECTS = {"CONTACT": "0-1", "COMPANY": "0-2", "DEAL": "0-3", "TICKET": "0-5"}
"""The object types whose records can do something."""


class Matching(msgspec.Struct, frozen=True, rename="camel"):
    """Which property of the event says who did it, and which property of the object it is compared with."""

    event_property_name: str
    target_object_property_name: str


class Definition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An event of an account. `number` is its id; `properties` are its own, besides the default ones; times in ms."""

    name: str
    number: int
    label: str
    description: str = ""
    primary_object: str = "CONTACT"
    default_properties: bool = True
    properties: tuple[Property, ...] = ()
    matching: Matching | None = None
    tracking_type: str = "MANUAL"
    created_at: int = 0
    created_user_id: int = 0
    updated_at: int = 0
    updated_user_id: int = 0
    archived: bool = False

    @property
    def object_type(self) -> str:
        """The id of the object type whose records do this."""
        return OBJECTS[self.primary_object]

    def all_properties(self) -> Mapping[str, Property]:
        """Its own properties and, where it has them, the default ones."""
        own = {found.name: found for found in self.properties}
        return {**(DEFAULT_PROPERTIES if self.default_properties else {}), **own}

    def coercers(self, portal: int) -> Mapping[str, Coercer]:
        """What checks the values of its properties."""
        known = self.all_properties()
        return {name: compile_coercer(found, portal, f"6-{self.number}") for name, found in known.items()}


_decode = msgspec.json.Decoder(Definition).decode


class Definitions:
    """The event definitions of a portal, those that were deleted too."""

    def __init__(self, portal: int, found: Mapping[str, Definition]) -> None:
        self.portal = portal
        self.by_name = found
        self._coercers: dict[str, Mapping[str, Coercer]] = {}

    def full_name(self, definition: Definition) -> str:
        """The name under which events are sent and read: `pe<portal>_<name>`."""
        return f"pe{self.portal}_{definition.name}"

    def live(self) -> list[Definition]:
        """Those that were not deleted, oldest first."""
        return sorted((one for one in self.by_name.values() if not one.archived), key=lambda one: one.number)

    def ever(self, spelling: str) -> Definition | None:
        """By name, full name or id, one that was deleted too."""
        name = spelling.lower().removeprefix(f"pe{self.portal}_")
        return self.by_name.get(name) or self._numbered(spelling)

    def find(self, spelling: str) -> Definition:
        """By name, full name or id. Raises `NotFound`."""
        found = self.ever(spelling)
        if found is None or found.archived:
            raise NotFound(f"There is no event definition '{spelling[:100]}'", context={"eventName": [spelling[:100]]})
        return found

    def coercers(self, definition: Definition) -> Mapping[str, Coercer]:
        """What checks the values of an event's properties, made once."""
        if definition.name not in self._coercers:
            self._coercers[definition.name] = definition.coercers(self.portal)
        return self._coercers[definition.name]

    def _numbered(self, spelling: str) -> Definition | None:
        number = spelling.removeprefix("6-")
        return next((one for one in self.by_name.values() if str(one.number) == number), None)


async def definitions_of(unit: Unit) -> Definitions:
    """The portal's event definitions."""
    return await unit.definition(("events",), lambda: read_definitions(unit))


async def read_definitions(unit: Unit) -> Definitions:
    """The same, as the store has them now."""
    documents = await definitions.documents(unit, KIND, "")
    return Definitions(unit.portal, {name: _decode(document) for name, document in documents.items()})


async def save(unit: Unit, definition: Definition, action: str) -> None:
    """Write a definition."""
    definitions.put(unit, KIND, "", definition.name, msgspec.json.encode(definition))
    await definitions.changed(unit, KIND, "", definition.name, {"action": action})
