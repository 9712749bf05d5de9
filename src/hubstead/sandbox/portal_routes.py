"""Portals of the sandbox over HTTP."""

import msgspec

from hubstead.account.portals import portals as all_portals
from hubstead.apps import tokens
from hubstead.apps.private_apps import create_app
from hubstead.kit.errors import NotFound
from hubstead.sandbox import portals
from hubstead.sandbox.answers import PortalMade, PortalShown, TokenMade
from hubstead.sandbox.beginning import Beginning, beginning_of
from hubstead.sandbox.checks import check
from hubstead.sandbox.wire import NewPortal, NewToken, shown
from hubstead.store.portal import Portal
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route


async def create(call: Call) -> PortalMade:
    """Make a portal from a template, with tokens. Without tokens in the body it gets one with all scopes."""
    asked = call.read(NewPortal)
    check(asked)
    texts = [_text(token) for token in asked.tokens]
    beginning = Beginning(
        template=asked.template,
        name=asked.name,
        time_zone=asked.time_zone,
        currency=asked.currency,
        tiers=asked.tiers,
        limits=asked.limits,
    )
    portal = await portals.create(call.store, call.rooms.definitions, beginning, asked.portal_id)
    for token, text in zip(asked.tokens, texts, strict=True):
        scopes = None if token.scopes is None else tuple(token.scopes)
        await create_app(call.store, portal.id, text, token.name, scopes)
    made = [TokenMade(text, token.name, token.scopes) for token, text in zip(asked.tokens, texts, strict=True)]
    fields = msgspec.structs.asdict(shown(portal, beginning, call.base_url))
    return PortalMade(**fields, token=made[0].token if made else msgspec.UNSET, tokens=made)


async def get_page(call: Call) -> Results[PortalShown]:
    """All portals of the server, also those that the sandbox did not make."""
    return Results([await _shown(call, portal) for portal in await all_portals(call.store)])


async def get_by_id(call: Call) -> PortalShown:
    """One portal."""
    return await _shown(call, await portals.read(call.store, portal_id(call)))


async def reset(call: Call) -> PortalShown:
    """Bring a portal back to how it began. Its number, apps and tokens stay; everything else that was written goes."""
    portal = await portals.reset(call.store, call.rooms.definitions, portal_id(call))
    _forget(call, portal.id)
    return await _shown(call, portal)


async def delete(call: Call) -> None:
    """Delete a portal with all that is in it. Its tokens stop working at once."""
    id = portal_id(call)
    await portals.delete(call.store, call.rooms.definitions, id)
    _forget(call, id)


def _forget(call: Call, portal: int) -> None:
    """What the server keeps in memory of a portal: counted requests, fault rules, the request log."""
    call.rooms.limits.forget(portal)
    call.rooms.sandbox.watch.forget(portal)


def portal_id(call: Call) -> int:
    """The portal that the path names. Raises `NotFound` for what is no number."""
    text = call.path[0]
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise NotFound(f"There is no portal {text[:40]}. GET /sandbox/v1/portals lists them.")
    return int(text)


async def _shown(call: Call, portal: Portal) -> PortalShown:
    return shown(portal, await beginning_of(call.store, portal), call.base_url)


def _text(token: NewToken) -> str:
    if token.token is None:
        return tokens.new_token()
    tokens.check(token.token)
    return token.token


PORTALS = "/sandbox/portals"
PORTAL = f"{PORTALS}/{{portalId}}"
ROUTES = (
    Route("POST", PORTALS, create, PUBLIC, "Create a portal", NewPortal, answer=PortalMade, status=201),
    Route("GET", PORTALS, get_page, PUBLIC, "List portals", answer=Results[PortalShown]),
    Route("GET", PORTAL, get_by_id, PUBLIC, "Read a portal", answer=PortalShown),
    Route("POST", f"{PORTAL}/reset", reset, PUBLIC, "Reset a portal to its beginning", answer=PortalShown),
    Route("DELETE", PORTAL, delete, PUBLIC, "Delete a portal", status=204),
)
