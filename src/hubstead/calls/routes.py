"""The calls of an account's apps, for the people who look after them: the log, and what will stop working."""

from itertools import islice

from hubstead.calls import wire
from hubstead.calls.calls import Calls
from hubstead.calls.log import Wanted
from hubstead.calls.wire import CallShown, EndingCall
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit.errors import Forbidden, NotFound
from hubstead.web.call import Call
from hubstead.web.envelopes import Next, Page, Paging, Results
from hubstead.web.paging import limit_of
from hubstead.web.route import ANY, Route


async def get_page(call: Call) -> Page[CallShown]:
    """The last calls of the account's apps and keys, the newest first. People's own calls in the web app are not among
    them."""
    _in_session(call)
    limit, wanted, before = limit_of(call, 50, 500), _wanted(call), call.number("after", 0)
    found = list(islice(_calls(call).log.newest_first(call.caller.portal.id, wanted, before), limit + 1))
    page = Page([wire.shown(entry) for entry in found[:limit]])
    if len(found) > limit:
        page.paging = Paging(Next(page.results[-1].id))
    return page


async def get_by_id(call: Call) -> CallShown:
    """One call, with headers and bodies where the sandbox keeps them."""
    _in_session(call)
    portal = call.caller.portal.id
    for entry in _calls(call).log.newest_first(portal, Wanted()):
        if str(entry.id) == call.path[0]:
            return wire.shown(entry, call.rooms.exchange(portal, entry.exchange))
    raise NotFound(f"There is no call {call.path[0][:40]} in the log. It keeps the last ones only.")


async def get_ending(call: Call) -> Results[EndingCall]:
    """Which apps called which versions that lose support, those that end first at the beginning."""
    _in_session(call)
    moment = call.now()
    used = await _calls(call).ending.of(call.caller.portal.id)
    return Results([wire.ending_shown(operation, use, moment) for operation, use in used])


def _calls(call: Call) -> Calls:
    calls: Calls = call.rooms.calls
    return calls


def _in_session(call: Call) -> None:
    if call.caller.kind != "session":
        raise Forbidden("Calls are looked at by people, in a session. An app cannot see what others called.")


def _wanted(call: Call) -> Wanted:
    return Wanted(
        app=call.number("appId", 0) if call.one("appId") else None,
        method=(call.one("method") or "").upper(),
        text=call.one("text") or "",
        status=(call.one("status") or "").lower(),
        correlation=call.one("correlationId") or "",
        since=call.parsed("since", parse_datetime) or 0,
    )


_CALLS = "/hubstead/calls"
_FILTERS = ("appId", "method", "text", "status", "correlationId", "since", "limit", "after")
ROUTES = tuple(
    route._replace(permission="account")
    for route in (
        Route("GET", _CALLS, get_page, ANY, "List the last calls of apps", answer=Page[CallShown], query=_FILTERS),
        Route(
            "GET", f"{_CALLS}/ending", get_ending, ANY, "Report calls to ending versions", answer=Results[EndingCall]
        ),
        Route("GET", f"{_CALLS}/{{callId}}", get_by_id, ANY, "Read a call of an app", answer=CallShown),
    )
)
