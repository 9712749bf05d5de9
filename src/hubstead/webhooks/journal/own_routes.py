"""What an app wants in its journal, for the people who look after it. The public API leaves that to the app."""

from typing import Any

from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import ANY, Route
from hubstead.webhooks.journal import wire
from hubstead.webhooks.journal.developed import developed
from hubstead.webhooks.journal.manage_routes import subscribed, subscriptions_of, unsubscribed
from hubstead.webhooks.own_routes import APP_PATH, app_of
from hubstead.webhooks.routes import number


async def get_subscriptions(call: Call) -> Any:
    """Everything that an app wants in its journal."""
    return await subscriptions_of(call, (await app_of(call)).id)


async def subscribe(call: Call) -> wire.JournalSubscriptionShown:
    """Subscribe an app, or change its subscription of the same type, account and object type."""
    app = await app_of(call)
    return await subscribed(call, await developed(call.store, call.rooms.definitions, app.portal, app.id))


async def unsubscribe(call: Call) -> Answer:
    """End a subscription. What it was told stays in the journal."""
    return await unsubscribed(call, (await app_of(call)).id, number(call.path[1]))


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
