"""Writing records: create, update, upsert, archive. Single operations are batches of one.

A batch is all or nothing, unless its inputs carry `objectWriteTraceId`: then each input succeeds or fails alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from hubstead.crm.associations.link import Link, link, links_of_spec
from hubstead.crm.associations.unlink import unlink_all
from hubstead.crm.object_types.reach import require, require_some
from hubstead.crm.objects import wire
from hubstead.crm.objects.find import ids_of
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.crm.records.moment import Context, Moment
from hubstead.crm.records.record import Record
from hubstead.crm.records.unique import claim, release
from hubstead.kit.errors import Failure, Invalid, Missing
from hubstead.store.engine import Raced
from hubstead.store.unit import Unit

BATCH_LIMIT = 100
PEOPLE = "CRM_UI"
"""Where changes come from that people make in sessions of their own."""


class Outcome(NamedTuple):
    """What became of one input: its answer, or why not."""

    trace_id: str | None
    answer: dict[str, Any] | None = None
    failure: Failure | None = None


async def create(unit: Unit, definition: TypeDefinition, inputs: Sequence[wire.CreateInput]) -> list[Outcome]:
    """Create records with their associations. Raises the first failure unless inputs carry trace ids."""
    refuse_unwritable(definition, definition.type.creatable)
    context = await change.context_of(unit, definition)
    first = await unit.new_ids(len(inputs))
    built = [_attempt(_built, unit, context, first + place, given.properties) for place, given in enumerate(inputs)]
    outcomes = await saved(unit, definition, built)
    answers: list[Outcome] = []
    links: list[Link] = []
    for given, outcome in zip(inputs, outcomes, strict=True):
        if isinstance(outcome, Moment):
            for wanted in given.associations or ():
                links += await links_of_spec(unit, definition.type, outcome.record.id, wanted.to.id, wanted.types)
            answers.append(_done(given.object_write_trace_id, wire.created(outcome, given.properties)))
        else:
            answers.append(_refused(given.object_write_trace_id, outcome))
    if links:
        await link(unit, links, {definition.type.id: [done.record for done in outcomes if isinstance(done, Moment)]})
    return answers


async def update(
    unit: Unit,
    definition: TypeDefinition,
    inputs: Sequence[wire.BatchUpdateInput],
    id_property: str | None = None,
) -> list[Outcome]:
    """Change records. Raises `Missing` for an unknown one, unless inputs carry trace ids."""
    refuse_unwritable(definition, definition.type.updatable)
    context = await change.context_of(unit, definition)
    found = await _found(unit, definition, inputs, id_property)
    revised: list[Moment | Failure] = []
    for given in inputs:
        record = found.get(str(given.id))
        revised.append(
            _attempt(_revised, unit, context, record, given.properties) if record else _not_found(definition, given)
        )
    outcomes = await saved(unit, definition, revised)
    return [
        _done(given.object_write_trace_id, wire.updated(outcome, _known(definition, given.properties)))
        if isinstance(outcome, Moment)
        else _refused(given.object_write_trace_id, outcome)
        for given, outcome in zip(inputs, outcomes, strict=True)
    ]


async def upsert(unit: Unit, definition: TypeDefinition, inputs: Sequence[wire.BatchUpdateInput]) -> list[Outcome]:
    """Change the records that exist and create the others; each answer says which in `new`."""
    refuse_unwritable(definition, definition.type.creatable)
    _refuse_doubles(inputs)
    context = await change.context_of(unit, definition)
    found = await _found(unit, definition, inputs, None)
    first = await unit.new_ids(len(inputs) - len(found)) if len(found) < len(inputs) else 0
    moments: list[Moment | Failure] = []
    for given in inputs:
        record = found.get(str(given.id))
        if record is None and given.id_property in (None, "", "hs_object_id"):
            moments.append(_not_found(definition, given))
            continue
        values = given.properties if record else {str(given.id_property): given.id, **given.properties}
        moments.append(
            _attempt(_revised, unit, context, record, values)
            if record
            else _attempt(_built, unit, context, first, values)
        )
        first += record is None
    outcomes = await saved(unit, definition, moments)
    refused = [given for given, outcome in zip(inputs, outcomes, strict=True) if isinstance(outcome, Failure)]
    unknown = [given for given in refused if str(given.id) not in found]
    if unknown and await _found(unit, definition, unknown, None):
        raise Raced("another unit made a record of this upsert meanwhile")
    answers: list[Outcome] = []
    for given, outcome in zip(inputs, outcomes, strict=True):
        if isinstance(outcome, Moment):
            shown = (
                wire.created(outcome, given.properties)
                if outcome.creating
                else wire.updated(outcome, _known(definition, given.properties))
            )
            answers.append(_done(given.object_write_trace_id, {**shown, "new": outcome.creating}))
        else:
            answers.append(_refused(given.object_write_trace_id, outcome))
    return answers


async def archive(unit: Unit, definition: TypeDefinition, keys: Sequence[str | int]) -> None:
    """Move records to the recycling bin; those that are gone already stay gone. Raises `Forbidden` for all together
    when the user sees one and may not delete it."""
    ids = await ids_of(unit, definition, keys, None)
    found = await records.load(unit, definition.type.id, ids.values(), lock=True)
    gone = {record.id: record for record in found.values()}
    for record in gone.values():
        require(unit, definition.type, "delete", record.id, record.values)
    await bin_all(unit, definition, list(gone.values()))


async def bin_all(unit: Unit, definition: TypeDefinition, gone: Sequence[Record]) -> None:
    """Move records that are in hand to the recycling bin, whoever asks for it."""
    await unlink_all(unit, definition.type, [record.id for record in gone], archiving=True)
    for record in gone:
        record.archived = record.updated = unit.now
        records.save(unit, record)
        release(unit, definition, record.values)
        unit.happened("object.archived", record.type, record.id, "{}")


def refuse_unwritable(definition: TypeDefinition, writable: bool) -> None:
    """Raise `Invalid` for types whose records other rooms make (feedback submissions, users)."""
    if not writable:
        raise Invalid(f"{definition.type.plural} cannot be written through this API")


def check_size(inputs: Sequence[Any]) -> None:
    """Raise `Invalid` for a batch of more than 100."""
    if len(inputs) > BATCH_LIMIT:
        raise Invalid(
            f"The maximum number of inputs supported in a batch request is {BATCH_LIMIT}, "
            f"received {len(inputs)}. Split the batch.",
            context={"inputs": [str(len(inputs))]},
        )


def raise_unless_traced(outcomes: Sequence[Outcome]) -> None:
    """Raise the first failure of an input without a trace id: with it goes the batch."""
    for outcome in outcomes:
        if outcome.failure is not None and outcome.trace_id is None:
            raise outcome.failure


async def _found(
    unit: Unit, definition: TypeDefinition, inputs: Sequence[wire.BatchUpdateInput], id_property: str | None
) -> dict[str, Record]:
    """The records that inputs mean, by key. Inputs of one batch may name different unique properties."""
    keys: dict[str | None, list[str | int]] = {}
    for given in inputs:
        keys.setdefault(given.id_property or id_property, []).append(given.id)
    ids: dict[str, int] = {}
    for name, asked in keys.items():
        ids.update(await ids_of(unit, definition, asked, name))
    loaded = await records.load(unit, definition.type.id, ids.values(), lock=True) if ids else {}
    return {key: loaded[id] for key, id in ids.items() if id in loaded}


def _built(unit: Unit, context: Context, id: int, given: Mapping[str, Any]) -> Moment:
    return made(unit, context, id, change.checked(context.definition, given))


def made(unit: Unit, context: Context, id: int, values: Mapping[str, str]) -> Moment:
    """A new record with these canonical values. One that a user makes belongs to the user, unless an owner is given
    (an empty one too), as in HubSpot's forms. Raises `Invalid`, and `Forbidden` for a user who may edit none."""
    type = context.definition.type
    require_some(unit, type, "edit")
    if unit.origin.source == PEOPLE:
        user, owners = unit.origin.user_id, context.owners.values()
        maker = next((owner.id for owner in owners if owner.user_id == user and not owner.archived), None)
        if maker and type.owner_property in context.definition.properties:
            values = {type.owner_property: maker, **values}
    return fresh(context, id, values)


def fresh(context: Context, id: int, values: Mapping[str, str]) -> Moment:
    """A new record with these canonical values. Raises `Invalid` when the type requires more."""
    moment = change.build(context, id, values)
    missing = [name for name in context.definition.type.required_properties if not moment.get(name)]
    if missing:
        type = context.definition.type
        raise Invalid(
            f"Error creating {type.fully_qualified_name}. Some required properties were not set.",
            errors=[
                {
                    "message": f'Required property "{name}" was not set.',
                    "code": "REQUIRED_FIELD",
                    "context": {"propertyName": [name]},
                }
                for name in missing
            ],
            context={"properties": missing},
        )
    return moment


def _revised(unit: Unit, context: Context, record: Record, given: Mapping[str, Any]) -> Moment:
    return changed(unit, context, record, change.checked(context.definition, given))


def changed(unit: Unit, context: Context, record: Record, values: Mapping[str, str]) -> Moment:
    """A record with some canonical values changed. Raises `Invalid`, and `Forbidden` where the user may only see it."""
    require(unit, context.definition.type, "edit", record.id, record.values)
    return change.revise(context, record, values)


def _attempt(work: Callable[..., Moment], *given: Any) -> Moment | Failure:
    try:
        return work(*given)
    except Failure as failure:
        return failure


async def saved(unit: Unit, definition: TypeDefinition, moments: Sequence[Moment | Failure]) -> list[Moment | Failure]:
    """Take the unique values and write; what cannot be is answered with its failure."""
    good = [moment for moment in moments if isinstance(moment, Moment)]
    refusals = iter(await claim(unit, definition, good))
    outcomes: list[Moment | Failure] = []
    for moment in moments:
        outcome: Moment | Failure = (next(refusals) or moment) if isinstance(moment, Moment) else moment
        if isinstance(outcome, Moment):
            change.store(unit, outcome)
        outcomes.append(outcome)
    return outcomes


def _not_found(definition: TypeDefinition, given: wire.BatchUpdateInput) -> Failure:
    return (
        Missing()
        if given.object_write_trace_id is None
        else Invalid(
            f"{definition.type.singular} with id {given.id} does not exist",
            category="OBJECT_NOT_FOUND",
            context={"ids": [str(given.id)]},
        )
    )


def _refuse_doubles(inputs: Sequence[wire.BatchUpdateInput]) -> None:
    seen: set[tuple[str | None, str]] = set()
    for given in inputs:
        key = (given.id_property, str(given.id))
        if key in seen:
            raise Invalid(f"Duplicate id in the batch: {given.id}. Send each record once.", context={"ids": [key[1]]})
        seen.add(key)


def _known(definition: TypeDefinition, given: Mapping[str, Any]) -> list[str]:
    return [name if name in definition.properties else name.lower() for name in given]


def _done(trace_id: str | None, answer: dict[str, Any]) -> Outcome:
    return Outcome(trace_id, {**answer, "objectWriteTraceId": trace_id} if trace_id else answer)


def _refused(trace_id: str | None, failure: Failure) -> Outcome:
    return Outcome(trace_id, failure=failure)
