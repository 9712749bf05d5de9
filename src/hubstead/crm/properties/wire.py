"""HubSpot's JSON for properties and groups, both ways."""

from collections.abc import Sequence
from typing import Any

import msgspec

from hubstead.crm.object_types.property import Group, Option, Property
from hubstead.crm.properties.datetimes import format_datetime


class PropertyInput(msgspec.Struct, rename="camel"):
    """A property to create. `null` counts as not given."""

    name: str
    label: str
    type: str
    field_type: str
    group_name: str
    description: str | None = None
    options: list[Option] | None = None
    display_order: int | None = None
    has_unique_value: bool | None = None
    hidden: bool | None = None
    form_field: bool | None = None
    external_options: bool | None = None
    referenced_object_type: str | None = None
    calculation_formula: str | None = None
    data_sensitivity: str | None = None
    number_display_hint: str | None = None
    text_display_hint: str | None = None
    show_currency_symbol: bool | None = None
    currency_property_name: str | None = None


class PropertyPatch(msgspec.Struct, rename="camel"):
    """What to change of a property; what is `null` or not given stays."""

    label: str | None = None
    type: str | None = None
    field_type: str | None = None
    group_name: str | None = None
    description: str | None = None
    options: list[Option] | None = None
    display_order: int | None = None
    hidden: bool | None = None
    form_field: bool | None = None
    calculation_formula: str | None = None
    number_display_hint: str | None = None
    text_display_hint: str | None = None
    show_currency_symbol: bool | None = None
    currency_property_name: str | None = None


class PropertyName(msgspec.Struct):
    """A property by its name."""

    name: str


class BatchCreate(msgspec.Struct):
    """Properties to create."""

    inputs: list[PropertyInput]


class BatchRead(msgspec.Struct, rename="camel"):
    """Properties to read."""

    inputs: list[PropertyName]
    archived: bool = False
    data_sensitivity: str | None = None


class BatchNames(msgspec.Struct):
    """Properties to archive."""

    inputs: list[PropertyName]


class GroupInput(msgspec.Struct, rename="camel"):
    """A group to create."""

    name: str
    label: str
    display_order: int | None = None


class GroupPatch(msgspec.Struct, rename="camel"):
    """What to change of a group."""

    label: str | None = None
    display_order: int | None = None


def shown(property: Property) -> dict[str, Any]:
    """A property. Keys stand in the recorded order; what a property does not have is left out."""
    answer: dict[str, Any] = {}
    if property.updated_at is not None:
        answer["updatedAt"] = format_datetime(property.updated_at)
    if property.created_at is not None:
        answer["createdAt"] = format_datetime(property.created_at)
    answer |= {
        "name": property.name,
        "label": property.label,
        "type": property.type,
        "fieldType": property.field_type,
        "description": property.description,
        "groupName": property.group_name,
        "options": [_option(option) for option in property.options],
    }
    answer |= _given(
        createdUserId=property.created_user_id,
        updatedUserId=property.updated_user_id,
        referencedObjectType=property.referenced_object_type,
    )
    answer["displayOrder"] = property.display_order
    answer["calculated"] = property.calculated
    answer["externalOptions"] = property.external_options
    if property.updated_at is not None:  # a default property that nobody changed has no such key
        answer["archived"] = property.archived
    if property.archived_at is not None:
        answer["archivedAt"] = format_datetime(property.archived_at)
    answer["hasUniqueValue"] = property.has_unique_value
    answer["hidden"] = property.hidden
    if property.hubspot_defined:
        answer["hubspotDefined"] = True
    answer |= _given(
        showCurrencySymbol=property.show_currency_symbol,
        currencyPropertyName=property.currency_property_name,
        numberDisplayHint=property.number_display_hint,
        textDisplayHint=property.text_display_hint,
    )
    answer["modificationMetadata"] = {
        "archivable": property.read_only_definition or not property.hubspot_defined,
        "readOnlyDefinition": property.read_only_definition,
        "readOnlyValue": property.read_only_value,
    }
    answer["formField"] = property.form_field
    answer |= _given(calculationFormula=property.calculation_formula)
    answer["dataSensitivity"] = property.data_sensitivity
    return answer


def _given(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _option(option: Option) -> dict[str, Any]:
    answer: dict[str, Any] = {"label": option.label, "value": option.value}
    if option.description is not None:
        answer["description"] = option.description
    answer["displayOrder"] = option.display_order
    answer["hidden"] = option.hidden
    return answer


def shown_group(group: Group) -> dict[str, Any]:
    """A group."""
    return {
        "name": group.name,
        "label": group.label,
        "displayOrder": group.display_order,
        "archived": group.archived,
    }


def batch(started: int, now: int, results: Sequence[Any], errors: Sequence[Any] = ()) -> dict[str, Any]:
    """The envelope of a batch answer. Times in ms."""
    answer: dict[str, Any] = {"status": "COMPLETE", "results": results}
    if errors:
        answer["numErrors"] = len(errors)
        answer["errors"] = errors
    answer["startedAt"] = format_datetime(started)
    answer["completedAt"] = format_datetime(now)
    return answer
