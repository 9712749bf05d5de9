"""The column store in a DuckDB file, or in memory."""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import (
    ColumnStoreDamaged,
    ColumnStoreError,
    ColumnStoreLocked,
    Found,
    Question,
    RecordChange,
    Selected,
    Shown,
    Types,
    quoted,
)
from hubstead.columns.engines import duckdb_traffic
from hubstead.columns.engines.duckdb_change import Change
from hubstead.columns.engines.duckdb_people import (
    People,
    columns_of,
    copy,
    documents,
    limited,
    literal,
    records,
    select,
    table_names,
)
from hubstead.columns.engines.duckdb_table import ID, SQL_TYPES, Table, create, existing
from hubstead.columns.kinds import Kind
from hubstead.columns.traffic import TABLES, Traffic

_FORMAT = 3
"""Of the tables. A file of another format counts as damaged, and is made anew."""

_CHECKPOINT = "64MB"
"""Of the log that is replayed after a crash (in under a second). After updates all over a large table a checkpoint
rewrites it, and holds writes up for a second or two: it should be rare."""

_STATE = "hubstead"
_ZONES = "zones"
"""The portals that have traffic, each with the time zone of its days."""
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_DAMAGE = re.compile(r"corrupt|checksum|not a valid duckdb|could not read enough|serializ", re.IGNORECASE)

_Tables = dict[tuple[int, str], Table]


class DuckDBColumns:
    """`ColumnStore` on DuckDB: one writer at a time, and searches beside it, each on a connection of its own.

    `memory_limit` is DuckDB's (`"256MB"`); beyond it, sorting spills into a folder beside the file. Opening raises
    `ColumnStoreDamaged` for a file that is torn or not ours, and `ColumnStoreLocked` when another process has it.
    """

    def __init__(self, path: Path | None, types: Types, *, memory_limit: str = "256MB", threads: int = 2) -> None:
        self._path = path
        self._types = types
        self._config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "threads": threads,
            "checkpoint_threshold": _CHECKPOINT,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": f"{path}.tmp" if path else "",
        }
        self._writer = threading.Lock()
        self._taken: Counter[int] = Counter()
        """Rows of traffic of each portal since its daily tables were counted."""
        self._people = People(path)
        with _translated():
            self._open()

    def cursor(self) -> int:
        return self._cursor

    def apply(self, changes: Sequence[RecordChange], cursor: int, traffic: Sequence[Traffic] = ()) -> None:
        newest: dict[tuple[int, str], dict[int, bytes | None]] = {}
        for portal, object_type, record_id, document in changes:
            newest.setdefault((portal, object_type), {})[record_id] = document
        with self._transaction() as (connection, tables):
            for (portal, object_type), documents in newest.items():
                self._put(connection, tables, portal, object_type, documents)
            for change in traffic:
                self._take(connection, change)
            connection.execute(f"UPDATE {_STATE} SET cursor = ?", [cursor])
        self._cursor = cursor

    def rebuild(self, portal: int, object_type: str, batches: Iterable[Sequence[RecordChange]]) -> None:
        with self._transaction() as (connection, tables):
            if (old := tables.pop((portal, object_type), None)) is not None:
                connection.execute(f"DROP TABLE {old.name}")
            for batch in batches:
                documents = {change.id: change.document for change in batch}
                self._put(connection, tables, portal, object_type, documents)

    def forget(self, portal: int) -> None:
        with self._transaction() as (connection, tables):
            for key in [key for key in tables if key[0] == portal]:
                connection.execute(f"DROP TABLE {tables.pop(key).name}")
            self._drop_traffic(connection, portal)

    def reset(self) -> None:
        with self._transaction() as (connection, tables):
            connection.execute(f"UPDATE {_STATE} SET cursor = 0")
            for table in tables.values():
                connection.execute(f"DROP TABLE {table.name}")
            tables.clear()
            for (portal,) in connection.execute(f"SELECT portal FROM {_ZONES}").fetchall():
                self._drop_traffic(connection, portal)
        self._cursor = 0

    def search(self, portal: int, object_type: str, question: Question) -> Found:
        table = self._tables.get((portal, object_type))
        if table is None:
            return Found(0, [])
        try:
            return self._answer(table, question)
        except duckdb.ProgrammingError:
            # The table was rebuilt or dropped in between: what is known of it is right again once that is over.
            with self._writer:
                table = self._tables.get((portal, object_type))
            return self._answer(table, question) if table else Found(0, [])

    def ask(self, portal: int, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._rows(portal, sql, parameters)
        except duckdb.CatalogException:  # as above, or the portal got its tables in between
            with self._writer:
                pass
            return self._rows(portal, sql, parameters)

    def run(self, shown: Shown, sql: str, *, seconds: float, rows: int) -> Selected:
        self._people.check(shown, sql)
        with self._seen(shown, seconds) as connection:
            return select(connection, sql, rows)

    def described(self, shown: Shown) -> dict[str, list[tuple[str, str]]]:
        with self._seen(shown, 60) as connection:
            return {name: columns_of(connection, quoted(name)) for name in table_names(shown)}

    def write_out(self, shown: Shown, sql: str, suffix: str, *, seconds: float) -> Path:
        self._people.check(shown, sql)
        with self._people.file(suffix) as path, self._seen(shown, seconds) as connection:
            copy(connection, sql, path, suffix)
            return path

    def place(self, suffix: str) -> Path:
        return self._people.place(suffix)

    def write_documents(self, source: Path, columns: Mapping[str, str], suffix: str, *, seconds: float) -> Path:
        with self._people.file(suffix) as path, _translated(), self._database.cursor() as connection:
            with limited(connection, seconds):
                copy(connection, documents(source, columns, suffix), path, suffix)
            return path

    @contextmanager
    def _seen(self, shown: Shown, seconds: float) -> Iterator[DuckDBPyConnection]:
        """A connection on which the tables that people see have their names; what it does ends after `seconds`."""
        with _translated(), self._database.cursor() as connection, limited(connection, seconds):
            found = connection.execute(f"SELECT 1 FROM {_ZONES} WHERE portal = ?", [shown.portal]).fetchone()
            tables = duckdb_traffic.tables(shown.portal) if found else duckdb_traffic.EMPTY
            for name in TABLES:
                connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS SELECT * FROM {tables[name]}")
            for name, object_type in shown.records.items():
                table = self._tables.get((shown.portal, object_type)) or Table(shown.portal, object_type, {}, 0)
                here = (shown.portal, object_type) in self._tables
                connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS {records(table, here=here)}")
            yield connection

    def count(self, portal: int, object_type: str) -> int:
        return self.search(portal, object_type, Question(limit=0)).total

    def held(self) -> list[tuple[int, str]]:
        return sorted(self._tables)

    def close(self) -> None:
        with self._writer:
            self._database.close()
            self._people.close()

    def _open(self) -> None:
        self._database = duckdb.connect(str(self._path or ":memory:"), config=self._config)
        try:
            with self._database.cursor() as connection:
                # Whatever SQL runs, it shall reach no other file and change no setting.
                connection.execute(f"SET allowed_directories = ['{literal(self._people.outbox)}']")
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
                stored = _stored_cursor(connection)
                # Of a new database the catalog is not asked: the first question to it is the dearest step of a start.
                tables = existing(connection) if stored is not None else []
                self._cursor = stored or 0
                self._tables = {(table.portal, table.object_type): table for table in tables}
        except BaseException:
            self._database.close()
            raise

    def _put(
        self,
        connection: DuckDBPyConnection,
        tables: _Tables,
        portal: int,
        object_type: str,
        documents: dict[int, bytes | None],
    ) -> None:
        table = tables.get((portal, object_type)) or create(connection, portal, object_type)
        tables[portal, object_type] = table.replace(connection, documents, self._types(portal, object_type))

    def _take(self, connection: DuckDBPyConnection, change: Traffic) -> None:
        portal = change.portal
        if change.anew:
            self._drop_traffic(connection, portal)
        held = connection.execute(f"SELECT zone FROM {_ZONES} WHERE portal = ?", [portal]).fetchone()
        if held is None:
            duckdb_traffic.create(connection, portal)
            connection.execute(f"INSERT INTO {_ZONES} VALUES (?, ?, 0)", [portal, change.zone])
        elif held[0] != change.zone:
            duckdb_traffic.rebuild(connection, portal, change.zone)
            connection.execute(f"UPDATE {_ZONES} SET zone = ? WHERE portal = ?", [change.zone, portal])
        if change.is_empty():
            return
        Change(connection, change).apply()
        self._taken[portal] += len(change.sessions) + len(change.events)
        if self._taken[portal] > duckdb_traffic.SPARE / 10:
            self._taken[portal] = 0
            self._draw_together(connection, portal)

    def _draw_together(self, connection: DuckDBPyConnection, portal: int) -> None:
        """Draw the rows of the daily tables together if there are many. To count them takes a fifth of what a change of
        a few sessions does, so not every change looks."""
        row = connection.execute(f"SELECT rows FROM {_ZONES} WHERE portal = ?", [portal]).fetchone()
        if row and duckdb_traffic.rows_of(connection, portal) > 2 * row[0] + duckdb_traffic.SPARE:
            duckdb_traffic.compact(connection, portal)
            rows = duckdb_traffic.rows_of(connection, portal)
            connection.execute(f"UPDATE {_ZONES} SET rows = ? WHERE portal = ?", [rows, portal])

    def _drop_traffic(self, connection: DuckDBPyConnection, portal: int) -> None:
        duckdb_traffic.drop(connection, portal)
        connection.execute(f"DELETE FROM {_ZONES} WHERE portal = ?", [portal])

    def _rows(self, portal: int, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with _translated(), self._database.cursor() as connection:
            found = connection.execute(f"SELECT 1 FROM {_ZONES} WHERE portal = ?", [portal]).fetchone()
            tables = duckdb_traffic.tables(portal) if found else duckdb_traffic.EMPTY
            named = _BRACES.sub(lambda match: self._named(tables, portal, match), sql)
            return connection.execute(named, list(parameters)).fetchall()

    def _named(self, tables: Mapping[str, str], portal: int, braces: re.Match[str]) -> str:
        """What stands for a name in braces."""
        name = braces[1]
        if name is None:
            return braces[0][0]
        if name in tables:
            return tables[name]
        kind, _, rest = name.partition(":")
        if kind != "records":
            raise KeyError(f"there is no table {name}")
        object_type, _, asked = rest.partition(":")
        table = self._tables.get((portal, object_type)) or Table(portal, object_type, {}, 0)
        columns = [part.partition("=") for part in asked.split(",") if part]
        selected = "".join(f", {_column(table, name, Kind[kind])} AS {quoted(name)}" for name, _, kind in columns)
        empty = f"(SELECT CAST(NULL AS BIGINT) AS {ID} LIMIT 0)"
        source = table.name if (portal, object_type) in self._tables else empty
        return f"(SELECT {ID}{selected} FROM {source})"

    @contextmanager
    def _transaction(self) -> Iterator[tuple[DuckDBPyConnection, _Tables]]:
        """A transaction, and the tables as it leaves them; searches see either only once it is committed."""
        with self._writer, _translated():
            tables = dict(self._tables)
            try:
                with self._database.cursor() as connection:
                    connection.execute("BEGIN")
                    try:
                        yield connection, tables
                    except BaseException:
                        connection.execute("ROLLBACK")
                        raise
                    connection.execute("COMMIT")
            except (duckdb.FatalException, duckdb.InternalException):
                self._reopen()
                raise
            self._tables = tables

    def _reopen(self) -> None:
        """DuckDB refuses everything after a commit that could not be written (full disk) until it is opened anew."""
        self._database.close()
        self._open()

    def _answer(self, table: Table, question: Question) -> Found:
        with _translated(), self._database.cursor() as connection:
            row = connection.execute(*_page_and_total(table, question)).fetchone()
        return Found(row[0], row[1] or []) if row else Found(0, [])


def _stored_cursor(connection: DuckDBPyConnection) -> int | None:
    """Up to which fact the columns go; `None` where they are new."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_STATE} (format INTEGER, cursor BIGINT)")
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_ZONES} (portal BIGINT, zone VARCHAR, rows BIGINT)")
    stored = connection.execute(f"SELECT format, cursor FROM {_STATE}").fetchone()
    if stored is None:
        connection.execute(f"INSERT INTO {_STATE} VALUES (?, 0)", [_FORMAT])
        return None
    if stored[0] != _FORMAT:
        raise ColumnStoreDamaged(f"the columns are of format {stored[0]}, not {_FORMAT}")
    return int(stored[1])


def _page_and_total(table: Table, question: Question) -> tuple[str, list[object]]:
    """One statement for both, so they agree, and its parameters.

    A costly condition is judged once and its matches are gathered; a cheap one is quicker judged twice, since a count
    and the first rows of a sort each skip most of the work.
    """
    columns = "".join(f", {_column(table, name, kind)} AS {quoted(name)}" for name, kind in question.columns.items())
    key = quoted(question.sort) if question.sort else ID
    hits = f"SELECT {ID} AS id, {key} AS key FROM (SELECT {ID}{columns} FROM {table.name}) WHERE {question.where}"
    order = f"key {'DESC' if question.descending else 'ASC'} NULLS LAST, id"
    page = f"SELECT id, key FROM hits ORDER BY {order} LIMIT {question.limit:d} OFFSET {question.offset:d}"
    answer = f"SELECT (SELECT count(*) FROM hits), (SELECT list(id ORDER BY {order}) FROM ({page}))"
    gathered = "MATERIALIZED" if question.costly else "NOT MATERIALIZED"
    return f"WITH hits AS {gathered} ({hits}) {answer}", list(question.parameters)


def _column(table: Table, name: str, kind: Kind) -> str:
    """The property as the question expects it, also when it never had a value or was made as another kind."""
    held = table.columns.get(name)
    if held is None:
        return f"CAST(NULL AS {SQL_TYPES[kind]})"
    if SQL_TYPES[held] != SQL_TYPES[kind]:
        return f"TRY_CAST({quoted(name)} AS {SQL_TYPES[kind]})"
    return quoted(name)


@contextmanager
def _translated() -> Iterator[None]:
    """DuckDB's failures as the protocol's; `ProgrammingError` is left, it is about the SQL, not the store."""
    try:
        yield
    except duckdb.ProgrammingError:
        raise
    except duckdb.Error as error:
        if "set lock on file" in str(error):
            raise ColumnStoreLocked(str(error)) from error
        damaged = _DAMAGE.search(str(error)) is not None
        raise (ColumnStoreDamaged if damaged else ColumnStoreError)(str(error)) from error
