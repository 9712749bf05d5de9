"""The clocks of portals over HTTP."""

from hubstead.kit import clock
from hubstead.sandbox import clocks
from hubstead.sandbox.answers import ClockShown
from hubstead.sandbox.checks import moment_of, step_of
from hubstead.sandbox.clocks import Turn
from hubstead.sandbox.lookup import read
from hubstead.sandbox.portal_routes import PORTAL, portal_id
from hubstead.sandbox.wire import Advance, Frozen, Set, clock_shown
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route


async def get(call: Call) -> ClockShown:
    """What a portal's clock shows."""
    return clock_shown((await read(call.store, portal_id(call))).id)


async def freeze(call: Call) -> ClockShown:
    """Let a portal's time stand still; with a `step`, it goes on by so many ms at each write and only then."""
    asked = call.read(Frozen)
    at = None if asked.at is None else moment_of(asked.at)
    return await _turned(call, clocks.frozen(at, step_of(asked)))


async def set_to(call: Call) -> ClockShown:
    """Let a portal's clock show a moment. It goes on from there; one that was frozen stands still there."""
    return await _turned(call, clocks.set_to(moment_of(call.read(Set).at)))


async def advance(call: Call) -> ClockShown:
    """Turn a portal's clock ahead: what expires, falls due or is tried again by then is so at once."""
    return await _turned(call, clocks.advanced(call.read(Advance).total()))


async def release(call: Call) -> ClockShown:
    """Let a portal have the true time again."""
    return await _turned(call, clocks.RELEASED)


async def _turned(call: Call, turn: Turn) -> ClockShown:
    id = portal_id(call)
    before = clock.now(id)
    clock.turn(id, (await clocks.turn(call.store, call.rooms.definitions, id, turn)).clock)
    if clock.now(id) < before:  # requests of a time to come must not count against this one
        call.rooms.limits.windows.forget(id)
    return clock_shown(id)


CLOCK = f"{PORTAL}/clock"
ROUTES = (
    Route("GET", CLOCK, get, PUBLIC, "Read a portal's clock", answer=ClockShown),
    Route("POST", f"{CLOCK}/freeze", freeze, PUBLIC, "Freeze a portal's clock", Frozen, answer=ClockShown),
    Route("POST", f"{CLOCK}/set", set_to, PUBLIC, "Set a portal's clock", Set, answer=ClockShown),
    Route("POST", f"{CLOCK}/advance", advance, PUBLIC, "Advance a portal's clock", Advance, answer=ClockShown),
    Route("POST", f"{CLOCK}/release", release, PUBLIC, "Release a portal's clock", answer=ClockShown),
)
