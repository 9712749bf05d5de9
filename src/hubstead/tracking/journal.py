"""The hits journal: a hit is answered when it is on the disk, and everything slower comes later.

Hits that arrive while a group is being written form the next group, which is one row of the truth store. So a commit
is shared by as many hits as came in meanwhile, and a hit costs the store next to nothing. It is the truth store and no
file of its own because what is made of hits (visits, contacts) is written there too: making it and removing the hits is
then one transaction, and no hit can be lost or count twice, on any engine.
"""

import asyncio

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine, Writer
from hubstead.store.tables import HITS
from hubstead.tracking.hit import Hit, decode, encode

GROUP = 50
"""Hits in one row at most: the processor takes whole rows, and holds the event loop for as long as one takes."""
WAITING = 20_000
"""Hits that may wait for the disk; beyond it the store is stuck, and memory would be next."""


class Journal:
    """Appends hits. `taken` counts those of this process that were written."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._waiting: list[tuple[Hit, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None
        self.taken = 0

    async def append(self, hit: Hit) -> None:
        """Add a hit; it is durable when this returns. Raises `Unavailable`: then it was not taken."""
        if len(self._waiting) >= WAITING:
            raise Unavailable("Too many hits wait for the disk. This one was not taken; try again.")
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((hit, written))
        if self._task is None:
            self._task = asyncio.create_task(self._write_groups())
        await written

    async def close(self) -> None:
        """Wait for the last group."""
        if self._task:
            await self._task

    async def _write_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            rows = [
                (encode([hit for hit, _ in group[start : start + GROUP]]).decode(),)
                for start in range(0, len(group), GROUP)
            ]
            trouble = await self._written(rows)
            for _, written in group:
                if not written.cancelled():
                    if trouble:
                        written.set_exception(Unavailable(trouble))
                    else:
                        written.set_result(None)
            self.taken += len(group)
        self._task = None

    async def _written(self, rows: list[tuple[str]]) -> str:
        """Write the rows; answers why that failed, or nothing."""
        try:
            await self._store.write(lambda writer: writer.put(HITS, rows))
        except Unavailable as failure:
            return failure.message
        return ""


async def oldest(store: Engine, rows: int, enough: int = 2**31) -> list[tuple[int, list[Hit]]]:
    """The oldest rows of the journal, by number: at most `rows`, and no more than it takes for `enough` hits."""
    taken: list[tuple[int, list[Hit]]] = []
    count = 0
    for seq, body in await store.rows("SELECT seq, body FROM hits ORDER BY seq LIMIT ?1", rows):
        if count >= enough:
            break
        taken.append((seq, decode(body)))
        count += len(taken[-1][1])
    return taken


async def remove(writer: Writer, numbers: list[int]) -> bool:
    """Take rows out of the journal; says whether all of them were still there."""
    gone = await writer.rows("DELETE FROM hits WHERE seq = ANY(?1) RETURNING seq", numbers)
    return len(gone) == len(numbers)


async def split(writer: Writer, number: int, hits: list[Hit]) -> None:
    """Give each hit of a row a row of its own."""
    if await remove(writer, [number]):
        await writer.put(HITS, [(encode([hit]).decode(),) for hit in hits])
