"""The pace of the feed: what somebody waits for is done at once, all else behind what the requests need.

One large batch costs less than many small ones, and what is written while nobody looks has time.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from hubstead.kit.process import step_back
from hubstead.kit.waiting import happened

POLL = 0.05
"""Seconds between looks for what other processes committed."""
GATHER = 0.25
"""Seconds between two batches while no search waits. The first change after a pause is taken at once."""
REST = 4.0
LONGEST_REST = 3.0
"""A batch that took long is followed by a pause of so many times as long, at most so many seconds: under load, large
batches leave the processor to the requests."""
BREATH, SHORT_BREATH = 0.02, 0.003
"""Seconds for which the requests have the event loop between two pieces of traffic: a part of that pause, until it is
over or a search waits. A bare turn of the loop is not enough: a hit takes four of them, so beside thousands of visitors
a second of hits stood in line."""
NICER = 10
"""How far a batch steps back behind the requests while no search waits for it."""


class Pace:
    """When the next batch begins, and how urgently it is written."""

    def __init__(self) -> None:
        self._calm: ThreadPoolExecutor | None = None
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._waiting = 0
        self._gather_until = 0.0
        self._breathed = 0.0

    def start(self) -> None:
        """Have a thread that steps back."""
        self._calm = ThreadPoolExecutor(1, "feed", step_back, (NICER,))

    def wake(self) -> None:
        """Something was committed."""
        self._wake.set()

    def woken(self) -> None:
        """What was committed until now is looked at next."""
        self._wake.clear()

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Somebody waits for the next batch."""
        self._hurry.set()
        self._wake.set()
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def gather(self) -> None:
        """Wait until the next batch should begin."""
        await happened(self._hurry, self._gather_until - time.monotonic())
        self._hurry.clear()
        await happened(self._wake, POLL)

    async def run(self, write: Callable[[], None]) -> None:
        """Write a batch: at once if somebody waits for it, else behind all that wants the processor."""
        thread = None if self._waiting else self._calm  # `None`: any
        await asyncio.get_running_loop().run_in_executor(thread, write)

    async def breathe(self) -> None:
        """Leave the event loop to the requests for a moment."""
        seconds = SHORT_BREATH if self._waiting or self._breathed > LONGEST_REST else BREATH
        await asyncio.sleep(seconds)
        self._breathed += seconds

    def rest(self, took: float) -> None:
        """Have the next batch begin later, going by how long (s) this one took."""
        rest = min(LONGEST_REST, REST * (took - self._breathed)) - self._breathed
        self._gather_until = time.monotonic() + max(GATHER, rest)
        self._breathed = 0.0

    async def stop(self) -> None:
        """Wait for the batch that is being written."""
        if self._calm:
            await asyncio.to_thread(self._calm.shutdown)
