"""Writing a pipeline, and all that goes with it: the audit, the properties that its stages bring, the lifecycle."""

from typing import Any

import msgspec

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.pipelines.audit import entry
from hubstead.crm.pipelines.lifecycle import PROPERTY as LIFECYCLE
from hubstead.crm.pipelines.lifecycle import has_lifecycle
from hubstead.crm.pipelines.pipeline import KIND, Pipeline
from hubstead.crm.properties.definition import KIND as PROPERTY_KIND
from hubstead.crm.properties.definition import properties_of
from hubstead.crm.properties.stage_properties import properties_of_stage
from hubstead.store import definitions
from hubstead.store.unit import Unit


async def save(unit: Unit, type: ObjectType, before: Pipeline, after: Pipeline, action: str) -> Pipeline:
    """Write a change of a pipeline; `action` is the audit's word: CREATE, UPDATE or DELETE."""
    known = await properties_of(unit, type)
    if after.archived and all(after.id != default.id for default in _defaults(type)):
        definitions.remove(unit, KIND, type.id, after.id)
    else:
        definitions.put(unit, KIND, type.id, after.id, msgspec.json.encode(after))
    about: dict[str, Any] = entry(type, before if action != "CREATE" else None, after, action)
    await definitions.changed(unit, KIND, type.id, after.id, about)
    if has_lifecycle(type):
        await _define(unit, type, _lifecycle(known[LIFECYCLE], after, unit.now))
    group = known["hs_object_id"].group_name
    for stage in after.live_stages():
        for property in properties_of_stage(group, after.label, stage.id, stage.label):
            if property.name not in known:
                await _define(unit, type, property)
    return after


def _defaults(type: ObjectType) -> tuple[catalog.DefaultPipeline, ...]:
    return () if type.custom else catalog.default_pipelines(type.id)


def _lifecycle(property: Property, pipeline: Pipeline, now: int) -> Property:
    """The lifecycle property with the stages of its pipeline as options."""
    known = {option.value: option for option in property.options}
    options = tuple(
        msgspec.structs.replace(
            known.get(stage.id) or Option(label=stage.label, value=stage.id),
            label=stage.label,
            display_order=place,
        )
        for place, stage in enumerate(pipeline.live_stages())
    )
    return msgspec.structs.replace(property, options=options, updated_at=now)


async def _define(unit: Unit, type: ObjectType, property: Property) -> None:
    definitions.put(unit, PROPERTY_KIND, type.id, property.name, msgspec.json.encode(property))
    await definitions.changed(unit, PROPERTY_KIND, type.id, property.name)
