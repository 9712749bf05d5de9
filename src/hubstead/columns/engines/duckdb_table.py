"""One wide table in DuckDB: the records of one portal and object type, a column for each property that had a value.

Documents are handed to DuckDB as one text and are parsed there, so Python holds its interpreter lock for about 2 µs a
record and the event loop goes on. The table has no primary key: an index costs memory, slows every insert and keeps
DuckDB from clearing away deleted rows. Ids ascend, so a record above the newest id has nothing to delete.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import ID_COLUMN, quoted
from hubstead.columns.kinds import Kind, kind_of

SQL_TYPES = {Kind.TEXT: "VARCHAR", Kind.CHOICE: "VARCHAR", Kind.NUMBER: "DOUBLE", Kind.MOMENT: "TIMESTAMP"}
ID = quoted(ID_COLUMN)

_CHUNK_BYTES = 4_000_000
"""Of documents for one INSERT, about 5,000 contacts: enough for speed, few enough for the memory limit."""

_COLUMN_NAME = re.compile(r"[a-z0-9_]{1,255}")
_names_of = msgspec.json.Decoder(dict[str, str]).decode


class Table(NamedTuple):
    """What is known of a table without asking DuckDB; a change makes a new one."""

    portal: int
    object_type: str
    columns: Mapping[str, Kind]
    newest: int
    """The highest id it ever held."""

    @property
    def name(self) -> str:
        """Its name, quoted for SQL."""
        return quoted(f"{self.portal}/{self.object_type}")

    def replace(
        self, connection: DuckDBPyConnection, documents: Mapping[int, bytes | None], types: Mapping[str, str]
    ) -> "Table":
        """Put these documents (`None`: no more) in the place of what is held under their ids."""
        self._delete(connection, [record_id for record_id in documents if record_id <= self.newest])
        kept = [(record_id, document) for record_id, document in documents.items() if document is not None]
        table = self._widened(connection, [document for _, document in kept], types)
        for chunk in _chunks(kept):
            table._insert(connection, chunk)
        return table._replace(newest=max(self.newest, *documents))

    def _delete(self, connection: DuckDBPyConnection, ids: list[int]) -> None:
        if ids:
            gone = "SELECT unnest(from_json(?, '[\"BIGINT\"]'))"
            connection.execute(f"DELETE FROM {self.name} WHERE {ID} IN ({gone})", [str(ids)])

    def _widened(self, connection: DuckDBPyConnection, documents: list[bytes], types: Mapping[str, str]) -> "Table":
        """The table with a column for every property that these documents name."""
        names: set[str] = set()
        for document in documents:
            names.update(_names_of(document))
        added = {name: kind_of(types.get(name, "string")) for name in sorted(names - self.columns.keys())}
        added = {name: kind for name, kind in added.items() if _COLUMN_NAME.fullmatch(name)}
        if not added:
            return self
        connection.execute("".join(self._addition(name, kind) for name, kind in added.items()))
        return self._replace(columns={**self.columns, **added})

    def _addition(self, name: str, kind: Kind) -> str:
        """The statements for a new column; DuckDB has no types for our kinds, so a comment keeps them."""
        column = quoted(name)
        return (
            f"ALTER TABLE {self.name} ADD COLUMN {column} {SQL_TYPES[kind]};"
            f"COMMENT ON COLUMN {self.name}.{column} IS '{kind.name}';"
        )

    def _insert(self, connection: DuckDBPyConnection, records: list[tuple[int, bytes]]) -> None:
        ids = str([record_id for record_id, _ in records])
        lines = b"\n".join([document for _, document in records]).decode()
        connection.execute(self._insertion(), [ids, lines])

    def _insertion(self) -> str:
        """The INSERT of documents (one a line) under their ids (a JSON list)."""
        names = "".join(f", {quoted(name)}" for name in self.columns)
        values = "".join(f", {_stored(name, kind)}" for name, kind in self.columns.items())
        shape = json.dumps({ID_COLUMN: "VARCHAR"} | {name: SQL_TYPES[kind] for name, kind in self.columns.items()})
        lines = "SELECT unnest(from_json(?, '[\"BIGINT\"]')) AS id, unnest(string_split(?, chr(10))) AS line"
        parsed = f"SELECT id, from_json(line, '{shape}') AS document FROM ({lines})"
        return f"INSERT INTO {self.name} ({ID}{names}) SELECT id{values} FROM ({parsed})"


def create(connection: DuckDBPyConnection, portal: int, object_type: str) -> Table:
    """A new table without properties."""
    table = Table(portal, object_type, {}, 0)
    connection.execute(f"CREATE TABLE {table.name} ({ID} BIGINT)")
    return table


def existing(connection: DuckDBPyConnection) -> list[Table]:
    """The tables that the database holds; reads each one's ids, so it also finds a file that lost its end."""
    columns: dict[tuple[int, str], dict[str, Kind]] = {}
    found = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE contains(table_name, '/')"
    for table_name, column, comment in connection.execute(f"{found} ORDER BY column_index").fetchall():
        portal, _, object_type = table_name.partition("/")
        kinds = columns.setdefault((int(portal), object_type), {})
        if column != ID_COLUMN:
            kinds[column] = Kind[comment]
    return [_with_newest(connection, Table(*key, kinds, 0)) for key, kinds in columns.items()]


def _with_newest(connection: DuckDBPyConnection, table: Table) -> Table:
    row = connection.execute(f"SELECT coalesce(max({ID}), 0) FROM {table.name}").fetchone()
    return table._replace(newest=row[0] if row else 0)


def _chunks(records: list[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    chunk: list[tuple[int, bytes]] = []
    size = 0
    for record in records:
        chunk.append(record)
        size += len(record[1])
        if size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _stored(name: str, kind: Kind) -> str:
    value = f"document.{quoted(name)}"
    return f"lower({value})" if kind is Kind.TEXT else value
