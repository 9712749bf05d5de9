"""What a truth store engine can do. Each engine is one file in `engines/`; one contract suite judges them all.

SQL is written once. Parameters are numbered `?1`, `?2`; a list parameter stands as `= ANY(?n)` for integers and
`= ANY_TEXT(?n)` for strings; `FOR UPDATE` locks what is read where several processes write, `SKIP LOCKED` passes over
what others lock. Each engine translates.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol, TypeVar

from hubstead.store.tables import FACT, Table

Row = tuple[Any, ...]
T = TypeVar("T")
FIRST_ID = 1001
"""The first id of a portal: records, definitions and people share one ascending sequence."""


class Fact(NamedTuple):
    """Something that happened to one record or definition: who, what, when, from where.

    `body` is JSON; for changes of a record `{"property": "new value" | null, …}`. `at` is in milliseconds. `source` is
    HubSpot's change source (`API`, `INTEGRATION`, `CRM_UI`, `IMPORT`), `user_id` 0 where no user stands behind it.
    """

    portal: int
    kind: str
    type: str
    id: int
    at: int
    source: str
    source_id: str
    user_id: int
    body: str


class Reader(Protocol):
    """Reads what is committed, or, inside a write, what this transaction sees."""

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """All rows of a query."""
        ...


class Writer(Reader, Protocol):
    """One open transaction."""

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert the rows, or replace those with the same key; see `Table.strict`."""
        ...

    async def remove(self, table: Table, keys: Collection[Row]) -> None:
        """Delete the rows with these keys."""
        ...

    async def append(self, facts: Sequence[Fact]) -> None:
        """Add facts to the log, in this order."""
        ...

    async def new_ids(self, portal: int, count: int) -> int:
        """The first of `count` ascending ids that no record of this portal ever had."""
        ...

    async def alone(self) -> None:
        """Wait until every other unit has ended, and let none begin before this one ends; call it first.

        For what concerns portals as a whole (`store/contents`). Where several write at once, all of them stand still
        meanwhile.
        """
        ...


class Raced(Exception):
    """Another writer took the same key, or a deadlock was broken: run the unit again."""


class Engine(Reader, Protocol):
    """A truth store."""

    commits: int | None
    """How many times this process committed, where no other server writes to the store; `None` where others do."""

    async def open(self) -> None:
        """Connect, and bring the schema up to date."""
        ...

    async def close(self) -> None: ...

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Run `work` in one transaction; when this returns, what it wrote is durable.

        Raises `Unavailable` when the store cannot take it (full disk, locked database).
        """
        ...

    async def newest_fact(self) -> int:
        """The sequence number of the newest fact that every reader can see; 0 before the first."""
        ...

    async def facts_after(self, cursor: int, limit: int) -> list[tuple[int, Fact]]:
        """Facts in order, none skipped: one that commits late is seen late, never passed over. Without those that came
        with a copy of a portal (`store/contents`)."""
        ...

    def on_commit(self, wake: Callable[[], None]) -> None:
        """Call `wake` on the event loop after each commit of this process."""
        ...

    def lent(self) -> AbstractAsyncContextManager[None]:
        """Let another process write that asked for it: this one's units wait meanwhile.

        Where one process writes at a time, another would hardly ever find the lock free beside many small units.
        """
        ...

    async def damage(self) -> list[str]:
        """What is wrong with the store's own files and schema, in words for people; reads everything: slow."""
        ...


async def facts_numbered(store: Reader, numbers: Iterable[int]) -> dict[int, Fact]:
    """Facts by their numbers, those that are still there."""
    names = ", ".join(FACT.columns)
    rows = await store.rows(f"SELECT seq, {names} FROM fact WHERE seq = ANY(?1)", list(numbers))
    return {row[0]: Fact(*row[1:]) for row in rows}
