"""What becomes of the file: kept, torn, foreign, locked, or on a full disk."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from hubstead.columns.engine import ColumnStore, ColumnStoreError, ColumnStoreLocked, Found, Question, RecordChange
from hubstead.columns.engines.duckdb import DuckDBColumns
from hubstead.columns.engines.duckdb_table import Table
from hubstead.columns.kinds import Kind
from hubstead.columns.open import open_columns

CONTACTS = "0-1"
BY_NUMBER = Question('"number" >= ?', [0], {"number": Kind.NUMBER}, sort="number", descending=True, limit=1)


def open_at(path: Path) -> ColumnStore:
    return open_columns(path, lambda *_: {"number": "number", "stage": "enumeration"})


def contact(number: int) -> RecordChange:
    properties = {"number": str(number), "name": f"Name {number * 7919 % 10007}", "stage": "Won"}
    return RecordChange(1, CONTACTS, number, json.dumps(properties).encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file with 20,000 records, at cursor 3."""
    store = open_at(tmp_path / "columns.duckdb")
    store.apply([contact(number) for number in range(1, 20_001)], 3)
    store.close()
    return tmp_path / "columns.duckdb"


def test_a_store_is_what_it_was_when_it_is_opened_again(path: Path) -> None:
    store = open_at(path)
    assert store.cursor() == 3
    assert store.search(1, CONTACTS, BY_NUMBER) == Found(20_000, [20_000])
    store.apply([contact(20_000), contact(20_001)], 4)
    assert store.search(1, CONTACTS, BY_NUMBER) == Found(20_001, [20_001])
    choices = Question('"stage" = ?', ["Won"], {"stage": Kind.CHOICE}, limit=0)
    assert store.search(1, CONTACTS, choices).total == 20_001
    store.close()


def halved(data: bytes) -> bytes:
    return data[: len(data) // 2]


def overwritten(data: bytes) -> bytes:
    return data[:4096] + bytes(255 - byte for byte in data[4096:])


@pytest.mark.parametrize("damage", [halved, overwritten, lambda _: b"", lambda _: b"something else" * 1000])
def test_a_file_that_cannot_be_read_is_started_anew(
    path: Path, damage: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    with caplog.at_level(logging.WARNING):
        store = open_at(path)
    assert str(path) in caplog.text
    assert "built anew" in caplog.text
    assert (store.cursor(), store.held()) == (0, [])
    store.apply([contact(1)], 9)
    store.close()
    store = open_at(path)
    assert (store.cursor(), store.count(1, CONTACTS)) == (9, 1)
    store.close()


def test_a_file_of_another_format_is_started_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubstead.columns.engines.duckdb._FORMAT", 999)
    store = open_at(path)
    assert store.cursor() == 0
    store.close()


def test_a_file_that_another_process_holds_is_left_alone(path: Path) -> None:
    holder = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ColumnStoreLocked):
            open_at(path)
        process.stdin.close()
    store = open_at(path)
    assert store.cursor() == 3
    store.close()


def test_a_killed_process_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "columns.duckdb"
    writer = (
        "import sys; from pathlib import Path\n"
        "from tests.columns.test_duckdb_file import contact, open_at\n"
        "store = open_at(Path(sys.argv[1]))\n"
        "for batch in range(1, 10_000):\n"
        "    store.apply([contact(batch * 100 + each) for each in range(100)], batch)\n"
        "    print(batch, flush=True)\n"
    )
    command = [sys.executable, "-c", writer, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(20)][-1]
        process.kill()
    store = open_at(path)
    assert store.cursor() >= acknowledged
    assert store.count(1, CONTACTS) == store.cursor() * 100
    store.close()


def test_an_opened_store_lets_its_log_be_checkpointed(path: Path) -> None:
    """A transaction left open would hold the log and all old rows for ever."""
    store = DuckDBColumns(path, lambda *_: {})
    store.apply([contact(1)], 4)
    store._database.execute("CHECKPOINT")
    assert not path.with_name(path.name + ".wal").exists()
    store.close()


def test_a_failure_that_shuts_duckdb_down_is_recovered_from(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise duckdb.FatalException("the database has been invalidated")

    store = open_at(path)
    with monkeypatch.context() as broken:
        broken.setattr(Table, "replace", fail)
        with pytest.raises(ColumnStoreError):
            store.apply([contact(1)], 4)
    assert (store.cursor(), store.count(1, CONTACTS)) == (3, 20_000)
    store.apply([contact(20_001)], 4)
    assert (store.cursor(), store.count(1, CONTACTS)) == (4, 20_001)
    store.close()


def test_searches_run_beside_writes_and_rebuilds(tmp_path: Path) -> None:
    store = open_at(tmp_path / "columns.duckdb")
    everybody = [contact(number) for number in range(1, 2_001)]
    store.apply(everybody, 1)
    stop, failures, totals = threading.Event(), [], set()

    def ask() -> None:
        try:
            while not stop.is_set():
                totals.add(store.search(1, CONTACTS, BY_NUMBER).total)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for batch in range(8):
        store.apply(everybody[:100], 2 + batch)
        column = json.dumps({"number": "1", f"extra_{batch}": "x"}).encode()
        store.apply([RecordChange(1, CONTACTS, 1, column)], 2 + batch)
        store.rebuild(1, CONTACTS, [everybody])
    stop.set()
    for thread in threads:
        thread.join()
    store.close()
    assert failures == []
    assert totals == {2_000}
