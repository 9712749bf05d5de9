"""HubSpot's JSON for records, both ways."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.record import Record

Values = dict[str, Any]
Id = str | int


class AssociationSpec(msgspec.Struct, rename="camel"):
    """A type of association: category and number."""

    association_category: str
    association_type_id: int


class ObjectId(msgspec.Struct):
    """A record by its id, as text or number."""

    id: Id


class AssociateWith(msgspec.Struct):
    """An association to make with a new record."""

    to: ObjectId
    types: list[AssociationSpec]


class CreateInput(msgspec.Struct, rename="camel"):
    """A record to create."""

    properties: Values
    associations: list[AssociateWith] | None = None
    object_write_trace_id: str | None = None


class UpdateInput(msgspec.Struct):
    """Values to change."""

    properties: Values


class BatchUpdateInput(msgspec.Struct, rename="camel"):
    """A record to change or, in an upsert, to create: found by id or by a unique property."""

    id: Id
    properties: Values
    id_property: str | None = None
    object_write_trace_id: str | None = None


class BatchCreate(msgspec.Struct):
    """Records to create."""

    inputs: list[CreateInput]


class BatchUpdate(msgspec.Struct):
    """Records to change."""

    inputs: list[BatchUpdateInput]


class BatchIds(msgspec.Struct):
    """Records to archive."""

    inputs: list[ObjectId]


class BatchRead(msgspec.Struct, rename="camel"):
    """Records to read: by id or by a unique property."""

    inputs: list[ObjectId]
    properties: list[str] | None = None
    properties_with_history: list[str] | None = None
    id_property: str | None = None


class MergeInput(msgspec.Struct, rename="camel"):
    """Two records to merge into a new one."""

    primary_object_id: Id
    object_id_to_merge: Id


class PurgeInput(msgspec.Struct, rename="camel"):
    """A record to erase for good."""

    object_id: Id
    id_property: str | None = None


_QUIET = (
    "hs_v2_",
    "hs_date_",
    "num_associated_",
    "hs_num_associated_",
    "hs_created_by_user_id",
    "hs_updated_by_user_id",
    "hs_full_name_or_email",
    "hs_searchable_calculated_",
)
"""Computed values that the answer to a write does not show: the service works them out later (recorded 2022-24)."""
_QUIET_CREATES: Mapping[str, tuple[str, ...]] = {
    "0-1": (*_QUIET, "hs_analytics_source"),
    "0-27": (*_QUIET, "hs_pipeline"),
    "0-47": (*_QUIET, "hs_outcome_"),
}
"""The same for creates of single types (recorded 2022 and 2024)."""
_SOURCES = ("hs_object_source", "hs_object_source_id", "hs_object_source_label")
_UPDATE_SHOWS: Mapping[str, tuple[str, ...]] = {
    "0-5": ("hs_ticket_id", "hs_helpdesk_sort_timestamp", "hs_updated_by_user_id"),
    "0-27": (
        "hs_all_owner_ids",
        "hs_task_completion_count",
        "hs_task_completion_date",
        "hs_task_is_completed",
        "hs_task_is_completed_call",
        "hs_task_is_completed_email",
        "hs_task_is_completed_linked_in",
        "hs_task_is_completed_sequence",
        "hs_task_is_overdue",
        "hs_task_is_past_due_date",
        "hs_task_missed_due_date",
        "hs_task_missed_due_date_count",
        "hs_task_status",
        "hs_task_type",
        "hs_timestamp",
        "hs_user_ids_of_all_owners",
        "hubspot_owner_assigneddate",
        "hubspot_owner_id",
    ),
}
"""What the answer to an update shows besides what was written (recorded 2024)."""


def shown(record: Record, plan: Sequence[str]) -> dict[str, Any]:
    """A record with the properties of a plan; `null` where it has no value."""
    get = record.values.get
    return _shown(record, {name: get(name) for name in plan})


def created(moment: Moment, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a create: what was set and what followed from it, not the default set."""
    values = moment.record.values
    quiet = _quiet(moment.context.definition)
    return _shown(moment.record, {name: values[name] for name in sorted(values) if name in given or name not in quiet})


def _quiet(definition: TypeDefinition) -> frozenset[str]:
    """The properties of a type that the answer to a create does not show unless they were given."""

    def make() -> frozenset[str]:
        starts = _QUIET_CREATES.get(definition.type.id, _QUIET)
        return frozenset(name for name in definition.properties if name.startswith(starts))

    return definition.keep("quiet", make)


def updated(moment: Moment, given: Iterable[str]) -> dict[str, Any]:
    """The answer to an update: what was written, what moved with it, and what the service always shows of the type."""
    definition, values = moment.context.definition, moment.record.values
    names = {*given, *(name for name in moment.changes if not name.startswith(_QUIET))}
    for name in definition.keep("update shows", lambda: _update_shows(definition)):
        if name in values:
            names.add(name)
    if definition.type.id == "0-1" and "email" in names and "hs_email_domain" in values:
        names.add("hs_email_domain")
    return _shown(moment.record, {name: values.get(name, "") for name in sorted(names)})


def _update_shows(definition: TypeDefinition) -> tuple[str, ...]:
    type = definition.type
    if type.id == "0-1":
        return (type.modified_date_property,)
    piped = (type.pipeline_property or "", type.stage_property or "")
    return (*definition.always, *_SOURCES, *piped, *_UPDATE_SHOWS.get(type.id, ()))


def _shown(record: Record, properties: dict[str, str | None]) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "id": str(record.id),
        "properties": properties,
        "createdAt": format_datetime(record.created),
        "updatedAt": format_datetime(record.updated),
        "archived": record.archived > 0,
    }
    if record.archived:
        answer["archivedAt"] = format_datetime(record.archived)
    return answer
