"""Writing many records whose values are checked already, each succeeding or failing alone: what imports do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from hubstead.crm.objects import write
from hubstead.crm.objects.find import ids_of
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Failure, NotFound
from hubstead.store.engine import Raced
from hubstead.store.unit import Unit

RECORD_ID = "hs_object_id"


class Given(NamedTuple):
    """Canonical values of one record, and the unique value that finds it (`""`: it is a new one)."""

    key: str
    values: Mapping[str, str]


class Written(NamedTuple):
    """What became of one input; `id` is the record's, 0 where there is none."""

    created: bool
    failure: Failure | None = None
    id: int = 0


def waves(keys: Iterable[str]) -> list[list[int]]:
    """The places of inputs, by their keys, in groups for `upsert`: those with the same key follow each other, as they
    do in the file; all others go together."""
    found: list[list[int]] = []
    seen: dict[str, int] = {}
    for place, key in enumerate(keys):
        wave = seen.get(key, -1) + 1 if key else 0
        seen[key] = wave
        if wave == len(found):
            found.append([])
        found[wave].append(place)
    return found


Judge = Callable[[Given, Record | None], Failure | None]
"""Says why an input may not change the record that it finds, or may not make one where it finds none."""


async def upsert(
    unit: Unit,
    definition: TypeDefinition,
    id_property: str | None,
    inputs: Sequence[Given],
    *,
    known: Mapping[str, int] | None = None,
    judge: Judge | None = None,
) -> list[Written]:
    """Change the records that are found and create the others. No two inputs may have the same key.

    `known` says which records the keys find, where the caller has looked them up.
    """
    context = await change.context_of(unit, definition)
    keys = [given.key for given in inputs if given.key]
    ids = known
    if ids is None:
        ids = await ids_of(unit, definition, keys, id_property) if keys else {}
    wanted = {ids[key] for key in keys if key in ids}
    found = await records.load(unit, definition.type.id, wanted, lock=True) if wanted else {}
    existing = [found.get(ids.get(given.key, -1)) if given.key else None for given in inputs]
    first = await unit.new_ids(existing.count(None)) if None in existing else 0
    moments: list[Moment | Failure] = []
    for given, record in zip(inputs, existing, strict=True):
        try:
            refusal = judge(given, record) if judge else None
            if refusal is not None:
                moments.append(refusal)
            elif record is not None:
                moments.append(write.changed(unit, context, record, given.values))
            elif given.key and id_property == RECORD_ID:
                moments.append(NotFound(f"{definition.type.singular} with id {given.key} does not exist"))
            else:
                moments.append(write.made(unit, context, first, given.values))
                first += 1
        except Failure as failure:
            moments.append(failure)
    outcomes = await write.saved(unit, definition, moments)
    refused = [given.key for given, outcome in zip(inputs, outcomes, strict=True) if isinstance(outcome, Failure)]
    unknown = [key for key in refused if key and key not in ids]
    if unknown and known is None and await ids_of(unit, definition, unknown, id_property):
        raise Raced("another unit made a record of this upsert meanwhile")
    return [
        Written(outcome.creating, None, outcome.record.id)
        if isinstance(outcome, Moment)
        else Written(False, outcome, record.id if record else 0)
        for outcome, record in zip(outcomes, existing, strict=True)
    ]
