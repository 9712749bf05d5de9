"""The properties that a stage of a pipeline brings: when a record entered and left it, and how long it stayed."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.property import Property

_PLAIN = re.compile(r"[a-z0-9_]+")
_OTHER = re.compile(r"[^a-z0-9_]")
_LEAD_STAGES = {
    "new-stage-id": "new_stage_id_1318266061",
    "attempting-stage-id": "attempting_stage_id_745667965",
    "connected-stage-id": "connected_stage_id_2058487257",
    "qualified-stage-id": "qualified_stage_id_233247981",
    "unqualified-stage-id": "unqualified_stage_id_1675714327",
}


class StageNames(NamedTuple):
    """The names of a stage's properties: two points in time and two durations (ms)."""

    entered: str
    exited: str
    latest: str
    cumulative: str


@lru_cache(maxsize=10_000)
def stage_names(stage_id: str) -> StageNames:
    """The properties of a stage: `hs_v2_date_entered_closedwon` and so on."""
    stage = in_names(stage_id)
    return StageNames(
        f"hs_v2_date_entered_{stage}",
        f"hs_v2_date_exited_{stage}",
        f"hs_v2_latest_time_in_{stage}",
        f"hs_v2_cumulative_time_in_{stage}",
    )


def in_names(stage_id: str) -> str:
    """The stage as part of a property's name.

    An id that no name can hold (`1e2d-…`) gets underscores and a number, which keeps `a-b` and `a.b` apart. The service
    does the same; its numbers are known for the lead pipeline only, elsewhere ours is a checksum of the id.
    """
    if _PLAIN.fullmatch(stage_id):
        return stage_id
    return _LEAD_STAGES.get(stage_id) or f"{_OTHER.sub('_', stage_id.lower())}_{crc32(stage_id.encode())}"


def properties_of_stage(group: str, pipeline_label: str, stage_id: str, stage_label: str) -> Iterator[Property]:
    """The properties of one stage, for the property group that they belong to."""
    names, place = stage_names(stage_id), f'"{stage_label} ({pipeline_label})"'
    for name, label, type, field_type, description in (
        (names.entered, "Date entered", "datetime", "date", f"When the record last moved into {place}."),
        (names.exited, "Date exited", "datetime", "date", f"When the record last left {place}."),
        (names.latest, "Latest time in", "number", "number", f"How long the last stay in {place} was, in ms."),
        (names.cumulative, "Cumulative time in", "number", "number", f"How long all stays in {place} were, in ms."),
    ):
        yield Property(
            name=name,
            label=f"{label} {place}",
            type=type,
            field_type=field_type,
            group_name=group,
            description=description,
            hidden=True,
            read_only_value=True,
            read_only_definition=True,
            hubspot_defined=True,
        )


@cache
def default_stage_properties(type_id: str) -> Mapping[str, Property]:
    """The properties of the stages of a standard type's default pipelines, by name."""
    group = catalog.default_properties(type_id)["hs_object_id"].group_name
    return {
        found.name: found
        for pipeline in catalog.default_pipelines(type_id)
        for stage in pipeline.stages
        for found in properties_of_stage(group, pipeline.label, stage.id, stage.label)
    }
