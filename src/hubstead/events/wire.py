"""HubSpot's JSON for event definitions, both ways."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from hubstead.crm.object_types.property import Option
from hubstead.crm.properties import wire as properties
from hubstead.crm.properties.answers import PropertyShown
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.events.definition import Definition, Definitions, Matching

LARGEST = 50_000


class Rule(msgspec.Struct, rename="camel"):
    """How the record is found that did it."""

    primary_object_rule: Matching


class PropertyInput(msgspec.Struct, rename="camel"):
    """A property of an event to make; without a name it is made of the label."""

    label: str
    type: str
    name: str | None = None
    description: str | None = None
    options: list[Option] | None = None


class PropertyPatch(msgspec.Struct, rename="camel"):
    """What to change of a property."""

    label: str | None = None
    description: str | None = None
    options: list[Option] | None = None


class DefinitionInput(msgspec.Struct, rename="camel"):
    """An event to define; without a name it is made of the label."""

    label: str
    name: str | None = None
    description: str | None = None
    primary_object: str | None = None
    property_definitions: list[PropertyInput] | None = None
    include_default_properties: bool = True
    custom_matching_id: Rule | None = None


class DefinitionPatch(msgspec.Struct, rename="camel"):
    """What to change of an event."""

    label: str | None = None
    description: str | None = None


class LabelsShown(msgspec.Struct):
    """What people call the event."""

    singular: str


class AssociationShown(msgspec.Struct, rename="camel"):
    """The association of an event with the records that do it."""

    id: int
    inverse_id: int
    name: str
    inverse_name: str
    from_object_type_id: str
    to_object_type_id: str
    to_object_type: str
    portal_unique_identifier: str
    category: str = "HUBSPOT_DEFINED"
    cardinality: str = "ONE_TO_MANY"
    inverse_cardinality: str = "ONE_TO_MANY"
    allows_custom_labels: bool = False
    inverse_allows_custom_labels: bool = False
    has_all_associated_objects: bool = False
    inverse_has_all_associated_objects: bool = False
    has_cascading_deletes: bool = False
    has_user_enforced_max_from_object_ids: bool = False
    has_user_enforced_max_to_object_ids: bool = False
    max_from_object_ids: int = LARGEST
    max_to_object_ids: int = LARGEST
    hidden: bool = False
    is_default: bool = True
    is_primary: bool = True
    is_inverse_primary: bool = False
    read_only: bool = True


class DefinitionShown(msgspec.Struct, rename="camel"):
    """An event definition; what it does not have is left out."""

    id: str
    name: str
    fully_qualified_name: str
    object_type_id: str
    labels: LabelsShown
    archived: bool
    primary_object: str
    primary_object_id: str
    tracking_type: str
    properties: list[PropertyShown]
    associations: list[AssociationShown]
    created_at: str
    updated_at: str
    description: str | UnsetType = UNSET
    created_user_id: int | UnsetType = UNSET
    updated_user_id: int | UnsetType = UNSET
    custom_matching_id: Rule | UnsetType = UNSET


class DefinitionsPage(msgspec.Struct):
    """Some definitions, how many there are, and where to go on."""

    total: int
    results: list[DefinitionShown]
    paging: dict[str, Any] | UnsetType = UNSET


def shown(known: Definitions, definition: Definition, *, with_properties: bool = True) -> dict[str, Any]:
    """An event definition."""
    answer: dict[str, Any] = {
        "labels": {"singular": definition.label},
        "id": str(definition.number),
        "name": definition.name,
        "fullyQualifiedName": known.full_name(definition),
        "objectTypeId": f"6-{definition.number}",
        "primaryObject": definition.primary_object,
        "primaryObjectId": definition.object_type,
        "trackingType": definition.tracking_type,
        "archived": definition.archived,
        "createdAt": format_datetime(definition.created_at),
        "updatedAt": format_datetime(definition.updated_at),
        "associations": [_association(known, definition)],
        "properties": _properties(definition) if with_properties else [],
    }
    if definition.description:
        answer["description"] = definition.description
    if definition.created_user_id:
        answer["createdUserId"] = definition.created_user_id
    if definition.updated_user_id:
        answer["updatedUserId"] = definition.updated_user_id
    if definition.matching:
        answer["customMatchingId"] = {"primaryObjectRule": definition.matching}
    return answer


def _properties(definition: Definition) -> list[dict[str, Any]]:
    return [properties.shown(found) for found in definition.all_properties().values()]


def _association(known: Definitions, definition: Definition) -> AssociationShown:
    """The event's number names its association too: no other association of the portal has it."""
    name, object_name = definition.name, definition.primary_object.lower()
    return AssociationShown(
        id=definition.number,
        inverse_id=definition.number,
        name=f"{name}_to_{object_name}",
        inverse_name=f"{object_name}_to_{name}",
        from_object_type_id=f"6-{definition.number}",
        to_object_type_id=definition.object_type,
        to_object_type=definition.primary_object,
        portal_unique_identifier=f"{known.portal}-{definition.number}",
    )
