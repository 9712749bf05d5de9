"""What needs a property: formulas of the same type, and the type's own display, required and searchable properties."""

from collections.abc import Mapping
from typing import NamedTuple

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.calculated import inputs_of
from hubstead.kit.errors import Invalid


class Use(NamedTuple):
    """One use: the kind of thing in the service's words, what people call it, and which one."""

    kind: str
    display: str
    name: str


def uses_of(type: ObjectType, name: str, properties: Mapping[str, Property]) -> list[Use]:
    """Every use of a property."""
    formulas = [
        Use("CALCULATED_PROPERTY", "CALCULATED_PROPERTY", f"{type.id}/{formula}")
        for formula, inputs in inputs_of(properties).items()
        if name in inputs
    ]
    roles = (
        ("primaryDisplayProperty", (type.primary_display_property,)),
        ("secondaryDisplayProperties", type.secondary_display_properties),
        ("requiredProperties", type.required_properties),
        ("searchableProperties", type.searchable_properties),
    )
    return formulas + [Use("OBJECT_SCHEMA", "SCHEMA", role) for role, names in roles if name in names]


def in_use(type: ObjectType, name: str, uses: list[Use]) -> Invalid:
    """The service's 400 for a property that cannot be deleted, with every use (captured 2026)."""
    return Invalid(
        f"Property: {name} of object type {type.id} is currently used in {len(uses)} places and cannot be deleted",
        errors=[
            {
                "subCategory": "PropertyValidationError.PROPERTY_USAGE",
                "message": f"Property {name} of object type {type.id} in use by {use.kind} "
                f"(display type {use.display}) ID {use.name}: ",
                "context": {
                    "property": [name],
                    "objectTypeId": [type.id],
                    "parentType": [use.kind],
                    "parentDisplayType": [use.display],
                    "parentName": [use.name],
                    "link": [""],
                },
            }
            for use in uses
        ],
        context={"property": [name], "objectTypeId": [type.id], "usageCount": [str(len(uses))]},
        sub_category="PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
    )
