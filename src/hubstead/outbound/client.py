"""Requests that leave the server, through the guard: no redirect is followed, no proxy used, no body is endless."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from hubstead.outbound.guard import Guard, Refused, parts_of

if TYPE_CHECKING:
    import httpcore

    from hubstead.outbound.connect import Connections

REDIRECTS = 5


class Unreachable(Exception):
    """No answer could be had; the message says what went wrong."""


class Reply(NamedTuple):
    """An answer. `body` is what was asked for of it, `cut` whether there was more."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool


class Download(NamedTuple):
    """An answer whose body is on its way: `chunks` gives it piece by piece."""

    status: int
    headers: Mapping[str, str]
    url: str
    chunks: AsyncIterator[bytes]


class Client:
    """Sends requests and keeps their connections. The HTTP library is loaded at the first one."""

    def __init__(self, guard: Guard, *, connections: int = 100) -> None:
        self.guard = guard
        self._size = connections
        self._pools: dict[bool, Connections] = {}

    async def close(self) -> None:
        """Let go of all connections."""
        for pool in self._pools.values():
            await pool.aclose()

    async def load(self) -> None:
        """Load the HTTP library, off the event loop: that takes some tenths of a second, once."""
        if not self._pools:
            connect = await asyncio.to_thread(import_module, "hubstead.outbound.connect")
            for plain in (True, False):
                self._pools.setdefault(plain, connect.Connections(self.guard, self._size, plain=plain))

    async def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, timeout: float, keep: int = 65_536
    ) -> Reply:
        """Send a body and read at most `keep` bytes of the answer, all within `timeout` seconds.

        Raises `Refused` and `Unreachable`.
        """
        with _plainly():
            async with asyncio.timeout(timeout), self._request("POST", url, headers, body) as answer:
                read, cut = await _read(answer.aiter_stream(), keep)
                return Reply(answer.status, _headers(answer.headers), read, cut)

    @asynccontextmanager
    async def download(
        self, url: str, headers: Mapping[str, str] = {}, *, timeout: float, limit: int, redirects: int = REDIRECTS
    ) -> AsyncIterator[Download]:
        """Get what a URL leads to; every redirect goes through the guard again.

        The whole, reading included, takes `timeout` seconds at most. Reading raises `Refused` beyond `limit` bytes, and
        so does entering where the length is announced.
        """
        with _plainly():
            async with asyncio.timeout(timeout):
                for _ in range(redirects + 1):
                    async with self._request("GET", url, headers, b"") as answer:
                        found = _headers(answer.headers)
                        if 300 <= answer.status < 400 and "location" in found:
                            url = urljoin(url, found["location"])
                            continue
                        announced = found.get("content-length", "")
                        if announced.isdigit() and int(announced) > limit:
                            raise Refused(_too_large(limit))
                        yield Download(answer.status, found, url, _bounded(answer.aiter_stream(), limit))
                        return
                raise Refused(f"There were more than {redirects} redirects.")

    @asynccontextmanager
    async def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> AsyncIterator["httpcore.Response"]:
        self.guard.check_url(url)
        host, port, plain = parts_of(url)
        await self.load()
        default = 80 if plain else 443
        shown = f"[{host}]" if ":" in host else host
        sent = {"Host": shown if port == default else f"{shown}:{port}", "Accept-Encoding": "identity", **headers}
        async with self._pools[plain].stream(method, url, headers=list(sent.items()), content=body) as answer:
            yield answer


class _plainly:  # noqa: N801  # reads as a word: `with _plainly():`
    """Tells what goes wrong on the way in one exception."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, TimeoutError):
            raise Unreachable("There was no answer in time.") from error
        if isinstance(error, OSError):
            raise Unreachable(f"The connection failed: {error}") from error
        if error is not None and type(error).__module__.partition(".")[0] == "httpcore":
            raise Unreachable(f"The connection failed: {type(error).__name__}: {error}") from error


def _headers(given: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in given}


async def _read(chunks: Any, keep: int) -> tuple[bytes, bool]:
    body = b""
    async for chunk in chunks:
        body += chunk
        if len(body) > keep:
            return body[:keep], True
    return body, False


async def _bounded(chunks: Any, limit: int) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise Refused(_too_large(limit))
        yield chunk


def _too_large(limit: int) -> str:
    return f"The answer is larger than {limit} bytes."
