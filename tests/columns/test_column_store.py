"""What every column store does, in memory and in a file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

from hubstead.columns.engine import ColumnStore, Found, Question, RecordChange
from hubstead.columns.kinds import Kind
from hubstead.columns.open import open_columns

CONTACTS = "0-1"
TYPES = {"amount": "number", "closedate": "date", "createdate": "datetime", "stage": "enumeration"}


def types_of(*_: object) -> Mapping[str, str]:
    return TYPES


@pytest.fixture(params=["memory", "file"])
def columns(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ColumnStore]:
    store = open_columns(None if request.param == "memory" else tmp_path / "columns.duckdb", types_of)
    yield store
    store.close()


def record(record_id: int, /, **properties: str) -> RecordChange:
    return RecordChange(1, CONTACTS, record_id, json.dumps(properties).encode())


def gone(record_id: int) -> RecordChange:
    return RecordChange(1, CONTACTS, record_id, None)


def ids(store: ColumnStore, where: str = "TRUE", *parameters: object, **columns: Kind) -> list[int]:
    return store.search(1, CONTACTS, Question(where, parameters, columns)).ids


def test_a_new_store_is_empty(columns: ColumnStore) -> None:
    assert columns.cursor() == 0
    assert columns.held() == []
    assert columns.count(1, CONTACTS) == 0
    assert columns.search(1, CONTACTS, Question()) == Found(0, [])


def test_a_record_is_found_by_its_newest_values_only(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris"), record(2, city="Paris")], 7)
    columns.apply([record(1, city="Rome")], 8)
    assert ids(columns, '"city" = ?', "paris", city=Kind.TEXT) == [2]
    assert ids(columns, '"city" = ?', "rome", city=Kind.TEXT) == [1]
    assert columns.count(1, CONTACTS) == 2
    assert columns.cursor() == 8


def test_applying_the_same_again_changes_nothing(columns: ColumnStore) -> None:
    changes = [record(1, city="Paris"), record(2, city="Rome"), gone(3)]
    columns.apply(changes, 7)
    columns.apply(changes, 7)
    assert ids(columns) == [1, 2]


def test_within_one_batch_the_last_state_of_a_record_counts(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris"), record(2, city="Rome"), gone(2), record(1, city="Oslo")], 7)
    assert ids(columns, '"city" = ?', "oslo", city=Kind.TEXT) == [1]
    assert ids(columns) == [1]


def test_a_gone_record_is_not_found(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris"), record(2, city="Paris")], 7)
    columns.apply([gone(2)], 8)
    assert ids(columns) == [1]


def test_a_record_with_a_low_id_after_a_high_one_is_kept_once(columns: ColumnStore) -> None:
    columns.apply([record(9, city="Paris")], 1)
    columns.apply([record(4, city="Rome")], 2)
    columns.apply([record(4, city="Oslo")], 3)
    assert ids(columns) == [4, 9]


def test_portals_and_types_are_apart(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris"), RecordChange(2, CONTACTS, 1, b"{}"), RecordChange(1, "2-77", 5, b"{}")], 7)
    assert columns.held() == [(1, "0-1"), (1, "2-77"), (2, "0-1")]
    assert columns.search(2, CONTACTS, Question()) == Found(1, [1])
    assert columns.search(1, "2-77", Question()) == Found(1, [5])


def test_values_are_kept_by_the_kind_of_their_property(columns: ColumnStore) -> None:
    columns.apply([record(1, amount="75000.5", createdate="2022-05-03T09:00:00.857Z", stage="Won", name="ÄRMEL")], 1)
    columns.apply([record(2, closedate="2022-05-03")], 2)
    assert ids(columns, '"amount" BETWEEN 75000.4 AND 75000.6', amount=Kind.NUMBER) == [1]
    assert ids(columns, '"createdate" = make_timestamp_ms(1651568400857)', createdate=Kind.MOMENT) == [1]
    assert ids(columns, '"closedate" = make_timestamp_ms(1651536000000)', closedate=Kind.MOMENT) == [2]
    assert ids(columns, '"stage" = ?', "Won", stage=Kind.CHOICE) == [1]
    assert ids(columns, '"stage" = ?', "won", stage=Kind.CHOICE) == []
    assert ids(columns, '"name" = ?', "ärmel", name=Kind.TEXT) == [1]


def test_a_property_that_never_had_a_value_is_unset(columns: ColumnStore) -> None:
    columns.apply([record(1)], 1)
    assert ids(columns, '"city" IS NULL', city=Kind.TEXT) == [1]
    assert ids(columns, '"amount" > 1', amount=Kind.NUMBER) == []


def test_a_question_may_expect_another_kind_than_the_column_has(columns: ColumnStore) -> None:
    columns.apply([record(1, size="12"), record(2, size="large")], 1)
    assert ids(columns, '"size" > 5', size=Kind.NUMBER) == [1]


def test_any_text_is_kept(columns: ColumnStore) -> None:
    text = "a\nb\"c'd\\e\x00f;\u2028\U0001f600"
    columns.apply([record(1, note=text), record(2, note="other")], 1)
    assert ids(columns, '"note" = ?', text, note=Kind.TEXT) == [1]


def test_documents_may_be_large(columns: ColumnStore) -> None:
    large = {f"note_{number}": "x" * 65_536 for number in range(100)}
    columns.apply([record(1, **large), *[record(n, note_0="y" * 65_536) for n in range(2, 302)]], 1)
    assert columns.count(1, CONTACTS) == 301
    assert ids(columns, '"note_99" = ?', "x" * 65_536, note_99=Kind.TEXT) == [1]


@pytest.mark.parametrize("name", ['x" DOUBLE; DROP TABLE "1/0-1"; --', "#id", "", "Upper", "a b"])
def test_a_name_that_no_property_can_have_makes_no_column(columns: ColumnStore, name: str) -> None:
    columns.apply([RecordChange(1, CONTACTS, 1, json.dumps({name: "x", "city": "Paris"}).encode())], 1)
    assert ids(columns, '"city" = ?', "paris", city=Kind.TEXT) == [1]


@pytest.mark.parametrize("name", ["select", "table", "id", "document", "line", "key"])
def test_names_that_mean_something_in_sql_are_names(columns: ColumnStore, name: str) -> None:
    columns.apply([record(1, **{name: "b"}), record(2, **{name: "a"}), record(3)], 1)
    found = columns.search(1, CONTACTS, Question(f'"{name}" >= ?', ["a"], {name: Kind.TEXT}, sort=name))
    assert found == Found(2, [2, 1])


def test_the_total_is_exact_whatever_the_page(columns: ColumnStore) -> None:
    columns.apply([record(n, city="Paris") for n in range(1, 6001)], 1)
    assert columns.search(1, CONTACTS, Question(limit=2, offset=3)) == Found(6000, [4, 5])
    assert columns.search(1, CONTACTS, Question(limit=0)) == Found(6000, [])
    assert columns.search(1, CONTACTS, Question(offset=6000)) == Found(6000, [])


@pytest.mark.parametrize(("descending", "expected"), [(False, [5, 2, 4, 3, 1]), (True, [3, 2, 4, 5, 1])])
def test_a_sort_puts_missing_values_last_and_equals_by_id(
    columns: ColumnStore, descending: bool, expected: list[int]
) -> None:
    columns.apply([record(1), record(2, name="b"), record(3, name="C"), record(4, name="B"), record(5, name="A")], 1)
    question = Question(columns={"name": Kind.TEXT}, sort="name", descending=descending)
    assert columns.search(1, CONTACTS, question).ids == expected


def test_rebuild_takes_the_property_types_of_now(columns: ColumnStore, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [record(1, size="9"), record(2, size="10")]
    columns.apply(changes, 5)
    monkeypatch.setitem(TYPES, "size", "number")
    columns.rebuild(1, CONTACTS, iter([changes[:1], changes[1:]]))
    question = Question(columns={"size": Kind.NUMBER}, sort="size")
    assert columns.search(1, CONTACTS, question) == Found(2, [1, 2])
    assert columns.cursor() == 5


def test_a_rebuild_that_fails_leaves_everything(columns: ColumnStore) -> None:
    def broken() -> Iterator[list[RecordChange]]:
        yield [record(3, city="Oslo")]
        raise ConnectionError

    columns.apply([record(1, city="Paris")], 5)
    with pytest.raises(ConnectionError):
        columns.rebuild(1, CONTACTS, broken())
    assert ids(columns, '"city" = ?', "paris", city=Kind.TEXT) == [1]
    assert columns.count(1, CONTACTS) == 1


def test_a_batch_that_fails_leaves_everything(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris")], 5)
    with pytest.raises(msgspec.DecodeError):
        columns.apply([gone(1), RecordChange(1, CONTACTS, 2, b"{")], 6)
    assert ids(columns) == [1]
    assert columns.cursor() == 5


def test_reset_forgets_everything(columns: ColumnStore) -> None:
    columns.apply([record(1, city="Paris")], 5)
    columns.reset()
    assert (columns.cursor(), columns.held(), columns.count(1, CONTACTS)) == (0, [], 0)
    columns.apply([record(1, city="Rome")], 9)
    assert ids(columns, '"city" = ?', "rome", city=Kind.TEXT) == [1]


def test_sql_reaches_no_files(columns: ColumnStore) -> None:
    columns.apply([record(1)], 1)
    with pytest.raises(Exception, match="disabled"):
        ids(columns, "(SELECT count(*) FROM read_text('/etc/hostname')) > 0")
