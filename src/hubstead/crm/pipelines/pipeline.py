"""Pipelines and their stages: the defaults of the catalog with the portal's own laid over them."""

from collections.abc import Iterable, Mapping

import msgspec

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Option
from hubstead.crm.pipelines.lifecycle import PROPERTY as LIFECYCLE
from hubstead.crm.pipelines.lifecycle import has_lifecycle
from hubstead.crm.properties.definition import properties_of
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "pipeline"


class Stage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """One stage. `metadata` values are strings: `isClosed`, `probability` (deals), `ticketState` (tickets)."""

    id: str
    label: str
    display_order: int = 0
    metadata: Mapping[str, str] = {}
    created_at: int = 0
    updated_at: int = 0
    archived: bool = False

    @property
    def closed(self) -> bool:
        """Whether records in this stage are done."""
        return self.metadata.get("isClosed") == "true" or self.metadata.get("ticketState") == "CLOSED"

    @property
    def probability(self) -> str | None:
        """The chance of winning, as text, or `None` where stages have none."""
        return self.metadata.get("probability")


class Pipeline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A pipeline with its stages in display order. Timestamps in ms; 0 for defaults."""

    id: str
    label: str
    display_order: int = 0
    stages: tuple[Stage, ...] = ()
    created_at: int = 0
    updated_at: int = 0
    archived: bool = False

    def live_stages(self) -> tuple[Stage, ...]:
        """Stages that records can be in, in display order."""
        return tuple(
            sorted((stage for stage in self.stages if not stage.archived), key=lambda s: (s.display_order, s.label))
        )


_decode = msgspec.json.Decoder(Pipeline).decode


class Pipelines:
    """All live pipelines of one object type, in display order, with a way from a stage to its pipeline."""

    def __init__(self, pipelines: Mapping[str, Pipeline]) -> None:
        live = sorted(
            (found for found in pipelines.values() if not found.archived), key=lambda p: (p.display_order, p.label)
        )
        self.by_id = {pipeline.id: pipeline for pipeline in live}
        self.stages = {stage.id: (pipeline, stage) for pipeline in reversed(live) for stage in pipeline.live_stages()}
        self.first = live[0] if live else None

    def stage(self, pipeline_id: str | None, stage_id: str) -> Stage | None:
        """A stage of a pipeline (of any pipeline when none is named)."""
        pipeline = self.by_id.get(pipeline_id) if pipeline_id else None
        if pipeline is not None:
            return next((stage for stage in pipeline.live_stages() if stage.id == stage_id), None)
        found = self.stages.get(stage_id)
        return found[1] if found else None


async def load(unit: Unit, type: ObjectType) -> dict[str, Pipeline]:
    """All pipelines of a type by id, defaults that were deleted too (as archived), as the store has them now."""
    pipelines = {} if type.custom else {default.id: _shared(default) for default in catalog.default_pipelines(type.id)}
    own = await definitions.documents(unit, KIND, type.id)
    pipelines |= {name: _decode(document) for name, document in own.items()}
    if not has_lifecycle(type):
        return pipelines
    options = (await properties_of(unit, type))[LIFECYCLE].options
    return {id: _with_options(pipeline, options) for id, pipeline in pipelines.items()}


def _with_options(pipeline: Pipeline, options: Iterable[Option]) -> Pipeline:
    """The lifecycle as a pipeline: a stage for each option of the property."""
    known = {stage.id: stage for stage in pipeline.stages}
    in_order = sorted(options, key=lambda option: (option.display_order < 0, option.display_order))
    stages = tuple(
        msgspec.structs.replace(
            known.get(option.value) or Stage(id=option.value, label=option.label),
            label=option.label,
            display_order=place,
        )
        for place, option in enumerate(in_order)
    )
    return msgspec.structs.replace(pipeline, stages=stages)


def _shared(default: catalog.DefaultPipeline) -> Pipeline:
    stages = tuple(
        Stage(id=stage.id, label=stage.label, display_order=stage.display_order, metadata=stage.metadata)
        for stage in default.stages
    )
    return Pipeline(id=default.id, label=default.label, display_order=default.display_order, stages=stages)


async def pipelines_of(unit: Unit, type: ObjectType) -> Pipelines:
    """The live pipelines of a type, made once per change."""

    async def make() -> Pipelines:
        return Pipelines(await load(unit, type))

    return await unit.definition(("pipelines", type.id), make)
