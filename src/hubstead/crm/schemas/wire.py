"""HubSpot's JSON for schemas, both ways."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hubstead.crm.associations.definition import Label
from hubstead.crm.associations.kinds import HUBSPOT_DEFINED, Kind
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.properties import wire as properties
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.schemas.schema import Schema

_TYPE_ID = re.compile(r"[0-9]+-[0-9]+")


class Labels(msgspec.Struct):
    """What people call one of them, and several."""

    singular: str | None = None
    plural: str | None = None


class PropertyInput(msgspec.Struct, rename="camel"):
    """A property that is made with its schema. Without a group it goes into the schema's own."""

    name: str
    label: str
    type: str
    field_type: str
    group_name: str | None = None
    description: str | None = None
    options: list[Option] | None = None
    display_order: int | None = None
    has_unique_value: bool | None = None
    hidden: bool | None = None
    form_field: bool | None = None
    referenced_object_type: str | None = None
    number_display_hint: str | None = None
    text_display_hint: str | None = None
    show_currency_symbol: bool | None = None


class SchemaInput(msgspec.Struct, rename="camel"):
    """A custom object to make."""

    name: str
    labels: Labels
    primary_display_property: str | None = None
    secondary_display_properties: list[str] = []
    required_properties: list[str] = []
    searchable_properties: list[str] = []
    properties: list[PropertyInput] = []
    associated_objects: list[str] = []
    description: str | None = None
    allows_sensitive_properties: bool = True
    should_create_same_object_association: bool = False


class SchemaPatch(msgspec.Struct, rename="camel"):
    """What to change of a custom object; what is `null` or not given stays."""

    labels: Labels | None = None
    primary_display_property: str | None = None
    secondary_display_properties: list[str] | None = None
    required_properties: list[str] | None = None
    searchable_properties: list[str] | None = None
    description: str | None = None
    clear_description: bool = False
    restorable: bool | None = None
    allows_sensitive_properties: bool | None = None


class AssociationInput(msgspec.Struct, rename="camel"):
    """A plain association to define between two object types."""

    from_object_type_id: str
    to_object_type_id: str
    name: str | None = None


class BatchRead(msgspec.Struct, rename="camel"):
    """Schemas to read, by any spelling of their types."""

    inputs: list[str]
    include_property_definitions: bool = True
    include_association_definitions: bool = True


def definition(schema: Schema) -> dict[str, Any]:
    """A schema without its properties and associations."""
    head, tail = _halves(schema)
    return {**head, **tail}


def shown(schema: Schema, known: Mapping[str, Property], associations: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A whole schema. Keys stand in the recorded order."""
    head, tail = _halves(schema)
    listed = [properties.shown(known[name]) for name in sorted(known)]
    return {**head, "properties": listed, "associations": list(associations), **tail}


def _halves(schema: Schema) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands before the properties and associations, and what after."""
    type = schema.type
    head: dict[str, Any] = {
        "labels": {"singular": type.singular, "plural": type.plural},
        "requiredProperties": list(type.required_properties),
        "searchableProperties": list(type.searchable_properties),
        "primaryDisplayProperty": type.primary_display_property,
        "secondaryDisplayProperties": list(type.secondary_display_properties),
    }
    if schema.description is not None:
        head["description"] = schema.description
    head |= {
        "archived": schema.archived,
        "restorable": schema.restorable,
        "metaType": "PORTAL_SPECIFIC" if type.custom else "HUBSPOT",
        "id": type.id.partition("-")[2],
        "fullyQualifiedName": type.fully_qualified_name,
        "createdAt": format_datetime(schema.created_at),
        "updatedAt": format_datetime(schema.updated_at),
        "objectTypeId": type.id,
    }
    tail: dict[str, Any] = {
        "name": type.name if type.custom else type.fully_qualified_name,
        "allowsSensitiveProperties": schema.allows_sensitive_properties,
    }
    if schema.created_by:
        tail["createdByUserId"] = schema.created_by
    if schema.updated_by:
        tail["updatedByUserId"] = schema.updated_by
    return head, tail


def associations(type: ObjectType, kinds: Iterable[Kind]) -> list[dict[str, Any]]:
    """The association types from and to a type; those that lead to no object type are not shown."""
    known = {(kind.from_type, kind.category, kind.id): kind for kind in kinds}
    return [
        _association(kind, known.get((kind.to_type, kind.category, kind.inverse_id), kind))
        for kind in known.values()
        if type.id in (kind.from_type, kind.to_type)
        and _TYPE_ID.fullmatch(kind.from_type)
        and _TYPE_ID.fullmatch(kind.to_type)
    ]


def _association(kind: Kind, inverse: Kind) -> dict[str, Any]:
    name = kind.name.upper() if kind.category == HUBSPOT_DEFINED else kind.name
    return _ends(kind.id, kind.from_type, kind.to_type, name, _cardinality(kind), _cardinality(inverse))


def association(label: Label) -> dict[str, Any]:
    """One direction of an association type that the portal defined."""
    return _ends(label.id, label.from_type, label.to_type, label.name, "ONE_TO_MANY", "ONE_TO_MANY")


def _ends(id: int, from_type: str, to_type: str, name: str, cardinality: str, inverse: str) -> dict[str, Any]:
    return {
        "fromObjectTypeId": from_type,
        "toObjectTypeId": to_type,
        "name": name,
        "cardinality": cardinality,
        "inverseCardinality": inverse,
        "id": str(id),
        "createdAt": None,
        "updatedAt": None,
    }


def _cardinality(kind: Kind) -> str:
    return "ONE_TO_ONE" if kind.sole or kind.limit == 1 else "ONE_TO_MANY"
