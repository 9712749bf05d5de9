"""What a portal defines of its own: association types (labels), and limits on how many records they may lead to."""

import msgspec

from hubstead.store import definitions
from hubstead.store.unit import Unit

LABEL = "association_label"
LIMIT = "association_limit"


class Label(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One direction of an association type in the category USER_DEFINED.

    `id` counts from 1 in each portal and is never used again; `label` is `None` for the plain link of a custom object.
    """

    id: int
    from_type: str
    to_type: str
    name: str
    inverse_id: int
    label: str | None = None
    default: bool = False
    archived: bool = False
    created_at: int = 0
    updated_at: int = 0


class Limit(msgspec.Struct, frozen=True, rename="camel"):
    """At most `largest` records of `to_type` may be linked to one record of `from_type` by this type."""

    from_type: str
    to_type: str
    category: int
    type_id: int
    largest: int


_label = msgspec.json.Decoder(Label).decode
_limit = msgspec.json.Decoder(Limit).decode


async def labels_of(unit: Unit) -> list[Label]:
    """All types that the portal defined, those that were deleted too."""
    return [_label(document) for document in (await definitions.documents(unit, LABEL, "")).values()]


async def limits_of(unit: Unit) -> list[Limit]:
    """All limits that the portal set."""
    return [_limit(document) for document in (await definitions.documents(unit, LIMIT, "")).values()]


def put_label(unit: Unit, label: Label) -> None:
    """Write one direction. Follow with `definitions.changed`."""
    definitions.put(unit, LABEL, "", str(label.id), msgspec.json.encode(label))


def put_limit(unit: Unit, limit: Limit) -> None:
    """Write one limit. Follow with `definitions.changed`."""
    definitions.put(unit, LIMIT, "", limit_name(limit), msgspec.json.encode(limit))


def limit_name(limit: Limit) -> str:
    """Under which name a limit is stored."""
    return f"{limit.from_type}:{limit.category}:{limit.type_id}"
