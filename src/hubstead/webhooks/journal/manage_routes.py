"""What an app wants in its journal, over HTTP: subscriptions, their filters, and snapshots."""

from collections.abc import Iterable
from typing import Any

from hubstead.apps.scopes import JOURNAL
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import Route, permitted
from hubstead.webhooks.journal import manage, snapshots, taking, wire
from hubstead.webhooks.journal.developed import Developed
from hubstead.webhooks.journal.routes import asking
from hubstead.webhooks.journal.snapshots import Snapshot
from hubstead.webhooks.journal.subscription import Subscription, held
from hubstead.webhooks.routes import number


async def get_subscriptions(call: Call) -> Any:
    """Everything that the app wants."""
    return await subscriptions_of(call, (await asking(call)).id)


async def subscriptions_of(call: Call, app: int) -> Any:
    """Everything that an app wants, whoever asks."""
    found = await held(call.reading(), app)
    return Results([wire.subscription_shown(app, one.subscription) for one in found.values()])


async def get_subscription(call: Call) -> wire.JournalSubscriptionShown:
    """One subscription."""
    app = await asking(call)
    found = await manage.known(call.reading(), app.id, number(call.path[0]))
    return wire.subscription_shown(app.id, found.subscription)


async def subscribe(call: Call) -> wire.JournalSubscriptionShown:
    """Subscribe, or change the subscription of the same type, account and object type."""
    return await subscribed(call, await asking(call))


async def subscribed(call: Call, app: Developed) -> wire.JournalSubscriptionShown:
    """Subscribe an app to what the body says, whoever asks for it."""
    given = call.read(wire.JournalSubscriptionInput)
    wanted = await manage.checked(app, given, call.now(), call.caller.actor.origin.user_id)
    newest = await call.store.newest_fact()

    async def work(unit: Unit) -> Subscription:
        return await manage.subscribe(unit, app.id, wanted, newest)

    made = await call.write(work)
    call.rooms.journaler.look()
    return wire.subscription_shown(app.id, made)


async def unsubscribe(call: Call) -> Answer:
    """End a subscription. What it was told stays in the journal."""
    return await unsubscribed(call, (await asking(call)).id, number(call.path[0]))


async def unsubscribed(call: Call, app: int, id: int) -> Answer:
    """End a subscription of an app, whoever asks for it."""
    newest = await call.store.newest_fact()
    await call.write(lambda unit: manage.unsubscribe(unit, app, lambda one: one.id == id, newest))
    return NO_CONTENT


async def unsubscribe_portal(call: Call) -> Answer:
    """End every subscription to what happens in an account."""
    app, portal = await asking(call), number(call.path[0])
    newest = await call.store.newest_fact()
    await call.write(lambda unit: manage.unsubscribe(unit, app.id, lambda one: one.portal == portal > 0, newest))
    return NO_CONTENT


async def add_filter(call: Call) -> wire.FilterMade:
    """Add a filter to a subscription."""
    app, given = await asking(call), call.read(wire.JournalFilterInput)
    newest = await call.store.newest_fact()

    async def work(unit: Unit) -> int:
        return await manage.add_filter(unit, app.id, given.subscription_id, given.filter, newest)

    return wire.FilterMade(await call.write(work))


async def get_filter(call: Call) -> wire.JournalFilterShown:
    """One filter."""
    app = await asking(call)
    return wire.filter_shown(await manage.find_filter(call.reading(), app.id, number(call.path[0])))


async def get_filters(call: Call) -> Any:
    """The filters of a subscription."""
    app = await asking(call)
    found = await manage.known(call.reading(), app.id, number(call.path[0]))
    return [wire.filter_shown(one) for one in found.subscription.filters]


async def remove_filter(call: Call) -> Answer:
    """Remove a filter."""
    app, id = await asking(call), number(call.path[0])
    newest = await call.store.newest_fact()
    await call.write(lambda unit: manage.remove_filter(unit, app.id, id, newest))
    return NO_CONTENT


async def take_snapshots(call: Call) -> wire.SnapshotResponses:
    """Have records told in the journal as they are now. What cannot be seen fails by itself: its state says why."""
    app, asked = await asking(call), call.read(wire.SnapshotRequests).snapshot_requests
    if not 0 < len(asked) <= taking.AT_ONCE:
        raise Invalid(f"Between 1 and {taking.AT_ONCE} snapshots can be asked for at once.")

    async def begin(begun: Iterable[Snapshot]) -> None:
        async def work(unit: Unit) -> None:
            snapshots.put(unit, app.id, list(begun))

        await call.write(work)

    taken = await taking.take_snapshots(app, asked, begin)
    call.rooms.journaler.look()
    return wire.SnapshotResponses(
        [
            wire.SnapshotResponse(
                portal_id=request.portal_id,
                object_id=request.object_id,
                object_type_id=request.object_type_id,
                snapshot_status_id=one.id,
            )
            for request, one in zip(asked, taken, strict=True)
        ]
    )


_READ, _WRITE = (JOURNAL.subscriptions_read,), (JOURNAL.subscriptions_write,)


def _routes(base: str) -> tuple[Route, ...]:
    subscriptions, filters = f"{base}/subscriptions", f"{base}/subscriptions/filters"
    one = f"{subscriptions}/{{subscriptionId}}"
    return (
        Route("GET", subscriptions, get_subscriptions, _READ, "List journal subscriptions",
              answer=Results[wire.JournalSubscriptionShown]),
        Route("POST", subscriptions, subscribe, _WRITE, "Subscribe to events, or change what is subscribed to",
              wire.JournalSubscriptionInput, answer=wire.JournalSubscriptionShown),
        Route("GET", one, get_subscription, _READ, "Read a journal subscription", answer=wire.JournalSubscriptionShown),
        Route("DELETE", one, unsubscribe, _WRITE, "End a journal subscription", status=204),
        Route("DELETE", f"{subscriptions}/portals/{{portalId}}", unsubscribe_portal, _WRITE,
              "End all journal subscriptions to an account", status=204),
        Route("POST", filters, add_filter, _WRITE, "Add a filter to a journal subscription", wire.JournalFilterInput,
              answer=wire.FilterMade),
        Route("GET", f"{filters}/{{filterId}}", get_filter, _READ, "Read a filter of a journal subscription",
              answer=wire.JournalFilterShown),
        Route("DELETE", f"{filters}/{{filterId}}", remove_filter, _WRITE, "Remove a filter of a journal subscription",
              status=204),
        Route("GET", f"{filters}/subscription/{{subscriptionId}}", get_filters, _READ,
              "List the filters of a journal subscription", answer=list[wire.JournalFilterShown]),
        Route("POST", f"{base}/snapshots/crm", take_snapshots, (JOURNAL.snapshots_write,), "Take snapshots of records",
              wire.SnapshotRequests, answer=wire.SnapshotResponses),
    )  # fmt: skip


ROUTES = permitted("account", (*_routes("/webhooks-journal"), *_routes("/webhooks")))
"""The second is the spelling of v4."""
