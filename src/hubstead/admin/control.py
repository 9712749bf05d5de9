"""What commands ask of a running server: DuckDB lets one process in, so what needs the columns goes through it."""

import asyncio
import logging

import msgspec

from hubstead.columns.engine import ColumnStore
from hubstead.columns.feed import Feed

_log = logging.getLogger("hubstead.admin")


class Held(msgspec.Struct, frozen=True):
    """How many records of one type of one portal the columns hold."""

    portal: int
    type: str
    count: int


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The columns: the newest fact applied, what they hold, and how far a rebuild is.

    `done` counts the records of a rebuild that goes on (`running`) or has ended; `failure` says why it ended badly.
    """

    cursor: int
    held: list[Held]
    running: bool
    done: int
    failure: str


class Control:
    """The one rebuild of the columns that can go on at a time. Without a `key` nobody may ask for anything."""

    def __init__(self) -> None:
        self.key = ""
        self._task: asyncio.Task[None] | None = None
        self._done = 0
        self._failure = ""

    def rebuild(self, feed: Feed) -> None:
        """Begin to build the columns anew from the records, unless that goes on already."""
        if self._running():
            return
        self._done, self._failure = 0, ""
        self._task = asyncio.create_task(self._rebuild(feed))

    async def state(self, feed: Feed, columns: ColumnStore) -> State:
        """The columns as they are now."""
        return State(
            cursor=feed.cursor,
            held=[] if self._running() else await asyncio.to_thread(held, columns),
            running=self._running(),
            done=self._done,
            failure=self._failure,
        )

    def _running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _rebuild(self, feed: Feed) -> None:
        try:
            self._done = await feed.refill(self._reached)
        except Exception as error:
            _log.exception("the columns could not be rebuilt")
            self._failure = str(error) or type(error).__name__

    def _reached(self, done: int) -> None:
        self._done = done


def held(columns: ColumnStore) -> list[Held]:
    """What the columns hold, by portal and type."""
    return [Held(portal, type, columns.count(portal, type)) for portal, type in columns.held()]
