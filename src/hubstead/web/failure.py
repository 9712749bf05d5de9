"""The one maker of error bodies, with the keys in the order of the recordings."""

import msgspec

from hubstead.kit.errors import Failure, GrantRefused, MethodNotAllowed, Missing, RateLimited, Unavailable
from hubstead.web.answer import JSON, Answer

encoded = msgspec.json.Encoder().encode
_HTML = "text/html;charset=iso-8859-1"


def answer_to(failure: Failure, correlation_id: str) -> Answer:
    """What a client sees of a failure."""
    if isinstance(failure, Missing | MethodNotAllowed):
        return _page(failure)
    headers = [(b"content-type", JSON)]
    if failure.status == 404:
        headers.append((b"x-hubspot-notfound", b"true"))
    if isinstance(failure, Unavailable):
        headers.append((b"retry-after", b"1"))
    if isinstance(failure, RateLimited):
        headers.append((b"retry-after", str(failure.retry_after).encode()))
    return Answer(failure.status, encoded(body_of(failure, correlation_id)), headers)


def body_of(failure: Failure, correlation_id: str) -> dict[str, object]:
    """HubSpot's error body."""
    if isinstance(failure, GrantRefused):
        return _refused_grant(failure, correlation_id)
    if isinstance(failure, RateLimited):
        return _limited(failure, correlation_id)
    body: dict[str, object] = {"status": "error", "message": failure.message, "correlationId": correlation_id}
    body.update(failure.named)
    if failure.context:
        body["context"] = failure.context
    if failure.errors:
        body["errors"] = failure.errors
    if failure.links:
        body["links"] = failure.links
    if failure.shown_category:
        body["category"] = failure.shown_category
    if failure.sub_category:
        body["subCategory"] = failure.sub_category
    return body


def _refused_grant(failure: GrantRefused, correlation_id: str) -> dict[str, object]:
    """The service's body and OAuth's fields in one, so that clients of both kinds understand it."""
    return {
        "status": failure.word,
        "message": failure.message,
        "correlationId": correlation_id,
        "error": failure.error,
        "error_description": failure.message,
    }


def _limited(failure: RateLimited, correlation_id: str) -> dict[str, object]:
    """The body of a 429: fields that no other error has, in the service's order."""
    body: dict[str, object] = {"status": "error", "message": failure.message}
    if failure.error_type:
        body["errorType"] = failure.error_type
    body |= {"correlationId": correlation_id, **failure.named}
    if failure.shown_category:
        body["category"] = failure.shown_category
    return body


def item_of(failure: Failure, context: dict[str, list[str]] | None = None) -> dict[str, object]:
    """One entry of the `errors` of a 207 answer."""
    item: dict[str, object] = {
        "status": "error",
        "category": failure.shown_category or "VALIDATION_ERROR",
        "message": failure.message,
    }
    merged = {**(failure.context or {}), **(context or {})}
    if merged:
        item["context"] = merged
    return item


def _page(failure: Failure) -> Answer:
    """The page that the service's web server shows for a missing record or path (recorded 2024 and 2025)."""
    title = {404: "Not Found", 405: "Method Not Allowed"}[failure.status]
    text = (
        '<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n'
        f"<title>Error {failure.status} {title}</title>\n</head>\n"
        f"<body><h2>HTTP ERROR {failure.status}</h2>\n<p>{failure.message}</p>\n</body>\n</html>\n"
    )
    headers = [(b"content-type", _HTML.encode())]
    if isinstance(failure, MethodNotAllowed):
        headers.append((b"allow", ", ".join(failure.allow).encode()))
    else:
        headers.append((b"x-hubspot-notfound", b"true"))
    return Answer(failure.status, text.encode("iso-8859-1"), headers)
