"""What a fault rule does to a request that it hits."""

import asyncio
from collections.abc import Awaitable, Callable

from hubstead.kit.ids import correlation_id
from hubstead.kit.waiting import happened
from hubstead.sandbox import connection
from hubstead.sandbox.exchange import Request, Response
from hubstead.sandbox.fault import Fault, Slow, body_of
from hubstead.sandbox.faults import Rule
from hubstead.sandbox.known_errors import known_error, with_retry_after
from hubstead.web.answer import JSON, Answer
from hubstead.web.edge import Headers, Scope, Send, headers_of

Ask = Callable[[], Awaitable[Response]]
_SLOWEST = 600_000
"""Milliseconds of pauses after which the rest of a slow body is sent at once: nobody reads that long."""


class Patience:
    """Waits on purpose, until the server stops."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    async def wait(self, milliseconds: int) -> None:
        """Let so much time pass, unless it is over."""
        if milliseconds:
            await happened(self._over, milliseconds / 1000)

    def end(self) -> None:
        """Wait no more: who waits goes on at once."""
        self._over.set()


async def strike(rule: Rule, request: Request, ask: Ask, patience: Patience, scope: Scope, send: Send) -> None:
    """Answer a request as the rule says; `ask` carries it out and gives the real answer."""
    fault = rule.fault
    real = await ask() if fault.carry_out or (fault.answers is None and not fault.drop) else None
    await patience.wait(rule.delay())
    if fault.drop:
        connection.cut(scope)
    elif fault.answers is not None:
        answer = _answer(fault, fault.answers, request, correlation := correlation_id())
        body = b"" if request.method == "HEAD" else answer.body
        await _send(
            send, patience, answer.status, headers_of(answer, correlation, dict(request.headers), []), body, fault
        )
    elif real is not None:
        await _send(send, patience, real.status, real.headers, real.body, fault)


def _answer(fault: Fault, status: int, request: Request, correlation: str) -> Answer:
    """The answer that stands in for the real one."""
    if fault.body is None:
        answer = known_error(status, fault.error, request, correlation)
    else:
        kind = b"text/plain;charset=utf-8" if isinstance(fault.body, str) else JSON
        answer = Answer(status, body_of(fault), [(b"content-type", kind)])
    if fault.retry_after is not None:
        answer = with_retry_after(answer, fault.retry_after)
    given = [(name.lower().encode(), value.encode()) for name, value in fault.headers.items()]
    names = {name for name, _ in given}
    return answer._replace(headers=[*(pair for pair in answer.headers if pair[0] not in names), *given])


async def _send(send: Send, patience: Patience, status: int, headers: Headers, body: bytes, fault: Fault) -> None:
    """Send an answer whole, in pieces, or cut: a body shorter than its announced length ends the connection."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if fault.truncate is not None and body:
        await _send_pieces(send, patience, body[: min(fault.truncate, len(body) - 1)], fault.slow)
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        return
    if fault.slow:
        await _send_pieces(send, patience, body, fault.slow)
        body = b""
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _send_pieces(send: Send, patience: Patience, body: bytes, slow: Slow | None) -> None:
    """Send a body so that more can follow."""
    size = slow.bytes if slow else len(body) or 1
    left = _SLOWEST
    for start in range(0, len(body), size):
        if start and slow and left > 0:
            left -= slow.pause
            await patience.wait(slow.pause)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
