"""Runs of the processor: each makes visits of the oldest hits, in one transaction.

A run costs something however few its hits are, and a commit. So it has as many as the time allows for which others may
be held up: those that want the event loop, and those that want the store.
"""

import asyncio
import logging
from contextlib import nullcontext
from functools import partial

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.tracking import journal
from hubstead.tracking.geo.places import Places
from hubstead.tracking.journal import GROUP, newest, oldest
from hubstead.tracking.process import Rows, Turn, leave_out, process
from hubstead.tracking.steps import get_ready

FEWEST, MOST = 50, 500
"""Hits of a run, however slow or fast the machine is."""
_log = logging.getLogger(__name__)


class Runs:
    """One after the other. Each holds others up for `seconds`; `turn` is what it writes in."""

    def __init__(
        self, store: Engine, definitions: Definitions, places: Places, seconds: float, turn: Turn = nullcontext
    ) -> None:
        self._store = store
        self._definitions = definitions
        self._places = places
        self._seconds = seconds
        self._turn = turn
        self._rows = GROUP
        self._hits = 2 * FEWEST
        self._is_ready = False
        self.held = 0.0
        """The seconds for which the newest run held others up."""
        self.behind = 0
        """How many rows of the journal wait."""

    async def get_ready(self) -> None:
        """Once: before the first hit, or right after the start where there were hits before."""
        if not self._is_ready:
            await asyncio.to_thread(get_ready, self._places)
            self._is_ready = True

    def pause(self) -> None:
        """Forget how it went: somebody else runs now."""
        self.behind, self.held = 0, 0.0

    async def one(self) -> bool:
        """Process the oldest hits; says whether there were any. Raises `Unavailable`."""
        rows = await oldest(self._store, self._rows, self._hits)
        self._rows = max(4, min(MOST, 2 * len(rows)))  # under load a few rows are enough, else each has but one hit
        self.behind = await newest(self._store) - rows[0].number if rows else 0
        self.held = 0.0
        if not rows:
            return False
        await self.get_ready()
        if not await self._processed(rows):
            await self._one_by_one(rows)
        self._pace(sum(len(group.hits) for group in rows))
        return True

    def _pace(self, hits: int) -> None:
        """Let the next run have as many hits as there is time for, going by one that was full."""
        if 2 * hits >= self._hits and self.held:
            self._hits = max(FEWEST, min(MOST, 2 * self._hits, int(hits * self._seconds / self.held)))

    async def _processed(self, rows: Rows) -> bool:
        """Process rows; says whether that was possible."""
        try:
            self.held = await process(self._store, self._definitions, rows, self._places, self._turn)
        except Unavailable:
            raise
        except Exception:
            _log.exception("Something in %d rows of hits cannot be processed", len(rows))
            return False
        return True

    async def _one_by_one(self, rows: Rows) -> None:
        """Find the hit that cannot be processed, and do without it. Rows of several come back as rows of one."""
        for group in rows:
            if len(group.hits) > 1:
                await self._store.write(partial(journal.split, group=group))
            elif not await self._processed([group]):
                await leave_out(self._store, self._definitions, group.number, group.hits[0])
