"""Settings and subscriptions of public apps over HTTP, for their developers."""

from typing import Any

from hubstead.apps import app as apps
from hubstead.kit import clock
from hubstead.kit.errors import Missing, NotFound, Unauthenticated
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, BatchError, Results
from hubstead.web.route import Route, permitted
from hubstead.webhooks import manage, wire
from hubstead.webhooks.target import Subscription, subscriptions_of, target_of

DEVELOPERS = ("developer_hapikey", "oauth")
"""A developer API key, or a token that an app got with its own secret (`client_credentials`)."""
NO_CREDENTIALS = (
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at "
    "https://developers.hubspot.com/docs/methods/auth/oauth-overview"
)


async def get_all_settings(call: Call) -> Any:
    """Where the app gets its events. 404 where nothing was set."""
    app = await _app(call)
    found = await target_of(call.reading(), app)
    if found is None:
        raise manage.no_settings(app)
    return wire.settings_shown(found)


async def configure(call: Call) -> Any:
    """Set where the app gets its events, and how many requests may be open at once."""
    app, given = await _app(call), call.read(wire.SettingsInput)
    guard = call.rooms.webhooks.guard

    async def work(unit: Unit) -> Any:
        return await manage.configure(unit, app, guard, given.target_url, given.at_once)

    made = await call.write(work)
    await call.rooms.webhooks.load()
    return wire.settings_shown(made)


async def clear(call: Call) -> Answer:
    """Remove the settings; every subscription is paused."""
    app = await _app(call)
    await call.write(lambda unit: manage.clear(unit, app))
    await call.rooms.webhooks.load()
    return NO_CONTENT


async def get_subscriptions(call: Call) -> Any:
    """Everything the app subscribed to."""
    found = await subscriptions_of(call.reading(), await _app(call))
    return Results([wire.subscription_shown(one) for one in found.values()])


async def get_subscription(call: Call) -> Any:
    """One subscription."""
    app = await _app(call)
    return wire.subscription_shown(await _known(call, app))


async def create(call: Call) -> Any:
    """Subscribe to a kind of event. A subscription begins paused unless `active` is true."""
    return await subscribed(call, await _app(call))


async def update(call: Call) -> Any:
    """Turn a subscription on or off."""
    return await changed(call, await _app(call))


async def update_batch(call: Call) -> Reply:
    """Turn many subscriptions on or off; those that do not exist are named in a 207."""
    app, inputs = await _app(call), call.read(wire.SubscriptionUpdates).inputs
    started, newest = clock.iso(call.now()), await call.store.newest_fact()
    wanted = [(one.id, one.active) for one in inputs]
    done = await call.write(lambda unit: manage.activate(unit, app, wanted, newest))
    await call.rooms.webhooks.load()
    batch = Batch("COMPLETE", [wire.subscription_shown(one) for one in done], started, clock.iso(call.now()))
    missing = [id for id, _ in wanted if id not in {one.id for one in done}]
    if not missing:
        return Reply(200, batch)
    batch.num_errors = len(missing)
    batch.errors = [
        BatchError("error", "OBJECT_NOT_FOUND", f"There is no subscription {id}.", context={"id": [str(id)]})
        for id in missing
    ]
    return Reply(207, batch)


async def archive(call: Call) -> Answer:
    """End a subscription."""
    app = await _app(call)
    return await removed(call, app)


async def subscribed(call: Call, app: int) -> Any:
    """What was asked for, subscribed to for an app."""
    given, newest = call.read(wire.SubscriptionInput), await call.store.newest_fact()

    async def work(unit: Unit) -> Subscription:
        return await manage.subscribe(
            unit,
            app,
            given.event_type,
            given.property_name,
            given.object_type_id,
            given.event_type_name,
            active=given.active,
            newest=newest,
        )

    made = await call.write(work)
    await call.rooms.webhooks.load()
    return wire.subscription_shown(made)


async def changed(call: Call, app: int) -> Any:
    """The subscription of the path, turned on or off."""
    wanted, one, newest = call.read(wire.SubscriptionPatch), await _known(call, app), await call.store.newest_fact()
    active = one.active if wanted.active is None else wanted.active
    done = await call.write(lambda unit: manage.activate(unit, app, [(one.id, active)], newest))
    await call.rooms.webhooks.load()
    return wire.subscription_shown(done[0])


async def removed(call: Call, app: int) -> Answer:
    """The subscription of the path, ended."""
    id = number(call.path[1])
    await call.write(lambda unit: manage.unsubscribe(unit, app, id))
    await call.rooms.webhooks.load()
    return NO_CONTENT


async def _known(call: Call, app: int) -> Subscription:
    found = (await subscriptions_of(call.reading(), app)).get(number(call.path[1]))
    if found is None:
        raise NotFound(f"There is no subscription {call.path[1][:20]}.", context={"id": [call.path[1][:20]]})
    return found


async def _app(call: Call) -> int:
    """The app of the path, if the caller is its developer. Raises `Unauthenticated` and `NotFound`."""
    caller, id = call.caller, number(call.path[0])
    app = await apps.by_id(call.store, id)
    its_own = caller.kind == "oauth" and caller.app == id and app is not None and app.portal == caller.portal.id
    if caller.kind != "developer" and not its_own:
        raise Unauthenticated(NO_CREDENTIALS)
    if app is None or app.portal != caller.portal.id:
        raise NotFound(f"No app {id} goes with these credentials.", context={"appId": [str(id)]})
    return id


def number(text: str) -> int:
    """An id of a path. Raises `Missing` for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Missing
    return int(text)


SETTINGS = "/webhooks/{appId}/settings"
SUBSCRIPTIONS = "/webhooks/{appId}/subscriptions"
SUBSCRIPTION = SUBSCRIPTIONS + "/{subscriptionId}"
_ROUTES = (
    Route("GET", SETTINGS, get_all_settings, DEVELOPERS, "Read webhook settings", answer=wire.SettingsShown),
    Route("PUT", SETTINGS, configure, DEVELOPERS, "Set where webhooks go", wire.SettingsInput,
          answer=wire.SettingsShown),
    Route("DELETE", SETTINGS, clear, DEVELOPERS, "Delete webhook settings", status=204),
    Route("GET", SUBSCRIPTIONS, get_subscriptions, DEVELOPERS, "List webhook subscriptions",
          answer=Results[wire.SubscriptionShown]),
    Route("POST", SUBSCRIPTIONS, create, DEVELOPERS, "Subscribe to events", wire.SubscriptionInput,
          answer=wire.SubscriptionShown, status=201),
    Route("POST", f"{SUBSCRIPTIONS}/batch/update", update_batch, DEVELOPERS, "Turn webhook subscriptions on or off",
          wire.SubscriptionUpdates, answer=Batch[wire.SubscriptionShown]),
    Route("GET", SUBSCRIPTION, get_subscription, DEVELOPERS, "Read a webhook subscription",
          answer=wire.SubscriptionShown),
    Route("PATCH", SUBSCRIPTION, update, DEVELOPERS, "Turn a webhook subscription on or off", wire.SubscriptionPatch,
          answer=wire.SubscriptionShown),
    Route("DELETE", SUBSCRIPTION, archive, DEVELOPERS, "Delete a webhook subscription", status=204),
)  # fmt: skip
ROUTES = permitted("account", _ROUTES)
