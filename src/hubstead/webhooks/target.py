"""Where an app gets its events, and what it subscribed to."""

from collections.abc import Collection

import msgspec

from hubstead.store.engine import Fact, Reader, Row
from hubstead.store.tables import WEBHOOK_SUBSCRIPTION, WEBHOOK_TARGET
from hubstead.store.unit import Unit

CHANGED = "webhook.subscribed"
"""The fact, of an app's portal, that a subscription came or changed; its id is the subscription's."""
AT_ONCE = 10
"""Open requests to an app, unless its settings say otherwise (documented)."""


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The settings of an app: its URL, how many requests may be open. Moments in ms. `held` keeps events back."""

    url: str
    created: int
    updated: int
    at_once: int = AT_ONCE
    held: bool = False

    def row(self, portal: int, app: int) -> Row:
        """Its row of `WEBHOOK_TARGET`."""
        return portal, app, msgspec.json.encode(self).decode()


class Subscription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One kind of event that an app asks for. `since` is the newest fact when it became active: later ones count."""

    id: int
    event_type: str
    created: int
    updated: int
    active: bool = False
    property: str | None = None
    object_type: str | None = None
    event: str | None = None
    since: int = 0

    def row(self, portal: int, app: int) -> Row:
        """Its row of `WEBHOOK_SUBSCRIPTION`."""
        return portal, app, self.id, msgspec.json.encode(self).decode()


class Changed(msgspec.Struct, frozen=True):
    """The body of that fact."""

    app: int


target = msgspec.json.Decoder(Target).decode
_changed = msgspec.json.Decoder(Changed).decode
subscription = msgspec.json.Decoder(Subscription).decode


async def target_of(unit: Unit, app: int) -> Target | None:
    """The settings of an app of the unit's portal."""
    rows = await unit.rows("SELECT document FROM webhook_target WHERE portal = ?1 AND app = ?2 FOR UPDATE", app)
    return target(rows[0][0]) if rows else None


async def subscriptions_of(unit: Unit, app: int) -> dict[int, Subscription]:
    """What an app of the unit's portal subscribed to, by id, oldest first."""
    sql = "SELECT document FROM webhook_subscription WHERE portal = ?1 AND app = ?2 ORDER BY id FOR UPDATE"
    return {found.id: found for found in (subscription(row[0]) for row in await unit.rows(sql, app))}


async def active_of(store: Reader, portal: int, app: int) -> tuple[Subscription, ...]:
    """The active subscriptions of an app."""
    sql = "SELECT document FROM webhook_subscription WHERE portal = ?1 AND app = ?2 ORDER BY id"
    return tuple(one for row in await store.rows(sql, portal, app) if (one := subscription(row[0])).active)


def is_change(fact: Fact, portal: int, app: int) -> bool:
    """Whether a fact tells that an app subscribed to something else."""
    return fact.kind == CHANGED and fact.portal == portal and _changed(fact.body).app == app


async def new_id(unit: Unit, taken: Collection[int]) -> int:
    """An id that none of these has: an emptied portal counts from the beginning again, and what its apps subscribed to
    outlives that."""
    id = await unit.new_ids(1)
    while id in taken:
        id = await unit.new_ids(1)
    return id


def put_target(unit: Unit, app: int, settings: Target) -> None:
    """Keep the settings of an app."""
    unit.put(WEBHOOK_TARGET, settings.row(unit.portal, app))


def put_subscription(unit: Unit, app: int, given: Subscription) -> None:
    """Keep a subscription. A fact tells it to senders, also to those of other processes, before any later fact."""
    unit.put(WEBHOOK_SUBSCRIPTION, given.row(unit.portal, app))
    unit.happened(CHANGED, "", given.id, msgspec.json.encode(Changed(app)).decode())


async def all_targets(store: Reader) -> dict[tuple[int, int], Target]:
    """The settings of every app, by portal and app."""
    rows = await store.rows("SELECT portal, app, document FROM webhook_target WHERE portal > 0")
    return {(portal, app): target(document) for portal, app, document in rows}


async def all_subscriptions(store: Reader) -> dict[tuple[int, int], list[Subscription]]:
    """Every active subscription, by portal and app."""
    found: dict[tuple[int, int], list[Subscription]] = {}
    for portal, app, document in await store.rows("SELECT portal, app, document FROM webhook_subscription"):
        one = subscription(document)
        if one.active:
            found.setdefault((portal, app), []).append(one)
    return found
