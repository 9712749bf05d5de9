"""Each property operation's two forms agree, through a real column store, and both mean what is documented."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.columns.engine import ColumnStore, Question, RecordChange, quoted
from hubstead.columns.kinds import kind_of
from hubstead.columns.open import open_columns
from hubstead.crm.lists.moments import MONTHS, When
from hubstead.crm.lists.operations import OPERATIONS, Past, condition, passes, read_operation
from hubstead.crm.properties.datetimes import format_datetime, parse_datetime
from hubstead.crm.search.values import comparable

CONTACTS = "0-1"
NOW = parse_datetime("2027-03-15T14:30:00Z")  # a Monday
TYPES: Mapping[str, str] = {
    "text": "string", "truth": "bool", "choice": "enumeration", "number": "number", "moment": "datetime", "day": "date",
    "other": "datetime",
}  # fmt: skip
COLUMNS = {name: kind_of(type) for name, type in TYPES.items()}
HERE = When(NOW, ZoneInfo("Europe/Berlin"))

LETTERS = "aAbBäÄßİi Σ中12 .@-_%\\'\"\n*{}"
TEXTS = st.one_of(st.text(LETTERS, min_size=1, max_size=6), st.sampled_from(["jane doe", "Jane", "doe, jane", "a b"]))
CHOICES = st.lists(st.sampled_from(["a", "A", "b", "a b"]), min_size=1, max_size=3, unique=True).map(";".join)
NUMBERS = st.one_of(st.integers(-5, 5).map(str), st.decimals(-99, 99, places=2).map(lambda one: format(one, "f")))
STAMPS = st.one_of(
    st.integers(NOW - 40 * 86_400_000, NOW + 40 * 86_400_000),
    st.sampled_from([NOW, NOW - 86_400_000, NOW - 52_200_000, NOW + 34_200_000]),
    st.integers(-2_000_000_000_000, 4_000_000_000_000),
)
MOMENTS = STAMPS.map(format_datetime)
DAYS = STAMPS.map(lambda stamp: format_datetime(stamp)[:10])
VALUES = {
    "text": TEXTS, "truth": st.sampled_from(["true", "false"]), "choice": CHOICES, "number": NUMBERS,
    "moment": MOMENTS, "day": DAYS,
}  # fmt: skip
ZONES = st.sampled_from(["US/Eastern", "Europe/Berlin", "UTC", "Asia/Kathmandu"])


@st.composite
def points(draw: st.DrawFn) -> dict[str, Any]:
    zone = draw(ZONES)
    kind = draw(st.sampled_from(["DATE", "INDEXED", "PROPERTY_REFERENCED"]))
    if kind == "DATE":
        date = {
            "year": draw(st.integers(2026, 2028)),
            "month": draw(st.integers(1, 12)),
            "day": draw(st.integers(1, 28)),
        }
        clock = draw(st.sampled_from([{}, {"hour": 23, "minute": 59, "second": 59, "millisecond": 999}]))
        return {"timeType": kind, "zoneId": zone, **date, **clock}
    if kind == "PROPERTY_REFERENCED":
        return {
            "timeType": kind, "zoneId": zone, "property": "other",
            "referenceType": draw(st.sampled_from(["VALUE", "ANNIVERSARY"])),
        }  # fmt: skip
    reference = draw(st.sampled_from(["NOW", "TODAY", "WEEK", "MONTH", "QUARTER", "YEAR"]))
    point = {"timeType": kind, "zoneId": zone, "indexReference": {"referenceType": reference}}
    return point | draw(st.sampled_from([{}, {"offset": {"days": -3}}, {"offset": {"months": 1, "hours": 2}}]))


FIELDS: Mapping[str, Any] = {
    "value": None,
    "numberOfDays": st.integers(0, 30),
    "timeUnit": st.sampled_from(["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"]),
    "timeUnitCount": st.integers(1, 3),
    "useFiscalYear": st.booleans(),
    "fiscalYearStart": st.sampled_from(MONTHS),
    "timestamp": STAMPS,
    "requiresTimeZoneConversion": st.booleans(),
    "comparisonPropertyName": st.just("other"),
    "year": st.integers(2026, 2028),
    "month": st.sampled_from(["JANUARY", "MAR", 12]),
    "day": st.integers(1, 28),
    "timePoint": points(),
    "lowerBoundTimePoint": points(),
    "upperBoundTimePoint": points(),
    "endpointBehavior": st.sampled_from(["INCLUSIVE", "EXCLUSIVE", None]),
}
GIVEN: Mapping[str, tuple[str, ...]] = {
    "ROLLING_DATE_RANGE": ("numberOfDays", "requiresTimeZoneConversion"),
    "ROLLING_PROPERTY_UPDATED": ("numberOfDays",),
    "CALENDAR_DATE": ("timeUnit", "timeUnitCount", "useFiscalYear", "fiscalYearStart"),
    "DATETIME": ("timestamp", "requiresTimeZoneConversion"),
    "COMPARATIVE_DATE": ("comparisonPropertyName",),
    "COMPARATIVE_PROPERTY_UPDATED": ("comparisonPropertyName",),
    "DATE": ("year", "month", "day"),
    "TIME_POINT": ("timePoint", "endpointBehavior"),
    "TIME_RANGED": ("lowerBoundTimePoint", "upperBoundTimePoint"),
}
ALL = [
    (kind, name, operation)
    for kind, named in OPERATIONS.items()
    for name, operation in named.items()
    if operation.past is Past.VALUE
]
OF_FAMILY = {"TEXT": "text", "BOOL": "truth", "CHOICE": "choice", "NUMBER": "number"}


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any], list[dict[str, str]]]:
    """A property, an operation on it, and records."""
    kind, name, operation = draw(st.sampled_from(ALL))
    names = [OF_FAMILY[each.name] for each in operation.families if each.name in OF_FAMILY]
    if kind in ("TIME_POINT", "TIME_RANGED"):
        names = []
    if any(each.name == "MOMENT" for each in operation.families):
        names += ["moment", "day"]
    property = draw(st.sampled_from(sorted(names)))
    value = st.one_of(st.none(), VALUES[property])
    records = draw(st.lists(st.tuples(value, st.one_of(st.none(), MOMENTS)), min_size=1, max_size=8))
    asked: dict[str, Any] = {"operationType": kind, "operator": name}
    asked["includeObjectsWithNoValueSet"] = draw(st.booleans())
    for field in GIVEN.get(kind, ()):
        asked[field] = draw(FIELDS[field])
    if kind in ("STRING", "NUMBER"):
        asked["value"] = draw(VALUES[property])
    if kind == "BOOL":
        asked["value"] = draw(st.booleans())
    if kind in ("MULTISTRING", "ENUMERATION"):
        asked["values"] = draw(st.lists(VALUES[property], min_size=1, max_size=3))
    if kind == "NUMBER_RANGED":
        asked |= {"lowerBound": draw(NUMBERS), "upperBound": draw(NUMBERS)}
    if kind == "RANGED_DATE":
        asked |= {"lowerBound": draw(STAMPS), "upperBound": draw(STAMPS)}
    if kind == "COMPARATIVE_DATE" and draw(st.booleans()):
        asked["defaultComparisonValue"] = draw(STAMPS)
    return property, asked, [_record(property, value, other) for value, other in records]


def _record(property: str, value: str | None, other: str | None) -> dict[str, str]:
    return {name: held for name, held in ((property, value), ("other", other)) if held is not None}


@pytest.fixture(scope="module")
def columns() -> Iterator[ColumnStore]:
    store = open_columns(None, lambda *_: TYPES)
    yield store
    store.close()


def found(columns: ColumnStore, property: str, asked: dict[str, Any], records: list[dict[str, str]]) -> list[int]:
    """The places of the records that the SQL form lets pass."""
    columns.reset()
    columns.apply([RecordChange(1, CONTACTS, at, json.dumps(each).encode()) for at, each in enumerate(records)], 1)
    judged = condition(read_operation(asked, property, TYPES, HERE), quoted(property), quoted)
    return columns.search(1, CONTACTS, Question(judged.text, judged.parameters, COLUMNS, limit=200)).ids


def held(property: str, asked: dict[str, Any], records: list[dict[str, str]]) -> list[int]:
    """The places of the records that the Python form lets pass."""
    read = read_operation(asked, property, TYPES, HERE)

    def value(record: dict[str, str], name: str) -> Any:
        return comparable(COLUMNS[name], record[name]) if name in record else None

    return [at for at, each in enumerate(records) if passes(read, value(each, property), partial(value, each))]


@given(questions())
def test_both_forms_of_every_operation_agree(
    columns: ColumnStore, question: tuple[str, dict[str, Any], list[dict[str, str]]]
) -> None:
    property, asked, records = question
    assert found(columns, property, asked, records) == held(property, asked, records)


TODAY = {"timeType": "INDEXED", "zoneId": "US/Eastern", "indexReference": {"referenceType": "TODAY"}}
RIGHT_NOW = {"timeType": "INDEXED", "zoneId": "US/Eastern", "indexReference": {"referenceType": "NOW"}}
LAST_THREE_DAYS = {
    "operationType": "TIME_RANGED",
    "operator": "IS_BETWEEN",
    "lowerBoundEndpointBehavior": "INCLUSIVE",
    "upperBoundEndpointBehavior": "INCLUSIVE",
    "lowerBoundTimePoint": {**TODAY, "offset": {"days": -3}},
    "upperBoundTimePoint": RIGHT_NOW,
}
"""The documented example. Three days before 15 March in New York is the 12th, at 05:00 UTC: daylight saving began on
the 14th."""
MEANINGS: list[tuple[str, dict[str, Any], list[str | None], list[int]]] = [
    ("text", {"operationType": "STRING", "operator": "IS_EQUAL_TO", "value": "Ada"}, ["ada", "ADA L", None], [0]),
    ("text", {"operationType": "STRING", "operator": "IS_NOT_EQUAL_TO", "value": "Ada"}, ["ada", "ADA L", None], [1]),
    (
        "text",
        {
            "operationType": "STRING", "operator": "IS_NOT_EQUAL_TO", "value": "Ada",
            "includeObjectsWithNoValueSet": True,
        },
        ["ada", "ADA L", None],
        [1, 2],
    ),
    ("text", {"operationType": "MULTISTRING", "operator": "CONTAINS", "values": ["x", "da"]}, ["Ada", "X"], [0, 1]),
    (
        "text",
        {"operationType": "MULTISTRING", "operator": "DOES_NOT_CONTAIN", "values": ["x", "da"]},
        ["Ada", "X", "b", None],
        [2],
    ),
    (
        "text",
        {"operationType": "MULTISTRING", "operator": "CONTAINS_EXACTLY", "values": ["jane"]},
        ["Jane Doe", "janet"],
        [0],
    ),
    ("text", {"operationType": "STRING", "operator": "STARTS_WITH", "value": "a%"}, ["A%b", "ab"], [0]),
    ("text", {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}, ["a", None], [0]),
    ("number", {"operationType": "ALL_PROPERTY", "operator": "IS_UNKNOWN"}, ["1", None], [1]),
    ("number", {"operationType": "NUMBER", "operator": "IS_GREATER_THAN", "value": 2}, ["2", "2.5", "-3", None], [1]),
    (
        "number",
        {"operationType": "NUMBER_RANGED", "operator": "IS_NOT_BETWEEN", "lowerBound": 1, "upperBound": 3},
        ["0", "1", "3", "4", None],
        [0, 3],
    ),
    ("truth", {"operationType": "BOOL", "operator": "IS_EQUAL_TO", "value": True}, ["true", "false", None], [0]),
    ("truth", {"operationType": "BOOL", "operator": "IS_NOT_EQUAL_TO", "value": True}, ["true", "false", None], [1]),
    ("choice", {"operationType": "ENUMERATION", "operator": "IS_ANY_OF", "values": ["a", "b"]}, ["a;c", "c"], [0]),
    ("choice", {"operationType": "ENUMERATION", "operator": "IS_NONE_OF", "values": ["a"]}, ["a;c", "c", None], [1]),
    (
        "choice",
        {"operationType": "ENUMERATION", "operator": "IS_EXACTLY", "values": ["b", "a"]},
        ["a;b", "a", "a;b;c"],
        [0],
    ),
    (
        "choice",
        {"operationType": "ENUMERATION", "operator": "CONTAINS_ALL", "values": ["b", "a"]},
        ["a;b", "a", "c;a;b"],
        [0, 2],
    ),
    (
        "moment",
        {"operationType": "DATETIME", "operator": "IS_BEFORE", "timestamp": NOW},
        ["2027-03-15T14:29:59.999Z", "2027-03-15T14:30:00Z"],
        [0],
    ),
    (
        "moment",
        {"operationType": "ROLLING_DATE_RANGE", "operator": "IS_LESS_THAN_X_DAYS_AGO", "numberOfDays": 1},
        ["2027-03-14T14:30:00Z", "2027-03-14T14:29:59Z", "2027-03-15T14:31:00Z"],
        [0],
    ),
    (
        "day",
        {"operationType": "ROLLING_DATE_RANGE", "operator": "IS_LESS_THAN_X_DAYS_AGO", "numberOfDays": 1},
        ["2027-03-15", "2027-03-14", "2027-03-13", "2027-03-16"],
        [0, 1],
    ),
    (
        "day",
        {"operationType": "ROLLING_DATE_RANGE", "operator": "IS_MORE_THAN_X_DAYS_FROM_NOW", "numberOfDays": 7},
        ["2027-03-22", "2027-03-23"],
        [1],
    ),
    (  # the week began on Monday the 15th at 00:00 in Berlin, 23:00 UTC the day before
        "moment",
        {"operationType": "CALENDAR_DATE", "operator": "IN_THIS_TIME_UNIT", "timeUnit": "WEEK"},
        ["2027-03-14T22:59:59Z", "2027-03-14T23:00:00Z", "2027-03-21T22:59:59Z", "2027-03-21T23:00:00Z"],
        [1, 2],
    ),
    (
        "day",
        {"operationType": "CALENDAR_DATE", "operator": "IN_LAST_TIME_UNIT", "timeUnit": "QUARTER"},
        ["2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01"],
        [1, 2],
    ),
    (  # a fiscal year that begins in April: the one of March 2027 began in April 2026
        "day",
        {
            "operationType": "CALENDAR_DATE", "operator": "IN_THIS_TIME_UNIT", "timeUnit": "YEAR",
            "useFiscalYear": True, "fiscalYearStart": "APRIL",
        },
        ["2026-03-31", "2026-04-01", "2027-03-31", "2027-04-01"],
        [1, 2],
    ),
    (
        "moment",
        LAST_THREE_DAYS,
        ["2027-03-12T04:59:59Z", "2027-03-12T05:00:00Z", "2027-03-15T14:30:00Z", "2027-03-15T14:30:01Z"],
        [1, 2],
    ),
    (  # after a day: its last millisecond is given (documented)
        "day",
        {
            "operationType": "TIME_POINT", "operator": "IS_AFTER",
            "timePoint": {
                "timeType": "DATE", "zoneId": "US/Eastern", "year": 2027, "month": 3, "day": 10,
                "hour": 23, "minute": 59, "second": 59, "millisecond": 999,
            },
        },
        ["2027-03-10", "2027-03-11"],
        [1],
    ),
    (
        "day",
        {"operationType": "DATE", "operator": "IS_BEFORE", "year": 2027, "month": "MARCH", "day": 10},
        ["2027-03-09", "2027-03-10"],
        [0],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("property", "asked", "values", "expected"), MEANINGS)
def test_operations_mean_what_is_documented(
    columns: ColumnStore, property: str, asked: dict[str, Any], values: list[str | None], expected: list[int]
) -> None:
    records = [_record(property, value, None) for value in values]
    assert found(columns, property, asked, records) == expected
    assert held(property, asked, records) == expected
