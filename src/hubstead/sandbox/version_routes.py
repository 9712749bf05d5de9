"""API versions that lose support, over HTTP: who calls them, and a portal in which they have ended already."""

import msgspec

from hubstead.calls.wire import EndingCall, ending_shown
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit import clock
from hubstead.kit.errors import Invalid
from hubstead.sandbox import lookup
from hubstead.sandbox.portal_routes import PORTAL, portal_id
from hubstead.sandbox.versions import Versions
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route


class Strictness(msgspec.Struct, rename="camel"):
    """Whether ended versions are refused, and as of which moment."""

    strict: bool
    judged_at: str


class StrictFrom(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The moment as of which versions are judged, ISO 8601; without it the portal's clock decides."""

    at: str | None = None


async def report(call: Call) -> Results[EndingCall]:
    """Which apps called which versions that lose support, those that end first at the beginning."""
    portal, versions = await _portal(call), _versions(call)
    moment = versions.judged_at(portal)
    return Results([ending_shown(operation, usage, moment) for operation, usage in versions.used(portal)])


async def read(call: Call) -> Strictness:
    """Whether the portal refuses ended versions."""
    return _strictness(call, await _portal(call))


async def be_strict(call: Call) -> Strictness:
    """Let the portal refuse the versions that have ended by a moment, with 410."""
    portal, asked = await _portal(call), call.read(StrictFrom)
    try:
        moment = None if asked.at is None else parse_datetime(asked.at)
    except ValueError:
        raise Invalid(f"at is a moment in ISO 8601, not {asked.at[:40] if asked.at else ''}.") from None
    _versions(call).be_strict(portal, moment)
    return _strictness(call, portal)


async def be_lenient(call: Call) -> None:
    """Let the portal answer every version again."""
    _versions(call).be_lenient(await _portal(call))


def _versions(call: Call) -> Versions:
    versions: Versions = call.rooms.sandbox.watch.versions
    return versions


async def _portal(call: Call) -> int:
    return (await lookup.read(call.store, portal_id(call))).id


def _strictness(call: Call, portal: int) -> Strictness:
    versions = _versions(call)
    return Strictness(versions.is_strict(portal), clock.iso(versions.judged_at(portal)))


_STRICT = f"{PORTAL}/strict"
ROUTES = (
    Route("GET", f"{PORTAL}/versions", report, PUBLIC, "Report calls to ending versions", answer=Results[EndingCall]),
    Route("GET", _STRICT, read, PUBLIC, "Read whether ended versions are refused", answer=Strictness),
    Route("PUT", _STRICT, be_strict, PUBLIC, "Refuse ended versions", StrictFrom, answer=Strictness),
    Route("DELETE", _STRICT, be_lenient, PUBLIC, "Answer ended versions again", status=204),
)
