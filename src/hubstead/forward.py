"""Searches, events and reports of a process without columns: they go to the one that keeps them, and its answer comes
back as it is."""

import asyncio
import logging

from hubstead.web.call import Receive
from hubstead.web.edge import Application, Scope, Send

Address = tuple[str, int]

_BODY_LIMIT = 100_000
"""Bytes. A search is far smaller; the edge refuses what is larger by itself."""
_HEAD_LIMIT = 65_536
_HOP = frozenset((b"connection", b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"keep-alive", b"te"))
"""Headers that are about one connection and not about the request."""
_log = logging.getLogger("hubstead.forward")


class Forward:
    """An ASGI application before the edge. `patience` is in seconds.

    Where the keeper of the columns cannot be reached, the edge gets the request, and answers 503 for want of columns.
    """

    def __init__(self, edge: Application, keeper: Address, patience: float) -> None:
        self._edge = edge
        self._keeper = keeper
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not _is_for_keeper(scope["method"], scope["raw_path"]):
            await self._edge(scope, receive, send)
            return
        messages = [await receive()]
        size = len(messages[0].get("body", b""))
        while messages[-1].get("more_body") and size <= _BODY_LIMIT:
            messages.append(await receive())
            size += len(messages[-1].get("body", b""))
        if size <= _BODY_LIMIT:
            body = b"".join(message.get("body", b"") for message in messages)
            try:
                async with asyncio.timeout(self._patience):
                    status, headers, answer = await _ask(self._keeper, scope, body)
            except (OSError, EOFError, ValueError, TimeoutError) as error:
                _log.warning("the process that keeps the columns does not answer: %r", error)
            else:
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await send({"type": "http.response.body", "body": answer})
                return
        await self._edge(scope, _again(messages, receive), send)


def _is_for_keeper(method: str, path: bytes) -> bool:
    """Searches, counts for lists, what is read of events, timelines of records, and all of analytics."""
    own = path.startswith(b"/hubstead/") and (b"/timeline/" in path or path.endswith(b"/lists/count"))
    if own or path.startswith(b"/analytics/"):
        return True
    return path.startswith(b"/events/") if method == "GET" else path.rstrip(b"/").endswith(b"/search")


def _again(messages: list[dict[str, object]], receive: Receive) -> Receive:
    """The messages that were read already, then the rest."""
    waiting = iter(messages)

    async def again() -> dict[str, object]:
        message = next(waiting, None)
        return await receive() if message is None else message

    return again


async def _ask(keeper: Address, scope: Scope, body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """One HTTP/1.1 exchange on a connection of its own. Raises `OSError`, `EOFError` or `ValueError` when it fails."""
    reader, writer = await asyncio.open_connection(*keeper, limit=_HEAD_LIMIT)
    try:
        writer.write(_request(scope, body))
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).rstrip().split(b"\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
        length = int(dict(headers).get(b"content-length", b"0"))
        return (
            int(status.split()[1]),
            [pair for pair in headers if pair[0] != b"connection"],
            await reader.readexactly(length),
        )
    finally:
        writer.close()


def _request(scope: Scope, body: bytes) -> bytes:
    target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    lines = [
        scope["method"].encode() + b" " + target + b" HTTP/1.1",
        b"connection: close",
        b"content-length: " + str(len(body)).encode(),
    ]
    lines += [name + b": " + value for name, value in scope["headers"] if name not in _HOP]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
