"""Asking the column store: what rooms above want to know of traffic and records beyond a search."""

import asyncio
from collections.abc import Sequence
from math import inf
from typing import Any

from hubstead.columns.engine import ColumnStoreDamaged, ColumnStoreError
from hubstead.columns.feed import Feed
from hubstead.kit.errors import Unavailable
from hubstead.web.call import Call

HITS_PATIENCE = 2.0
"""Seconds that an answer waits at most for hits to become visits: behind a burst that may take minutes."""


async def ask(
    feed: Feed | None,
    portal: int,
    sql: str,
    parameters: Sequence[object] = (),
    *,
    patience: float,
    lag: float | None = None,
) -> list[tuple[Any, ...]]:
    """The rows of a SELECT over a portal's tables (`ColumnStore.ask`), once they have what `caught_up` says.

    Raises `Unavailable` where this process keeps no columns (`None`), when they have not caught up after `patience`
    seconds, and when they cannot answer.
    """
    if feed is None:
        raise Unavailable(
            "Reports and events are read by the process that keeps the columns; it cannot be reached now."
        )
    try:
        try:
            return await _asked(feed, portal, sql, parameters, patience, lag)
        except ColumnStoreDamaged as damage:
            await feed.replace(feed.columns, damage)
            return await _asked(feed, portal, sql, parameters, patience, lag)
    except ColumnStoreError as error:
        raise Unavailable(f"The columns cannot answer now ({error}). Try again.") from None


class Columns:
    """The columns of a caller's portal, as old as reports may be. Where an answer asks several questions, they catch up
    before the first of them."""

    def __init__(self, call: Call) -> None:
        settings = call.rooms.settings
        self._feed: Feed | None = call.rooms.feed
        self._portal = call.caller.portal.id
        self._patience = settings.search_patience / 1000
        self._lag = settings.report_lag / 1000

    async def __call__(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement (`ask`)."""
        rows = await ask(self._feed, self._portal, sql, parameters, patience=self._patience, lag=self._lag)
        self._lag = inf
        return rows


async def _asked(
    feed: Feed, portal: int, sql: str, parameters: Sequence[object], patience: float, lag: float | None
) -> list[tuple[Any, ...]]:
    await caught_up(feed, portal, patience, lag)
    return await asyncio.to_thread(feed.columns.ask, portal, sql, parameters)


async def caught_up(feed: Feed, portal: int, patience: float, lag: float | None) -> None:
    """Wait until the columns have all that was committed before. With a `lag` they need what was acknowledged so many
    seconds before; where that is 0, hits are of it: who just visited the site finds that in a report."""
    if lag == 0:
        await feed.traffic.settled(HITS_PATIENCE)
    await feed.caught_up(portal, patience, lag or 0.0)
