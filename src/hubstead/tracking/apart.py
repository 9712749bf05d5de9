"""Many hits, in a process of their own: the requests keep the server's, hits that come in among them.

The process opens the same store and takes rows of the journal as the server does, in the transactions that make visits
of them. So it can be killed at any moment, and no hit counts twice. It asks for each of these transactions: SQLite lets
one process write at a time, in no order, and beside a server that always has something to write it would wait for its
turn longer than it works. It ends when there is nothing to do, and with its server, whose end of the pipe is gone then.
"""

import asyncio
import logging
import sys
import time

import msgspec

from hubstead.kit.process import beside
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.tracking.burst import Burst

COMMAND = (sys.executable, "-m", "hubstead.tracking.process_apart")
WISH, LEAVE, DONE = b"?", b"!", b"."
"""The process wants to write, the server lets it, it has written."""
LOOK = 0.05
"""Seconds between two looks whether a burst goes on."""
PATIENCE = 5.0
"""Seconds after which the server does not wait for the process any longer."""
AGAIN = 60.0
"""Seconds until it is tried again when it could not work."""
_log = logging.getLogger(__name__)


class Order(msgspec.Struct):
    """What the process is told: where the data are, the files that tell where visitors are, what to log."""

    data: str
    database: str
    geo: str
    data_centers: str
    log: str


class Apart:
    """The process, as the server sees it."""

    def __init__(self, store: Engine, settings: Settings, burst: Burst) -> None:
        self._store = store
        self._burst = burst
        self._order = Order(settings.data, settings.database, settings.geo, settings.data_centers, settings.log)
        self._task: asyncio.Task[None] | None = None
        self._not_before = 0.0

    @property
    def works(self) -> bool:
        """Whether hits are the process's."""
        return self._task is not None and not self._task.done()

    def start(self) -> bool:
        """Have hits processed until there are none for a while; says whether they will be."""
        if time.monotonic() < self._not_before:
            return False
        self._task = asyncio.create_task(self._work())
        return True

    async def stop(self) -> None:
        """End the process. What it was at is done again."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        try:
            async with beside(*COMMAND) as process:
                await self._serve(process)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._failed(str(error) or f"it does not end its turn ({type(error).__name__})")

    def _failed(self, why: str) -> None:
        _log.warning("Hits are processed by the server for a minute, not in a process of their own: %s", why)
        self._not_before = time.monotonic() + AGAIN

    async def _serve(self, process: asyncio.subprocess.Process) -> None:
        """Let it write whenever it wants to, but for bursts, until it ends by itself."""
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(msgspec.json.encode(self._order) + b"\n")
        while await process.stdout.read(1) == WISH:
            while self._burst.goes_on():
                await asyncio.sleep(LOOK)
            async with self._store.lent():
                process.stdin.write(LEAVE)
                async with asyncio.timeout(PATIENCE):
                    await process.stdout.readexactly(1)
        if code := await process.wait():
            raise OSError(f"it ended with {code}")
