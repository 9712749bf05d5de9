"""One object type of one portal with its properties, compiled: what every read and write of a record consults."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.stage_properties import default_stage_properties
from hubstead.crm.properties.text import Coercer, InvalidValue
from hubstead.crm.properties.values import compile_coercer
from hubstead.store import definitions
from hubstead.store.unit import Unit

T = TypeVar("T")
KIND = "property"
_decode = msgspec.json.Decoder(Property).decode


class TypeDefinition:
    """An object type, its live properties by name, and what is compiled of them on first use."""

    def __init__(self, portal: int, type: ObjectType, properties: Mapping[str, Property]) -> None:
        self.portal = portal
        self.type = type
        self.all_properties = properties
        self.properties = {name: found for name, found in properties.items() if not found.archived}
        self.unique = frozenset(name for name, found in self.properties.items() if found.has_unique_value)
        self.always = frozenset((type.create_date_property, type.modified_date_property, "hs_object_id"))
        self.coercers: dict[str, Coercer] = _Coercers(self)
        self._plans: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._kept: dict[str, Any] = {}

    def coercer(self, name: str) -> Coercer:
        """The checker of a property's values. Raises `KeyError` for an unknown property."""
        return self.coercers[name]

    def compiled(self, property: Property) -> Coercer:
        """A property's checker, made anew."""
        if property.read_only_value or property.calculated:
            return _read_only(property.name)
        if property.name in (self.type.pipeline_property, self.type.stage_property):
            property = msgspec.structs.replace(property, options=())  # pipelines say what is allowed
        return compile_coercer(property, self.portal, self.type.id)

    def plan(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The names that an answer shows, sorted: those asked for that exist (none: the default set), and the ids and
        dates that are always there."""
        plan = self._plans.get(names)
        if plan is None:
            wanted: Iterable[str] = names or self.type.default_read_properties
            plan = tuple(sorted(self.always.union(name for name in wanted if name in self.properties)))
            if len(self._plans) < 1_000:
                self._plans[names] = plan
        return plan

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Something another room compiles of this definition, made once."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(T, self._kept[name])


class _Coercers(dict[str, Coercer]):
    """Checkers by property name, each compiled when it is first looked up."""

    def __init__(self, definition: TypeDefinition) -> None:
        super().__init__()
        self._definition = definition

    def __missing__(self, name: str) -> Coercer:
        found = self[name] = self._definition.compiled(self._definition.properties[name])
        return found


def _read_only(name: str) -> Coercer:
    def refuse(_: object) -> str:
        message = f'"{name}" is a read only property; its value cannot be set.'
        raise InvalidValue("READ_ONLY_VALUE", message, name)

    return refuse


async def define(unit: Unit, type: ObjectType) -> TypeDefinition:
    """The compiled definition of a type: the shared defaults with the portal's own properties laid over them."""

    async def make() -> TypeDefinition:
        return TypeDefinition(unit.portal, type, await properties_of(unit, type))

    return await unit.definition(("properties", type.id), make)


async def properties_of(unit: Unit, type: ObjectType) -> dict[str, Property]:
    """All properties of a type, archived ones too, as the store has them now."""
    own = await definitions.documents(unit, KIND, type.id)
    return {**_defaults(type), **{name: _decode(document) for name, document in own.items()}}


def _defaults(type: ObjectType) -> Mapping[str, Property]:
    if type.custom:
        return catalog.custom_defaults(type.name).properties
    return {**default_stage_properties(type.id), **catalog.default_properties(type.id)}
