"""Webhooks in our own namespace: what the service has on screens only. Private apps, the log of deliveries, sending
again, holding back."""

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from hubstead.apps import app as apps
from hubstead.apps.app import App, Secret
from hubstead.apps.tokens import digest
from hubstead.kit.clock import iso
from hubstead.kit.errors import Forbidden, Invalid, NotFound
from hubstead.kit.ids import secret_uuid
from hubstead.store.tables import APP, WEBHOOK_DELIVERY
from hubstead.store.unit import Unit
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Next, Page, Paging, Results
from hubstead.web.paging import limit_of
from hubstead.web.route import ANY, Route
from hubstead.webhooks import manage, sender, wire
from hubstead.webhooks.delivery import STATES, Delivery, Try, of
from hubstead.webhooks.routes import changed, number, removed, subscribed
from hubstead.webhooks.sender import Setup
from hubstead.webhooks.target import Target, subscriptions_of, target_of

AT_A_TIME = 10_000
"""Deliveries that one request may send again."""
_FIND = "SELECT id, state, due, document FROM webhook_delivery WHERE portal = ?1 AND app = ?2"


class Place(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where an app gets its events. `signing_secret` is the secret that signatures are made with; `held`: nothing is
    sent for now, and nothing is lost."""

    target_url: str
    max_concurrent_requests: int
    held: bool
    signing_secret: str
    created_at: str
    updated_at: str


class Overview(Struct, frozen=True, kw_only=True):
    """What an app is told of, and where; without `settings` it is told nothing."""

    subscriptions: list[wire.SubscriptionShown]
    settings: Place | UnsetType = UNSET


class Attempt(Struct, frozen=True, kw_only=True, rename="camel"):
    """One attempt: when, how many milliseconds it took, the status and the beginning of the answer, or what failed."""

    at: str
    took: int
    status: int | UnsetType = UNSET
    answer: str | UnsetType = UNSET
    error: str | UnsetType = UNSET


class DeliveryShown(Struct, frozen=True, kw_only=True, rename="camel"):
    """A request to the app. `request` is its body as the next attempt would send it, given with one delivery only."""

    id: str
    state: str
    target_url: str
    events: int
    subscription_ids: list[str]
    attempts: list[Attempt]
    next_attempt_at: str | UnsetType = UNSET
    request: list[dict[str, Any]] | UnsetType = UNSET


class Range(Struct, frozen=True, rename="camel"):
    """Deliveries to send again: those with these ids, or in a state, from an id to an id (both included)."""

    ids: list[str] = []
    state: str = "failed"
    from_id: str | None = None
    to_id: str | None = None


class Count(Struct, frozen=True):
    count: int


async def get_overview(call: Call) -> Overview:
    """What an app is told of, and where. Unlike the settings alone, this is no 404 for an app that has none."""
    app = await app_of(call)
    target = await target_of(call.reading(), app.id)
    found = await subscriptions_of(call.reading(), app.id)
    return Overview(
        subscriptions=[wire.subscription_shown(one) for one in found.values()],
        settings=UNSET if target is None else _place(app, target, call.now()),
    )


async def get_place(call: Call) -> Place:
    """Where the app gets its events, and the secret that they are signed with."""
    app = await app_of(call)
    target = await target_of(call.reading(), app.id)
    if target is None:
        raise manage.no_settings(app.id)
    return _place(app, target, call.now())


async def set_place(call: Call) -> Place:
    """Set where the app gets its events. A private app gets a secret for signatures with the first settings."""
    app, given = await app_of(call), call.read(wire.SettingsInput)

    async def work(unit: Unit) -> Place:
        signing = await _with_secret(unit, app)
        target = await manage.configure(unit, app.id, call.rooms.webhooks.guard, given.target_url, given.at_once)
        return _place(signing, target, unit.now)

    made = await call.write(work)
    await call.rooms.webhooks.load()
    return made


async def delete_place(call: Call) -> None:
    """Remove the settings; every subscription is paused."""
    app = await app_of(call)
    await call.write(lambda unit: manage.clear(unit, app.id))
    await call.rooms.webhooks.load()


async def get_subscriptions(call: Call) -> Any:
    """Everything the app subscribed to."""
    found = await subscriptions_of(call.reading(), (await app_of(call)).id)
    return Results([wire.subscription_shown(one) for one in found.values()])


async def create(call: Call) -> Any:
    """Subscribe a private app to a kind of event."""
    return await subscribed(call, (await app_of(call)).id)


async def update(call: Call) -> Any:
    """Turn a subscription on or off."""
    return await changed(call, (await app_of(call)).id)


async def archive(call: Call) -> Answer:
    """End a subscription."""
    return await removed(call, (await app_of(call)).id)


async def pause(call: Call) -> Place:
    """Keep the app's events back. They wait, however many they are."""
    return await _hold(call, held=True)


async def resume(call: Call) -> Place:
    """Let the app's events go on from where they were held."""
    return await _hold(call, held=False)


async def get_deliveries(call: Call) -> Page[DeliveryShown]:
    """The requests to the app, the newest first; of one `state` or one `subscriptionId`, if asked for."""
    app, limit = await app_of(call), limit_of(call, 20, 100)
    state, after, wanted = call.one("state"), call.one("after"), call.one("subscriptionId")
    if state and state not in STATES:
        raise Invalid(f"state must be one of {', '.join(STATES)}.")
    before = number(after) if after else 1 << 62
    states = [state] if state else list(STATES)
    like = "" if wanted is None else " AND document LIKE ?6"
    args: list[object] = [before, states, limit + 1]
    if wanted is not None:
        args.append(f"%,{number(wanted)}]%")
    sql = f"{_FIND} AND id < ?3 AND state = ANY_TEXT(?4){like} ORDER BY id DESC LIMIT ?5"
    rows = await call.reading().rows(sql, app.id, *args)
    shown = [_shown(of(*row)) for row in rows[:limit]]
    page = Page(shown)
    if len(rows) > limit:
        page.paging = Paging(Next(shown[-1].id))
    return page


async def get_delivery(call: Call) -> DeliveryShown:
    """One request with its events."""
    app = await app_of(call)
    delivery = await _delivery(call.reading(), app.id, number(call.path[1]))
    every = await subscriptions_of(call.reading(), app.id)
    target = Target(url="", created=0, updated=0)
    setup = Setup(app.portal, app.id, target, tuple(every.values()), frozenset(), "")
    attempt = len(delivery.tries) - (delivery.state != "waiting")
    events = await sender.told(call.store, setup, delivery, max(attempt, 0))
    return msgspec.structs.replace(_shown(delivery), request=events)


async def redeliver(call: Call) -> DeliveryShown:
    """Send a request again, whatever became of it; then it is retried as a new one."""
    app = await app_of(call)

    async def work(unit: Unit) -> Delivery:
        again = (await _delivery(unit, app.id, number(call.path[1]))).again(unit.now)
        unit.put(WEBHOOK_DELIVERY, again.row(unit.portal, app.id))
        return again

    return _shown(await call.write(work))


async def redeliver_many(call: Call) -> Count:
    """Send many requests again: the oldest 10,000 of those that were asked for."""
    app, given = await app_of(call), call.read(Range)
    if given.state not in STATES:
        raise Invalid(f"state must be one of {', '.join(STATES)}.")

    async def work(unit: Unit) -> Count:
        if given.ids:
            ids = [number(id) for id in given.ids[:AT_A_TIME]]
            rows = await unit.rows(f"{_FIND} AND id = ANY(?3) FOR UPDATE", app.id, ids)
        else:
            first, last = number(given.from_id or "0"), number(given.to_id or str(1 << 59))
            sql = f"{_FIND} AND id BETWEEN ?3 AND ?4 AND state = ?5 ORDER BY id LIMIT ?6 FOR UPDATE"
            rows = await unit.rows(sql, app.id, first, last, given.state, AT_A_TIME)
        for row in rows:
            unit.put(WEBHOOK_DELIVERY, of(*row).again(unit.now).row(unit.portal, app.id))
        return Count(len(rows))

    return await call.write(work)


async def _hold(call: Call, *, held: bool) -> Place:
    app = await app_of(call)
    target = await call.write(lambda unit: manage.hold(unit, app.id, held=held))
    await call.rooms.webhooks.load()
    return _place(app, target, call.now())


async def app_of(call: Call) -> App:
    """The app of the path, for those who may look after it: itself in its own portal, and users who may change settings
    of the account. Raises `NotFound` and `Forbidden`."""
    caller, id = call.caller, number(call.path[0])
    app = await apps.by_id(call.store, id)
    if app is None or app.portal != caller.portal.id:
        raise NotFound(f"There is no app {id} in this account.", context={"appId": [str(id)]})
    if caller.kind in ("private", "service", "oauth") and caller.app != id:
        raise Forbidden("An app looks after its own webhooks only.")
    return app


async def _with_secret(unit: Unit, app: App) -> App:
    """The app, with a secret that signs; one that is installed through OAuth gets its own by `hubstead app rotate`."""
    if app.signing_secret(unit.now):
        return app
    if app.config.kind == "public":
        raise Invalid(
            f"The secret of app {app.id} is from a time when only its digest was kept, and cannot sign webhooks. "
            f"Give it a new one: hubstead app rotate {app.id}."
        )
    text = secret_uuid(unit.portal)
    signing = app._replace(
        config=msgspec.structs.replace(app.config, secrets=(Secret(digest=digest(text), text=text),))
    )
    unit.put(APP, signing.row)
    return signing


def _place(app: App, target: Target, now: int) -> Place:
    return Place(
        target_url=target.url,
        max_concurrent_requests=target.at_once,
        held=target.held,
        signing_secret=app.signing_secret(now),
        created_at=iso(target.created),
        updated_at=iso(target.updated),
    )


async def _delivery(unit: Unit, app: int, id: int) -> Delivery:
    rows = await unit.rows(f"{_FIND} AND id = ?3 FOR UPDATE", app, id)
    if not rows:
        raise NotFound(f"There is no delivery {id}.", context={"id": [str(id)]})
    return of(*rows[0])


def _shown(delivery: Delivery) -> DeliveryShown:
    return DeliveryShown(
        id=str(delivery.id),
        state=delivery.state,
        target_url=delivery.url,
        events=len(delivery.events),
        subscription_ids=list(dict.fromkeys(str(ref[-1]) for ref in delivery.events)),
        attempts=[_attempt(one) for one in delivery.tries],
        next_attempt_at=iso(delivery.due) if delivery.state == "waiting" else UNSET,
    )


def _attempt(one: Try) -> Attempt:
    return Attempt(
        at=iso(one.at),
        took=one.took,
        status=one.status or UNSET,
        answer=one.answer or UNSET,
        error=one.error or UNSET,
    )


APP_PATH = "/hubstead/webhooks/{appId}"
SETTINGS = f"{APP_PATH}/settings"
SUBSCRIPTIONS = f"{APP_PATH}/subscriptions"
SUBSCRIPTION = SUBSCRIPTIONS + "/{subscriptionId}"
DELIVERIES = f"{APP_PATH}/deliveries"
DELIVERY = DELIVERIES + "/{deliveryId}"
ALL = ("state", "subscriptionId", "limit", "after")
ROUTES = tuple(
    route._replace(permission="account")
    for route in (
        Route("GET", APP_PATH, get_overview, ANY, "Read an app's webhooks", answer=Overview),
        Route("GET", SETTINGS, get_place, ANY, "Read where an app's webhooks go", answer=Place),
        Route("PUT", SETTINGS, set_place, ANY, "Set where an app's webhooks go", wire.SettingsInput, answer=Place),
        Route("DELETE", SETTINGS, delete_place, ANY, "Delete an app's webhook settings", status=204),
        Route("POST", f"{APP_PATH}/pause", pause, ANY, "Hold an app's webhooks back", answer=Place),
        Route("POST", f"{APP_PATH}/resume", resume, ANY, "Let an app's webhooks go on", answer=Place),
        Route("GET", SUBSCRIPTIONS, get_subscriptions, ANY, "List an app's webhook subscriptions",
              answer=Results[wire.SubscriptionShown]),
        Route("POST", SUBSCRIPTIONS, create, ANY, "Subscribe an app to events", wire.SubscriptionInput,
              answer=wire.SubscriptionShown, status=201),
        Route("PATCH", SUBSCRIPTION, update, ANY, "Turn an app's subscription on or off", wire.SubscriptionPatch,
              answer=wire.SubscriptionShown),
        Route("DELETE", SUBSCRIPTION, archive, ANY, "Delete an app's subscription", status=204),
        Route("GET", DELIVERIES, get_deliveries, ANY, "List webhook deliveries", answer=Page[DeliveryShown], query=ALL),
        Route("POST", f"{DELIVERIES}/redeliver", redeliver_many, ANY, "Send webhook deliveries again", Range,
              answer=Count),
        Route("GET", DELIVERY, get_delivery, ANY, "Read a webhook delivery", answer=DeliveryShown),
        Route("POST", f"{DELIVERY}/redeliver", redeliver, ANY, "Send a webhook delivery again", answer=DeliveryShown),
    )
)  # fmt: skip
