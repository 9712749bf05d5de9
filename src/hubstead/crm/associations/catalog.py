"""The association types that every portal has, read once from `catalog.json`: one row per type and direction."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec


class AssociationType(msgspec.Struct, frozen=True, array_like=True):
    """One way in which a record can be linked to another, seen from `from_type`.

    `from_type` and `to_type` are object type ids, or names of kinds that are no object types (`payment_link`).
    """

    id: int
    """HubSpot's associationTypeId, in the category HUBSPOT_DEFINED."""
    from_type: str
    to_type: str
    name: str
    """The name in v3 answers and bodies: `contact_to_company`. In upper case it is the name in schemas."""
    label: str | None
    """What people read; `None` for the plain link."""
    inverse_id: int | None
    """The type of the same link seen from the other record; `None` where none is known."""
    primary: bool
    default: bool
    """Whether this is the plain link between the two types."""
    cardinality: str
    """ONE_TO_ONE if a record has at most one link of this type, otherwise ONE_TO_MANY."""


@cache
def all_types() -> tuple[AssociationType, ...]:
    """All defined association types by ascending id."""
    text = Path(__file__).with_name("catalog.json").read_bytes()
    return msgspec.json.decode(text, type=tuple[AssociationType, ...])


def by_id(type_id: int) -> AssociationType | None:
    """The type with this id, or `None`."""
    return _by_id().get(type_id)


def between(from_id: str, to_id: str) -> tuple[AssociationType, ...]:
    """All types from one object type to another by ascending id; `()` if the two cannot be linked."""
    return _by_ends().get((from_id, to_id), ())


def default_between(from_id: str, to_id: str) -> AssociationType | None:
    """The plain link from one object type to another, or `None` if the two cannot be linked."""
    return _plain().get((from_id, to_id))


@cache
def _by_id() -> Mapping[int, AssociationType]:
    return {found.id: found for found in all_types()}


@cache
def _by_ends() -> Mapping[tuple[str, str], tuple[AssociationType, ...]]:
    ends: dict[tuple[str, str], list[AssociationType]] = defaultdict(list)
    for found in all_types():
        ends[found.from_type, found.to_type].append(found)
    return {pair: tuple(types) for pair, types in ends.items()}


@cache
def _plain() -> Mapping[tuple[str, str], AssociationType]:
    return {(found.from_type, found.to_type): found for found in all_types() if found.default}
