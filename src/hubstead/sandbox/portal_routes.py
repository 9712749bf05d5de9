"""Portals of the sandbox over HTTP."""

import msgspec

from hubstead.account.portals import portals as all_portals
from hubstead.kit import clock
from hubstead.kit.errors import NotFound
from hubstead.sandbox import first_tokens, portals
from hubstead.sandbox.answers import PortalMade, PortalShown
from hubstead.sandbox.beginning import Beginning, beginning_of
from hubstead.sandbox.checks import check, check_new, clock_of
from hubstead.sandbox.first_tokens import First
from hubstead.sandbox.lookup import read
from hubstead.sandbox.wire import NewFork, NewPortal, Switches, beginning_from, shown
from hubstead.store.portal import Portal, change
from hubstead.store.unit import Actor, Origin, Unit, write
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route

CHANGED = "portal.changed"
"""The fact that switches of a portal were turned."""


async def create(call: Call) -> PortalMade:
    """Make a portal from a template, with tokens. Without tokens in the body it gets one with all scopes."""
    asked = call.read(NewPortal)
    beginning, firsts = await _asked(call, asked, clock.now())
    portal = await portals.create(call.store, call.rooms.definitions, beginning, asked.portal_id)
    return await _made(call, portal, beginning, firsts)


async def fork(call: Call) -> PortalMade:
    """Make a portal that holds what this one holds now, under the same ids. Apps and tokens are not taken along.

    Its clock stands as this one's does; what the body names is different. It has no template to be reset to.
    """
    source, asked = portal_id(call), call.read(NewFork)
    beginning, firsts = await _asked(call, asked, clock.now(source))
    portal = await portals.fork(call.store, call.rooms.definitions, source, beginning, asked.portal_id)
    return await _made(call, portal, beginning, firsts)


async def get_page(call: Call) -> Results[PortalShown]:
    """All portals of the server, also those that the sandbox did not make."""
    return Results([await answer(call, portal) for portal in await all_portals(call.store)])


async def get_by_id(call: Call) -> PortalShown:
    """One portal."""
    return await answer(call, await read(call.store, portal_id(call)))


async def update(call: Call) -> PortalShown:
    """Turn switches of a portal: name, time zone, currency, tiers, rate limits, delay of the search index."""
    id, asked = portal_id(call), call.read(Switches)
    check(asked)
    await read(call.store, id)
    fields = asked.fields()

    async def work(unit: Unit) -> Portal:
        return await change(unit, CHANGED, fields, **fields)

    actor = Actor(id, 0, Origin("INTERNAL_PROCESSING"), call.rooms.definitions)
    portal = await write(call.store, actor, work)
    call.rooms.late.set_delay(id, portal.search_delay)
    return await answer(call, portal)


async def reset(call: Call) -> PortalShown:
    """Bring a portal back to how it began. Its number, apps and tokens stay; everything else that was written goes."""
    return await begun_anew(call, await portals.reset(call.store, call.rooms.definitions, portal_id(call)))


async def delete(call: Call) -> None:
    """Delete a portal with all that is in it. Its tokens stop working at once."""
    id = portal_id(call)
    await portals.delete(call.store, call.rooms.definitions, id)
    call.rooms.follow(Portal(id=id, name="", created_at=0))
    _forget(call, id)


async def begun_anew(call: Call, portal: Portal) -> PortalShown:
    """The answer for a portal whose state was replaced; what the server kept in memory of the old one is forgotten."""
    call.rooms.follow(portal)
    _forget(call, portal.id)
    return await answer(call, portal)


async def answer(call: Call, portal: Portal) -> PortalShown:
    """A portal as it is shown."""
    return shown(portal, (await beginning_of(call.store, portal)).template, call.base_url)


def portal_id(call: Call) -> int:
    """The portal that the path names. Raises `NotFound` for what is no number."""
    text = call.path[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise NotFound(f"There is no portal {text[:40]}. GET /sandbox/v1/portals lists them.")
    return int(text)


async def _asked(call: Call, asked: NewFork, now: int) -> tuple[Beginning, list[First]]:
    check_new(asked)
    firsts = [First(token, asked.seed, place) for place, token in enumerate(asked.tokens)]
    await first_tokens.check_free(call.store, firsts)
    return beginning_from(asked, clock_of(asked.clock, now)), firsts


async def _made(call: Call, portal: Portal, beginning: Beginning, firsts: list[First]) -> PortalMade:
    call.rooms.follow(portal)
    await first_tokens.give(call.store, portal.id, firsts)
    call.rooms.follow(portal)  # once more: its story begins now, with a clock that has not ticked
    fields = msgspec.structs.asdict(shown(portal, beginning.template, call.base_url))
    made = [first.made for first in firsts]
    return PortalMade(**fields, token=made[0].token if made else msgspec.UNSET, tokens=made)


def _forget(call: Call, portal: int) -> None:
    """Counted requests, fault rules, the request log."""
    call.rooms.limits.forget(portal)
    call.rooms.calls.forget(portal)
    call.rooms.sandbox.watch.forget(portal)


PORTALS = "/sandbox/portals"
PORTAL = f"{PORTALS}/{{portalId}}"
ROUTES = (
    Route("POST", PORTALS, create, PUBLIC, "Create a portal", NewPortal, answer=PortalMade, status=201),
    Route("GET", PORTALS, get_page, PUBLIC, "List portals", answer=Results[PortalShown]),
    Route("GET", PORTAL, get_by_id, PUBLIC, "Read a portal", answer=PortalShown),
    Route("PATCH", PORTAL, update, PUBLIC, "Turn switches of a portal", Switches, answer=PortalShown),
    Route("DELETE", PORTAL, delete, PUBLIC, "Delete a portal", status=204),
    Route("POST", f"{PORTAL}/reset", reset, PUBLIC, "Reset a portal to its beginning", answer=PortalShown),
    Route("POST", f"{PORTAL}/forks", fork, PUBLIC, "Fork a portal", NewFork, answer=PortalMade, status=201),
)
