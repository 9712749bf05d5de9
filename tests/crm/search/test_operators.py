"""Each operator's two forms agree, through a real column store, and both mean what is documented."""

import json
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.columns.engine import ColumnStore, Question, RecordChange, quoted
from hubstead.columns.kinds import kind_of
from hubstead.columns.open import open_columns
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.search.operators import ALL, BY_NAME, Operator, Takes, matches

CONTACTS = "0-1"
TYPES: Mapping[str, str] = {"text": "string", "choice": "enumeration", "number": "number", "moment": "datetime"}
COLUMNS = {name: kind_of(type) for name, type in TYPES.items()}

DAYS = st.integers(-2_000_000_000_000, 4_000_000_000_000)
LETTERS = "aAbBäÄéßSsİiI çΣ中12 .@-_+;*%\\'\"\n\t\x00()[]^$?|{}\u0131\u03c3\u03c2\u0663\U0001f600\u0301\u2028"
TEXTS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=8),
    st.lists(st.sampled_from(["jane", "Jane", "example", "com", "1", "ä"]), min_size=1, max_size=4).flatmap(
        lambda words: st.sampled_from([".", "@", " ", "--", ", "]).map(lambda gap: gap.join(words))
    ),
)
CHOICES = st.lists(st.sampled_from(["a", "A", "b", "a b", "b.c", "*", "aa"]), min_size=1, max_size=3).map(";".join)
NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53).map(str),
    st.integers(-5, 5).map(str),
    st.decimals(-1000, 1000, places=2).map(lambda value: format(value, "f")),
)
MOMENTS = DAYS.map(format_datetime)
VALUES = {"text": TEXTS, "choice": CHOICES, "number": NUMBERS, "moment": MOMENTS}
OPERANDS = {
    "text": st.one_of(TEXTS, TEXTS.map(str.lower), st.sampled_from(["*", "j*", "*e", "example.com", "*@example.com"])),
    "choice": st.one_of(CHOICES, st.sampled_from(["a*", "*", "*.c"])),
    "number": NUMBERS,
    "moment": st.one_of(MOMENTS, DAYS.map(str), DAYS.map(lambda day: format_datetime(day)[:10])),
}


@pytest.fixture(scope="module")
def columns() -> Iterator[ColumnStore]:
    store = open_columns(None, lambda *_: TYPES)
    yield store
    store.close()


def found(
    columns: ColumnStore, operator: Operator, name: str, values: list[str | None], operands: list[str]
) -> list[int]:
    """The places of the values that the SQL form matches."""
    documents = [json.dumps({} if value is None else {name: value}).encode() for value in values]
    columns.reset()
    columns.apply([RecordChange(1, CONTACTS, place, document) for place, document in enumerate(documents)], 1)
    condition = operator.sql(COLUMNS[name], quoted(name), operands)
    return columns.search(1, CONTACTS, Question(condition.text, condition.parameters, COLUMNS, limit=200)).ids


def judged(operator: Operator, name: str, values: list[str | None], operands: list[str]) -> list[int]:
    """The places of the values that the Python form matches."""
    return [place for place, value in enumerate(values) if matches(operator, COLUMNS[name], value, operands)]


@st.composite
def questions(draw: st.DrawFn) -> tuple[Operator, str, list[str | None], list[str]]:
    operator, name = draw(st.sampled_from(ALL)), draw(st.sampled_from(sorted(TYPES)))
    values = draw(st.lists(st.one_of(st.none(), VALUES[name]), min_size=1, max_size=8))
    present = [value for value in values if value is not None]
    operand = st.one_of(OPERANDS[name], st.sampled_from(present)) if present else OPERANDS[name]
    count = {Takes.NOTHING: (0, 0), Takes.VALUE: (1, 1), Takes.RANGE: (2, 2), Takes.VALUES: (1, 4)}[operator.takes]
    return operator, name, values, draw(st.lists(operand, min_size=count[0], max_size=count[1]))


@given(questions())
def test_both_forms_of_every_operator_agree(
    columns: ColumnStore, question: tuple[Operator, str, list[str | None], list[str]]
) -> None:
    operator, name, values, operands = question
    assert found(columns, operator, name, values, operands) == judged(operator, name, values, operands)


# What each operator means, by hand: property, values, operator, operands, and the values that match.
MEANINGS: list[tuple[str, list[str | None], str, list[str], list[str | None]]] = [
    ("text", ["Jane", "JANE", "Janet"], "EQ", ["jAne"], ["Jane", "JANE"]),
    ("text", ["Jane", "Janet", None], "NEQ", ["JANE"], ["Janet"]),
    ("text", ["Ärmel", "ärmel", "armel"], "EQ", ["ÄRMEL"], ["Ärmel", "ärmel"]),
    ("text", ["apple", "Banana", "cherry"], "LT", ["BANANA"], ["apple"]),
    ("text", ["apple", "Banana", "cherry"], "LTE", ["BANANA"], ["apple", "Banana"]),
    ("text", ["apple", "Banana", "cherry"], "GT", ["banana"], ["cherry"]),
    ("text", ["apple", "Banana", "cherry", None], "GTE", ["banana"], ["Banana", "cherry"]),
    ("text", ["apple", "Banana", "cherry", None], "BETWEEN", ["B", "cherry"], ["Banana", "cherry"]),
    ("text", ["Paris", "ROME", "Oslo"], "IN", ["paris", "rome"], ["Paris", "ROME"]),
    ("text", ["Paris", "ROME", "Oslo"], "IN", ["Paris", "ROME"], []),
    ("text", ["Paris", "ROME", "Oslo", None], "NOT_IN", ["paris"], ["ROME", "Oslo"]),
    ("text", ["x", None], "HAS_PROPERTY", [], ["x"]),
    ("text", ["x", None], "NOT_HAS_PROPERTY", [], [None]),
    ("text", ["jane@example.com", "jane@example.org", "com.example"], "CONTAINS_TOKEN", ["example.com"],
     ["jane@example.com"]),
    ("text", ["jane@hubspot.com", "hubspot.com", "x@hubspots.com"], "CONTAINS_TOKEN", ["*@hubspot.com"],
     ["jane@hubspot.com"]),
    ("text", ["+1 415 555-0100", "4155550100", "(415) 555 0199"], "CONTAINS_TOKEN", ["415-555"],
     ["+1 415 555-0100", "(415) 555 0199"]),
    ("text", ["Smith", "Smithers", "Blacksmith"], "CONTAINS_TOKEN", ["smith"], ["Smith"]),
    ("text", ["Smith", "Smithers", "Blacksmith"], "CONTAINS_TOKEN", ["SMITH*"], ["Smith", "Smithers"]),
    ("text", ["Smith", "Smithers", "Blacksmith"], "CONTAINS_TOKEN", ["*smith*"], ["Smith", "Smithers", "Blacksmith"]),
    ("text", ["Smith", "Smthe"], "CONTAINS_TOKEN", ["sm*h"], ["Smith"]),
    ("text", ["Head of Sales", "Sales Lead", None], "NOT_CONTAINS_TOKEN", ["lead"], ["Head of Sales"]),
    ("text", ["a_b", "a b", "ab"], "CONTAINS_TOKEN", ["a b"], ["a_b", "a b"]),
    ("text", ["...", "a"], "CONTAINS_TOKEN", ["..."], []),
    ("text", ["...", "a", None], "NOT_CONTAINS_TOKEN", ["..."], ["...", "a"]),
    ("choice", ["lead", "Lead", "customer"], "EQ", ["lead"], ["lead"]),
    ("choice", ["a;b;c", "b", "ab", "c;a"], "EQ", ["a"], ["a;b;c", "c;a"]),
    ("choice", ["a;b", "a"], "EQ", ["a;b"], []),
    ("choice", ["a;b;c", "b", None], "NEQ", ["a"], ["b"]),
    ("choice", ["a;b", "c", "d"], "IN", ["b", "c"], ["a;b", "c"]),
    ("choice", ["a;b", "c", "d", None], "NOT_IN", ["b", "c"], ["d"]),
    ("choice", ["END_USER;OTHER", "END", "end_user"], "CONTAINS_TOKEN", ["END*"], ["END_USER;OTHER", "END"]),
    ("choice", ["END_USER;OTHER", "END", None], "NOT_CONTAINS_TOKEN", ["END"], ["END_USER;OTHER"]),
    ("number", ["9", "10", "10.0", "-1", None], "EQ", ["10.00"], ["10", "10.0"]),
    ("number", ["9", "10", "-1", None], "LT", ["9.5"], ["9", "-1"]),
    ("number", ["9007199254740991", "9007199254740990"], "GTE", ["9007199254740991"], ["9007199254740991"]),
    ("number", ["9", "10", "11"], "BETWEEN", ["9.5", "11"], ["10", "11"]),
    ("number", ["9", "10", None], "NOT_IN", ["9.0"], ["10"]),
    ("number", ["9", "19"], "CONTAINS_TOKEN", ["9"], ["9"]),
    ("moment", ["2022-05-03T09:00:00Z", "2022-05-03T09:00:00.001Z"], "EQ", ["1651568400000"],
     ["2022-05-03T09:00:00Z"]),
    ("moment", ["2022-05-03T09:00:00Z", "2022-05-02T00:00:00Z"], "GT", ["2022-05-03"], ["2022-05-03T09:00:00Z"]),
    ("moment", ["2022-05-03T09:00:00Z"], "EQ", ["2022-05-03T11:00:00+02:00"], ["2022-05-03T09:00:00Z"]),
    ("moment", ["2022-05-03T09:00:00Z", "2023-01-01T00:00:00Z", None], "BETWEEN", ["0", "2022-12-31"],
     ["2022-05-03T09:00:00Z"]),
    ("moment", ["2022-05-03T09:00:00Z", "2023-01-01T00:00:00Z", None], "NOT_IN", ["2023-01-01"],
     ["2022-05-03T09:00:00Z"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "operator", "operands", "expected"), MEANINGS)
def test_what_operators_mean(
    columns: ColumnStore,
    name: str,
    values: list[str | None],
    operator: str,
    operands: list[str],
    expected: list[str | None],
) -> None:
    places = found(columns, BY_NAME[operator], name, values, operands)
    assert [values[place] for place in places] == expected
    assert [values[place] for place in judged(BY_NAME[operator], name, values, operands)] == expected


@pytest.mark.parametrize(
    ("name", "operand"),
    [("number", text) for text in ("", "abc", "1,5", "NaN", "inf", "1e999", "0x10", "1_000", "*")]
    + [("moment", text) for text in ("", "yesterday", "2022-13-01", "9" * 30, "NaN")],
)
@pytest.mark.parametrize("operator", [each for each in ALL if each.takes is not Takes.NOTHING], ids=lambda op: op.name)
def test_an_operand_that_is_no_number_or_date_is_refused(name: str, operand: str, operator: Operator) -> None:
    operands = [operand] * (2 if operator.takes is Takes.RANGE else 1)
    with pytest.raises(ValueError, match=r"number|date|month|years"):
        operator.sql(COLUMNS[name], quoted(name), operands)


def test_the_thirteen_operators() -> None:
    assert " ".join(BY_NAME) == (
        "EQ NEQ LT LTE GT GTE BETWEEN IN NOT_IN HAS_PROPERTY NOT_HAS_PROPERTY CONTAINS_TOKEN NOT_CONTAINS_TOKEN"
    )
