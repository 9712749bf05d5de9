"""Changing pipelines and stages. A default pipeline becomes the portal's own with its first change.

Deleting is for good: there is no recycling bin for pipelines and stages.
"""

from collections.abc import Iterable, Sequence

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.pipelines import wire
from hubstead.crm.pipelines.metadata import TICKETS, metadata_of
from hubstead.crm.pipelines.order import arranged, placed
from hubstead.crm.pipelines.pipeline import Pipeline, Stage, load
from hubstead.crm.pipelines.references import refuse_referenced
from hubstead.crm.pipelines.save import save
from hubstead.kit.errors import Conflict, Invalid, Missing, NotFound, Unreadable
from hubstead.store import definitions
from hubstead.store.unit import Unit

STAGES_LIMIT = 100
LONGEST_PIPELINE_ID = 36
LONGEST_STAGE_ID = 100


async def create(unit: Unit, type: ObjectType, given: wire.PipelineInput) -> Pipeline:
    """Make a pipeline with its stages, under the ids that are given or numbers."""
    if not (type.custom or type.stage_property):
        raise Invalid(f"{type.plural} cannot have more pipelines.", context={"objectType": [type.name]})
    live = await _live(unit, type)
    id = _own_id("pipelineId", given.pipeline_id, LONGEST_PIPELINE_ID) or str(await unit.new_ids(1))
    if id in live:
        raise Invalid(f"There's another pipeline in this portal with pipelineId ({id}).", context={"pipelineId": [id]})
    pipeline = Pipeline(id=id, label=given.label, created_at=unit.now)
    return await _write(unit, type, live, pipeline, given, "CREATE")


async def replace(
    unit: Unit, type: ObjectType, id: str, given: wire.PipelineInput, *, check_references: bool
) -> Pipeline:
    """Put another pipeline in the place of one. Stages that are named by id stay, the others go."""
    live = await _live(unit, type)
    pipeline = _found(live, id)
    kept = {stage.stage_id for stage in given.stages}
    if check_references:
        await refuse_referenced(unit, type, [stage.id for stage in pipeline.live_stages() if stage.id not in kept])
    return await _write(unit, type, live, pipeline, given, "UPDATE")


async def update(unit: Unit, type: ObjectType, id: str, given: wire.PipelinePatch) -> Pipeline:
    """Change the label or the place of a pipeline."""
    live = await _live(unit, type)
    pipeline = _found(live, id)
    _refuse_restore(given.archived)
    label = pipeline.label if given.label is None else given.label
    _check_pipeline_label(live.values(), id, label)
    order = pipeline.display_order if given.display_order is None else _order(given.display_order)
    stages = tuple(msgspec.structs.replace(stage, updated_at=unit.now) for stage in pipeline.stages)
    changed = msgspec.structs.replace(pipeline, label=label, display_order=order, stages=stages, updated_at=unit.now)
    return await save(unit, type, pipeline, changed, "UPDATE")


async def delete(unit: Unit, type: ObjectType, id: str, *, check_references: bool) -> None:
    """Delete a pipeline. Raises `NotFound`, and `Invalid` for the last one of a type that needs one."""
    live = await _live(unit, type)
    pipeline = live.get(id)
    if pipeline is None:
        raise NotFound(f"No pipeline found with id {id}", context={"pipelineId": [id]})
    if len(live) == 1 and not type.custom:
        raise Invalid(f"The last pipeline of {type.plural} cannot be deleted.", context={"pipelineId": [id]})
    if check_references:
        await refuse_referenced(unit, type, [stage.id for stage in pipeline.live_stages()])
    gone = msgspec.structs.replace(pipeline, archived=True, updated_at=unit.now)
    await save(unit, type, pipeline, gone, "DELETE")


async def create_stage(unit: Unit, type: ObjectType, pipeline_id: str, given: wire.StageInput) -> Stage:
    """Add a stage to a pipeline."""
    live = await _live(unit, type)
    pipeline = _found(live, pipeline_id)
    id = await _stage_id(unit, given)
    if any(id == stage.id for other in live.values() for stage in other.live_stages()):
        raise Unreadable(f"An existing active stage is already using stage id {id}")
    stage = Stage(
        id=id,
        label=given.label,
        display_order=_order(given.display_order),
        metadata=metadata_of(type, given.metadata),
        created_at=unit.now,
        updated_at=unit.now,
    )
    return await _write_stage(unit, type, pipeline, stage)


async def update_stage(
    unit: Unit, type: ObjectType, pipeline_id: str, id: str, given: wire.StagePatch | wire.StageInput
) -> Stage:
    """Change a stage; metadata keys that are not given stay."""
    pipeline = _found(await _live(unit, type), pipeline_id)
    stage = find_stage(pipeline, id)
    if isinstance(given, wire.StagePatch):
        _refuse_restore(given.archived)
    kept = {key: value for key, value in stage.metadata.items() if key != "isClosed"}
    changed = msgspec.structs.replace(
        stage,
        label=stage.label if given.label is None else given.label,
        display_order=stage.display_order if given.display_order is None else _order(given.display_order),
        metadata=metadata_of(type, {**kept, **(given.metadata or {})}),
        updated_at=unit.now,
    )
    return await _write_stage(unit, type, pipeline, changed)


async def delete_stage(unit: Unit, type: ObjectType, pipeline_id: str, id: str, *, check_references: bool) -> None:
    """Delete a stage; one that is not there is gone already."""
    pipeline = (await _live(unit, type)).get(pipeline_id)
    if pipeline is None or all(stage.id != id for stage in pipeline.live_stages()):
        return
    rest = tuple(stage for stage in pipeline.live_stages() if stage.id != id)
    if check_references:
        await refuse_referenced(unit, type, [id])
    changed = msgspec.structs.replace(pipeline, stages=rest, updated_at=unit.now)
    _check_stages(type, changed)
    await save(unit, type, pipeline, changed, "UPDATE")


def find_stage(pipeline: Pipeline, id: str) -> Stage:
    """A live stage of a pipeline. Raises `Missing`."""
    for stage in pipeline.live_stages():
        if stage.id == id:
            return stage
    raise Missing


async def _live(unit: Unit, type: ObjectType) -> dict[str, Pipeline]:
    await definitions.hold(unit)
    return {id: found for id, found in (await load(unit, type)).items() if not found.archived}


def _found(live: dict[str, Pipeline], id: str) -> Pipeline:
    if id not in live:
        raise Missing
    return live[id]


async def _write(
    unit: Unit,
    type: ObjectType,
    live: dict[str, Pipeline],
    pipeline: Pipeline,
    given: wire.PipelineInput,
    action: str,
) -> Pipeline:
    _check_pipeline_label(live.values(), pipeline.id, given.label)
    stages = [await _made(unit, type, pipeline, stage) for stage in given.stages]
    elsewhere = {stage.id for other in live.values() if other.id != pipeline.id for stage in other.live_stages()}
    if any(stage.id in elsewhere for stage in stages):
        raise Conflict(
            "There's another pipeline in this portal with one of the same stages",
            category="OBJECT_ALREADY_EXISTS",
            sub_category="PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE",
            context={"stageIds": [stage.id for stage in stages if stage.id in elsewhere]},
        )
    changed = msgspec.structs.replace(
        pipeline,
        label=given.label,
        display_order=_order(given.display_order),
        stages=arranged(stages),
        updated_at=unit.now,
    )
    _check_stages(type, changed)
    return await save(unit, type, pipeline, changed, action)


async def _made(unit: Unit, type: ObjectType, pipeline: Pipeline, given: wire.StageInput) -> Stage:
    """A stage of a request; one that the pipeline has already keeps its age."""
    id = await _stage_id(unit, given)
    old = next((stage for stage in pipeline.live_stages() if stage.id == id), None)
    return Stage(
        id=id,
        label=given.label,
        display_order=_order(given.display_order),
        metadata=metadata_of(type, given.metadata),
        created_at=old.created_at if old else unit.now,
        updated_at=unit.now,
    )


async def _stage_id(unit: Unit, given: wire.StageInput) -> str:
    return _own_id("stageId", given.stage_id, LONGEST_STAGE_ID) or str(await unit.new_ids(1))


async def _write_stage(unit: Unit, type: ObjectType, pipeline: Pipeline, stage: Stage) -> Stage:
    others = [known for known in pipeline.live_stages() if known.id != stage.id]
    changed = msgspec.structs.replace(pipeline, stages=placed(others, stage), updated_at=unit.now)
    _check_stages(type, changed)
    return find_stage(await save(unit, type, pipeline, changed, "UPDATE"), stage.id)


def _own_id(field: str, id: str | None, longest: int) -> str | None:
    if id and (len(id) > longest or not id.isprintable() or "/" in id):
        raise Invalid(
            f"A {field} has at most {longest} printable characters and no slash.", context={field: [id[:longest]]}
        )
    return id or None


def _order(display_order: int) -> int:
    if display_order < 0:
        raise Unreadable("Pipeline display order cannot be negative")
    return display_order


def _refuse_restore(archived: bool | None) -> None:
    if archived is not None:
        raise Invalid("`archived` can only be given to restore, and what was deleted cannot be restored.")


def _check_pipeline_label(live: Iterable[Pipeline], id: str, label: str) -> None:
    _check_label(label)
    if any(_same(label, other.label) for other in live if other.id != id):
        raise Invalid(f"An active pipeline with label {label} already exists.", context={"label": [label]})


def _check_label(label: str) -> None:
    if not label.strip():
        raise Invalid("The label of a pipeline or stage cannot be empty.", context={"label": [label]})


def _check_stages(type: ObjectType, pipeline: Pipeline) -> None:
    """What the stages of a pipeline have to be together."""
    stages: Sequence[Stage] = pipeline.stages
    if not stages:
        raise Invalid("Pipeline must have at least one stage", context={"pipelineId": [pipeline.id]})
    if len(stages) > STAGES_LIMIT:
        raise Invalid(f"A pipeline has at most {STAGES_LIMIT} stages, not {len(stages)}.")
    labels: set[str] = set()
    ids: set[str] = set()
    for stage in stages:
        _check_label(stage.label)
        if stage.label.strip().lower() in labels or stage.id in ids:
            what = f"label {stage.label}" if stage.id not in ids else f"id {stage.id}"
            raise Invalid(
                f"Stage with {what} already exists",
                context={"stageId": [stage.id]},
                sub_category="PipelineError.STAGE_LABEL_EXISTS" if stage.id not in ids else None,
            )
        labels.add(stage.label.strip().lower())
        ids.add(stage.id)
    if type.id == TICKETS and not any(stage.closed for stage in stages):
        raise Invalid(
            f"{type.fully_qualified_name} pipeline: {pipeline.id} must have at least one closed stage",
            sub_category="PipelineError.MISSING_CLOSED_STAGE",
        )


def _same(label: str, other: str) -> bool:
    return label.strip().lower() == other.strip().lower()
