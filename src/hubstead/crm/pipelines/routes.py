"""Pipelines and their stages over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.permission import defined_type
from hubstead.crm.pipelines import audit, manage, wire
from hubstead.crm.pipelines.answers import AuditEntry, PipelineShown, StageShown
from hubstead.crm.pipelines.pipeline import Pipeline, pipelines_of
from hubstead.kit.errors import Missing, NotFound
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import By, Route, permitted

T = TypeVar("T")
CHECKS = ("validateReferencesBeforeDelete", "validateDealStageUsagesBeforeDelete")
CHECKED_SINCE = "2026-09"
"""From this version on, references are checked before anything is deleted, unless the call says not to."""


async def get_all(call: Call) -> Any:
    """Every pipeline of a type, in display order."""
    unit = call.reading()
    found = await pipelines_of(unit, await defined_type(call, unit, By.READ))
    return {"results": [wire.shown(pipeline) for pipeline in found.by_id.values()]}


async def get_by_id(call: Call) -> Any:
    """One pipeline."""
    found = await _pipeline(call)
    if found is None:
        raise Missing
    return wire.shown(found)


async def create(call: Call) -> Any:
    """Make a pipeline with its stages."""
    given = call.read(wire.PipelineInput)
    return wire.shown(await _written(call, lambda unit, type: manage.create(unit, type, given)))


async def replace(call: Call) -> Any:
    """Put another pipeline in the place of one."""
    given, check = call.read(wire.PipelineInput), _check_references(call)
    return wire.shown(
        await _written(call, lambda unit, type: manage.replace(unit, type, call.path[1], given, check_references=check))
    )


async def update(call: Call) -> Any:
    """Change a pipeline's label or place."""
    given = call.read(wire.PipelinePatch)
    return wire.shown(await _written(call, lambda unit, type: manage.update(unit, type, call.path[1], given)))


async def delete(call: Call) -> Answer:
    """Delete a pipeline with its stages."""
    check = _check_references(call)
    await _written(call, lambda unit, type: manage.delete(unit, type, call.path[1], check_references=check))
    return NO_CONTENT


async def get_stages(call: Call) -> Any:
    """Every stage of a pipeline, in display order."""
    found = await _pipeline(call)
    if found is None:
        raise NotFound("resource not found")
    return {"results": [wire.shown_stage(stage) for stage in found.live_stages()]}


async def get_stage(call: Call) -> Any:
    """One stage."""
    found = await _pipeline(call)
    if found is None:
        raise Missing
    return wire.shown_stage(manage.find_stage(found, call.path[2]))


async def create_stage(call: Call) -> Any:
    """Add a stage to a pipeline."""
    given = call.read(wire.StageInput)
    return wire.shown_stage(
        await _written(call, lambda unit, type: manage.create_stage(unit, type, call.path[1], given))
    )


async def replace_stage(call: Call) -> Any:
    """Describe a stage anew; its metadata is merged."""
    return await _update_stage(call, call.read(wire.StageInput))


async def update_stage(call: Call) -> Any:
    """Change some fields of a stage."""
    return await _update_stage(call, call.read(wire.StagePatch))


async def delete_stage(call: Call) -> Answer:
    """Delete a stage."""
    check = _check_references(call)
    await _written(
        call,
        lambda unit, type: manage.delete_stage(unit, type, call.path[1], call.path[2], check_references=check),
    )
    return NO_CONTENT


async def get_audit(call: Call) -> Any:
    """Who changed a pipeline, newest first."""
    unit = call.reading()
    type = await defined_type(call, unit, By.READ)
    results = await audit.of_pipeline(unit, type, call.path[1])
    if not results and call.path[1] not in (await pipelines_of(unit, type)).by_id:
        raise Missing
    return {"results": results}


async def get_stage_audit(call: Call) -> Any:
    """Who changed a stage, newest first. The stage alone counts: an official SDK sends no usable pipeline id here."""
    unit = call.reading()
    type = await defined_type(call, unit, By.READ)
    results = await audit.of_stage(unit, type, call.path[2])
    if not results and call.path[2] not in (await pipelines_of(unit, type)).stages:
        raise Missing
    return {"results": results}


async def _pipeline(call: Call) -> Pipeline | None:
    unit = call.reading()
    return (await pipelines_of(unit, await defined_type(call, unit, By.READ))).by_id.get(call.path[1])


async def _update_stage(call: Call, given: wire.StageInput | wire.StagePatch) -> Any:
    return wire.shown_stage(
        await _written(call, lambda unit, type: manage.update_stage(unit, type, call.path[1], call.path[2], given))
    )


async def _written(call: Call, work: Callable[[Unit, ObjectType], Awaitable[T]]) -> T:
    type = await defined_type(call, call.reading(), By.WRITE)
    return await call.write(lambda unit: work(unit, type))


def _check_references(call: Call) -> bool:
    said = [call.flag(name) for name in CHECKS if call.one(name) is not None]
    return any(said) if said else call.version.startswith("20") and call.version >= CHECKED_SINCE


PIPELINES = "/crm/pipelines/{objectType}"
PIPELINE = PIPELINES + "/{pipelineId}"
STAGES = PIPELINE + "/stages"
STAGE = STAGES + "/{stageId}"
ROUTES = permitted("properties", (
    Route("GET", PIPELINES, get_all, By.READ, "List pipelines", answer=Results[PipelineShown]),
    Route("POST", PIPELINES, create, By.WRITE, "Create a pipeline", wire.PipelineInput,
          answer=PipelineShown, status=201),
    Route("GET", PIPELINE, get_by_id, By.READ, "Read a pipeline", answer=PipelineShown),
    Route("PUT", PIPELINE, replace, By.WRITE, "Replace a pipeline", wire.PipelineInput,
          answer=PipelineShown, query=CHECKS),
    Route("PATCH", PIPELINE, update, By.WRITE, "Update a pipeline", wire.PipelinePatch,
          answer=PipelineShown, query=CHECKS),
    Route("DELETE", PIPELINE, delete, By.WRITE, "Delete a pipeline", status=204, query=CHECKS),
    Route("GET", PIPELINE + "/audit", get_audit, By.READ, "Read who changed a pipeline", answer=Results[AuditEntry]),
    Route("GET", STAGES, get_stages, By.READ, "List stages", answer=Results[StageShown]),
    Route("POST", STAGES, create_stage, By.WRITE, "Create a stage", wire.StageInput, answer=StageShown, status=201),
    Route("GET", STAGE, get_stage, By.READ, "Read a stage", answer=StageShown),
    Route("PUT", STAGE, replace_stage, By.WRITE, "Replace a stage", wire.StageInput, answer=StageShown),
    Route("PATCH", STAGE, update_stage, By.WRITE, "Update a stage", wire.StagePatch, answer=StageShown),
    Route("DELETE", STAGE, delete_stage, By.WRITE, "Delete a stage", status=204, query=CHECKS),
    Route("GET", STAGE + "/audit", get_stage_audit, By.READ, "Read who changed a stage", answer=Results[AuditEntry]),
))  # fmt: skip
