"""Asking the columns in the name of a caller."""

from collections.abc import Sequence
from typing import Any

from hubstead.columns.ask import ask
from hubstead.web.call import Call


class Columns:
    """The columns of the caller's portal."""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def __call__(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement. Raises `Unavailable`."""
        feed, settings = self._call.rooms.feed, self._call.rooms.settings
        patience, lag = settings.search_patience / 1000, settings.report_lag / 1000
        return await ask(feed, self._call.caller.portal.id, sql, values, patience=patience, lag=lag)
