"""Hits on their way through the log into the truth store: they are durable at once, and move when the store has time.

The store writes for others too, and makes visits of hits, some milliseconds at a time. A hit that is answered waits for
none of that. What moved, and up to where, is one transaction: nothing is lost and nothing moves twice, whatever ends
the process.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from hubstead.kit.errors import Unavailable
from hubstead.kit.waiting import happened
from hubstead.settings import Settings
from hubstead.store.engine import Engine, Row, Writer
from hubstead.store.tables import HITS, LOG_POSITION
from hubstead.tracking.hit import Hit, decode, encode
from hubstead.tracking.log import Log

T = TypeVar("T")
FILE = "hits.log"
NAME = "hits"
"""Under this name the position is kept up to which hits were moved."""
GATHER = 0.05
"""Seconds between two moves: all hits that came meanwhile cost the store one transaction."""
AGAIN = 1.0
"""Seconds between two moves while the store cannot be written."""
KEPT_FOR = 2.0
"""Seconds for which the log keeps what was moved, at most: it has addresses of visitors."""
WAITING = 200_000
"""Hits that may wait for the store; beyond it the store is stuck, and memory would be next."""
_log = logging.getLogger(__name__)


def log_of(settings: Settings) -> Path | None:
    """The log beside a truth store that is a file. A sandbox has none: what was answered is in its snapshots."""
    folder = None if settings.database or settings.sandbox else settings.folder
    return folder / FILE if folder else None


class Logged:
    """The log and what moves it. `rows` makes rows of the journal of hits."""

    def __init__(self, store: Engine, path: Path, rows: Callable[[list[Hit]], list[Row]]) -> None:
        self._store = store
        self._log = Log(path)
        self._rows = rows
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hits")
        self._waiting: list[Hit] = []
        self._wake = asyncio.Event()
        self._working = asyncio.Lock()
        self.end = self.moved = 0
        """Positions in the log: behind the newest hit, and behind the newest that is in the store."""
        self._forgot = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Go on where the last process ended. Raises `Unavailable`."""
        found = await self._store.rows("SELECT position FROM log_position WHERE name = ?1", NAME)
        self.moved = found[0][0] if found else 0
        try:
            entries = await self._in_thread(lambda: self._log.open(self.moved))
        except OSError as error:
            raise Unavailable(f"The log of hits cannot be used: {error}") from error
        for content in entries:
            self._waiting += decode(content)
        self.end = self._log.end
        self._task = asyncio.create_task(self._follow())

    async def write(self, hits: list[Hit]) -> None:
        """Make hits durable. Raises `Unavailable`: then they were not taken."""
        if len(self._waiting) >= WAITING:
            raise Unavailable("Too many hits wait for the database. These were not taken; try again.")
        content = encode(hits)
        try:
            self.end = await self._in_thread(lambda: self._log.append(content))
        except OSError as error:
            raise Unavailable(f"The disk cannot take hits now ({error}). They were not taken; try again.") from error
        self._waiting += hits
        self._wake.set()

    async def close(self) -> None:
        """Move the last hits and close the file. Where the store cannot be written now, they move at the next start."""
        if self._task:
            async with self._working:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            await self._move()
            await self._forget()
            await self._in_thread(self._log.close)
        self._thread.shutdown()

    async def _follow(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if self._waiting:
                await asyncio.sleep(GATHER if await self._move() else AGAIN)
            else:
                self._wake.clear()
                await happened(self._wake, None if self._log.base == self.moved else KEPT_FOR)
            if loop.time() - self._forgot > KEPT_FOR:
                self._forgot = loop.time()
                await self._forget()

    async def _move(self) -> bool:
        """Move what waits; says whether that was possible."""
        async with self._working:
            hits, end = self._waiting, self.end
            self._waiting = []
            try:
                await self._store.write(partial(self._put, hits, end))
            except Unavailable as error:
                self._waiting = [*hits, *self._waiting]
                _log.warning("Hits wait in the log, the database cannot take them now: %s", error)
                return False
            self.moved = end
            return True

    async def _put(self, hits: list[Hit], end: int, writer: Writer) -> None:
        await writer.put(HITS, self._rows(hits))
        await writer.put(LOG_POSITION, [(NAME, end)])

    async def _forget(self) -> None:
        """Remove from the log what was moved."""
        try:
            await self._in_thread(partial(self._log.forget, self.moved))
        except OSError as error:
            _log.warning("The log of hits cannot be shortened now: %s", error)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
