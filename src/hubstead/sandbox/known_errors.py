"""The error answers that HubSpot gives, for fault rules that ask for one by its name or its status.

Bodies are those of recordings and documentation where there are any; what a proxy in front of the API answers (502,
504 and 520 to 526) is our choice: a page, because a client that expects JSON must survive one.
"""

from hubstead.apps.tokens import NO_CREDENTIALS
from hubstead.kit import clock
from hubstead.kit.errors import (
    Conflict,
    Failure,
    Invalid,
    Missing,
    MissingScopes,
    NotFound,
    Unauthenticated,
    Unavailable,
    UriTooLong,
)
from hubstead.limits import wire
from hubstead.limits.day import day_of
from hubstead.limits.family import GENERAL
from hubstead.limits.windows import Claim
from hubstead.sandbox.exchange import Request
from hubstead.web.answer import JSON, Answer
from hubstead.web.failure import answer_to, encoded

_BURST, _INTERVAL, _DAILY = 100, 10_000, 250_000
"""Requests per interval (ms) and per day of a free account."""


class _Locked(Failure):
    status = 423
    category = "LOCKED"


class _Migrating(Failure):
    status = 477
    category = "MIGRATION_IN_PROGRESS"


class _Broken(Failure):
    status = 500
    category = "INTERNAL_ERROR"


FAILURES: dict[str, tuple[Failure, int | None]] = {
    "VALIDATION_ERROR": (Invalid("The request is not valid."), None),
    "INVALID_AUTHENTICATION": (Unauthenticated(NO_CREDENTIALS), None),
    "MISSING_SCOPES": (
        MissingScopes(
            "One or more of the following scopes are required.",
            {"requiredGranularScopes": ["crm.objects.contacts.read"]},
        ),
        None,
    ),
    "NOT_FOUND": (Missing(), None),
    "OBJECT_NOT_FOUND": (NotFound("resource not found"), None),
    "CONFLICT": (Conflict("Contact already exists. Existing ID: 101"), None),
    "URI_TOO_LONG": (UriTooLong("The request URI is too long."), None),
    "LOCKED": (_Locked("The resource is locked by another change. Try again in 2 seconds."), 2),
    "MIGRATION_IN_PROGRESS": (_Migrating("This account is being moved to another data center. Try again later."), 60),
    "INTERNAL_ERROR": (_Broken("internal error"), None),
    "SERVICE_UNAVAILABLE": (Unavailable("The service is unavailable at this moment."), 1),
}
"""Name of an error to its failure and its `Retry-After` in seconds."""

RATE_LIMITS = ("TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY")
"""The three limits of HubSpot; the one of searches is `SECONDLY`."""
BY_STATUS = {
    400: "VALIDATION_ERROR",
    401: "INVALID_AUTHENTICATION",
    403: "MISSING_SCOPES",
    404: "NOT_FOUND",
    409: "CONFLICT",
    414: "URI_TOO_LONG",
    423: "LOCKED",
    429: "TEN_SECONDLY_ROLLING",
    477: "MIGRATION_IN_PROGRESS",
    500: "INTERNAL_ERROR",
    503: "SERVICE_UNAVAILABLE",
}
"""The error that stands for a status when a rule names none."""
EXPIRED = "EXPIRED_AUTHENTICATION"
STATUS = {name: failure.status for name, (failure, _) in FAILURES.items()} | dict.fromkeys(RATE_LIMITS, 429)
STATUS[EXPIRED] = 401
"""Name of an error to its status."""
_PROXY = {502: "Bad Gateway", 504: "Gateway Timeout", 520: "Unknown Error", 521: "Web Server Is Down"}
_PROXY |= {522: "Connection Timed Out", 523: "Origin Is Unreachable", 524: "A Timeout Occurred"}
_PROXY |= {525: "SSL Handshake Failed", 526: "Invalid SSL Certificate"}


def known_error(status: int, name: str | None, request: Request, correlation_id: str) -> Answer:
    """The answer of an error, by its name or else by its status."""
    name = name or BY_STATUS.get(status)
    if name in RATE_LIMITS:
        return _rate_limited(name, request, correlation_id)
    if name == EXPIRED:
        return answer_to(_expired(clock.now(request.portal)), correlation_id)
    if name in FAILURES:
        failure, retry_after = FAILURES[name]
        answer = answer_to(failure, correlation_id)
        return with_retry_after(answer, retry_after) if retry_after else answer
    return _page(status) if status in _PROXY else _plain(status, correlation_id)


def with_retry_after(answer: Answer, seconds: int) -> Answer:
    """The answer with this `Retry-After` in place of its own."""
    kept = [pair for pair in answer.headers if pair[0] != b"retry-after"]
    return answer._replace(headers=[*kept, (b"retry-after", str(seconds).encode())])


def _expired(now: int) -> Unauthenticated:
    """As for a token that expired 75 seconds ago (seen live)."""
    return Unauthenticated(
        "The OAuth token used to make this call expired 75 second(s) ago.",
        category=EXPIRED,
        context={"expire time": [clock.iso(now - 75_000)]},
    )


def _rate_limited(name: str, request: Request, correlation_id: str) -> Answer:
    """What the limits of a small account answer when they are reached."""
    now = clock.now(request.portal)
    headers: wire.Headers = []
    if name == "SECONDLY":
        failure = wire.second_refused(1_000)
    elif name == "DAILY":
        failure = wire.daily_refused(day_of(now, request.time_zone).ends - now)
        headers = wire.daily(_DAILY, 0)
    else:
        claim = Claim(request.portal, request.app, GENERAL, _BURST, _INTERVAL)
        failure, headers = wire.burst_refused(claim, _INTERVAL, public=False), wire.burst(_BURST, 0, _INTERVAL)
    answer = answer_to(failure, correlation_id)
    return answer._replace(headers=[*answer.headers, *headers])


def _page(status: int) -> Answer:
    title = f"{status} {_PROXY[status]}"
    page = f"<html>\n<head><title>{title}</title></head>\n<body><center><h1>{title}</h1></center></body>\n</html>\n"
    return Answer(status, page.encode(), [(b"content-type", b"text/html")])


def _plain(status: int, correlation_id: str) -> Answer:
    body = {"status": "error", "message": f"HTTP {status}", "correlationId": correlation_id}
    return Answer(status, encoded(body), [(b"content-type", JSON)])
