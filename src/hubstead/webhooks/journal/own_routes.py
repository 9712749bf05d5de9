"""What an app wants in its journal, for the people who look after it. The public API leaves that to the app."""

from typing import Any

from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route
from hubstead.webhooks.journal import manage, wire
from hubstead.webhooks.journal.developed import developed
from hubstead.webhooks.journal.subscription import Subscription, held
from hubstead.webhooks.own_routes import APP_PATH, app_of
from hubstead.webhooks.routes import number


async def get_subscriptions(call: Call) -> Any:
    """Everything that an app wants in its journal."""
    app = await app_of(call)
    found = await held(call.reading(), app.id)
    return Results([wire.subscription_shown(app.id, one.subscription) for one in found.values()])


async def subscribe(call: Call) -> wire.JournalSubscriptionShown:
    """Subscribe an app, or change its subscription of the same type, account and object type."""
    app, given = await app_of(call), call.read(wire.JournalSubscriptionInput)
    asking = await developed(call.store, call.rooms.definitions, app.portal, app.id)
    wanted = await manage.checked(asking, given, call.now(), call.caller.actor.origin.user_id)
    newest = await call.store.newest_fact()

    async def work(unit: Unit) -> Subscription:
        return await manage.subscribe(unit, app.id, wanted, newest)

    made = await call.write(work)
    call.rooms.journaler.look()
    return wire.subscription_shown(app.id, made)


async def unsubscribe(call: Call) -> Answer:
    """End a subscription. What it was told stays in the journal."""
    app, id = await app_of(call), number(call.path[1])
    newest = await call.store.newest_fact()
    await call.write(lambda unit: manage.unsubscribe(unit, app.id, lambda one: one.id == id, newest))
    return NO_CONTENT


_ALL = f"{APP_PATH}/journal/subscriptions"
ROUTES = tuple(
    route._replace(permission="account")
    for route in (
        Route("GET", _ALL, get_subscriptions, ANY, "List what an app wants in its journal",
              answer=Results[wire.JournalSubscriptionShown]),
        Route("POST", _ALL, subscribe, ANY, "Subscribe an app's journal to events", wire.JournalSubscriptionInput,
              answer=wire.JournalSubscriptionShown),
        Route("DELETE", f"{_ALL}/{{subscriptionId}}", unsubscribe, ANY, "End a subscription of an app's journal",
              status=204),
    )
)  # fmt: skip
