"""What records look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.web.envelopes import Page, Paging


class Version(Struct, rename="camel"):
    """A value that a property has or had."""

    value: str
    timestamp: str
    source_type: str
    source_id: str | UnsetType = UNSET
    updated_by_user_id: int | UnsetType = UNSET


class AssociatedId(Struct):
    """An associated record and the name of the association type."""

    id: str
    type: str


class Record(Struct, rename="camel"):
    """A record. Values are strings, `null` where there is none."""

    id: str
    properties: dict[str, str | None]
    created_at: str
    updated_at: str
    archived: bool
    archived_at: str | UnsetType = UNSET
    properties_with_history: dict[str, list[Version]] | UnsetType = UNSET
    associations: dict[str, Page[AssociatedId]] | UnsetType = UNSET
    url: str | UnsetType = UNSET
    object_write_trace_id: str | UnsetType = UNSET


class UpsertedRecord(Record, kw_only=True):
    """A record, and whether the upsert made it."""

    new: bool


class FoundRecords(Struct):
    """How many records match in all, and a page of them."""

    total: int
    results: list[Record]
    paging: Paging | UnsetType = UNSET


class DealWithSplits(Struct):
    """A deal's id and its splits."""

    id: str
    splits: list[Record]
