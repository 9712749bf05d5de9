"""Sending events over HTTP."""

from hubstead.events.send import Batch, EventInput, send
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.route import Route

SCOPE = ("analytics.behavioral_events.send",)
FEATURE = "custom-events"


async def send_one(call: Call) -> Answer:
    """Tell that an event happened."""
    given = call.read(EventInput)
    await call.write(lambda unit: send(unit, [given]))
    return NO_CONTENT


async def send_batch(call: Call) -> Answer:
    """Tell of up to 500 events; one that is not right takes the others with it."""
    given = call.read(Batch)
    await call.write(lambda unit: send(unit, given.inputs))
    return NO_CONTENT


ROUTES = tuple(
    Route("POST", base + path, handler, SCOPE, summary, body, status=204, feature=FEATURE)
    for base in ("/events", "/events/custom")
    for path, handler, summary, body in (
        ("/send", send_one, "Send an event", EventInput),
        ("/send/batch", send_batch, "Send events", Batch),
    )
)
"""The dated versions have the second path: `/events/custom/2026-03/send`."""
