"""Association types, labels and limits over HTTP."""

from collections.abc import Sequence
from typing import Any

from hubstead.crm.associations import answers, labels, limits, schema_wire, wire
from hubstead.crm.associations.definition import Label
from hubstead.crm.associations.kinds import Kinds, kinds_of
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import SOME_RECORDS
from hubstead.crm.object_types.resolve import type_of
from hubstead.crm.properties.wire import batch
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import Failure, Unreadable
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, Results
from hubstead.web.route import By, Route, permitted


async def get_types(call: Call) -> Any:
    """The association types between two object types, by name (v3)."""
    _, type, other, kinds = await _ends(call, By.READ)
    return {"results": [{"id": str(kind.id), "name": kind.name} for kind in kinds.between(type.id, other.id)]}


async def get_labels(call: Call) -> Any:
    """The association types between two object types, with their labels."""
    _, type, other, kinds = await _ends(call, By.READ)
    return {"results": [wire.spec(kind) for kind in kinds.between(type.id, other.id)]}


async def create_label(call: Call) -> Any:
    """Define a label, or a pair of labels; answers one entry for each direction."""
    given = call.read(schema_wire.LabelInput)
    _, type, other, _ = await _ends(call, By.WRITE)
    new = labels.NewType(type, other, given.name, given.label, given.inverse_label)
    made: list[Label] = await call.write(lambda unit: labels.create(unit, new))
    return {"results": [schema_wire.label(one) for one in made]}


async def update_label(call: Call) -> Answer:
    """Change the words of a label."""
    given = call.read(schema_wire.LabelChange)
    _, type, other, _ = await _ends(call, By.WRITE)
    await call.write(
        lambda unit: labels.rename(unit, type.id, other.id, given.association_type_id, given.label, given.inverse_label)
    )
    return NO_CONTENT


async def delete_label(call: Call) -> Answer:
    """Delete a label in both directions; records stay associated."""
    _, type, other, _ = await _ends(call, By.WRITE)
    id = as_id(call.path[2])
    if id is None:
        raise Unreadable("Unable to parse value for path parameter: associationTypeId")
    await call.write(lambda unit: labels.delete(unit, type.id, other.id, id))
    return NO_CONTENT


async def get_all_limits(call: Call) -> Any:
    """All limits that the portal set."""
    return {"results": [schema_wire.limit(kind, largest) for kind, largest in await limits.configured(call.reading())]}


async def get_limits(call: Call) -> Any:
    """The limits that the portal set between two object types."""
    unit, type, other, _ = await _ends(call, By.READ)
    found = await limits.configured(unit, type.id, other.id)
    return {"results": [schema_wire.limit(kind, largest) for kind, largest in found]}


async def create_limits(call: Call) -> Any:
    """Set limits where there are none; 207 when some have one already."""
    return await _configured(call, new=True)


async def update_limits(call: Call) -> Any:
    """Change limits; 207 when some do not exist."""
    return await _configured(call, new=False)


async def purge_limits(call: Call) -> Answer:
    """Lift limits."""
    given = call.read(schema_wire.BatchKinds).inputs
    _, type, other, kinds = await _ends(call, By.WRITE)
    chosen = [kinds.chosen(type.id, other.id, wanted.category, wanted.type_id) for wanted in given]
    await call.write(lambda unit: limits.purge(unit, chosen))
    return NO_CONTENT


async def _configured(call: Call, *, new: bool) -> Reply:
    started = call.now()
    given = call.read(schema_wire.BatchLimits).inputs
    _, type, other, kinds = await _ends(call, By.WRITE)
    wanted = [
        (kinds.chosen(type.id, other.id, limit.category, limit.type_id), limit.max_to_object_ids) for limit in given
    ]
    refusals: Sequence[Failure | None] = await call.write(lambda unit: limits.configure(unit, wanted, new=new))
    form = schema_wire.limit if new else schema_wire.updated_limit
    results = [form(*pair) for pair, refusal in zip(wanted, refusals, strict=True) if refusal is None]
    errors = [wire.error(refusal) for refusal in refusals if refusal is not None]
    return Reply(207 if errors else (201 if new else 200), batch(started, call.now(), results, errors))


async def _ends(call: Call, by: By) -> tuple[Unit, ObjectType, ObjectType, Kinds]:
    """The two object types in the path, if the caller may use them so, and all association types."""
    unit = call.reading()
    type = await type_of(call, unit, by)
    return unit, type, await type_of(call, unit, By.READ, 1), await kinds_of(unit)


TYPES = "/crm/associations/{fromObjectType}/{toObjectType}"
LIMITS = "/crm/associations/definitions/configurations"
LIMITS_BATCH = LIMITS + "/{fromObjectType}/{toObjectType}/batch"
ROUTES = permitted("properties", (
    Route("GET", TYPES + "/types", get_types, By.READ, "List association types", answer=Results[answers.NamedType]),
    Route("GET", TYPES + "/labels", get_labels, By.READ, "List association labels",
          answer=Results[answers.AssociationType]),
    Route("POST", TYPES + "/labels", create_label, By.WRITE, "Create a label", schema_wire.LabelInput,
          answer=Results[answers.AssociationType], feature="association-labels"),
    Route("PUT", TYPES + "/labels", update_label, By.WRITE, "Update a label", schema_wire.LabelChange, status=204,
          feature="association-labels"),
    Route("DELETE", TYPES + "/labels/{associationTypeId}", delete_label, By.WRITE, "Delete a label", status=204),
    Route("GET", LIMITS + "/all", get_all_limits, SOME_RECORDS, "List all association limits",
          answer=Results[answers.Limit]),
    Route("GET", LIMITS + "/{fromObjectType}/{toObjectType}", get_limits, By.READ, "List association limits",
          answer=Results[answers.Limit]),
    Route("POST", LIMITS_BATCH + "/create", create_limits, By.WRITE, "Set limits", schema_wire.BatchLimits,
          answer=Batch[answers.Limit], status=201),
    Route("POST", LIMITS_BATCH + "/update", update_limits, By.WRITE, "Update limits", schema_wire.BatchLimits,
          answer=Batch[answers.Limit]),
    Route("POST", LIMITS_BATCH + "/purge", purge_limits, By.WRITE, "Lift limits", schema_wire.BatchKinds, status=204),
))  # fmt: skip
