"""How near a portal is to the limits of its associations, over HTTP."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from hubstead.account.owners import owners_of
from hubstead.crm.associations import schema_wire
from hubstead.crm.associations.kinds import CATEGORIES, LARGEST, USER_DEFINED, Kind, kinds_of
from hubstead.crm.associations.labels import PER_PAIR
from hubstead.crm.associations.limits import Usage, usages
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import SOME_RECORDS
from hubstead.crm.object_types.resolve import resolve, type_of
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.records import record as records
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import NotFound
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.route import By, Route

SAMPLES = 100
"""How many records an answer names."""


async def high_usage_report(call: Call) -> Any:
    """Make the report of all records that use at least 80 % of a limit, for a user.

    The report is the body of the fact `association.high_usage_reported`: who delivers messages takes it from there.
    """
    user_id = as_id(call.path[0])
    owners = (await owners_of(call.reading())).values()
    owner = next((owner for owner in owners if owner.user_id == user_id), None)
    if owner is None or user_id is None:
        raise NotFound(f"User {call.path[0]} does not exist.", context={"userId": [call.path[0]]})

    async def work(unit: Unit) -> int:
        body = msgspec.json.encode([_row(usage) for usage in await usages(unit)]).decode()
        unit.happened("association.high_usage_reported", "", user_id, body)
        return unit.now

    now = await call.write(work)
    return {"userId": user_id, "userEmail": owner.email, "enqueueTime": _moment(call, now)}


def _row(usage: Usage) -> dict[str, Any]:
    kind = usage.kind
    return {
        "fromObjectTypeId": kind.from_type,
        "fromObjectId": usage.record_id,
        "toObjectTypeId": kind.to_type,
        "associationCategory": CATEGORIES[kind.category],
        "associationTypeId": kind.id,
        "label": kind.label,
        "usage": usage.used,
        "limit": usage.limit,
        "percentage": schema_wire.percentage(usage.used, usage.limit),
    }


def _moment(call: Call, now: int) -> Any:
    """A moment as text in numbered versions, as an object in dated ones."""
    if call.version.startswith("v"):
        return format_datetime(now)
    return {"dateOnly": False, "timeZoneShift": 0, "value": now}


async def label_limits(call: Call) -> Any:
    """How many of the labels that can be are defined between object types: all that have some, or those asked for."""
    unit = call.reading()
    kinds = await kinds_of(unit)
    found: dict[tuple[str, str], list[Kind]] = defaultdict(list)
    asked = [call.one(name) for name in ("fromObjectTypeId", "toObjectTypeId")]
    wanted = [(await resolve(unit, name)).id if name else None for name in asked]
    if wanted[0] and wanted[1]:
        found[wanted[0], wanted[1]] = []
    for kind in kinds.all():
        ends = (kind.from_type, kind.to_type)
        if (
            kind.category == USER_DEFINED
            and kind.label
            and all(id in (None, end) for id, end in zip(wanted, ends, strict=True))
        ):
            found[ends].append(kind)
    return {"results": [await _label_limit(unit, *ends, found[ends]) for ends in sorted(found)]}


async def _label_limit(unit: Unit, from_type: str, to_type: str, found: Sequence[Kind]) -> dict[str, Any]:
    return {
        "fromObjectType": schema_wire.object_type(await resolve(unit, from_type)),
        "toObjectType": schema_wire.object_type(await resolve(unit, to_type)),
        "limit": PER_PAIR,
        "usage": len(found),
        "percentage": schema_wire.percentage(len(found), PER_PAIR),
        "allLabels": [kind.label for kind in found],
    }


async def from_types(call: Call) -> Any:
    """The object types with records at or near a limit."""
    unit = call.reading()
    found: dict[str, list[Usage]] = defaultdict(list)
    for usage in await usages(unit):
        found[usage.kind.from_type].append(usage)
    return await _fullness(unit, found)


async def to_types(call: Call) -> Any:
    """The object types towards which records of one type are at or near a limit."""
    unit = call.reading()
    found: dict[str, list[Usage]] = defaultdict(list)
    for usage in await usages(unit, (await type_of(call, unit, By.READ)).id):
        found[usage.kind.to_type].append(usage)
    return await _fullness(unit, found)


async def _fullness(unit: Unit, found: dict[str, list[Usage]]) -> dict[str, Any]:
    return {"results": [schema_wire.fullness(await resolve(unit, id), found[id]) for id in sorted(found)]}


async def record_limits(call: Call) -> Any:
    """The records of one type at or near the limit of associations with another, with samples."""
    unit = call.reading()
    type, other = await type_of(call, unit, By.READ), await type_of(call, unit, By.READ, 1)
    limit = (await kinds_of(unit)).default(type.id, other.id).limit or LARGEST
    found = await usages(unit, type.id, other.id)
    at, near = [usage for usage in found if usage.full], [usage for usage in found if not usage.full]
    names = await _names(unit, type, [usage.record_id for usage in (*at[:SAMPLES], *near[:SAMPLES])])
    return {
        "limit": limit,
        "totalRecordsAtLimit": len(at),
        "totalRecordsNearLimit": len(near),
        "atLimitFromRecordSamples": [schema_wire.at_limit(usage, names[usage.record_id]) for usage in at[:SAMPLES]],
        "nearLimitFromRecordSamples": [
            schema_wire.near_limit(usage, names[usage.record_id]) for usage in near[:SAMPLES]
        ],
    }


async def _names(unit: Unit, type: ObjectType, ids: Sequence[int]) -> dict[int, str]:
    found = await records.load(unit, type.id, ids) if ids else {}
    names = {id: record.values.get(type.primary_display_property) for id, record in found.items()}
    return {id: names.get(id) or str(id) for id in ids}


RECORDS = "/crm/limits/associations/records"
ROUTES = (
    Route("POST", "/crm/associations/usage/high-usage-report/{userId}", high_usage_report, SOME_RECORDS,
          "Report high usage"),
    Route("GET", "/crm/limits/associations/labels", label_limits, SOME_RECORDS, "Limits of labels",
          query=("fromObjectTypeId", "toObjectTypeId")),
    Route("GET", RECORDS + "/from", from_types, SOME_RECORDS, "Object types at or near a limit"),
    Route("GET", RECORDS + "/{fromObjectTypeId}/to", to_types, By.READ,
          "Object types towards which a limit is near"),
    Route("GET", RECORDS + "/{fromObjectTypeId}/{toObjectTypeId}", record_limits, By.READ,
          "Records at or near a limit"),
)  # fmt: skip
