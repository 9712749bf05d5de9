"""Settings and subscriptions as HubSpot's JSON has them."""

from msgspec import UNSET, Struct, UnsetType

from hubstead.kit.clock import iso
from hubstead.webhooks.target import Subscription, Target


class Throttling(Struct, frozen=True, rename="camel"):
    """`period` (`SECONDLY`, `ROLLING_MINUTE`) comes from old clients and has no meaning any more."""

    max_concurrent_requests: int | None = None
    period: str | None = None


class SettingsInput(Struct, frozen=True, rename="camel"):
    """Where events are to go. The number of open requests stands in `throttling`, or beside it in the newer shape."""

    target_url: str
    throttling: Throttling = Throttling()
    max_concurrent_requests: int | None = None

    @property
    def at_once(self) -> int | None:
        """The number in either shape."""
        inner = self.throttling.max_concurrent_requests
        return self.max_concurrent_requests if inner is None else inner


class ThrottlingShown(Struct, frozen=True, rename="camel"):
    max_concurrent_requests: int


class SettingsShown(Struct, frozen=True, kw_only=True, rename="camel"):
    created_at: str
    target_url: str
    throttling: ThrottlingShown
    updated_at: str


class SubscriptionInput(Struct, frozen=True, rename="camel"):
    """A new subscription; `object_type_id` for `object.…`, `property_name` for `….propertyChange`. `event_type_name`
    is the event of an `event.completed` one."""

    event_type: str
    active: bool = False
    property_name: str | None = None
    object_type_id: str | None = None
    event_type_name: str | None = None


class SubscriptionPatch(Struct, frozen=True):
    active: bool | None = None


class SubscriptionUpdate(Struct, frozen=True):
    id: int
    active: bool


class SubscriptionUpdates(Struct, frozen=True):
    inputs: list[SubscriptionUpdate]


class SubscriptionShown(Struct, frozen=True, kw_only=True, rename="camel"):
    active: bool
    created_at: str
    event_type: str
    event_type_name: str | UnsetType = UNSET
    id: str
    object_type_id: str | UnsetType = UNSET
    property_name: str | UnsetType = UNSET
    updated_at: str


def settings_shown(target: Target) -> SettingsShown:
    """Settings as they are answered."""
    return SettingsShown(
        created_at=iso(target.created),
        target_url=target.url,
        throttling=ThrottlingShown(target.at_once),
        updated_at=iso(target.updated),
    )


def subscription_shown(one: Subscription) -> SubscriptionShown:
    """A subscription as it is answered."""
    return SubscriptionShown(
        active=one.active,
        created_at=iso(one.created),
        event_type=one.event_type,
        event_type_name=one.event or UNSET,
        id=str(one.id),
        object_type_id=one.object_type or UNSET,
        property_name=one.property or UNSET,
        updated_at=iso(one.updated),
    )
