"""HubSpot's JSON for association types, labels and limits, both ways."""

from typing import Any

import msgspec

from hubstead.crm.associations.definition import Label
from hubstead.crm.associations.kinds import CATEGORIES, USER_DEFINED, Kind
from hubstead.crm.associations.limits import Usage
from hubstead.crm.object_types.object_type import ObjectType


class LabelInput(msgspec.Struct, rename="camel"):
    """A label to define; `inverse_label` makes it a pair."""

    name: str
    label: str
    inverse_label: str | None = None


class LabelChange(msgspec.Struct, rename="camel"):
    """New words for a label."""

    association_type_id: int
    label: str
    inverse_label: str | None = None


class KindInput(msgspec.Struct, rename="camel"):
    """An association type."""

    type_id: int
    category: str = "HUBSPOT_DEFINED"


class LimitInput(msgspec.Struct, rename="camel"):
    """How many records of the second type one record of the first may be linked to by a type."""

    type_id: int
    max_to_object_ids: int
    category: str = "HUBSPOT_DEFINED"


class BatchKinds(msgspec.Struct):
    """Association types."""

    inputs: list[KindInput]


class BatchLimits(msgspec.Struct):
    """Limits to set."""

    inputs: list[LimitInput]


def label(found: Label) -> dict[str, Any]:
    """One direction of a label."""
    return {"category": CATEGORIES[USER_DEFINED], "typeId": found.id, "label": found.label}


def limit(kind: Kind, largest: int) -> dict[str, Any]:
    """A limit with the label of its type."""
    return {**updated_limit(kind, largest), "label": kind.label}


def updated_limit(kind: Kind, largest: int) -> dict[str, Any]:
    """A limit, as an update answers it."""
    return {"category": CATEGORIES[kind.category], "typeId": kind.id, "userEnforcedMaxToObjectIds": largest}


def object_type(type: ObjectType) -> dict[str, Any]:
    """An object type with its labels."""
    return {"objectTypeId": type.id, "singularLabel": type.singular, "pluralLabel": type.plural}


def fullness(type: ObjectType, found: list[Usage]) -> dict[str, Any]:
    """An object type, and whether some of its records are at or near a limit."""
    return {
        **object_type(type),
        "hasRecordsAtLimit": any(usage.full for usage in found),
        "hasRecordsNearLimit": any(not usage.full for usage in found),
    }


def at_limit(usage: Usage, name: str) -> dict[str, Any]:
    """A record that can take no more."""
    return {"label": name, "objectId": usage.record_id}


def near_limit(usage: Usage, name: str) -> dict[str, Any]:
    """A record that can take little more."""
    return {**at_limit(usage, name), "percentage": percentage(usage.used, usage.limit), "usage": usage.used}


def percentage(used: int, limit: int) -> float:
    """How much of a limit is used, of 100."""
    return round(100 * used / limit, 2)
