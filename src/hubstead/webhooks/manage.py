"""Changing where an app gets its events, and which."""

from collections.abc import Iterable

import msgspec

from hubstead.kit.errors import Invalid, NotFound
from hubstead.outbound.guard import Guard, Refused
from hubstead.store.tables import WEBHOOK_SUBSCRIPTION, WEBHOOK_TARGET
from hubstead.store.unit import Unit
from hubstead.webhooks import event_type
from hubstead.webhooks.target import (
    AT_ONCE,
    Subscription,
    Target,
    new_id,
    put_subscription,
    put_target,
    subscriptions_of,
    target_of,
)

SUBSCRIPTIONS = 1_000
LEAST_AT_ONCE, MOST_AT_ONCE = 6, 1_000
"""Open requests: more than five (documented); the upper bound is ours."""


async def configure(unit: Unit, app: int, guard: Guard, url: str, at_once: int | None) -> Target:
    """Set where an app gets its events. Raises `Invalid` for a place that must not be called."""
    try:
        guard.check_url(url)
    except Refused as refused:
        raise Invalid(f"targetUrl: {refused}", context={"targetUrl": [url[:200]]}) from None
    wanted = AT_ONCE if at_once is None else at_once
    if not LEAST_AT_ONCE <= wanted <= MOST_AT_ONCE:
        raise Invalid(
            f"maxConcurrentRequests must be between {LEAST_AT_ONCE} and {MOST_AT_ONCE}.",
            context={"maxConcurrentRequests": [str(wanted)]},
        )
    before = await target_of(unit, app)
    created, held = (before.created, before.held) if before else (unit.now, False)
    made = Target(url=url, at_once=wanted, created=created, updated=unit.now, held=held)
    put_target(unit, app, made)
    return made


async def clear(unit: Unit, app: int) -> None:
    """Remove the settings of an app; its subscriptions stay, and are paused."""
    unit.remove(WEBHOOK_TARGET, (unit.portal, app))
    for one in (await subscriptions_of(unit, app)).values():
        if one.active:
            put_subscription(unit, app, msgspec.structs.replace(one, active=False, updated=unit.now))


async def hold(unit: Unit, app: int, *, held: bool) -> Target:
    """Keep events back without losing any, or let them go on. Raises `NotFound` without settings."""
    settings = await target_of(unit, app)
    if settings is None:
        raise no_settings(app)
    settings = msgspec.structs.replace(settings, held=held, updated=unit.now)
    put_target(unit, app, settings)
    return settings


async def subscribe(
    unit: Unit,
    app: int,
    name: str,
    property: str | None,
    object_type: str | None,
    event: str | None,
    *,
    active: bool,
    newest: int,
) -> Subscription:
    """Add a subscription; with an active one, `newest` is the newest fact that it is not told. Raises `Invalid`."""
    event_type.check(name, property, object_type, event)
    known = await subscriptions_of(unit, app)
    for one in known.values():
        if (one.event_type, one.property, one.object_type, one.event) == (name, property, object_type, event):
            raise Invalid(f"Subscription {one.id} is for the same event already.", context={"id": [str(one.id)]})
    if len(known) >= SUBSCRIPTIONS:
        raise Invalid(
            "Couldn't create another subscription. You've reached the maximum number allowed per application "
            f"({SUBSCRIPTIONS})."
        )
    made = Subscription(
        id=await new_id(unit, known),
        event_type=name,
        created=unit.now,
        updated=unit.now,
        active=active,
        property=property,
        object_type=object_type,
        event=event,
        since=newest,
    )
    put_subscription(unit, app, made)
    return made


async def activate(unit: Unit, app: int, wanted: Iterable[tuple[int, bool]], newest: int) -> list[Subscription]:
    """Turn subscriptions on and off; those that do not exist are left out of the answer."""
    known = await subscriptions_of(unit, app)
    changed: list[Subscription] = []
    for id, active in wanted:
        one = known.get(id)
        if one is None:
            continue
        if one.active != active:
            since = newest if active else one.since
            one = msgspec.structs.replace(one, active=active, updated=unit.now, since=since)
            put_subscription(unit, app, one)
            known[id] = one
        changed.append(one)
    return changed


async def unsubscribe(unit: Unit, app: int, id: int) -> None:
    """Remove a subscription, if it is there."""
    unit.remove(WEBHOOK_SUBSCRIPTION, (unit.portal, app, id))


def no_settings(app: int) -> NotFound:
    """An app without a place for its events."""
    return NotFound(f"App {app} has no webhook settings. PUT them first.", context={"appId": [str(app)]})
