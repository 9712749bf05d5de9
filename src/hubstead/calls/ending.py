"""Calls of API versions that lose support: who makes them, how often.

Counted in memory and written every few seconds, so that the report of what is to be changed survives a restart.
"""

import asyncio
import logging
from typing import NamedTuple, TypeVar

import msgspec

from hubstead.calls.support import ENDS
from hubstead.kit import clock
from hubstead.kit.errors import Failure
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.tables import ENDING_CALL

K = TypeVar("K")
OURS = "/hubstead/"
"""In the paths of our own operations, whose versions do not end with the service's."""
KEPT_EVERY = 5.0
"""Seconds between writes: what `kill -9` may lose."""
_log = logging.getLogger("hubstead.calls")
_READ = "SELECT app, version, method, path, count, first, last FROM ending_call WHERE portal = ?1"


class Operation(NamedTuple):
    """What is counted: an app that calls an operation of a version. `path` is the route's, without version."""

    app: int
    version: str
    method: str
    path: str


class Use(msgspec.Struct):
    """How often, and when first and last (ms of the portal's clock)."""

    count: int
    first: int
    last: int

    def with_(self, other: "Use") -> "Use":
        """Both together."""
        return Use(self.count + other.count, min(self.first, other.first), max(self.last, other.last))


def note(used: dict[K, Use], key: K, now: int) -> None:
    """One more call, at a moment (ms of the portal's clock)."""
    known = used.get(key)
    if known is None:
        used[key] = Use(1, now, now)
    else:
        known.count, known.last = known.count + 1, now


def ends_first(item: tuple[Operation, Use]) -> tuple[int, Operation]:
    """The key by which the versions that end first come first."""
    return ENDS.get(item[0].version, 0), item[0]


class EndingCalls:
    """What is counted and not yet written."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._used: dict[tuple[int, Operation], Use] = {}
        self._keeper: asyncio.Task[None] | None = None

    def count(self, portal: int, operation: Operation) -> None:
        """One more call; of a version without an end, or of what the service does not have, nothing is noted."""
        if operation.version not in ENDS or OURS in operation.path:
            return
        note(self._used, (portal, operation), clock.now(portal))

    async def of(self, portal: int) -> list[tuple[Operation, Use]]:
        """What a portal's apps called, the versions that end first at the beginning."""
        await self.keep()
        rows = await self._store.rows(_READ, portal)
        found = [(Operation(*row[:4]), Use(*row[4:])) for row in rows]
        return sorted(found, key=ends_first)

    async def start(self) -> None:
        """Begin to write now and then."""
        self._keeper = asyncio.create_task(self._keep_on())

    async def stop(self) -> None:
        """Write what was counted."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
            await self._try()

    async def _keep_on(self) -> None:
        while True:
            await asyncio.sleep(KEPT_EVERY)
            await self._try()

    async def _try(self) -> None:
        """What fails here is tried again the next time; requests do not fail for it."""
        try:
            await self.keep()
        except (Failure, Raced) as trouble:
            _log.warning("calls of ending versions could not be written: %s", trouble)

    async def keep(self) -> None:
        """Add what was counted to what is written. Raises `Unavailable` or `Raced`; then the next call writes it."""
        used, self._used = self._used, {}
        if not used:
            return
        try:
            await self._store.write(lambda writer: _add(writer, used))
        except BaseException:
            for key, use in used.items():
                known = self._used.get(key)
                self._used[key] = use.with_(known) if known else use
            raise

    def forget(self, portal: int) -> None:
        """Begin anew for a portal that was reset or deleted; its rows are the caller's to remove."""
        self._used = {key: use for key, use in self._used.items() if key[0] != portal}


async def _add(writer: Writer, used: dict[tuple[int, Operation], Use]) -> None:
    for portal in {portal for portal, _ in used}:
        there = {Operation(*row[:4]): Use(*row[4:]) for row in await writer.rows(f"{_READ} FOR UPDATE", portal)}
        for (of, operation), use in used.items():
            if of == portal:
                there[operation] = there[operation].with_(use) if operation in there else use
        rows = [(portal, *operation, use.count, use.first, use.last) for operation, use in there.items()]
        await writer.put(ENDING_CALL, rows)
