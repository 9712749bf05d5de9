"""SQL of people on DuckDB: bounded in time and rows, and written into files of an outbox."""

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import duckdb
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import EXACT, QueryRefused, Selected, Shown, freed, quoted
from hubstead.columns.engines import duckdb_guard
from hubstead.columns.engines.duckdb_table import ID, SQL_TYPES, Table
from hubstead.columns.kinds import kind_of
from hubstead.columns.traffic import TABLES

_FORMATS: Mapping[str, str] = {
    "csv": "FORMAT csv, HEADER true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
}
_FLOATS = ("DOUBLE", "FLOAT")
_RECORD_ID = "hs_object_id"
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
    """The records of a type as people see them: `id`, then a column for each property. One that is called `id` too is
    shown as `id_property`."""
    if not here:
        return "SELECT CAST(NULL AS BIGINT) AS id LIMIT 0"
    names = {name: name for name in sorted(table.columns)}
    if "id" in names:
        names["id"] = freed("id", names, "_property")
    columns = "".join(f", {quoted(name)} AS {quoted(shown)}" for name, shown in names.items())
    return f"SELECT {ID} AS id{columns} FROM {table.name}"


def documents(source: Path, types: Mapping[str, str], suffix: str) -> str:
    """The documents of a file, one a line, whose members are of these property types.

    CSV has no types, so values are as they are kept: `12` and `12.50`, not `12.0` and `12.5`. In Parquet a column has
    the same type in every file, so that files can be read together: a number is a double, whole or not; ids are whole.
    """
    typed = {name: "BIGINT" if name == _RECORD_ID else SQL_TYPES[kind_of(type)] for name, type in types.items()}
    kinds = dict.fromkeys(types, "VARCHAR") if suffix == "csv" else typed
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
    found = connection.execute(f"{_shown(columns, _readable, sql)} LIMIT {rows + 1:d}").fetchall()
    return Selected(columns, found[:rows], len(found) > rows)


def columns_of(connection: DuckDBPyConnection, select: str) -> list[tuple[str, str]]:
    """The columns of a SELECT or of a table, with their types."""
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {select}").fetchall()]


def copy(connection: DuckDBPyConnection, sql: str, path: Path, suffix: str) -> None:
    """Write the rows of a SELECT into a file."""
    shown = _shown(columns_of(connection, _inner(sql)), _written, sql) if suffix == "csv" else _inner(sql)
    connection.execute(f"COPY (FROM ({shown})) TO {_text(str(path))} ({_FORMATS[suffix]})")


def _shown(columns: list[tuple[str, str]], value: Callable[[str, str], str], sql: str) -> str:
    """A SELECT whose values, given as column and type, are shown in another way. Several columns can have one name."""
    places = ", ".join(f"c{place}" for place in range(len(columns)))
    values = ", ".join(f"{value(f'c{place}', type)} AS {quoted(name)}" for place, (name, type) in enumerate(columns))
    return f"SELECT {values} FROM {_inner(sql)} AS shown({places})"


def _written(column: str, type: str) -> str:
    """Whole doubles without `.0`: the numbers of records were written so."""
    if type not in _FLOATS:
        return column
    whole = f"{column} = trunc({column}) AND abs({column}) < {EXACT}"
    return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"


def _inner(sql: str) -> str:
    """A SELECT as a table. It was read by the same parser before, so it cannot leave its parentheses."""
    return f"(\n{sql.rstrip().rstrip(';')}\n)"


def _readable(column: str, type: str) -> str:
    return f"CAST({column} AS {type.removesuffix(' WITH TIME ZONE')})" if type in _ZONED else column
