"""The column store's protocol: records kept as columns, for questions that the truth store's rows answer slowly.

It is derived. Everything in it can be made again from the truth store's documents, so an engine may forget (a file
that is gone or damaged), and says so by a cursor of 0.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from hubstead.columns.kinds import Kind
from hubstead.columns.traffic import Traffic

EXACT = 2**53
"""Below it every whole number is a double of its own."""
ID_COLUMN = "#id"
"""Holds the record id; no property can have this name."""

Types = Callable[[int, str], Mapping[str, str]]
"""Portal and object type to: property name to property type (`number`, `datetime`, …). Absent names are strings."""


class ColumnStoreError(Exception):
    """The column store cannot take or answer this now (full disk, not enough memory); trying again is right."""


class ColumnStoreDamaged(ColumnStoreError):
    """What is stored cannot be read any more: open it anew with `open_columns`, which starts an empty one."""


class ColumnStoreLocked(ColumnStoreError):
    """Another process has the file open."""


class QueryRefused(Exception):
    """SQL of people that may not run, cannot be read, fails, or takes too long; the text says why."""


class RecordChange(NamedTuple):
    """The newest state of one record: its JSON document on one line, or `None` when it is archived or gone."""

    portal: int
    object_type: str
    id: int
    document: bytes | None


class Question(NamedTuple):
    """Which records of one portal and object type, in which order, and which page of them.

    `where` is an SQL condition over the columns in `columns` (property name to the kind that the condition expects),
    quoted with `quoted`, and over `ID_COLUMN`; its `?` stand for `parameters`. `sort` names one of the columns; records
    without a value come last, equals by id. `costly` says that judging a record by the condition takes longer than
    keeping it.
    """

    where: str = "TRUE"
    parameters: Sequence[object] = ()
    columns: Mapping[str, Kind] = {}
    sort: str | None = None
    descending: bool = False
    limit: int = 10
    offset: int = 0
    costly: bool = False


class Found(NamedTuple):
    """How many records match in all, and the ids of the page asked for."""

    total: int
    ids: list[int]


class Shown(NamedTuple):
    """What people see in their SQL: by the name of a table the object type whose records it has (beside the tables of
    `traffic.TABLES`, which are always there)."""

    portal: int
    records: Mapping[str, str]


class Selected(NamedTuple):
    """The columns of a SELECT with their types, and the first rows; `more`: there were more."""

    columns: list[tuple[str, str]]
    rows: list[tuple[Any, ...]]
    more: bool


class ColumnStore(Protocol):
    """Called from worker threads; searches run beside each other and beside the one writer."""

    def cursor(self) -> int:
        """The sequence of the newest fact that is applied; 0 when new, forgotten or not filled to the end."""

    def apply(self, changes: Sequence[RecordChange], cursor: int, traffic: Sequence[Traffic] = ()) -> None:
        """Replace or remove the records and the traffic and store the cursor, all or nothing. Doing it again changes
        nothing."""

    def rebuild(self, portal: int, object_type: str, batches: Iterable[Sequence[RecordChange]]) -> None:
        """Replace all records of one type in one transaction, with columns of the property types of now.

        For when a property's type changes: `apply` goes on with the column as it was made. The documents must be at
        least as new as the cursor.
        """

    def forget(self, portal: int) -> None:
        """Drop all records of a portal."""

    def reset(self) -> None:
        """Forget everything; the cursor is 0 until an `apply` sets it."""

    def search(self, portal: int, object_type: str, question: Question) -> Found:
        """The exact total and one page. A type without records is empty."""

    def ask(self, portal: int, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT over a portal's tables, which stand in braces.

        `{events}` is one of `traffic.TABLES`, `{records:0-1:amount=NUMBER}` the records of an object type with `"#id"`
        and the properties named, as these kinds; a portal that has none of it has none. Values are bound (`?`). The
        SELECT must be composed by us: only the names in braces are looked at.
        """

    def run(self, shown: Shown, sql: str, *, seconds: float, rows: int) -> Selected:
        """The first rows of a SELECT that people wrote. Raises `QueryRefused`, after `seconds` too."""

    def described(self, shown: Shown) -> dict[str, list[tuple[str, str]]]:
        """The tables that people see, each with its columns and their types."""

    def write_out(self, shown: Shown, sql: str, suffix: str, *, seconds: float) -> Path:
        """Write the rows of a SELECT that people wrote into a new file: `csv` or `parquet`. Whoever asked deletes it.
        Raises `QueryRefused`."""

    def place(self, suffix: str) -> Path:
        """Where a new file may be written that the columns can read."""

    def write_documents(self, source: Path, columns: Mapping[str, str], suffix: str, *, seconds: float) -> Path:
        """Write records into a new file. The file `source` has them, a JSON document in each line, whose members are
        `columns` of these property types. Raises `QueryRefused` when it takes too long."""

    def count(self, portal: int, object_type: str) -> int:
        """How many records of the type are held."""

    def held(self) -> list[tuple[int, str]]:
        """The portals and object types that have a table."""

    def close(self) -> None:
        """Write everything out and let go of the file."""


def freed(name: str, taken: Container[str], ending: str) -> str:
    """A name that people see, with an ending (once or more often) where something else has it."""
    while name in taken:
        name += ending
    return name


def quoted(name: str) -> str:
    """A column or table name for SQL."""
    return '"' + name.replace('"', '""') + '"'
