"""The request log over HTTP: read, waited for, exported, emptied."""

import asyncio
from itertools import islice

import msgspec

from hubstead.calls.paths import Pattern
from hubstead.calls.wire import Exchange, MessageShown
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.kit import clock
from hubstead.kit.errors import Invalid, NotFound
from hubstead.sandbox.har import archive
from hubstead.sandbox.request_log import Entry, Limits, Message, RequestLog, Wanted
from hubstead.web.answer import Answer
from hubstead.web.call import Call
from hubstead.web.edge import Headers
from hubstead.web.envelopes import Next, Page, Paging
from hubstead.web.failure import encoded
from hubstead.web.route import PUBLIC, Route

PAGE_LIMIT = 1_000
DEFAULT_LIMIT = 100
LONGEST_WAIT = 30
"""Seconds. A server that stops waits for its requests."""
_FILTERS = ("portalId", "appId", "method", "path", "status", "since", "faultId")


class RequestShown(msgspec.Struct, rename="camel"):
    """A request and its answer. `startedAt` is true time, `duration` in ms; `status` is `null` when nothing was
    answered; `fault` is the rule that hit it."""

    id: str
    started_at: str
    duration: float
    portal_id: int | None
    app_id: int | None
    method: str
    path: str
    query: str
    status: int | None
    correlation_id: str | None
    fault: str | None
    request: MessageShown
    response: MessageShown


async def get_page(call: Call) -> Page[RequestShown]:
    """The requests that fit, newest first, or oldest first with `sort=oldest`. With `wait` the answer waits so many
    seconds for the first one that fits."""
    limit = call.number("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= PAGE_LIMIT:
        raise Invalid(f"The limit must be between 1 and {PAGE_LIMIT}.", context={"limit": [str(limit)]})
    wanted, after, oldest = _wanted(call), call.number("after", 0), _oldest_first(call)
    log = _log(call)
    seconds = _seconds(call)
    if seconds:
        await log.wait(wanted, after if oldest else 0, seconds)
    entries = log.oldest_first(wanted, after) if oldest else log.newest_first(wanted, after or None)
    found = list(islice(entries, limit + 1))
    more = len(found) > limit
    page = [_shown(entry) for entry in found[:limit]]
    return Page(page, Paging(Next(page[-1].id))) if more else Page(page)


async def get_by_id(call: Call) -> RequestShown:
    """One request of the log."""
    for entry in _log(call).newest_first(Wanted()):
        if str(entry.id) == call.path[0]:
            return _shown(entry)
    raise NotFound(f"There is no request {call.path[0][:40]} in the log. It keeps the last ones only.")


async def delete(call: Call) -> None:
    """Forget the requests that fit; without filters all."""
    _log(call).remove(_wanted(call))


async def export(call: Call) -> Answer:
    """The requests that fit as an HTTP Archive, for the developer tools of a browser."""
    entries = list(_log(call).oldest_first(_wanted(call)))
    body = await asyncio.to_thread(lambda: encoded(archive(entries)))
    name = b'attachment; filename="hubstead.har"'
    return Answer(200, body, [(b"content-type", b"application/json"), (b"content-disposition", name)])


async def limits(call: Call) -> Limits:
    """How much the log keeps."""
    return _log(call).limits


async def limit(call: Call) -> Limits:
    """Change how much the log keeps; `requests` 0 keeps nothing."""
    _log(call).limit(call.read(Limits))
    return _log(call).limits


def exchange(log: RequestLog, portal: int, number: int) -> Exchange | None:
    """Headers and bodies of a request of a portal, as long as the log has them."""
    for entry in log.newest_first(Wanted(portal=portal)):
        if entry.id <= number:
            return Exchange(_message(entry.request), _message(entry.response)) if entry.id == number else None
    return None


def _log(call: Call) -> RequestLog:
    log: RequestLog = call.rooms.sandbox.watch.requests
    return log


def _wanted(call: Call) -> Wanted:
    path = call.one("path")
    return Wanted(
        portal=_optional(call, "portalId"),
        app=_optional(call, "appId"),
        method=(call.one("method") or "").upper(),
        path=Pattern(path) if path else None,
        status=(call.one("status") or "").lower(),
        since=_moment(call),
        fault=_optional(call, "faultId"),
    )


def _optional(call: Call, name: str) -> int | None:
    return call.number(name, 0) if call.one(name) else None


def _moment(call: Call) -> int:
    text = call.one("since")
    try:
        return parse_datetime(text) if text else 0
    except ValueError:
        raise Invalid(f"since is a moment in ISO 8601 or in milliseconds, not {str(text)[:40]}.") from None


def _oldest_first(call: Call) -> bool:
    sort = call.one("sort", "newest")
    if sort not in ("newest", "oldest"):
        raise Invalid(f"sort is newest or oldest, not {str(sort)[:40]}.")
    return sort == "oldest"


def _seconds(call: Call) -> float:
    text = call.one("wait", "0") or "0"
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_WAIT:
        raise Invalid(f"wait is a number of seconds from 0 to {LONGEST_WAIT}.")
    return seconds


def _shown(entry: Entry) -> RequestShown:
    return RequestShown(
        id=str(entry.id),
        started_at=clock.iso(entry.started),
        duration=round(entry.duration, 3),
        portal_id=entry.portal or None,
        app_id=entry.app or None,
        method=entry.method,
        path=entry.path,
        query=entry.query,
        status=entry.status or None,
        correlation_id=entry.correlation_id or None,
        fault=None if entry.fault is None else str(entry.fault),
        request=_message(entry.request),
        response=_message(entry.response),
    )


def _message(message: Message) -> MessageShown:
    return MessageShown(_joined(message.headers), message.body.decode("utf-8", "replace"), message.size, message.cut)


def _joined(headers: Headers) -> dict[str, str]:
    """Headers by name; the values of one that came several times are joined, as HTTP allows."""
    joined: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        joined[key] = f"{joined[key]}, {text}" if key in joined else text
    return joined


_REQUESTS = "/sandbox/requests"
_PAGE = ("sort", "after", "limit", "wait")
ROUTES = (
    Route(
        "GET", _REQUESTS, get_page, PUBLIC, "Read the request log", answer=Page[RequestShown], query=_FILTERS + _PAGE
    ),
    Route("DELETE", _REQUESTS, delete, PUBLIC, "Empty the request log", status=204, query=_FILTERS),
    Route("GET", "/sandbox/requests.har", export, PUBLIC, "Export the request log as HAR", query=_FILTERS),
    Route("GET", f"{_REQUESTS}/limits", limits, PUBLIC, "Read how much is logged", answer=Limits),
    Route("PUT", f"{_REQUESTS}/limits", limit, PUBLIC, "Set how much is logged", Limits, answer=Limits),
    Route("GET", f"{_REQUESTS}/{{requestId}}", get_by_id, PUBLIC, "Read a logged request", answer=RequestShown),
)
