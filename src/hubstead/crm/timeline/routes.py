"""Events on timelines over HTTP, for apps that are installed in the portal: as v3 and, dated, as app events."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from hubstead.crm.properties.wire import batch
from hubstead.crm.timeline import app_events, event, render, template, wire
from hubstead.crm.timeline.event import Event
from hubstead.crm.timeline.send import send
from hubstead.crm.timeline.template import Template
from hubstead.kit.errors import Failure, Forbidden, Invalid, NotFound
from hubstead.web.answer import Answer, Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch
from hubstead.web.failure import item_of
from hubstead.web.route import Route

T = TypeVar("T")

BATCH_LIMIT = 500
"""Our choice; the service names no number for v3."""
HTML = b"text/html;charset=utf-8"
_SAFE = [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'; sandbox")]
"""Whoever opens the answer in a browser runs nothing of it."""


async def create(call: Call) -> Any:
    """Put an event on the timeline of a record. Dated versions take it as an app event and answer 204."""
    app = app_of(call)
    if call.version.startswith("20"):
        await _app_event(call, app, call.read(app_events.Input))
        return Answer(204)
    return await _event(call, app, call.read(wire.EventInput))


async def create_batch(call: Call) -> Any:
    """Put events on timelines. Each is taken or refused alone; 207 where some are refused."""
    app, given = app_of(call), call.read(wire.EventBatch)
    return await _each(call, given.inputs, lambda one: _event(call, app, one))


async def create_app_events(call: Call) -> Any:
    """Send app events. Each is taken or refused alone; 207 where some are refused."""
    app, given = app_of(call), call.read(app_events.InputBatch)
    return await _each(call, given.inputs, lambda one: _app_event(call, app, one))


async def resolve_type(call: Call) -> Any:
    """The full name of an app event type that a project defines."""
    app, given = app_of(call), call.read(app_events.Symbol)
    found = app_events.named(await template.of_app(call.store, app), app, given.developer_symbol)
    return app_events.Resolved(app_events.full_name(found), given)


async def _event(call: Call, app: int, given: wire.EventInput) -> wire.EventShown:
    found = await template.one_of(call.store, app, str(given.event_template_id))
    return wire.event_shown(await call.write(lambda unit: send(unit, found, given)))


async def _app_event(call: Call, app: int, given: app_events.Input) -> app_events.Shown:
    found = app_events.named(await template.of_app(call.store, app), app, given.event_type_name)
    sent = app_events.as_event(found, given)
    return app_events.shown(given, await call.write(lambda unit: send(unit, found, sent)))


async def _each(call: Call, inputs: Sequence[T], take: Callable[[T], Awaitable[Any]]) -> Any:
    if len(inputs) > BATCH_LIMIT:
        raise Invalid(f"At most {BATCH_LIMIT} events can be sent at once, not {len(inputs)}. Split the batch.")
    started = call.now()
    results: list[Any] = []
    errors: list[dict[str, object]] = []
    for number, one in enumerate(inputs):
        try:
            results.append(await take(one))
        except Failure as failure:
            if failure.status >= 500:
                raise
            errors.append(item_of(failure, {"index": [str(number)]}))
    return Reply(207 if errors else 201, batch(started, call.now(), results, errors))


async def get_one(call: Call) -> Any:
    """An event as it was sent."""
    return wire.event_shown((await _found(call))[1])


async def get_detail(call: Call) -> Any:
    """The detail template of an event, filled in."""
    found, happened = await _found(call)
    return wire.Detail(render.detail(found, happened))


async def get_render(call: Call) -> Answer:
    """The header of an event as HTML, or its detail."""
    found, happened = await _found(call)
    text = render.detail(found, happened) if call.flag("detail") else render.header(found, happened)
    return Answer(200, render.as_html(text).encode(), [(b"content-type", HTML), *_SAFE])


async def _found(call: Call) -> tuple[Template, Event]:
    id, name = call.path
    found = await template.one_of(call.store, app_of(call), id)
    happened = await event.find(call.reading(), found.id, name)
    if happened is None:
        shown = name[:100]
        raise NotFound(f"There is no event '{shown}' of the event template {id}.", context={"eventId": [shown]})
    return found, happened


def app_of(call: Call) -> int:
    """The app that calls, with an OAuth token. Raises `Forbidden` for anybody else (documented)."""
    if call.caller.kind != "oauth":
        raise Forbidden("Timeline events are sent and read by apps, with an OAuth access token of the app.")
    return call.caller.app


READ = ("contacts", "crm.objects.companies.read", "crm.objects.contacts.read", "crm.objects.deals.read",
        "crm.schemas.companies.read", "crm.schemas.contacts.read", "crm.schemas.deals.read", "tickets",
        "timeline")  # fmt: skip
WRITE = tuple(scope.replace(".read", ".write") for scope in READ)
EVENTS = "/integrators/timeline/events"
EVENT = EVENTS + "/{eventTemplateId}/{timelineEventId}"
TAKEN = Batch[wire.EventShown]
ROUTES = (
    Route("POST", EVENTS, create, WRITE, "Create a timeline event", wire.EventInput, answer=wire.EventShown,
          status=201),
    Route("POST", EVENTS + "/batch/create", create_batch, WRITE, "Create timeline events", wire.EventBatch,
          answer=TAKEN, status=201),
    Route("POST", EVENTS + "/batch", create_app_events, ("timeline",), "Send app events", app_events.InputBatch,
          answer=Batch[app_events.Shown], status=201),
    Route("POST", "/integrators/timeline/types/projects", resolve_type, ("timeline",), "Find an app event type",
          app_events.Symbol, answer=app_events.Resolved),
    Route("GET", EVENT, get_one, READ, "Read a timeline event", answer=wire.EventShown),
    Route("GET", EVENT + "/detail", get_detail, READ, "Render the detail of a timeline event", answer=wire.Detail),
    Route("GET", EVENT + "/render", get_render, READ, "Render a timeline event as HTML", query=("detail",)),
)  # fmt: skip
