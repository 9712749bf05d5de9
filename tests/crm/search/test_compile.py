"""Whole queries, compiled and answered by a real column store."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.columns.engine import ColumnStore, RecordChange
from hubstead.columns.open import open_columns
from hubstead.crm.search.compile import association_ids, compile_query
from hubstead.crm.search.query import Filter, SearchBody, read_query
from hubstead.kit.errors import Invalid

CONTACTS = "0-1"
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("firstname", "lastname", "email", "phone", "company", "never"), "string"),
    "lifecyclestage": "enumeration",
    "amount": "number",
    "createdate": "datetime",
    "active": "bool",
}
SEARCHABLE = ("firstname", "lastname", "email", "phone", "company", "never", "lifecyclestage", "amount", "undefined")
PEOPLE = {
    1: {"firstname": "Jane", "lastname": "Smith", "email": "jane.smith@example.com", "lifecyclestage": "lead"},
    2: {"firstname": "John", "lastname": "Smith", "phone": "+1 415-555-0100", "lifecyclestage": "customer"},
    3: {"firstname": "Maria", "lastname": "García", "company": "Smith & Sons", "amount": "75000"},
    4: {"firstname": "Janet", "amount": "19.99", "active": "true", "createdate": "2022-05-03T09:00:00Z"},
}


@pytest.fixture(scope="module")
def columns() -> Iterator[ColumnStore]:
    store = open_columns(None, lambda *_: TYPES)
    store.apply([RecordChange(1, CONTACTS, each, json.dumps(person).encode()) for each, person in PEOPLE.items()], 1)
    yield store
    store.close()


def ask(columns: ColumnStore, associated: Mapping[str, set[int]] | None = None, **body: Any) -> list[int]:
    links = associated or {}
    query = read_query(msgspec.json.decode(json.dumps(body), type=SearchBody))
    question = compile_query(query, TYPES, SEARCHABLE, lambda asked: links[asked.associated_type or ""])
    found = columns.search(1, CONTACTS, question)
    assert found.total >= len(found.ids)
    return found.ids


def where(name: str, operator: str, value: object = None) -> dict[str, object]:
    return {"propertyName": name, "operator": operator, "value": value}


def test_without_anything_all_are_found_oldest_first(columns: ColumnStore) -> None:
    assert ask(columns) == [1, 2, 3, 4]


def test_filters_of_a_group_must_all_hold_and_one_group_suffices(columns: ColumnStore) -> None:
    smith, jane, maria = where("lastname", "EQ", "smith"), where("firstname", "EQ", "Jane"), where("amount", "GT", 100)
    assert ask(columns, filters=[smith]) == [1, 2]
    assert ask(columns, filters=[smith, jane]) == [1]
    assert ask(columns, filterGroups=[{"filters": [smith, jane]}, {"filters": [maria]}]) == [1, 3]


def test_filters_and_text_must_both_hold(columns: ColumnStore) -> None:
    groups = [{"filters": [where("firstname", "EQ", "Jane")]}, {"filters": [where("firstname", "EQ", "Maria")]}]
    assert ask(columns, filterGroups=groups, query="sons") == [3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jane", [1, 4]),
        ("JANE smith", [1]),
        ("smith jane", [1]),
        ("smi", [1, 2, 3]),
        ("mith", []),
        ("jane.smith@example.com", [1]),
        ("555", [2]),
        ("415-555-0100", [2]),
        ("GARCÍA", [3]),
        ("cust", [2]),
        ("75000", [3]),
        ("19.99", [4]),
        ("nobody", []),
        ("jane nobody", []),
        ("", [1, 2, 3, 4]),
        ("@ - &", [1, 2, 3, 4]),
    ],
)
def test_every_word_of_the_text_starts_a_word_somewhere(columns: ColumnStore, text: str, expected: list[int]) -> None:
    assert ask(columns, query=text) == expected


@given(text=st.text(max_size=2_500))
def test_any_text_can_be_asked_for(columns: ColumnStore, text: str) -> None:
    ask(columns, query=text)
    ask(columns, filters=[where("email", "CONTAINS_TOKEN", text), where("lifecyclestage", "CONTAINS_TOKEN", text)])


@pytest.mark.parametrize("text", ["a* " * 1000, "*" * 2900, "a*" * 1400, "x " * 1400, "(" * 2900, "\\" * 2900])
def test_long_and_odd_patterns_are_answered(columns: ColumnStore, text: str) -> None:
    assert ask(columns, query=f"zz {text}") == []
    assert ask(columns, filters=[where("email", "CONTAINS_TOKEN", f"zz {text}")]) == []
    assert ask(columns, filters=[where("lifecyclestage", "CONTAINS_TOKEN", f"zz {text}")]) == []


def test_sorting(columns: ColumnStore) -> None:
    assert ask(columns, sorts=["lastname"]) == [3, 1, 2, 4]
    assert ask(columns, sorts=["-lastname"]) == [1, 2, 3, 4]
    assert ask(columns, sorts=["amount"]) == [4, 3, 1, 2]
    assert ask(columns, sorts=["-hs_never_defined"]) == [1, 2, 3, 4]


def test_pages(columns: ColumnStore) -> None:
    assert ask(columns, limit=2) == [1, 2]
    assert ask(columns, limit=2, after="2", sorts=["-amount"]) == [1, 2]


def test_a_boolean_is_compared_as_text(columns: ColumnStore) -> None:
    assert ask(columns, filters=[where("active", "EQ", value=True)]) == [4]


def test_a_property_without_any_value(columns: ColumnStore) -> None:
    assert ask(columns, filters=[where("never", "EQ", "x")]) == []
    assert ask(columns, filters=[where("never", "NOT_HAS_PROPERTY")]) == [1, 2, 3, 4]
    assert ask(columns, sorts=["never"]) == [1, 2, 3, 4]


def test_associations_are_ids_that_were_looked_up(columns: ColumnStore) -> None:
    asked = where("associations.deal", "EQ", 77)
    assert ask(columns, {"deal": {2, 3, 99}}, filters=[asked]) == [2, 3]
    assert ask(columns, {"deal": set()}, filters=[asked]) == []
    assert ask(columns, {"deal": {2, 3}}, filters=[asked, where("firstname", "EQ", "john")]) == [2]


def association(operator: str, **operands: object) -> Filter:
    body = {"filters": [{"propertyName": "associations.deal", "operator": operator, **operands}]}
    (found,) = read_query(msgspec.convert(body, SearchBody)).filters()
    return found


def test_the_ids_of_an_association_filter() -> None:
    assert association_ids(association("EQ", value=1451)) == [1451]
    assert association_ids(association("IN", values=["1", 2])) == [1, 2]
    for refused in (
        association("EQ", value="abc"),
        association("EQ", value=-1),
        association("EQ", value="9" * 25),
        association("NEQ", value="1"),
        association("HAS_PROPERTY"),
    ):
        with pytest.raises(Invalid, match=r"associations\.deal"):
            association_ids(refused)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (where("fristname", "EQ", "x"), "property fristname does not exist"),
        (where("amount", "GT", "lots"), "lots is not a valid number"),
        (where("createdate", "GT", "yesterday"), "yesterday is not a valid datetime"),
    ],
)
def test_what_cannot_be_compiled(columns: ColumnStore, asked: dict[str, object], problem: str) -> None:
    with pytest.raises(Invalid, match=problem) as caught:
        ask(columns, filters=[asked])
    assert caught.value.context == {"propertyName": [asked["propertyName"]]}
