"""HubSpot's JSON of exports."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.crm.exports.run import Export
from hubstead.crm.properties.datetimes import format_moment
from hubstead.web.envelopes import BatchError


class Located(Struct):
    """The task of an export, and where its state is told."""

    id: str
    links: dict[str, str]


class TaskShown(Struct, rename="camel"):
    """The state of a task; `result` is a link to the file, good for five minutes."""

    status: str
    requested_at: str
    started_at: str
    completed_at: str
    links: dict[str, str]
    result: str | UnsetType = UNSET
    num_errors: int | UnsetType = UNSET
    errors: list[BatchError] | UnsetType = UNSET


class ExportShown(Struct, rename="camel"):
    """An export as it is answered."""

    id: str
    export_name: str
    export_type: str
    export_state: str
    object_type: str
    object_properties: list[str]
    created_at: str
    updated_at: str
    record_count: int | UnsetType = UNSET


_STATUS = {"ENQUEUED": "PENDING", "PROCESSING": "PROCESSING", "FAILED": "CANCELED"}


def task_shown(run: Export, result: str) -> TaskShown:
    """The state of an export's task; what has not begun or ended has the time of the last step."""
    return TaskShown(
        status=_STATUS.get(run.state, "COMPLETE"),
        requested_at=format_moment(run.created_at),
        started_at=format_moment(run.started_at or run.created_at),
        completed_at=format_moment(run.finished_at or run.updated_at),
        links={},
        result=result or UNSET,
        num_errors=1 if run.error else UNSET,
        errors=[BatchError("error", "EXPORT_FAILED", run.error)] if run.error else UNSET,
    )


def shown(run: Export) -> ExportShown:
    """An export as the API answers it."""
    return ExportShown(
        id=str(run.id),
        export_name=run.name,
        export_type=run.kind,
        export_state=run.state,
        object_type=run.type,
        object_properties=list(run.properties),
        created_at=format_moment(run.created_at),
        updated_at=format_moment(run.updated_at),
        record_count=run.count if run.finished_at and not run.error else UNSET,
    )
