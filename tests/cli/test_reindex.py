"""`hubstead reindex` and `hubstead check`."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import CONTACTS, ask, hubstead, search
from tests.client.process import ServerProcess

BATCH = {"inputs": [{"properties": {"email": f"p{number}@example.com", "city": "Town"}} for number in range(50)]}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with fifty contacts and the first user, whose server has stopped."""
    place = tmp_path_factory.mktemp("filled")
    with ServerProcess("--data", str(place / "data"), log=place / "log") as server:
        assert ask("POST", f"{server.url}{CONTACTS}/batch/create", BATCH)[0] == 201
        assert len(search(server.url, "city", "Town")) == 10
    return place / "data"


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(filled, tmp_path / "data")


def change(data: Path, sql: str, *values: object) -> None:
    """Do to the database what no server does."""
    with closing(sqlite3.connect(data / "hubstead.db")) as connection:
        connection.execute(sql, values)
        connection.commit()


def test_reindex_without_a_server_builds_deleted_columns(data: Path) -> None:
    (data / "columns.duckdb").unlink()
    done = hubstead("reindex", "--data", data)
    assert (done.code, done.out) == (0, "")
    assert "built from 51 records" in done.err
    assert hubstead("check", "--data", data).code == 0


def test_reindex_goes_through_the_server_that_runs(data: Path) -> None:
    with ServerProcess("--data", str(data), log=data.parent / "log") as server:
        done = hubstead("reindex", "--data", data)
        assert done.code == 0
        assert "built from 51 records" in done.err
        assert len(search(server.url, "city", "Town")) == 10


def test_check_finds_everything_in_order(data: Path) -> None:
    alone = hubstead("check", "--data", data)
    assert alone.code == 0
    assert "51 records and 51 unique values" in alone.out
    assert "search columns of 51 live records" in alone.out
    assert alone.out.endswith("Everything is in order.\n")
    with ServerProcess("--data", str(data), log=data.parent / "log"):
        assert hubstead("check", "--data", data).out.endswith("Everything is in order.\n")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE record SET document = '{' WHERE id = ?1", "its document cannot be read"),
        (
            "UPDATE record SET document = json_set(document, '$.hs_object_id', '7') WHERE id = ?1",
            "its hs_object_id is 7",
        ),
        ("DELETE FROM unique_value WHERE id = ?1", "is kept for no record"),
        ("UPDATE unique_value SET id = 5 WHERE id = ?1", "is kept for 5, which does not have it"),
        ("INSERT INTO association VALUES (10000001, '0-1', ?1, '0-2', 5, 0, 279)", "missing in the other direction"),
        ("INSERT INTO association VALUES (10000001, '0-2', 5, '0-1', ?1, 0, 280)", "belongs to a record that is gone"),
        ("INSERT INTO token VALUES ('d', ?1, '{}', 5)", "1 rows of token belong to no portal"),
        ("INSERT INTO listener VALUES ('x', 1000000 + ?1)", "listener x is ahead"),
        ("UPDATE record SET archived = 1 WHERE id = ?1", "50 in the columns, 49 live records"),
        ("DELETE FROM fact WHERE seq > 5 AND id > 0 * ?1", "ahead of the facts"),
    ],
)
def test_check_names_what_is_wrong(data: Path, sql: str, said: str) -> None:
    with closing(sqlite3.connect(data / "hubstead.db")) as connection:
        id = connection.execute("SELECT min(id) FROM record WHERE type = '0-1'").fetchone()[0]
    change(data, sql, id)
    done = hubstead("check", "--data", data)
    assert done.code == 1
    assert said in done.out


def test_check_says_when_the_columns_cannot_be_read(data: Path) -> None:
    columns = data / "columns.duckdb"
    columns.write_bytes(b"torn" * 5000)
    done = hubstead("check", "--data", data)
    assert done.code == 1
    assert "they cannot be read" in done.out
    assert columns.read_bytes() == b"torn" * 5000
