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
        rooms = self._call.rooms
        return await ask(
            rooms.feed, self._call.caller.portal.id, sql, values, patience=rooms.settings.search_patience / 1000
        )
