"""Writing many records whose values are checked already, each succeeding or failing alone: what imports do."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hubstead.crm.objects import write
from hubstead.crm.objects.find import ids_of
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.moment import Moment
from hubstead.kit.errors import Failure, NotFound
from hubstead.store.unit import Unit

RECORD_ID = "hs_object_id"


class Given(NamedTuple):
    """Canonical values of one record, and the unique value that finds it (`""`: it is a new one)."""

    key: str
    values: Mapping[str, str]


class Written(NamedTuple):
    """What became of one input."""

    created: bool
    failure: Failure | None = None


async def upsert(
    unit: Unit, definition: TypeDefinition, id_property: str | None, inputs: Sequence[Given]
) -> list[Written]:
    """Change the records that are found and create the others. No two inputs may have the same key."""
    context = await change.context_of(unit, definition)
    keys = [given.key for given in inputs if given.key]
    ids = await ids_of(unit, definition, keys, id_property) if keys else {}
    found = await records.load(unit, definition.type.id, ids.values(), lock=True) if ids else {}
    existing = [found.get(ids.get(given.key, -1)) for given in inputs]
    first = await unit.new_ids(existing.count(None)) if None in existing else 0
    moments: list[Moment | Failure] = []
    for given, record in zip(inputs, existing, strict=True):
        try:
            if record is not None:
                moments.append(write.changed(unit, context, record, given.values))
            elif given.key and id_property == RECORD_ID:
                moments.append(NotFound(f"{definition.type.singular} with id {given.key} does not exist"))
            else:
                moments.append(write.made(unit, context, first, given.values))
                first += 1
        except Failure as failure:
            moments.append(failure)
    outcomes = await write.saved(unit, definition, moments)
    return [
        Written(outcome.creating) if isinstance(outcome, Moment) else Written(False, outcome) for outcome in outcomes
    ]
