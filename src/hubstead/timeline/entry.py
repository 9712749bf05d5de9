"""What stands on a record's timeline, and the order of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.paging import cursor

Tie = int | str
Ask = Callable[..., Awaitable[list[tuple[Any, ...]]]]
"""Asks the columns of the portal (`columns.ask`)."""


class Entry(NamedTuple):
    """Something that happened `at` (ms). Entries of one moment are in the order of `rank`, which is that of their kind,
    and of `tie`; `about` is what clients see besides."""

    at: int
    rank: int
    tie: Tie
    kind: str
    type: str
    id: str
    properties: Mapping[str, str]
    about: Mapping[str, object] = {}

    @property
    def cursor(self) -> str:
        """Where the page behind this entry begins."""
        return cursor(self.at, f"{self.rank}|{self.tie}")


class Before(NamedTuple):
    """Where a source goes on, newest first: `until` (ms) included, and of that moment only what comes before `tie`."""

    until: int
    tie: Tie | None = None


EVER = 2**62


class Place(NamedTuple):
    """The last entry of a page."""

    at: int
    rank: int
    tie: str

    def before(self, rank: int, *, numbered: bool) -> Before:
        """Where the source of this rank goes on. Of one moment, higher ranks come first. Raises `Invalid`."""
        if rank != self.rank:
            return Before(self.at if rank < self.rank else self.at - 1)
        if not numbered:
            return Before(self.at, self.tie)
        if not (self.tie.isascii() and self.tie.isdigit() and len(self.tie) < 20):
            raise Invalid("after is no cursor of this server.", context={"after": []})
        return Before(self.at, int(self.tie))


class Subject(NamedTuple):
    """The record that a timeline is of: its id and those of the records that were merged into it."""

    unit: Unit
    ask: Ask
    type: ObjectType
    ids: tuple[int, ...]
