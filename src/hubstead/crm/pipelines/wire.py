"""HubSpot's JSON for pipelines and stages, both ways."""

from typing import Any

import msgspec

from hubstead.crm.pipelines.pipeline import Pipeline, Stage
from hubstead.crm.properties.datetimes import format_datetime

WRITE_PERMISSIONS = "CRM_PERMISSIONS_ENFORCEMENT"


class StageInput(msgspec.Struct, rename="camel"):
    """A stage to make. With the id of a stage that the pipeline has, in a replacement, that stage stays."""

    label: str
    display_order: int
    metadata: dict[str, Any] = {}
    stage_id: str | None = None


class StagePatch(msgspec.Struct, rename="camel"):
    """What to change of a stage; metadata keys that are not given stay."""

    label: str | None = None
    display_order: int | None = None
    metadata: dict[str, Any] | None = None
    archived: bool | None = None


class PipelineInput(msgspec.Struct, rename="camel"):
    """A pipeline to make, or to put in the place of one."""

    label: str
    display_order: int
    stages: list[StageInput]
    pipeline_id: str | None = None


class PipelinePatch(msgspec.Struct, rename="camel"):
    """What to change of a pipeline."""

    label: str | None = None
    display_order: int | None = None
    archived: bool | None = None


def shown(pipeline: Pipeline) -> dict[str, Any]:
    """A pipeline with its stages in display order."""
    return {
        "id": pipeline.id,
        "label": pipeline.label,
        "displayOrder": pipeline.display_order,
        "stages": [shown_stage(stage) for stage in pipeline.live_stages()],
        "createdAt": format_datetime(pipeline.created_at),
        "updatedAt": format_datetime(pipeline.updated_at),
        "archived": False,
    }


def shown_stage(stage: Stage) -> dict[str, Any]:
    """A stage."""
    return {
        "id": stage.id,
        "label": stage.label,
        "displayOrder": stage.display_order,
        "metadata": dict(stage.metadata),
        "createdAt": format_datetime(stage.created_at),
        "updatedAt": format_datetime(stage.updated_at),
        "archived": False,
        "writePermissions": WRITE_PERMISSIONS,
    }
