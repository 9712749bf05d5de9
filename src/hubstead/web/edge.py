"""The ASGI application: one request in, one answer out. Everything that every answer shares is here."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import msgspec

from hubstead.kit.errors import NOT_PERMITTED, Failure, Forbidden, MissingScopes, TooLarge, Unauthenticated, UriTooLong
from hubstead.kit.ids import correlation_id
from hubstead.web.answer import JSON, NO_CONTENT, Answer, Reply, Streamed
from hubstead.web.call import Call, Caller, Receive
from hubstead.web.failure import answer_to
from hubstead.web.features import require_feature
from hubstead.web.forwarded import together
from hubstead.web.route import DEVELOPER, MULTIPART, PUBLIC, By, Route
from hubstead.web.router import Router

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

REQUEST_LINE_LIMIT = 32_768
"""Bytes of path and query: real connectors name every property of a type, about 15,000 characters."""
_log = logging.getLogger("hubstead.web")
_encode = msgspec.json.Encoder().encode
_WITHOUT_BODY = (204, 304)
"""Statuses whose answers have no body, and say nothing of its length."""
_SHARED = [
    (b"vary", b"origin, accept-encoding"),
    (b"access-control-allow-credentials", b"false"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains; preload"),
    (b"x-content-type-options", b"nosniff"),
]
_JSON_HEADERS = [(b"content-type", JSON), *_SHARED]
_CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"x-hubspot-correlation-id, location, retry-after"),
]
_PREFLIGHT = [
    (b"access-control-allow-headers", b"authorization, content-type, private-app, private-app-legacy"),
    (b"access-control-max-age", b"86400"),
]


class Rooms(Protocol):
    """What the server is made of, as far as the edge needs to know."""

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def authenticate(self, call: Call) -> Caller:
        """Who calls. Raises `Unauthenticated`."""
        ...

    async def count(self, caller: Caller, path: str, shown: Headers) -> None:
        """Count a request to a route's path; headers that say what is left go into `shown`. Raises `RateLimited`."""
        ...

    def called(self, call: Call, route: Route, answer: tuple[int, str, int], took: float) -> None:
        """An app's call was answered, after so many ms: status, correlation id and size of the answer (-1: unknown)."""
        ...


class Edge:
    """The ASGI callable."""

    def __init__(self, router: Router, rooms: Rooms, body_limit: int) -> None:
        self._router = router
        self._rooms = rooms
        self._body_limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection event of the server: a request, or start and stop."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        correlation = correlation_id()
        given: dict[bytes, bytes] = dict(scope["headers"])
        if len(given) < len(scope["headers"]):
            given = together(scope["headers"])
        limits: Headers = []
        known: list[tuple[Call, Route]] = []
        began = time.perf_counter()
        try:
            answer = await self._answer(scope, receive, given, limits, known)
        except Failure as failure:
            answer = answer_to(failure, correlation)
        except Exception:
            _log.exception("unexpected failure, correlation id %s", correlation)
            answer = answer_to(_Unexpected("An unexpected error happened. It is in the server's log."), correlation)
        headers = headers_of(answer, correlation, given, limits)
        if known:
            size = len(answer.body) if isinstance(answer, Answer) else answer.length
            took = (time.perf_counter() - began) * 1000
            self._rooms.called(*known[0], (answer.status, correlation, size), took)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        if isinstance(answer, Answer):
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
        else:
            await _send_pieces(answer, scope["method"], send)

    async def _answer(
        self,
        scope: Scope,
        receive: Receive,
        given: dict[bytes, bytes],
        limits: Headers,
        known: list[tuple[Call, Route]],
    ) -> Answer | Streamed:
        path: str = scope["raw_path"].decode("latin-1")
        if len(path) + len(scope["query_string"]) > REQUEST_LINE_LIMIT:
            raise UriTooLong(
                f"The request line is longer than {REQUEST_LINE_LIMIT} bytes. Send long lists in a batch read's body."
            )
        if scope["method"] == "OPTIONS":
            methods = ", ".join(self._router.allowed(path)).encode()
            return Answer(204, b"", [(b"allow", methods), (b"access-control-allow-methods", methods), *_PREFLIGHT])
        route, values, version = self._router.match(scope["method"], path)
        call = Call(
            self._rooms,
            values,
            version,
            path,
            scope["query_string"],
            given,
            scope.get("scheme", "http"),
            scope["method"],
            (scope.get("client") or ("",))[0],
        )
        if route.scope is not PUBLIC:
            call.caller = await self._rooms.authenticate(call)
            if call.caller.app:
                known.append((call, route))
            await self._rooms.count(call.caller, route.path, limits)
            admit(call.caller, route)
        if route.media is MULTIPART:
            call.receive = receive
        elif route.body is not None:
            call.body = await self._body(call, receive)
        return _finished(route, await route.handler(call))

    async def _body(self, call: Call, receive: Receive) -> bytes:
        announced = call.headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._body_limit:
            raise self._too_large()
        message = await receive()
        body: bytes = message.get("body", b"")
        if not message.get("more_body"):
            return body
        parts, size = [body], len(body)
        while message.get("more_body"):
            message = await receive()
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._body_limit:
                raise self._too_large()
        return b"".join(parts)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"The request body is larger than {self._body_limit} bytes. Split it into smaller requests.")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._rooms.start()
                except Exception as error:
                    _log.exception("the server could not start")
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._rooms.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def _send_pieces(answer: Streamed, method: str, send: Send) -> None:
    """The body as it comes. What fails half-way ends the connection: the client sees that it is not whole."""
    if method != "HEAD":
        async for piece in answer.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def headers_of(answer: Answer | Streamed, correlation: str, given: dict[bytes, bytes], limits: Headers) -> Headers:
    """All headers with which an answer leaves; `given` are the request's, `limits` those of the rate limits."""
    headers = [*answer.headers, *limits, (b"x-hubspot-correlation-id", correlation.encode())]
    if answer.headers is not _JSON_HEADERS:
        headers += _SHARED
    if b"origin" in given:
        headers += _CORS
    if answer.status not in _WITHOUT_BODY:
        length = len(answer.body) if isinstance(answer, Answer) else answer.length
        headers.append((b"content-length", str(length).encode()))
    return headers


class _Unexpected(Failure):
    status = 500
    category = "INTERNAL_ERROR"


def admit(caller: Caller, route: Route) -> None:
    """Raise the service's 403 unless the caller may use a route; a developer key opens only its own."""
    scope = route.scope
    if caller.kind == "developer" and (isinstance(scope, By) or DEVELOPER[0] not in scope):
        raise Unauthenticated("A developer API key (hapikey) cannot be used here. Send an access token.")
    if scope and not isinstance(scope, By):
        require(caller, scope)
    if route.feature:
        require_feature(caller.portal, route.feature)
    if route.permission and caller.actor.access is not None and route.permission not in caller.actor.access.tools:
        raise Forbidden(
            f"This user does not have the permission {route.permission}. A super admin can extend the user's "
            "permissions.",
            context={"permission": [route.permission]},
            category=NOT_PERMITTED,
        )


def require(caller: Caller, scopes: tuple[str, ...]) -> None:
    """Raise the service's 403 unless the caller was granted any one of the scopes."""
    if caller.may(scopes):
        return
    message = "One or more of the following scopes are required."
    raise MissingScopes(message, {"requiredGranularScopes": list(scopes)})


def _finished(route: Route, result: Any) -> Answer | Streamed:
    if isinstance(result, Answer | Streamed):
        return result
    if result is None:
        return NO_CONTENT
    if isinstance(result, Reply):
        return Answer(result.status, _encode(result.value), [(b"content-type", JSON), *result.headers])
    return Answer(route.status, _encode(result), _JSON_HEADERS)
