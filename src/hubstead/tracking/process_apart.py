"""The process that `tracking/apart` starts: it opens the server's store and makes visits of hits."""

import asyncio
import logging
import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from hubstead.kit.errors import Unavailable
from hubstead.kit.process import fewer_collections, log_to_stderr, process_steps_back
from hubstead.settings import Settings
from hubstead.store.generations import Definitions
from hubstead.store.open import open_store
from hubstead.tracking.apart import DONE, WISH, Order
from hubstead.tracking.geo.places import Places
from hubstead.tracking.runs import Runs

TURN = 0.02
"""Seconds for which others wait for the store while it writes; nobody waits for this process itself."""
LOOK = 0.02
"""Seconds between two looks for hits while there are none."""
STAYS = 10.0
"""Seconds without a hit after which it ends: to start takes half a second."""
NICER = 10
"""How far it steps back behind the server where the two want the same processor: hits are to be taken first."""
_log = logging.getLogger(__name__)


class _Server:
    """The server, as the process sees it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._leave = asyncio.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """In which the process may write."""
        self._leave.clear()
        os.write(sys.stdout.fileno(), WISH)
        await self._leave.wait()
        try:
            yield
        finally:
            os.write(sys.stdout.fileno(), DONE)

    def _listen(self) -> None:
        while os.read(sys.stdin.fileno(), 1):
            self._loop.call_soon_threadsafe(self._leave.set)
        os._exit(1)  # the server is gone


async def _work(order: Order) -> None:
    store = open_store(Settings(data=order.data, database=order.database))
    await store.open()
    runs = Runs(store, Definitions(), Places(order.geo, order.data_centers), TURN, _Server().turn)
    await runs.get_ready()
    with fewer_collections():
        newest = time.monotonic()
        while time.monotonic() - newest < STAYS:
            if await _ran(runs):
                newest = time.monotonic()
            else:
                await asyncio.sleep(LOOK)
    await store.close()


async def _ran(runs: Runs) -> bool:
    """One run; says whether there were hits. A store that cannot be written now can be later."""
    try:
        return await runs.one()
    except Unavailable as error:
        _log.warning("Hits cannot be processed now, trying again: %s", error)
    await asyncio.sleep(1)
    return True


def main() -> None:
    """Read the order and work until there is nothing to do."""
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=Order)
    log_to_stderr(order.log)
    process_steps_back(NICER)
    asyncio.run(_work(order))
    sys.stdout.flush()
    os._exit(0)  # the thread that listens cannot be waited for


if __name__ == "__main__":
    main()
