"""The webhooks journal as HubSpot's JSON has it, in the shapes of the SDK of 2026-03."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.kit.clock import iso
from hubstead.webhooks.journal.filters import JournalFilter
from hubstead.webhooks.journal.snapshots import Snapshot, State
from hubstead.webhooks.journal.subscription import Bounds, FilterHeld, Kind, Subscription


class JournalSubscriptionInput(Struct, frozen=True, kw_only=True, rename="camel"):
    """What an app wants to know. `APP_LIFECYCLE_EVENT` has an `eventTypeId` and no account; `LIST_MEMBERSHIP` has no
    object type. Empty lists bound nothing. `actionOverrides` bound single actions otherwise."""

    subscription_type: Kind
    portal_id: int = 0
    object_type_id: str = ""
    event_type_id: str = ""
    actions: tuple[str, ...] = ()
    properties: tuple[str, ...] | None = None
    object_ids: tuple[int, ...] | None = None
    list_ids: tuple[int, ...] | None = None
    associated_object_type_ids: tuple[str, ...] | None = None
    action_overrides: dict[str, Bounds] = {}


class JournalSubscriptionShown(Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    app_id: int
    subscription_type: Kind
    object_type_id: str
    portal_id: int | UnsetType = UNSET
    actions: tuple[str, ...]
    properties: tuple[str, ...] | UnsetType = UNSET
    object_ids: tuple[int, ...] | UnsetType = UNSET
    list_ids: tuple[int, ...] | UnsetType = UNSET
    associated_object_type_ids: tuple[str, ...] | UnsetType = UNSET
    action_overrides: dict[str, Bounds] | UnsetType = UNSET
    created_at: str
    updated_at: str
    created_by: int | UnsetType = UNSET


def subscription_shown(app: int, one: Subscription) -> JournalSubscriptionShown:
    """A subscription as it is answered."""
    return JournalSubscriptionShown(
        id=one.id,
        app_id=app,
        subscription_type=one.kind,
        object_type_id=one.type,
        portal_id=one.portal or UNSET,
        actions=one.actions,
        properties=UNSET if one.bounds.properties is None else one.bounds.properties,
        object_ids=UNSET if one.bounds.object_ids is None else one.bounds.object_ids,
        list_ids=UNSET if one.bounds.list_ids is None else one.bounds.list_ids,
        associated_object_type_ids=(
            UNSET if one.bounds.associated_object_type_ids is None else one.bounds.associated_object_type_ids
        ),
        action_overrides=one.overrides or UNSET,
        created_at=iso(one.created),
        updated_at=iso(one.updated),
        created_by=one.created_by or UNSET,
    )


class JournalFilterInput(Struct, frozen=True, rename="camel"):
    """A filter for a subscription to records. An event is told when the record fits one of its filters."""

    subscription_id: int
    filter: JournalFilter


class FilterMade(Struct, frozen=True, rename="camel"):
    filter_id: int


class JournalFilterShown(Struct, frozen=True, rename="camel"):
    """`createdAt` in ms."""

    id: int
    created_at: int
    filter: JournalFilter


def filter_shown(one: FilterHeld) -> JournalFilterShown:
    """A filter as it is answered."""
    return JournalFilterShown(one.id, one.created, one.filter)


class JournalEntryShown(Struct, frozen=True, rename="camel"):
    """Where the events of an entry can be read until `expiresAt`, without a token; from `currentOffset` an app goes
    on."""

    url: str
    expires_at: str
    current_offset: str


class Offsets(Struct, frozen=True):
    """Offsets of entries."""

    inputs: list[str]


class SnapshotRequest(Struct, frozen=True, kw_only=True, rename="camel"):
    """A record of an account that has the app. Without `properties` all of its values are told."""

    portal_id: int
    object_id: int
    object_type_id: str
    properties: tuple[str, ...] = ()


class SnapshotRequests(Struct, frozen=True, rename="camel"):
    snapshot_requests: list[SnapshotRequest]


class SnapshotResponse(Struct, frozen=True, kw_only=True, rename="camel"):
    portal_id: int
    object_id: int
    object_type_id: str
    snapshot_status_id: str


class SnapshotResponses(Struct, frozen=True, rename="camel"):
    snapshot_responses: list[SnapshotResponse]


class SnapshotStatus(Struct, frozen=True, kw_only=True, rename="camel"):
    """What became of a snapshot; moments in ms. `COMPLETED`: it stands in the journal."""

    id: str
    status: State
    initiated_at: int
    completed_at: int | UnsetType = UNSET
    error_code: str | UnsetType = UNSET
    message: str | UnsetType = UNSET


def status_shown(one: Snapshot, state: State) -> SnapshotStatus:
    """A snapshot as it is answered."""
    return SnapshotStatus(
        id=one.id,
        status=state,
        initiated_at=one.initiated,
        completed_at=one.completed or UNSET,
        error_code=one.error or UNSET,
        message=one.message or UNSET,
    )
