"""Asking the column store: what rooms above want to know of traffic and records beyond a search."""

import asyncio
from collections.abc import Sequence
from typing import Any

from hubstead.columns.engine import ColumnStoreDamaged, ColumnStoreError
from hubstead.columns.feed import Feed
from hubstead.kit.errors import Unavailable


async def ask(
    feed: Feed | None, portal: int, sql: str, parameters: Sequence[object] = (), *, patience: float, lag: float = 0.0
) -> list[tuple[Any, ...]]:
    """The rows of a SELECT over a portal's tables (`ColumnStore.ask`), with all that was acknowledged before, or at
    least so many seconds before (`lag`).

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


async def _asked(
    feed: Feed, portal: int, sql: str, parameters: Sequence[object], patience: float, lag: float
) -> list[tuple[Any, ...]]:
    await feed.caught_up(portal, patience, lag)
    return await asyncio.to_thread(feed.columns.ask, portal, sql, parameters)
