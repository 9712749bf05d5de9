"""Changing what an app wants in its journal."""

from collections.abc import Callable

import msgspec

from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.unit import Unit
from hubstead.webhooks.journal import wire
from hubstead.webhooks.journal.developed import Developed
from hubstead.webhooks.journal.filters import MOST, JournalFilter, problem
from hubstead.webhooks.journal.subscription import (
    ACTIONS,
    INSTALLED,
    UNINSTALLED,
    Bounds,
    FilterHeld,
    Subscription,
    Version,
    change,
    held,
)
from hubstead.webhooks.target import new_id


async def checked(app: Developed, given: wire.JournalSubscriptionInput, now: int, by: int) -> Subscription:
    """What is asked for, as a subscription without an id. Raises `Invalid`, `Forbidden` and `MissingScopes`."""
    kind = given.subscription_type
    if kind == "APP_LIFECYCLE_EVENT":
        if given.event_type_id not in (INSTALLED, UNINSTALLED):
            raise _wrong("eventTypeId", given.event_type_id, f"{INSTALLED} or {UNINSTALLED}")
        actions: tuple[str, ...] = ("APP_INSTALL" if given.event_type_id == INSTALLED else "APP_UNINSTALL",)
        portal, type = 0, given.event_type_id
    else:
        portal, type = given.portal_id, ""
        if kind == "LIST_MEMBERSHIP":
            await app.scopes_in(portal)
        else:
            type = await app.readable(portal, given.object_type_id)
        actions = tuple(dict.fromkeys(given.actions))
    for action in (*actions, *given.action_overrides):
        if action not in ACTIONS[kind]:
            raise _wrong("actions", action, f"one of {', '.join(ACTIONS[kind])} for {kind}")
    if not actions:
        raise _wrong("actions", "", f"at least one of {', '.join(ACTIONS[kind])}")
    return Subscription(
        id=0,
        kind=kind,
        created=now,
        updated=now,
        created_by=by,
        portal=portal,
        type=type,
        actions=actions,
        bounds=Bounds(given.properties, given.object_ids, given.list_ids, given.associated_object_type_ids),
        overrides=given.action_overrides,
    )


async def subscribe(unit: Unit, app: int, wanted: Subscription, newest: int) -> Subscription:
    """Add a subscription, or change the one with the same key; its filters stay. `newest` is the newest fact that it is
    not good for."""
    there = await held(unit, app)
    for before in there.values():
        one = before.subscription
        if one.key == wanted.key:
            changed = msgspec.structs.replace(
                wanted, id=one.id, created=one.created, created_by=one.created_by, filters=one.filters
            )
            change(unit, app, before, changed, newest)
            return changed
    made = msgspec.structs.replace(wanted, id=await new_id(unit, there))
    change(unit, app, None, made, newest)
    return made


async def unsubscribe(unit: Unit, app: int, which: Callable[[Subscription], bool], newest: int) -> int:
    """End subscriptions; says how many."""
    ending = [one for one in (await held(unit, app)).values() if which(one.subscription)]
    for version in ending:
        change(unit, app, version, None, newest)
    return len(ending)


async def add_filter(unit: Unit, app: int, subscription: int, given: JournalFilter, newest: int) -> int:
    """Add a filter to a subscription; answers its id. Raises `Invalid` and `NotFound`."""
    wrong = problem(given)
    before = await known(unit, app, subscription)
    one = before.subscription
    taken = {each.id for version in (await held(unit, app)).values() for each in version.subscription.filters}
    if one.kind != "OBJECT":
        wrong = f"Filters are for OBJECT subscriptions; {subscription} is {one.kind}."
    if len(one.filters) >= MOST:
        wrong = f"A subscription has at most {MOST} filters."
    if wrong:
        raise Invalid(wrong, context={"filter": [str(subscription)]})
    made = FilterHeld(id=await new_id(unit, taken), created=unit.now, filter=given)
    after = msgspec.structs.replace(one, filters=(*one.filters, made), updated=unit.now)
    change(unit, app, before, after, newest)
    return made.id


async def remove_filter(unit: Unit, app: int, id: int, newest: int) -> None:
    """Remove a filter, if it is there."""
    for before in (await held(unit, app)).values():
        one = before.subscription
        left = tuple(each for each in one.filters if each.id != id)
        if len(left) < len(one.filters):
            change(unit, app, before, msgspec.structs.replace(one, filters=left, updated=unit.now), newest)


async def find_filter(unit: Unit, app: int, id: int) -> FilterHeld:
    """A filter of any subscription. Raises `NotFound`."""
    for version in (await held(unit, app)).values():
        for one in version.subscription.filters:
            if one.id == id:
                return one
    raise NotFound(f"There is no filter {id}.", context={"filterId": [str(id)]})


async def known(unit: Unit, app: int, id: int) -> Version:
    """A subscription as it is now. Raises `NotFound`."""
    found = (await held(unit, app)).get(id)
    if found is None:
        raise NotFound(f"There is no subscription {id}.", context={"subscriptionId": [str(id)]})
    return found


def _wrong(field: str, given: str, wanted: str) -> Invalid:
    return Invalid(f"{field} must be {wanted}.", context={field: [given[:100]]})
