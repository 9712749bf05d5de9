"""SQL of people on DuckDB: bounded in time and rows, and written into files of an outbox."""

import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import ID_COLUMN, QueryRefused, Selected, Shown, quoted
from hubstead.columns.engines import duckdb_guard
from hubstead.columns.engines.duckdb_table import ID, Table
from hubstead.columns.traffic import TABLES

_FORMATS: Mapping[str, str] = {
    "csv": "FORMAT csv, HEADER true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}
_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")
"""Types that Python's driver reads with a package more; they are shown without the zone, which is UTC."""


class People:
    """The outbox of a column store: a folder beside its file, emptied when it opens."""

    def __init__(self, path: Path | None) -> None:
        self.outbox = Path(f"{path}.out").absolute() if path else Path(tempfile.mkdtemp(prefix="hubstead-out-"))
        if path:
            shutil.rmtree(self.outbox, ignore_errors=True)
            self.outbox.mkdir(parents=True, exist_ok=True)

    def check(self, shown: Shown, sql: str) -> None:
        """Raise `QueryRefused` for SQL that may not run."""
        duckdb_guard.check(sql, frozenset(table_names(shown)))

    def place(self, suffix: str) -> Path:
        """Where a new file may be written."""
        return self.outbox / f"{uuid4().hex}.{suffix}"

    @contextmanager
    def file(self, suffix: str) -> Iterator[Path]:
        """A new file, which goes again when writing it fails."""
        path = self.place(suffix)
        try:
            yield path
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def close(self) -> None:
        """Remove the outbox."""
        shutil.rmtree(self.outbox, ignore_errors=True)


def table_names(shown: Shown) -> list[str]:
    """The names of the tables that people see."""
    return [*TABLES, *shown.records]


def literal(path: Path) -> str:
    """A path inside quotes."""
    return str(path).replace("'", "''")


def records(table: Table, *, here: bool) -> str:
    """The records of a type as people see them: `id`, then a column for each property."""
    if not here:
        return "SELECT CAST(NULL AS BIGINT) AS id LIMIT 0"
    columns = "".join(f", {quoted(name)}" for name in sorted(table.columns) if name not in ("id", ID_COLUMN))
    return f"SELECT {ID} AS id{columns} FROM {table.name}"


def documents(source: Path, kinds: Mapping[str, str]) -> str:
    """The documents of a file, one a line."""
    shape = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in kinds.items())
    return f"SELECT * FROM read_json({_text(str(source))}, format = 'newline_delimited', columns = {{{shape}}})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def limited(connection: DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt what runs on a connection after so many seconds; what fails is refused, in the words of DuckDB."""
    late = threading.Event()

    def interrupt() -> None:
        late.set()
        connection.interrupt()

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.Error as error:
        if late.is_set():
            raise QueryRefused(f"It took longer than {seconds:g} seconds and was ended. Ask for less.") from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise QueryRefused("It needs more memory than the columns may use. Ask for less.") from None
        if isinstance(error, duckdb.ProgrammingError | duckdb.DataError | duckdb.NotSupportedError):
            raise QueryRefused(str(error).partition("\n\nLINE")[0][:500]) from None
        raise
    finally:
        timer.cancel()


def select(connection: DuckDBPyConnection, sql: str, rows: int) -> Selected:
    """The first rows of a SELECT."""
    columns = columns_of(connection, _inner(sql))
    shown = ", ".join(_readable(name, type) for name, type in columns)
    found = connection.execute(f"SELECT {shown} FROM {_inner(sql)} LIMIT {rows + 1:d}").fetchall()
    return Selected(columns, found[:rows], len(found) > rows)


def columns_of(connection: DuckDBPyConnection, select: str) -> list[tuple[str, str]]:
    """The columns of a SELECT or of a table, with their types."""
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {select}").fetchall()]


def copy(connection: DuckDBPyConnection, sql: str, path: Path, suffix: str) -> None:
    """Write the rows of a SELECT into a file."""
    connection.execute(f"COPY (SELECT * FROM {_inner(sql)}) TO {_text(str(path))} ({_FORMATS[suffix]})")


def _inner(sql: str) -> str:
    """A SELECT as a table. It was read by the same parser before, so it cannot leave its parentheses."""
    return f"(\n{sql.rstrip().rstrip(';')}\n)"


def _readable(name: str, type: str) -> str:
    if type in _ZONED:
        return f"CAST({quoted(name)} AS {type.removesuffix(' WITH TIME ZONE')}) AS {quoted(name)}"
    return quoted(name)
