"""The last requests and their answers, without secrets, and waiting for one that is still to come."""

import asyncio
from collections import deque
from collections.abc import Iterator
from itertools import count, takewhile
from typing import Annotated

import msgspec
from msgspec import Meta

from hubstead.calls import redact
from hubstead.calls.paths import Pattern, Place, place_of
from hubstead.sandbox.exchange import Request, Response
from hubstead.web.edge import Headers

MOST_BYTES = 64 * 1024 * 1024
"""What all kept requests may take together; beyond it the oldest go first."""


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """How much is kept: so many requests (0: nothing), and so many bytes of each body."""

    requests: Annotated[int, Meta(ge=0, le=100_000)] = 1_000
    body_bytes: Annotated[int, Meta(ge=0, le=MOST_BYTES)] = 65_536


class Message(msgspec.Struct, frozen=True, gc=False):
    """Headers and body as they are kept; `size` is the length of the body as it was, `cut` says that it is longer,
    `weight` is how many bytes are kept, about."""

    headers: Headers
    body: bytes
    size: int
    cut: bool
    weight: int


class Entry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request in the log. `started` in ms of the true clock, `duration` in ms; `status` 0 when nothing was answered.

    `fault` is the rule that hit it, `None` without one; `weight` in bytes, about.
    """

    id: int
    started: int
    duration: float
    portal: int
    app: int
    method: str
    path: str
    query: str
    place: Place
    status: int
    correlation_id: str
    fault: int | None
    request: Message
    response: Message
    weight: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries are asked for; `status` is one (`503`) or a class of them (`5xx`), `since` in ms."""

    portal: int | None = None
    app: int | None = None
    method: str = ""
    path: Pattern | None = None
    status: str = ""
    since: int = 0
    fault: int | None = None

    def fits(self, entry: Entry) -> bool:
        """Whether an entry is among them."""
        return (
            self.portal in (None, entry.portal)
            and self.app in (None, entry.app)
            and self.method in ("", entry.method)
            and self.fault in (None, entry.fault)
            and self.since <= entry.started
            and self.status in ("", str(entry.status), f"{entry.status // 100}xx")
            and (self.path is None or self.path.fits(entry.place))
        )


class RequestLog:
    """The log of this process. An entry is added when its answer has been sent."""

    def __init__(self) -> None:
        self.limits = Limits()
        self._entries: deque[Entry] = deque()
        self._weight = 0
        self._ids = count(1)
        self._waiting: set[asyncio.Event] = set()
        self._hurried = False

    @property
    def on(self) -> bool:
        """Whether anything is kept."""
        return self.limits.requests > 0

    def limit(self, limits: Limits) -> None:
        """Keep so much from now on."""
        self.limits = limits
        self._shrink()

    def add(self, request: Request, response: Response, started: int, duration: float, fault: int | None) -> int:
        """Keep a request; its secrets are taken out here. Answers its number, 0 where nothing is kept."""
        if not self.on:
            return 0
        known = redact.credentials(request.headers)
        path = redact.path(request.raw_path)
        asked = self._kept(request.headers, request.body, len(request.body), request.place.path, known)
        answered = self._kept(response.headers, response.body, response.size, request.place.path, known)
        entry = Entry(
            id=next(self._ids),
            started=started,
            duration=duration,
            portal=request.portal,
            app=request.app,
            method=request.method,
            path=path,
            query=redact.query(request.query).decode("latin-1"),
            place=request.place if path == request.raw_path else place_of(path),
            status=response.status,
            correlation_id=response.header(b"x-hubspot-correlation-id").decode("latin-1"),
            fault=fault,
            request=asked,
            response=answered,
            weight=2 * (len(path) + len(request.query)) + asked.weight + answered.weight,
        )
        self._entries.append(entry)
        self._weight += entry.weight
        self._shrink()
        for event in self._waiting:
            event.set()
        return entry.id

    def newest_first(self, wanted: Wanted, before: int | None = None) -> Iterator[Entry]:
        """The entries asked for, from an id downwards."""
        return (entry for entry in reversed(self._entries) if (not before or entry.id < before) and wanted.fits(entry))

    def oldest_first(self, wanted: Wanted, after: int = 0) -> Iterator[Entry]:
        """The entries asked for, from an id upwards."""
        return (entry for entry in self._entries if entry.id > after and wanted.fits(entry))

    async def wait(self, wanted: Wanted, after: int, seconds: float) -> None:
        """Return when an entry with a larger id fits, at once when there is one, or after so many seconds."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not self._hurried and not self._came(wanted, after):
                    after = max(after, self._entries[-1].id if self._entries else 0)
                    event.clear()
                    await event.wait()
        except TimeoutError:
            return
        finally:
            self._waiting.discard(event)

    def _came(self, wanted: Wanted, after: int) -> bool:
        """Whether an entry with a larger id fits; only those are looked at."""
        newer = takewhile(lambda entry: entry.id > after, reversed(self._entries))
        return any(map(wanted.fits, newer))

    def hurry(self) -> None:
        """Let nobody wait any more: the server stops."""
        self._hurried = True
        for event in self._waiting:
            event.set()

    def remove(self, wanted: Wanted) -> int:
        """Forget the entries asked for; how many there were."""
        kept = [entry for entry in self._entries if not wanted.fits(entry)]
        gone = len(self._entries) - len(kept)
        self._entries = deque(kept)
        self._weight = sum(entry.weight for entry in kept)
        return gone

    def forget(self, portal: int) -> None:
        """Forget what a portal that was reset or deleted has asked."""
        self.remove(Wanted(portal=portal))

    def _shrink(self) -> None:
        while len(self._entries) > self.limits.requests or self._weight > MOST_BYTES:
            self._weight -= self._entries.popleft().weight

    def _kept(self, headers: Headers, body: bytes, size: int, path: str, known: tuple[bytes, ...]) -> Message:
        kind = next((value for name, value in headers if name == b"content-type"), b"")
        clean = redact.body(body, kind, path, known)
        kept = clean[: self.limits.body_bytes]
        weight = len(kept) + sum([len(name) + len(value) for name, value in headers])
        return Message(redact.headers(headers), kept, size, len(kept) < len(clean) or len(body) < size, weight)
