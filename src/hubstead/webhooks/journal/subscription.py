"""What an app wants in its journal. A change makes a new version: each is good for the facts between two numbers, so
that what happened before a change is told as it was wanted then, however late it is told."""

from typing import Literal, NamedTuple

import msgspec

from hubstead.store.engine import Reader, Row
from hubstead.store.tables import JOURNAL_SUBSCRIPTION
from hubstead.store.unit import Unit
from hubstead.webhooks.journal.filters import JournalFilter

Kind = Literal["OBJECT", "ASSOCIATION", "LIST_MEMBERSHIP", "GDPR_PRIVACY_DELETION", "APP_LIFECYCLE_EVENT"]
CHANGED = "journal.subscribed"
"""The fact, of the app's own portal, that what an app wants changed; its id is the subscription's."""
INSTALLED, UNINSTALLED = "4-1909196", "4-1916193"
"""Event types of apps that come and go (documented)."""
ACTIONS: dict[Kind, tuple[str, ...]] = {
    "OBJECT": ("CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE", "SNAPSHOT"),
    "ASSOCIATION": ("ASSOCIATION_ADDED", "ASSOCIATION_REMOVED"),
    "LIST_MEMBERSHIP": ("ADDED_TO_LIST", "REMOVED_FROM_LIST"),
    "GDPR_PRIVACY_DELETION": ("GDPR_DELETE",),
    "APP_LIFECYCLE_EVENT": ("APP_INSTALL", "APP_UNINSTALL"),
}


class Bounds(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What an action is bounded to; `None`: nothing is said. An empty list bounds nothing."""

    properties: tuple[str, ...] | None = None
    object_ids: tuple[int, ...] | None = None
    list_ids: tuple[int, ...] | None = None
    associated_object_type_ids: tuple[str, ...] | None = None

    def over(self, other: "Bounds") -> "Bounds":
        """These where they say something, else the other ones."""
        said = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        return msgspec.structs.replace(other, **said)


class FilterHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of a subscription. `created` in ms."""

    id: int
    created: int
    filter: JournalFilter


class Subscription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One version. `portal` is the account that it is about (0: every one), `type` the object type or event type;
    `overrides` are bounds of single actions. Moments in ms."""

    id: int
    kind: Kind
    created: int
    updated: int
    created_by: int = 0
    portal: int = 0
    type: str = ""
    actions: tuple[str, ...] = ()
    bounds: Bounds = Bounds()
    overrides: dict[str, Bounds] = {}
    filters: tuple[FilterHeld, ...] = ()

    @property
    def key(self) -> tuple[Kind, int, str]:
        """What there is one subscription of: the same key again changes it."""
        return self.kind, self.portal, self.type

    def bounds_of(self, action: str) -> Bounds:
        """What an action is bounded to."""
        override = self.overrides.get(action)
        return override.over(self.bounds) if override else self.bounds


class Version(NamedTuple):
    """A version of an app's subscription, good for facts after `since` up to `ended` (0: to this day)."""

    home: int
    app: int
    since: int
    ended: int
    subscription: Subscription

    def covers(self, seq: int) -> bool:
        """Whether it was good when a fact happened."""
        return self.since < seq and not 0 < self.ended < seq


_decode = msgspec.json.Decoder(Subscription).decode
_COLUMNS = "SELECT portal, app, since, ended, document FROM journal_subscription"


async def held(unit: Unit, app: int) -> dict[int, Version]:
    """What an app of the unit's portal wants now, by id; nobody else changes it until the unit ends."""
    rows = await unit.rows(f"{_COLUMNS} WHERE portal = ?1 AND app = ?2 AND ended = 0 ORDER BY id FOR UPDATE", app)
    return {found.subscription.id: found for found in map(_version, rows)}


async def every(store: Reader) -> list[Version]:
    """All versions of all apps."""
    rows = await store.rows(f"{_COLUMNS} WHERE portal > 0 ORDER BY portal, app, id, since")
    return [_version(row) for row in rows]


def _version(row: Row) -> Version:
    home, app, since, ended, document = row
    return Version(home, app, since, ended, _decode(document))


def change(unit: Unit, app: int, before: Version | None, after: Subscription | None, newest: int) -> None:
    """Let a version end and another one begin; `newest` is the newest fact that the first is still good for."""
    if before is not None:
        _put(unit, before._replace(ended=max(newest, before.since)))
    if after is not None:
        since = max(newest, before.since) if before else newest
        _put(unit, Version(unit.portal, app, since, 0, after))
    about = after or (before.subscription if before else None)
    if about is not None:
        unit.happened(CHANGED, "", about.id, msgspec.json.encode({"app": app}).decode())


def _put(unit: Unit, version: Version) -> None:
    document = msgspec.json.encode(version.subscription).decode()
    id = version.subscription.id
    unit.put(JOURNAL_SUBSCRIPTION, (unit.portal, version.app, id, version.since, version.ended, document))
