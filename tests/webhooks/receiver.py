"""A receiver on this machine, as a developer writes it with the official SDK: it checks signatures and keeps events."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import msgspec
from hubspot.utils.signature import Signature

Answer = Callable[[int], bytes | None]
"""What to answer to the request with this number; `None`: nothing, and in the end the connection is closed."""
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
DEADLINE = 60.0
"""Seconds after which a test gives up; a machine may be slow."""


class Got(NamedTuple):
    """A request: its headers with lower-case names, its body, and the events in it."""

    headers: dict[str, str]
    body: bytes
    events: list[dict[str, Any]]


class Receiver:
    """Listens on localhost; `answer` says what each request gets."""

    def __init__(self, answer: Answer = lambda _: OK) -> None:
        self.answer = answer
        self.hang_up = asyncio.Event()
        """Until it is set, requests without an answer stay open."""
        self.got: list[Got] = []
        self.open = 0
        self.most_open = 0
        self._more = asyncio.Event()
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Receiver":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://localhost:{self._server.sockets[0].getsockname()[1]}/hook?one=1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
                body = await reader.readexactly(int(headers["content-length"]))
                self.open += 1
                self.most_open = max(self.open, self.most_open)
                self.got.append(Got(headers, body, msgspec.json.decode(body)))
                self._more.set()
                answer = self.answer(len(self.got))
                if answer is None:
                    await self.hang_up.wait()
                writer.write(answer or b"")
                self.open -= 1
                await writer.drain()
                if answer != OK:
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every event of every request."""
        return [event for got in self.got for event in got.events]

    async def until(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many events."""
        await self._until(lambda: len(self.events) >= count)
        return self.events

    async def until_requests(self, count: int) -> None:
        """Wait for so many requests."""
        await self._until(lambda: len(self.got) >= count)

    async def until_told(self, ids: Iterable[int]) -> None:
        """Wait for events about all these records."""
        wanted = set(ids)
        await self._until(lambda: wanted <= {event.get("objectId") for event in self.events})

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE):
            while not reached():
                self._more.clear()
                await self._more.wait()

    def is_signed(self, got: Got, secret: str) -> bool:
        """Whether both signatures are right, by the helper of the official SDK."""
        body = got.body.decode()
        old = Signature.is_valid(got.headers["x-hubspot-signature"], secret, body, signature_version="v1")
        new = Signature.is_valid(
            got.headers["x-hubspot-signature-v3"],
            secret,
            body,
            http_uri=self.url,
            http_method="POST",
            signature_version="v3",
            timestamp=got.headers["x-hubspot-request-timestamp"],
        )
        return old and new and got.headers["x-hubspot-signature-version"] == "v1"
