"""The catalog: the object types every portal has, with their default properties, groups and pipelines.

One JSON file per type in `catalog/`; `custom.json` there is what every custom object starts with. Files are read when
they are first asked for, and shared by all portals.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Group, Property

STANDARD: tuple[str, ...] = (
    "contacts",
    "companies",
    "deals",
    "tickets",
    "products",
    "line_items",
    "quotes",
    "quote_templates",
    "leads",
    "calls",
    "emails",
    "meetings",
    "notes",
    "tasks",
    "communications",
    "postal_mail",
    "feedback_submissions",
    "goal_targets",
    "taxes",
    "discounts",
    "fees",
    "invoices",
    "orders",
    "carts",
    "commerce_payments",
    "subscriptions",
    "services",
    "courses",
    "listings",
    "appointments",
    "projects",
    "users",
    "deal_splits",
    "marketing_events",
    "campaigns",
)
"""One name per file in `catalog/`: a new type is a file and a line here."""


class DefaultStage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A stage of a default pipeline. `metadata` values are strings, as on the wire: `{"probability": "0.2"}`."""

    id: str
    label: str
    display_order: int
    metadata: Mapping[str, str]


class DefaultPipeline(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A pipeline that a portal has before anybody makes one."""

    id: str
    label: str
    display_order: int
    stages: tuple[DefaultStage, ...]


class Defaults(msgspec.Struct, frozen=True):
    """What an object type starts with. `properties` are by name, in the order of their names."""

    groups: tuple[Group, ...]
    properties: Mapping[str, Property]
    pipelines: tuple[DefaultPipeline, ...]


class _TypeOnly(msgspec.Struct):
    type: ObjectType


class _DefaultsOnly(msgspec.Struct):
    groups: tuple[Group, ...]
    properties: tuple[Property, ...]
    pipelines: tuple[DefaultPipeline, ...]


_FOLDER = Path(__file__).with_name("catalog")


@cache
def standard_types() -> tuple[ObjectType, ...]:
    """All standard types, in the order of `STANDARD`."""
    decode = msgspec.json.Decoder(_TypeOnly).decode
    return tuple(decode(_read(name)).type for name in STANDARD)


def resolve_standard(spelling: str) -> ObjectType | None:
    """The standard type with this path name, fully qualified name or id, in any case; `None` if there is none."""
    return _by_spelling().get(spelling.lower())


def default_properties(type_id: str) -> Mapping[str, Property]:
    """The properties of a standard type by name. Raises `KeyError` for an id that is not in the catalog."""
    return _defaults_of(type_id).properties


def default_groups(type_id: str) -> tuple[Group, ...]:
    """The property groups of a standard type. Raises `KeyError` for an id that is not in the catalog."""
    return _defaults_of(type_id).groups


def default_pipelines(type_id: str) -> tuple[DefaultPipeline, ...]:
    """The pipelines of a standard type, `()` for most. Raises `KeyError` for an id that is not in the catalog."""
    return _defaults_of(type_id).pipelines


@lru_cache(maxsize=1_000)
def custom_defaults(name: str = "custom_object") -> Defaults:
    """What a custom object of this name starts with; its properties are in the group `<name>_information`."""
    base = _load("custom")
    group = f"{name}_information"
    label = f"{name.replace('_', ' ').capitalize()} information"
    return Defaults(
        groups=tuple(msgspec.structs.replace(found, name=group, label=label) for found in base.groups),
        properties={key: msgspec.structs.replace(found, group_name=group) for key, found in base.properties.items()},
        pipelines=base.pipelines,
    )


@cache
def _by_spelling() -> dict[str, ObjectType]:
    return {
        spelling.lower(): found
        for found in standard_types()
        for spelling in (found.id, found.name, found.fully_qualified_name, *found.path_names)
    }


@cache
def _defaults_of(type_id: str) -> Defaults:
    return _load(_by_spelling()[type_id].name)


@cache
def _load(name: str) -> Defaults:
    found = msgspec.json.decode(_read(name), type=_DefaultsOnly)
    return Defaults(found.groups, {known.name: known for known in found.properties}, found.pipelines)


def _read(name: str) -> bytes:
    return (_FOLDER / f"{name}.json").read_bytes()
