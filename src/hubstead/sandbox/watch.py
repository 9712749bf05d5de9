"""What stands before the edge while the sandbox is on: fault rules, the request log, and the end of versions."""

import time
from typing import Any, Protocol

from hubstead.calls.calls import Calls
from hubstead.calls.paths import Place, place_of
from hubstead.kit.clock import true_now
from hubstead.kit.errors import Failure
from hubstead.kit.ids import correlation_id
from hubstead.sandbox.exchange import Request, Response
from hubstead.sandbox.faults import Faults, Rule
from hubstead.sandbox.request_log import RequestLog
from hubstead.sandbox.strike import Patience, strike
from hubstead.sandbox.versions import Versions
from hubstead.web.call import Call, Caller, Receive
from hubstead.web.edge import Application, Scope, Send, headers_of
from hubstead.web.failure import answer_to
from hubstead.web.router import Router

_CORRELATION = b"x-hubspot-correlation-id"
_OWN = ("/sandbox", "/hubstead")
"""The server's own paths: never hit by a rule, never logged."""


class _Rooms(Protocol):
    calls: Calls

    async def authenticate(self, call: Call) -> Caller: ...


class Watch:
    """An ASGI application around the edge. `faults`, `requests` and `versions` are what the sandbox's routes change."""

    def __init__(self, edge: Application, rooms: _Rooms, router: Router, body_limit: int) -> None:
        self._edge = edge
        self._rooms = rooms
        self._body_limit = body_limit
        self._patience = Patience()
        self.faults = Faults()
        self.requests = RequestLog()
        self.versions = Versions(router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection event of the server."""
        if scope["type"] != "http" or (place := place_of(scope["raw_path"].decode("latin-1"))).path.startswith(_OWN):
            await self._edge(scope, receive, send)
            return
        body, receive = await _read(receive, self._body_limit)
        request = await self._request(scope, place, body)
        await self._pass(request, scope, receive, send)

    def hurry(self) -> None:
        """Let everything that waits on purpose end: the server stops, and it finishes requests before."""
        self._patience.end()
        self.requests.hurry()

    def forget(self, portal: int) -> None:
        """Begin anew for a portal that was reset or deleted: its rules, its log and its versions are gone."""
        self.faults.clear(portal)
        self.requests.forget(portal)
        self.versions.forget(portal)

    async def _pass(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        started, began = true_now(), time.perf_counter()
        response = Response(most=self._body_limit)

        async def sent(event: dict[str, Any]) -> None:
            response.take(event)
            await send(event)

        self.versions.count(request)
        rule = self.faults.hit(request)
        try:
            await self._answer(rule, request, scope, receive, sent)
        finally:
            duration = (time.perf_counter() - began) * 1000
            number = self.requests.add(request, response, started, duration, rule.id if rule else None)
            if request.app:
                line = (request.method, request.raw_path, request.query)
                answer = (response.status, response.header(_CORRELATION).decode("latin-1"), response.size)
                self._rooms.calls.log.add(request.portal, request.app, line, answer, duration, number)

    async def _answer(self, rule: Rule | None, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the rule says, else as strict mode does, else as the edge does."""
        if rule is None:
            await self._unhindered(request, scope, receive, send)
            return

        async def carry_out() -> Response:
            response = Response()

            async def take(event: dict[str, Any]) -> None:
                response.take(event)

            await self._unhindered(request, scope, receive, take)
            return response

        await strike(rule, request, carry_out, self._patience, scope, send)

    async def _unhindered(self, request: Request, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self.versions.refuse_ended(request)
        except Failure as failure:
            correlation = correlation_id()
            answer = answer_to(failure, correlation)
            headers = headers_of(answer, correlation, dict(request.headers), [])
            await send({"type": "http.response.start", "status": answer.status, "headers": headers})
            body = b"" if request.method == "HEAD" else answer.body
            await send({"type": "http.response.body", "body": body, "more_body": False})
        else:
            await self._edge(scope, receive, send)

    async def _request(self, scope: Scope, place: Place, body: bytes) -> Request:
        raw_path, query, headers = scope["raw_path"].decode("latin-1"), scope["query_string"], scope["headers"]
        asked = (scope["method"], raw_path, query, list(headers), body, place)
        scheme, client = scope.get("scheme", "http"), (scope.get("client") or ("",))[0]
        call = Call(self._rooms, (), "", raw_path, query, dict(headers), scheme, scope["method"], client)
        try:
            caller = await self._rooms.authenticate(call)
        except Failure:  # nobody's: a public path, or credentials that the edge refuses
            return Request(*asked)
        return Request(*asked, caller.portal.id, caller.app, caller.portal.time_zone)


async def _read(receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The body, and a `receive` that gives it once more. Of one over the limit only the beginning is read: the edge
    refuses it."""
    messages = [await receive()]
    size = len(messages[0].get("body", b""))
    while messages[-1].get("more_body") and size <= limit:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
    waiting = iter(messages)

    async def again() -> dict[str, Any]:
        message = next(waiting, None)
        return await receive() if message is None else message

    return b"".join(message.get("body", b"") for message in messages), again
