"""What SQL of people may do: SELECT from the tables it is shown, and nothing else."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubstead.columns.engine import QueryRefused, RecordChange, Shown
from hubstead.columns.engines.duckdb import DuckDBColumns
from hubstead.columns.traffic import SessionRow, Traffic, VisitorRow

SHOWN = Shown(1, {"contacts": "0-1", "deals": "0-3"})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBColumns]:
    """Two portals, each with a contact; the first has a session too."""
    columns = DuckDBColumns(tmp_path_factory.mktemp("guard") / "columns.duckdb", lambda _, __: {"amount": "number"})
    changes = [
        RecordChange(1, "0-1", 5, b'{"email":"ada@example.com","amount":"3"}'),
        RecordChange(2, "0-1", 6, b'{"email":"secret@example.com"}'),
    ]
    session = SessionRow(visitor=1, started=1000, ended=2000, source="DIRECT_TRAFFIC")
    visitor = VisitorRow("a" * 32, 1, 0, 1, 1000)
    columns.apply(changes, 1, [Traffic(1, "UTC", visitors=[visitor], sessions=[session])])
    yield columns
    columns.close()


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select id, amount, email from contacts", [(5, 3.0, "ada@example.com")]),
        ("SELECT count(*) FROM Sessions;", [(1,)]),
        ("with c as (select id from contacts) select * from c join contacts using (id)", [(5, 3.0, "ada@example.com")]),
        ("with a as (select 1 x), b as (select x + 1 y from a) select y from b -- a comment", [(2,)]),
        ("select 1 union all (with a as (select 2) select * from a)", [(1,), (2,)]),
        ("values (1), (2)", [(1,), (2,)]),
        ("from contacts select id", [(5,)]),
        ("select * from range(3) order by 1 desc", [(2,), (1,), (0,)]),
        ("select count(*) filter (where fresh), sum(seconds) over () from sessions group by seconds", [(1, 0)]),
        ("select c.id, v.utk from contacts c, visitors as v where c.id in (select id from contacts)", [(5, "a" * 32)]),
        ("select * from deals", []),
        ("select case when 7 // 2 = 3 then upper('x') || lower('Y') end", [("Xy",)]),
        ("select unnest([1, 2])", [(1,), (2,)]),
        ("select sum(1) from sessions tablesample 100%", [(1,)]),
    ],
)
def test_a_select_over_what_is_shown_runs(store: DuckDBColumns, sql: str, rows: list[tuple[object, ...]]) -> None:
    assert store.run(SHOWN, sql, seconds=10, rows=10).rows == rows


REFUSED = [
    # other portals, whatever the way
    'select * from "2/0-1"',
    'select * from "1/0-1"',
    'select * from main."2/0-1"',
    'select * from memory.main."2/0-1"',
    'select * from (with "2/0-1" as (select 1) select 1), "2/0-1"',
    'select id from contacts where id in (select "#id" from "2/0-1")',
    'select (select email from "2/0-1")',
    'select * from contacts c, lateral (select * from "2/0-1") x',
    "select * from query('select 1')",
    "select * from query_table('2/0-1')",
    "select * from seq_scan('2/0-1')",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    # what the store knows of itself and of the server
    "select * from hubstead",
    "select * from (with hubstead as (select 1) select 1), hubstead",
    "with hubstead as (select * from hubstead) select * from hubstead",
    "with a as (select * from hubstead), hubstead as (select 1) select * from a",
    "select * from duckdb_tables",
    "select * from (with duckdb_tables as (select 1) select 1), duckdb_tables",
    "select * from duckdb_tables()",
    "select * from duckdb_settings()",
    "select * from duckdb_secrets()",
    "select * from information_schema.tables",
    "select * from pg_catalog.pg_tables",
    "select * from sqlite_master",
    "select current_setting('temp_directory')",
    "select system.main.current_setting('temp_directory')",
    "select getenv('HOME')",
    "select getvariable('x')",
    "show tables",
    "select * from (show tables)",
    "describe contacts",
    # files
    "select * from '/etc/passwd'",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('x')",
    "select * from glob('/*')",
    "from read_json_auto('/etc/passwd')",
    "copy contacts to '/tmp/x'",
    "copy (select 1) to '/tmp/x'",
    "export database '/tmp/x'",
    "attach '/tmp/x.db'",
    # changes
    "set memory_limit = '10GB'",
    "pragma database_list",
    "call pragma_version()",
    "install httpfs",
    "load httpfs",
    "create table x as select 1",
    "create temp view x as select 1",
    "insert into contacts values (1)",
    "update contacts set id = 1",
    "delete from contacts",
    "with x as (delete from contacts returning *) select * from x",
    "drop view contacts",
    "begin",
    "checkpoint",
    "vacuum",
    "prepare x as select 1",
    "explain select 1",
    "select nextval('x')",
    "select write_log('x')",
    # time and memory
    "with recursive r as (select 1 a union all select a + 1 from r) select * from r",
    "select sleep_ms(10000)",
    "select repeat('a', 1000000000)",
    "select lpad('a', 1000000000, 'b')",
    "with c as (select string_agg('aaaaaaaaaa', '') s from range(3000)) select length(replace(s, 'a', s)) from c",
    "with c as (select string_agg('aaaaaaaaaa', '') s from range(3000)) select regexp_replace(s, 'a', s, 'g') from c",
    "select format('{:>1000000000}', 'a')",
    "select json_pretty('[[]]')",
    "select bitstring('0', 1000000000)",
    "select list_reduce(['a', 'b'], lambda x, y: x || x)",
    "select array_reduce(['a', 'b'], lambda x, y: x || x)",
    "select reduce(['a', 'b'], lambda x, y: x || x)",
    # pointers of the process
    "select * from pandas_scan(0, 0, 0)",
    "select * from arrow_scan(0, 0, 0)",
    # no SQL
    "",
    "select",
    "select 1; select 2",
    "select ((((((",
    "select \0",
    "select ?",
    "select $1",
    "select 1) union select 2 --",
    "select nosuch from contacts",
    "select " + "(" * 3000 + "1" + ")" * 3000,
    "select 'a'::int",
    "select * from contacts at (version => 1)",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_anything_else_is_refused(store: DuckDBColumns, sql: str) -> None:
    for attempt in (
        lambda: store.run(SHOWN, sql, seconds=10, rows=10),
        lambda: store.write_out(SHOWN, sql, "csv", seconds=10),
    ):
        with pytest.raises(QueryRefused):
            attempt()
    outbox = store.place("csv").parent
    assert list(outbox.iterdir()) == []


def test_what_takes_too_long_is_ended(store: DuckDBColumns) -> None:
    long = "select count(*) from range(1000000) a, range(1000000) b where a.range * b.range = 7"
    began = time.monotonic()
    with pytest.raises(QueryRefused, match="longer than"):
        store.run(SHOWN, long, seconds=0.5, rows=1)
    assert time.monotonic() - began < 30
    assert store.run(SHOWN, "select 1", seconds=10, rows=1).rows == [(1,)]


def test_what_takes_too_much_memory_is_ended() -> None:
    columns = DuckDBColumns(None, lambda _, __: {}, memory_limit="64MB")
    try:
        with pytest.raises(QueryRefused, match="memory"):
            columns.run(SHOWN, "select array_agg(a.range) from range(10000000) a, range(10) b", seconds=60, rows=1)
        assert columns.run(SHOWN, "select 1", seconds=10, rows=1).rows == [(1,)]
    finally:
        columns.close()


def test_rows_are_bounded_and_typed(store: DuckDBColumns) -> None:
    found = store.run(SHOWN, "select range::integer as n, now() as t from range(10)", seconds=10, rows=3)
    assert ([row[0] for row in found.rows], found.more) == ([0, 1, 2], True)
    assert found.columns == [("n", "INTEGER"), ("t", "TIMESTAMP WITH TIME ZONE")]
    assert not store.run(SHOWN, "select 1", seconds=10, rows=1).more


def test_tables_are_described(store: DuckDBColumns) -> None:
    found = store.described(SHOWN)
    assert found["contacts"] == [("id", "BIGINT"), ("amount", "DOUBLE"), ("email", "VARCHAR")]
    assert found["deals"] == [("id", "BIGINT")]
    assert ("source", "VARCHAR") in found["sessions"]


def test_files_are_written(store: DuckDBColumns) -> None:
    path = store.write_out(SHOWN, "select id, email from contacts", "csv", seconds=10)
    assert path.read_text() == "id,email\n5,ada@example.com\n"
    path.unlink()
    path = store.write_out(SHOWN, "select * from sessions", "parquet", seconds=10)
    assert path.read_bytes()[:4] == b"PAR1"
    path.unlink()


def test_the_outbox_is_emptied_when_the_store_opens(tmp_path: Path) -> None:
    for _ in range(2):
        columns = DuckDBColumns(tmp_path / "columns.duckdb", lambda _, __: {})
        place = columns.place("csv")
        assert list(place.parent.iterdir()) == []
        place.write_text("left over")
        columns._database.close()  # as if the process had ended here
