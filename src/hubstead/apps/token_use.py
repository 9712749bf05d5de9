"""When tokens were last used: noted where a token is looked up anyway, written beside the requests."""

import asyncio
import logging

from hubstead.kit import clock
from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.tables import TOKEN_USE

WRITTEN_EVERY = 60_000
"""Milliseconds between two writes of one token at least: that old the shown time may be."""
WRITTEN_AFTER = 1.0
"""Seconds until a use is written, together with those of other tokens meanwhile."""
_NOTED = 10_000
"""Tokens whose last write is remembered; beyond that a token may be written more often."""
_log = logging.getLogger("hubstead.apps")


class TokenUse:
    """The uses of tokens that are not yet in the store."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._noted: dict[str, int] = {}
        self._waiting: dict[str, tuple[int, int]] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, digest: str, portal: int) -> None:
        """A token of the portal is used now."""
        now = clock.now(portal)
        if abs(now - self._noted.get(digest, -WRITTEN_EVERY)) < WRITTEN_EVERY:
            return
        if len(self._noted) >= _NOTED:
            self._noted.clear()
        self._noted[digest] = now
        self._waiting[digest] = (portal, now)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_soon())

    async def stop(self) -> None:
        """Write what waits."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        await self._write()

    async def _write_soon(self) -> None:
        while self._waiting:
            await asyncio.sleep(WRITTEN_AFTER)
            await self._write()

    async def _write(self) -> None:
        waiting, self._waiting = self._waiting, {}

        async def work(writer: Writer) -> None:
            known = await writer.rows("SELECT digest FROM token WHERE digest = ANY_TEXT(?1)", list(waiting))
            if known:
                await writer.put(TOKEN_USE, [(digest, *waiting[digest]) for (digest,) in known])

        try:
            if waiting:
                await self._store.write(work)
        except (Unavailable, Raced) as error:  # the next use is written; requests must not suffer for this one
            _log.debug("the last use of %d tokens is not written: %s", len(waiting), error)
