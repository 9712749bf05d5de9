"""What pipelines look like in answers, for the description of the API."""

from msgspec import UNSET, Struct, UnsetType


class StageShown(Struct, rename="camel"):
    """A stage. Values of `metadata` are strings."""

    id: str
    label: str
    display_order: int
    metadata: dict[str, str]
    created_at: str
    updated_at: str
    archived: bool
    write_permissions: str


class PipelineShown(Struct, rename="camel"):
    """A pipeline with its stages in display order."""

    id: str
    label: str
    display_order: int
    stages: list[StageShown]
    created_at: str
    updated_at: str
    archived: bool


class AuditEntry(Struct, rename="camel"):
    """A change: who, when, what came out of it. `raw_object` is JSON text."""

    portal_id: int
    identifier: str
    action: str
    timestamp: str
    message: str
    raw_object: str
    from_user_id: int | UnsetType = UNSET
