"""Records in a pipeline: the defaults for pipeline and stage, whether they fit together, and the dates of each move."""

from functools import lru_cache
from typing import NamedTuple

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.pipelines.pipeline import Pipeline, Stage
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.stage_properties import StageNames, in_names, stage_names
from hubstead.crm.properties.text import InvalidValue
from hubstead.crm.records.invalid import invalid_properties
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import Rule


def rules_of(type: ObjectType) -> tuple[Rule, ...]:
    """The rules of a type with these pipeline and stage properties."""
    pipeline, stage = type.pipeline_property, type.stage_property
    if pipeline is None or stage is None:
        return ()
    inputs = frozenset((pipeline, stage))
    return (
        Rule(inputs, lambda moment: place(moment, pipeline, stage), always=True),
        Rule(inputs, lambda moment: dates(moment, stage)),
    )


def stage_of(moment: Moment) -> Stage | None:
    """The stage that the record will be in."""
    type = moment.context.definition.type
    return _stage(moment, moment.get(type.pipeline_property or ""), moment.get(type.stage_property or ""))


def _stage(moment: Moment, pipeline_id: str | None, stage_id: str | None) -> Stage | None:
    pipelines = moment.context.pipelines
    known = pipelines.stages.get(stage_id or "")
    if known is not None and known[0].id == pipeline_id:
        return known[1]
    return pipelines.stage(pipeline_id, stage_id or "")


def place(moment: Moment, pipeline: str, stage: str) -> None:
    """Fill in what is missing, and refuse a stage that its pipeline does not have.

    A stage alone names its pipeline; a pipeline alone means its first stage; neither means the first of both.
    """
    if moment.context.pipelines.first is None:
        return
    chosen = _pipeline(moment, pipeline, moment.get(stage))
    wanted = moment.get(stage)
    fits = wanted is not None and _stage(moment, chosen.id, wanted) is not None
    if not fits:
        live = chosen.live_stages()
        if wanted and moment.moved(stage):
            raise _unknown(moment, stage, wanted, [known.id for known in live])
        wanted = live[0].id if live else None
    moment.set(pipeline, chosen.id)
    moment.set(stage, wanted)


def _pipeline(moment: Moment, pipeline: str, wanted: str | None) -> Pipeline:
    """The pipeline that was asked for; else the one it is in, unless the stage is another's; else the first."""
    pipelines = moment.context.pipelines
    given = moment.get(pipeline)
    if given and moment.moved(pipeline):
        if given not in pipelines.by_id:
            raise _unknown(moment, pipeline, given, list(pipelines.by_id))
        return pipelines.by_id[given]
    present = pipelines.by_id.get(given or "")
    if wanted in pipelines.stages and (present is None or _stage(moment, present.id, wanted) is None):
        return pipelines.stages[wanted][0]
    return present or next(iter(pipelines.by_id.values()))


def _unknown(moment: Moment, name: str, value: str, known: list[str]) -> Exception:
    message = f"{value} was not one of the allowed options: [{', '.join(known)}]"
    return invalid_properties(moment.context.definition.portal, [InvalidValue("INVALID_OPTION", message, name)])


class _Older(NamedTuple):
    """The older names of the same facts; the service defines them for its own stages only."""

    entered: str
    exited: str
    time_in: str


@lru_cache(maxsize=10_000)
def _older(stage_id: str) -> _Older:
    stage = in_names(stage_id)
    return _Older(f"hs_date_entered_{stage}", f"hs_date_exited_{stage}", f"hs_time_in_{stage}")


def dates(moment: Moment, stage: str) -> None:
    """When the record entered its stage and left the one before, and how long it stayed there (ms).

    The durations of a stage are known once it is left; `hs_v2_date_entered_current_stage` tells since when it lasts.
    """
    entered, left = moment.get(stage), moment.before.get(stage)
    if entered == left:
        return
    now = moment.now()
    if left:
        _leave(moment, stage_names(left), _older(left), now)
    if entered:
        names, older = stage_names(entered), _older(entered)
        for name in (names.entered, older.entered):
            moment.set(name, now)
        for name in (names.exited, older.exited):
            moment.set(name, None)
    moment.set("hs_v2_date_entered_current_stage", now if entered else None)
    moment.set("hs_v2_time_in_current_stage", now if entered else None)


def _leave(moment: Moment, names: StageNames, older: _Older, now: str) -> None:
    moment.set(names.exited, now)
    moment.set(older.exited, now)
    since = moment.get(names.entered)
    if since:
        stayed = moment.context.now - parse_datetime(since)
        altogether = str(stayed + int(float(moment.get(names.cumulative) or 0)))
        moment.set(names.latest, str(stayed))
        moment.set(names.cumulative, altogether)
        moment.set(older.time_in, altogether)
