"""Pipelines and stages as the options of the properties that hold them."""

from collections.abc import Mapping

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Option, Property
from hubstead.crm.pipelines.pipeline import pipelines_of
from hubstead.store.unit import Unit


async def with_options(unit: Unit, type: ObjectType, properties: Mapping[str, Property]) -> dict[str, Property]:
    """Properties of a type as the service shows them: those for pipeline and stage list what a record can be in."""
    if type.pipeline_property is None or type.stage_property is None:
        return dict(properties)
    pipelines = await pipelines_of(unit, type)
    in_order = pipelines.by_id.values()
    places = {
        type.pipeline_property: {pipeline.id: pipeline.label for pipeline in in_order},
        type.stage_property: {stage.id: stage.label for pipeline in in_order for stage in pipeline.live_stages()},
    }
    filled = {
        name: msgspec.structs.replace(properties[name], options=_options(labels))
        for name, labels in places.items()
        if name in properties
    }
    return {**properties, **filled}


def _options(labels: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(label=label, value=id, display_order=place) for place, (id, label) in enumerate(labels.items()))
