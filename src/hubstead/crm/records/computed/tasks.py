"""Tasks: status, completion and due date in all the forms that the service keeps (recorded in 2024)."""

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

STAGES = {
    "NOT_STARTED": "60b5c368-04c4-4d32-9b4a-457e159f49b7",
    "IN_PROGRESS": "61bafb31-e7fa-46ed-aaa9-1322438d6e67",
    "WAITING": "fc8148fb-3a2d-4b59-834e-69b7859347cb",
    "DEFERRED": "dd5826e4-c976-4654-a527-b59ada542e52",
    "COMPLETED": "af0e6a5c-2ea3-4c72-b69f-7c6cb3fdb591",
}
"""The stage of the task pipeline that each status is."""
_STATUSES = {stage: status for status, stage in STAGES.items()}
_FLAGS = {"CALL": "call", "EMAIL": "email", "LINKED_IN": "linked_in"}
_STATUS, _STAGE, _DUE = "hs_task_status", "hs_pipeline_stage", "hs_timestamp"


@rule()
def defaults(moment: Moment) -> None:
    """What a task has when nothing else was said."""
    moment.default("hs_task_type", "TODO")
    moment.default("hs_task_priority", "NONE")
    moment.default("hs_task_is_all_day", "false")
    moment.default("hs_task_family", "SALES")
    moment.default("hs_task_for_object_type", "OWNER")


@rule(_STATUS, _STAGE, always=True)
def status(moment: Moment) -> None:
    """Status and stage say the same; where both were given, the status holds."""
    found = _STATUSES.get(moment.get(_STAGE) or "")
    if found and moment.moved(_STAGE) and not moment.moved(_STATUS):
        moment.set(_STATUS, found)
    moment.default(_STATUS, "NOT_STARTED")
    stage = STAGES.get(moment.get(_STATUS) or "")
    if stage in moment.context.pipelines.stages:
        moment.set(_STAGE, stage)


@rule(_STATUS, "hs_task_type", "hs_task_sequence_step_enrollment_id")
def completion(moment: Moment) -> None:
    """Whether the task is completed, counted as `1` and `0` for sums, and since when."""
    done = moment.get(_STATUS) == "COMPLETED"
    flag = "1" if done else "0"
    moment.set("hs_task_is_completed", flag)
    moment.set("hs_task_completion_count", flag)
    for kind, name in _FLAGS.items():
        moment.set(f"hs_task_is_completed_{name}", flag if moment.get("hs_task_type") == kind else "0")
    sequence = moment.get("hs_task_sequence_step_enrollment_id")
    moment.set("hs_task_is_completed_sequence", flag if sequence else "0")
    moment.set("hs_task_completion_date", (moment.get("hs_task_completion_date") or moment.now()) if done else None)


@rule(_STATUS, _DUE)
def due(moment: Moment) -> None:
    """Where the task stands against its due date at this moment."""
    for name, value in _standing(moment.record.values, moment.context.now).items():
        moment.set(name, value)


def as_of(values: dict[str, str], now: int) -> None:
    """Where the task stands against its due date at `now` (ms)."""
    values.update(_standing(values, now))


def _standing(values: dict[str, str], now: int) -> dict[str, str]:
    if not values.get(_DUE):
        return {}
    due = parse_datetime(values[_DUE])
    done = values.get(_STATUS) == "COMPLETED"
    completed = values.get("hs_task_completion_date")
    past = now > due
    late = (parse_datetime(completed) if completed else now) > due
    return {
        "hs_task_is_past_due_date": _text(past),
        "hs_task_is_overdue": _text(past and not done),
        "hs_task_missed_due_date": _text(late),
        "hs_task_missed_due_date_count": "1" if late else "0",
    }


def _text(value: bool) -> str:
    return "true" if value else "false"


RULES = (defaults, completion, due)
