"""Changing what an app wants in its journal, and asking for snapshots."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from hubstead.account import portals
from hubstead.apps import app as apps
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.records import record as records
from hubstead.kit.errors import Failure, Forbidden, Invalid, MissingScopes, NotFound
from hubstead.kit.ids import correlation_id
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.webhooks.journal import snapshots, wire
from hubstead.webhooks.journal.filters import MOST, JournalFilter, problem
from hubstead.webhooks.journal.snapshots import Snapshot
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
from hubstead.webhooks.journal.wanted import Scopes, installs_of, may_read, read_scopes
from hubstead.webhooks.target import new_id

AT_ONCE = 100
"""Snapshots in one request (our choice)."""
LARGEST = 1 << 53
"""Ids lie below."""


class Developed(NamedTuple):
    """An app in its own portal."""

    id: int
    home: int
    store: Engine
    definitions: Definitions

    async def scopes_in(self, portal: int) -> Scopes:
        """What an account let the app do. Raises `Forbidden` for one that the app is not installed in, which may as
        well not exist."""
        app = (self.home, self.id)
        found = await installs_of(self.store, {app}, portal) if 0 < portal < LARGEST else {}
        if portal not in found.get(app, {}):
            raise Forbidden(
                f"App {self.id} is not installed in account {portal}.",
                context={"portalId": [str(portal)]},
                category="PERMISSION_DENIED",
            )
        return found[app][portal]

    async def readable(self, portal: int, spelling: str) -> str:
        """The id of an object type of an account, whose records the app may read. Raises `Forbidden`, `Invalid` and
        `MissingScopes`."""
        scopes = await self.scopes_in(portal)
        type = (await resolve(await self.reading(portal), spelling)).id
        if not may_read(type, scopes):
            message = "One or more of the following scopes are required."
            raise MissingScopes(message, {"requiredGranularScopes": list(read_scopes(type))})
        return type

    async def reading(self, portal: int) -> Unit:
        """A unit that reads in an account."""
        return Unit(self.store, await self.actor(portal))

    async def actor(self, portal: int) -> Actor:
        """The app, acting in an account."""
        return await portals.actor(self.store, portal, Origin("INTEGRATION", str(self.id)), self.definitions)


async def developed(store: Engine, definitions: Definitions, home: int, id: int) -> Developed:
    """The app behind a call. Raises `NotFound` where it is none of this portal."""
    app = await apps.by_id(store, id)
    if app is None or app.portal != home:
        raise NotFound(
            f"No app {id} of account {home} asks. A webhooks journal is read with a token that an app got with its "
            "own secret (grant_type=client_credentials).",
            context={"appId": [str(id)]},
        )
    return Developed(id, home, store, definitions)


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


async def take_snapshots(
    app: Developed, asked: Sequence[wire.SnapshotRequest], begin: Callable[[Iterable[Snapshot]], Awaitable[None]]
) -> list[Snapshot]:
    """Take snapshots of records; what cannot be seen fails by itself. `begin` keeps what became of requests, before
    those that are taken become facts."""
    newest = await app.store.newest_fact()
    begun = [await _begun(app, one, newest) for one in asked]
    await begin([one for one, _ in begun])
    by_portal: dict[int, list[tuple[Snapshot, wire.SnapshotRequest, str]]] = {}
    for (one, type), request in zip(begun, asked, strict=True):
        if one.state == "PENDING":
            by_portal.setdefault(request.portal_id, []).append((one, request, type))
    for portal, some in by_portal.items():
        await write(app.store, await app.actor(portal), _taking(app, some))
    return [one for one, _ in begun]


def _taking(
    app: Developed, some: list[tuple[Snapshot, wire.SnapshotRequest, str]]
) -> Callable[[Unit], Awaitable[None]]:
    async def work(unit: Unit) -> None:
        for one, request, type in some:
            held = (await records.load(unit, type, [request.object_id])).get(request.object_id)
            values = held.values if held else {}
            names = request.properties or sorted(values)
            snapshots.take(
                unit, app.home, app.id, one, type, request.object_id, {name: values.get(name) for name in names}
            )

    return work


async def _begun(app: Developed, asked: wire.SnapshotRequest, newest: int) -> tuple[Snapshot, str]:
    """A request for a snapshot as it begins, and the type of the record."""
    now = Unit(app.store, await app.actor(app.home)).now
    one = Snapshot(id=correlation_id(), state="PENDING", initiated=now, since=newest)
    try:
        type = await app.readable(asked.portal_id, asked.object_type_id)
        unit = await app.reading(asked.portal_id)
        if not 0 < asked.object_id < LARGEST or not await records.load(unit, type, [asked.object_id]):
            raise Invalid(f"There is no record {asked.object_id} of type {type}.")
    except Failure as failure:
        error = "PERMISSION_DENIED" if isinstance(failure, Forbidden) else "VALIDATION_ERROR"
        failed = msgspec.structs.replace(one, state="FAILED", completed=now, error=error, message=failure.message)
        return failed, ""
    return one, type


def _wrong(field: str, given: str, wanted: str) -> Invalid:
    return Invalid(f"{field} must be {wanted}.", context={field: [given[:100]]})
