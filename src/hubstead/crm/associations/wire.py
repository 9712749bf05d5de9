"""HubSpot's JSON for associations, both ways."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hubstead.crm.associations.kinds import CATEGORIES, Kind, Kinds
from hubstead.crm.associations.rows import Link
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Failure

Id = str | int


class ObjectId(msgspec.Struct):
    """A record by its id, as text or number."""

    id: Id


class AssociationSpec(msgspec.Struct, rename="camel"):
    """A type of association."""

    association_type_id: int
    association_category: str = "HUBSPOT_DEFINED"


class Pair(msgspec.Struct):
    """Two records."""

    from_: ObjectId = msgspec.field(name="from")
    to: ObjectId


class TypedPair(Pair):
    """Two records and the types between them."""

    types: list[AssociationSpec]


class NamedPair(Pair):
    """Two records and the type between them, by name or number (v3)."""

    type: str | int


class Fan(msgspec.Struct):
    """One record and others."""

    from_: ObjectId = msgspec.field(name="from")
    to: list[ObjectId] | ObjectId


class Page(msgspec.Struct):
    """A record whose associations are asked for, and where to go on."""

    id: Id
    after: Id | None = None


class BatchPairs(msgspec.Struct):
    """Pairs to link by the plain type."""

    inputs: list[Pair]


class BatchTypedPairs(msgspec.Struct):
    """Pairs to link, or to take labels off."""

    inputs: list[TypedPair]


class BatchNamedPairs(msgspec.Struct):
    """Pairs to link or unlink by name (v3)."""

    inputs: list[NamedPair]


class BatchFans(msgspec.Struct):
    """Records to unlink from others."""

    inputs: list[Fan]


class BatchPages(msgspec.Struct):
    """Records whose associations are asked for."""

    inputs: list[Page]


def targets(fan: Fan) -> list[ObjectId]:
    """The other records, of which old clients send one without a list."""
    return fan.to if isinstance(fan.to, list) else [fan.to]


def spec(kind: Kind) -> dict[str, Any]:
    """A type with its label: `{category, typeId, label}`."""
    return {"category": CATEGORIES[kind.category], "typeId": kind.id, "label": kind.label}


def multi(kinds: Kinds, links: Iterable[Link]) -> list[dict[str, Any]]:
    """The links of one record in the v4 form: an entry per record at the other end, with all its types."""
    entries: dict[int, dict[str, Any]] = {}
    for link in links:
        kind = kinds.get(link.from_type, link.category, link.type_id)
        if kind is not None:
            entry = entries.setdefault(link.to_id, {"toObjectId": link.to_id, "associationTypes": []})
            entry["associationTypes"].append(spec(kind))
    return list(entries.values())


def named(kinds: Kinds, links: Iterable[Link]) -> list[dict[str, str]]:
    """The links of one record in the v3 form: an entry per record and type."""
    found = ((link, kinds.get(link.from_type, link.category, link.type_id)) for link in links)
    return [{"id": str(link.to_id), "type": kind.name} for link, kind in found if kind is not None]


def named_pairs(kinds: Kinds, links: Iterable[Link]) -> list[dict[str, Any]]:
    """Pairs of records in the v3 form: `{from, to, type}`."""
    found = ((link, kinds.get(link.from_type, link.category, link.type_id)) for link in links)
    return [
        {"from": {"id": str(link.from_id)}, "to": {"id": str(link.to_id)}, "type": kind.name}
        for link, kind in found
        if kind is not None
    ]


def labelled(link: Link, labels: Sequence[str]) -> dict[str, Any]:
    """A pair of records and the labels between them. Ids are numbers here (recorded 2022)."""
    return {
        "fromObjectTypeId": link.from_type,
        "fromObjectId": link.from_id,
        "toObjectTypeId": link.to_type,
        "toObjectId": link.to_id,
        "labels": list(labels),
    }


def plain(links: Iterable[Link]) -> list[dict[str, Any]]:
    """What linking by the plain type made."""
    return [
        {
            "from": {"id": str(link.from_id)},
            "to": {"id": str(link.to_id)},
            "associationSpec": {
                "associationCategory": CATEGORIES[link.category],
                "associationTypeId": link.type_id,
            },
        }
        for link in links
    ]


def with_associations(record: Record, names: Sequence[str], associations: Mapping[str, Any]) -> dict[str, Any]:
    """A record as v3 answers it after it was linked (recorded 2022)."""
    return {
        "id": str(record.id),
        "properties": {name: record.values.get(name) for name in names},
        "createdAt": format_datetime(record.created),
        "updatedAt": format_datetime(record.updated),
        "archived": False,
        "associations": associations,
    }


def error(failure: Failure) -> dict[str, Any]:
    """One entry of the `errors` of a 207."""
    entry: dict[str, Any] = {"status": "error", "category": failure.shown_category}
    if failure.sub_category:
        entry["subCategory"] = failure.sub_category
    entry["message"] = failure.message
    if failure.context:
        entry["context"] = failure.context
    return entry


def none_found(from_type: str, id: Id, to_type: str) -> dict[str, Any]:
    """The entry for a record that does not exist, or that has no associations. Types are fully qualified names."""
    source, target = from_type.lower(), to_type.lower()
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": f"No {target} is associated with {source} {id}.",
        "context": {"fromObjectId": [str(id)], "fromObjectType": [source], "toObjectType": [target]},
    }
