"""HubSpot's JSON of imports."""

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from hubstead.crm.imports.run import Import, Kept
from hubstead.crm.object_types import catalog
from hubstead.crm.properties.datetimes import format_moment


class Upload(Struct, rename="camel"):
    """The parts of the request. `files` is repeated, once for each file, under the name that the request gives it."""

    import_request: str
    files: Annotated[str, Meta(extra_json_schema={"format": "binary"})]


class ObjectList(Struct, rename="camel"):
    """A list that was made of what was imported."""

    list_id: str
    object_type: str


class Metadata(Struct, rename="camel"):
    """What came of it; counters are not there before they are at least 1."""

    counters: dict[str, int]
    file_ids: list[str]
    object_lists: list[ObjectList]


class ImportShown(Struct, rename="camel"):
    """An import as it is answered."""

    id: str
    state: str
    created_at: str
    updated_at: str
    opt_out_import: bool
    mapped_object_type_ids: list[str]
    import_source: str
    import_request_json: Any
    metadata: Metadata
    import_name: str | UnsetType = UNSET


class SourceData(Struct, rename="camel"):
    """Where in which file; lines count from 1, 0 is the whole file. `additionalRowData` is of the dated contract, and
    always empty."""

    file_id: int
    line_number: int
    contains_encrypted_properties: bool
    row_data: list[str]
    additional_row_data: list[str]


class ErrorShown(Struct, rename="camel"):
    """What was wrong with a row; columns count from 0."""

    id: str
    created_at: int
    error_type: str
    source_data: SourceData
    object_type: str | UnsetType = UNSET
    object_type_id: str | UnsetType = UNSET
    invalid_value: str | UnsetType = UNSET
    invalid_value_to_display: str | UnsetType = UNSET
    known_column_number: int | UnsetType = UNSET
    error_message: str | UnsetType = UNSET


class ActionShown(Struct, rename="camel"):
    """What became of a request to cancel."""

    status: str
    started_at: str
    completed_at: str


def shown(run: Import) -> ImportShown:
    """An import as the API answers it."""
    name = run.request.get("name") if isinstance(run.request, dict) else None
    return ImportShown(
        id=str(run.id),
        state=run.state,
        created_at=format_moment(run.created_at),
        updated_at=format_moment(run.updated_at),
        opt_out_import=False,
        mapped_object_type_ids=list(run.types),
        import_source=run.source,
        import_request_json=run.request,
        metadata=Metadata(
            counters=dict(run.counters),
            file_ids=[str(file.id) for file in run.files],
            object_lists=[ObjectList(id, "CONTACT") for id in run.lists],
        ),
        import_name=name or UNSET,
    )


def error_shown(number: int, kept: Kept, *, with_message: bool, with_row: bool) -> ErrorShown:
    """An error as the API answers it."""
    type = catalog.resolve_standard(kept.type) if kept.type else None
    return ErrorShown(
        id=str(number),
        created_at=kept.created_at,
        error_type=kept.error,
        source_data=SourceData(kept.file, kept.line, False, list(kept.row) if with_row else [], []),
        object_type=type.fully_qualified_name if type else UNSET,
        object_type_id=kept.type or UNSET,
        invalid_value=kept.value or UNSET,
        invalid_value_to_display=kept.value or UNSET,
        known_column_number=kept.column if kept.column >= 0 else UNSET,
        error_message=kept.message if with_message else UNSET,
    )
