"""Who changed a pipeline or stage, and when: read back from the facts that every change leaves."""

from typing import Any, NamedTuple

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.pipelines.pipeline import KIND, Pipeline, Stage
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.store.unit import Unit

_encode = msgspec.json.Encoder().encode


class Body(msgspec.Struct):
    """The body of a pipeline's fact: what was done, to which stages, and what came out of it."""

    name: str
    action: str
    stages: dict[str, str]
    object: dict[str, Any]


class Change(NamedTuple):
    """A fact of a pipeline. `at` in ms; `user_id` 0 where no user stands behind it."""

    at: int
    user_id: int
    body: Body


_decode = msgspec.json.Decoder(Body).decode


def entry(type: ObjectType, before: Pipeline | None, after: Pipeline, action: str) -> dict[str, Any]:
    """What the fact of a change tells besides the pipeline's id."""
    old = {stage.id: stage for stage in before.live_stages()} if before else {}
    new = {} if after.archived else {stage.id: stage for stage in after.live_stages()}
    stages = {id: "CREATE" for id in new if id not in old}
    stages |= {id: "UPDATE" for id, stage in new.items() if id in old and old[id] != stage}
    stages |= {id: "DELETE" for id in old if id not in new}
    return {"action": action, "stages": stages, "object": _raw(type, after)}


def _raw(type: ObjectType, pipeline: Pipeline) -> dict[str, Any]:
    return {
        "displayOrder": pipeline.display_order,
        "pipelineId": pipeline.id,
        "objectType": type.fully_qualified_name,
        "objectTypeId": type.id,
        "label": pipeline.label,
        "active": not pipeline.archived,
        "stages": [_raw_stage(stage) for stage in pipeline.live_stages()],
        "createdAt": pipeline.created_at,
        "updatedAt": pipeline.updated_at,
    }


def _raw_stage(stage: Stage) -> dict[str, Any]:
    return {
        "displayOrder": stage.display_order,
        "stageId": stage.id,
        "label": stage.label,
        "metadata": dict(stage.metadata),
        "createdAt": stage.created_at,
        "updatedAt": stage.updated_at,
    }


async def of_pipeline(unit: Unit, type: ObjectType, id: str) -> list[dict[str, Any]]:
    """The audit of a pipeline, newest first."""
    return [
        _shown(unit, change, id, change.body.action, "Pipeline", change.body.object)
        for change in await _changes(unit, type)
        if change.body.name == id
    ]


async def of_stage(unit: Unit, type: ObjectType, id: str) -> list[dict[str, Any]]:
    """The audit of a stage, newest first."""
    return [
        _shown(unit, change, id, change.body.stages[id], "Pipeline stage", _stage_in(change.body, id))
        for change in await _changes(unit, type)
        if id in change.body.stages
    ]


async def _changes(unit: Unit, type: ObjectType) -> list[Change]:
    sql = (
        "SELECT at, user_id, body FROM fact WHERE portal = ?1 AND type = ?2 AND id = 0 AND kind = ?3 ORDER BY seq DESC"
    )
    return [Change(row[0], row[1], _decode(row[2])) for row in await unit.rows(sql, type.id, f"{KIND}.changed")]


def _stage_in(body: Body, id: str) -> dict[str, Any] | None:
    """The stage as it was after a change; `None` when the change deleted it."""
    return next((stage for stage in body.object["stages"] if stage["stageId"] == id), None)


def _shown(unit: Unit, change: Change, id: str, action: str, what: str, raw: dict[str, Any] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "portalId": unit.portal,
        "identifier": f"{unit.portal}:{id}",
        "action": action,
        "timestamp": format_datetime(change.at),
        "message": f"{what} {action.lower()}",
        "rawObject": _encode(raw).decode(),
    }
    if change.user_id:
        answer["fromUserId"] = change.user_id
    return answer
