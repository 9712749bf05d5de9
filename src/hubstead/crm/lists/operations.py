"""The property operations of list filters, each one entry with its test: what it means in Python and in SQL.

Both forms judge a record that has a value; what becomes of one without is `includeObjectsWithNoValueSet` and none of
theirs. Operators about the past (`HAS_EVER_…`, `UPDATED_…`) are the same tests, put to every value that a property ever
had or to the moment of its last change (`Past`); facts answer them.
"""

import operator
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from hubstead.columns.kinds import Kind, kind_of
from hubstead.crm.lists import conditions
from hubstead.crm.lists import conditions_of_time as times
from hubstead.crm.lists.conditions import Column, Given, Read, Setting, Test, Values, negated
from hubstead.crm.lists.moments import When
from hubstead.crm.lists.refusal import Refused, choice
from hubstead.crm.search.operators import Sql


class Family(Enum):
    """Types of properties, as operations tell them apart."""

    TEXT = auto()
    NUMBER = auto()
    BOOL = auto()
    CHOICE = auto()
    MOMENT = auto()


FAMILIES = {
    "number": Family.NUMBER,
    "currency_number": Family.NUMBER,
    "date": Family.MOMENT,
    "datetime": Family.MOMENT,
    "enumeration": Family.CHOICE,
    "bool": Family.BOOL,
}


def family_of(type: str) -> Family:
    """The family of one of HubSpot's property types; unknown ones are text."""
    return FAMILIES.get(type, Family.TEXT)


class Past(Enum):
    """What a test is put to."""

    VALUE = auto()
    EVER = auto()
    """Any value that the property had at some time."""
    UPDATED = auto()
    """The moment of its last change."""
    COMPARED = auto()
    """That moment, beside the same of another property."""


class Operation(NamedTuple):
    """An operator of an operation type. `read` raises `Refused`; `opposite`: of what `read` gives."""

    families: frozenset[Family]
    read: Read
    past: Past = Past.VALUE
    opposite: bool = False


_T, _N, _M = frozenset((Family.TEXT,)), frozenset((Family.NUMBER,)), frozenset((Family.MOMENT,))
_C, _B = frozenset((Family.CHOICE, Family.BOOL)), frozenset((Family.BOOL, Family.CHOICE))
_ALL = frozenset(Family)


def _pair(families: frozenset[Family], read: Read, yes: str, no: str, past: Past = Past.VALUE) -> dict[str, Operation]:
    """An operator and its opposite."""
    return {yes: Operation(families, read, past), no: Operation(families, read, past, opposite=True)}


OPERATIONS: Mapping[str, Mapping[str, Operation]] = {
    "ALL_PROPERTY": {
        **_pair(_ALL, conditions.always, "IS_KNOWN", "IS_UNKNOWN"),
        **_pair(_ALL, conditions.always, "IS_NOT_BLANK", "IS_BLANK"),
    },
    "STRING": {
        **_pair(_T, conditions.one_text("EQUAL"), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_T, conditions.one_text("CONTAINS"), "CONTAINS", "DOES_NOT_CONTAIN"),
        "STARTS_WITH": Operation(_T, conditions.one_text("STARTS")),
        "ENDS_WITH": Operation(_T, conditions.one_text("ENDS")),
        **_pair(_T, conditions.one_text("EQUAL"), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
        **_pair(_T, conditions.one_text("CONTAINS"), "HAS_EVER_CONTAINED", "HAS_NEVER_CONTAINED", Past.EVER),
    },
    "MULTISTRING": {
        **_pair(_T, conditions.many_texts("EQUAL"), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_T, conditions.many_texts("CONTAINS"), "CONTAINS", "DOES_NOT_CONTAIN"),
        **_pair(_T, conditions.many_texts("WORD"), "CONTAINS_EXACTLY", "DOES_NOT_CONTAIN_EXACTLY"),
        "STARTS_WITH": Operation(_T, conditions.many_texts("STARTS")),
        "ENDS_WITH": Operation(_T, conditions.many_texts("ENDS")),
        **_pair(_T, conditions.many_texts("EQUAL"), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
    },
    "NUMBER": {
        **_pair(_N, conditions.number(operator.eq, "="), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        "IS_GREATER_THAN": Operation(_N, conditions.number(operator.gt, ">")),
        "IS_GREATER_THAN_OR_EQUAL_TO": Operation(_N, conditions.number(operator.ge, ">=")),
        "IS_LESS_THAN": Operation(_N, conditions.number(operator.lt, "<")),
        "IS_LESS_THAN_OR_EQUAL_TO": Operation(_N, conditions.number(operator.le, "<=")),
        **_pair(
            _N, conditions.number(operator.eq, "="), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER
        ),
    },
    "NUMBER_RANGED": _pair(_N, conditions.number_range, "IS_BETWEEN", "IS_NOT_BETWEEN"),
    "BOOL": {
        **_pair(_B, conditions.truth, "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_B, conditions.truth, "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
    },
    "ENUMERATION": {
        **_pair(_C, conditions.ANY_OF, "IS_ANY_OF", "IS_NONE_OF"),
        **_pair(_C, conditions.EXACTLY, "IS_EXACTLY", "IS_NOT_EXACTLY"),
        **_pair(_C, conditions.ALL_OF, "CONTAINS_ALL", "DOES_NOT_CONTAIN_ALL"),
        **_pair(_C, conditions.ANY_OF, "HAS_EVER_BEEN_ANY_OF", "HAS_NEVER_BEEN_ANY_OF", Past.EVER),
        **_pair(_C, conditions.EXACTLY, "HAS_EVER_BEEN_EXACTLY", "HAS_NEVER_BEEN_EXACTLY", Past.EVER),
        **_pair(_C, conditions.ALL_OF, "HAS_EVER_CONTAINED_ALL", "HAS_NEVER_CONTAINED_ALL", Past.EVER),
    },
    "DATETIME": {
        "IS_BEFORE": Operation(_M, times.before),
        "IS_AFTER": Operation(_M, times.after),
        "IS_BEFORE_DATE": Operation(_M, times.before),
        "IS_AFTER_DATE": Operation(_M, times.after),
        "IS_EQUAL_TO": Operation(_M, times.on_day),
    },
    "RANGED_DATE": _pair(_M, times.span, "IS_BETWEEN", "IS_NOT_BETWEEN"),
    "COMPARATIVE_DATE": {
        "IS_BEFORE": Operation(_M, times.other_property("<")),
        "IS_AFTER": Operation(_M, times.other_property(">")),
    },
    "COMPARATIVE_PROPERTY_UPDATED": {
        "IS_BEFORE": Operation(_ALL, times.other_property("<"), Past.COMPARED),
        "IS_AFTER": Operation(_ALL, times.other_property(">"), Past.COMPARED),
    },
    "ROLLING_DATE_RANGE": {
        name: Operation(_M, times.rolling(name))
        for name in (
            "IS_LESS_THAN_X_DAYS_AGO",
            "IS_MORE_THAN_X_DAYS_AGO",
            "IS_LESS_THAN_X_DAYS_FROM_NOW",
            "IS_MORE_THAN_X_DAYS_FROM_NOW",
        )
    },
    "ROLLING_PROPERTY_UPDATED": _pair(
        _ALL, times.updated_lately, "UPDATED_IN_LAST_X_DAYS", "NOT_UPDATED_IN_LAST_X_DAYS", Past.UPDATED
    ),
    "DATE": {
        "IS_EQUAL_TO": Operation(_M, times.date("=")),
        "IS_BEFORE": Operation(_M, times.date("<")),
        "IS_AFTER": Operation(_M, times.date(">")),
        "EQUAL": Operation(_M, times.date("=")),
        "BEFORE": Operation(_M, times.date("<")),
        "AFTER": Operation(_M, times.date(">")),
    },
    "CALENDAR_DATE": {
        name: Operation(_M, times.calendar(name))
        for name in ("IN_THIS_TIME_UNIT", "IN_THIS_TIME_UNIT_SO_FAR", "IN_NEXT_TIME_UNIT", "IN_LAST_TIME_UNIT")
    },
    "TIME_POINT": {
        "IS_BEFORE": Operation(_ALL, times.time_point("<")),
        "IS_AFTER": Operation(_ALL, times.time_point(">")),
    },
    "TIME_RANGED": _pair(_ALL, times.time_range, "IS_BETWEEN", "IS_NOT_BETWEEN"),
}
"""By operation type and operator. TIME_POINT and TIME_RANGED take other families than moments with UPDATED_AT only."""
CLOCKED = frozenset(("ROLLING_DATE_RANGE", "ROLLING_PROPERTY_UPDATED", "CALENDAR_DATE"))
"""Operation types whose answer changes as time goes by; time points do when they are INDEXED or an ANNIVERSARY."""
NO_VALUE = ("IS_UNKNOWN", "IS_BLANK")
"""Operators that ask for records without a value."""
ALIASES = {
    "ALLTYPES": "ALL_PROPERTY",
    "NUMBER-RANGED": "NUMBER_RANGED",
    "DATETIME-RANGED": "RANGED_DATE",
    "DATETIME-COMPARATIVE": "COMPARATIVE_DATE",
    "DATETIME-ROLLING": "ROLLING_DATE_RANGE",
    "CALENDAR-DATE": "CALENDAR_DATE",
    "ROLLING-PROPERTY-UPDATED": "ROLLING_PROPERTY_UPDATED",
    "PROPERTY-UPDATED-COMPARATIVE": "COMPARATIVE_PROPERTY_UPDATED",
    "TIMEPOINT": "TIME_POINT",
    "RANGEDTIME": "TIME_RANGED",
}
"""Newer names of operation types, in upper case."""


def is_clocked(given: Given) -> bool:
    """Whether the answer of a property operation changes as time goes by."""
    if given.get("operationType") in CLOCKED:
        return True
    points = (given.get(name) for name in ("timePoint", "lowerBoundTimePoint", "upperBoundTimePoint"))
    return any(
        isinstance(each, Mapping) and (each.get("timeType") == "INDEXED" or each.get("referenceType") == "ANNIVERSARY")
        for each in points
    )


class Asked(NamedTuple):
    """A property operation, read: its test, what it is put to, whether its opposite is asked, whether records without a
    value pass, and whether only those do. `refers` are the other properties that it names."""

    test: Test
    past: Past
    opposite: bool
    unset: bool
    only_unset: bool
    refers: tuple[str, ...] = ()


def read_operation(given: Any, name: str, types: Mapping[str, str], when: When) -> Asked:
    """The operation of a filter on the property `name`; `types` has the types of all properties. Raises `Refused`."""
    if not isinstance(given, Mapping):
        raise Refused("a property filter needs an operation", "operation")
    kind = choice(given, "operationType", tuple(OPERATIONS))
    operator = choice(given, "operator", tuple(OPERATIONS[kind]))
    found = OPERATIONS[kind][operator]
    past = Past.UPDATED if given.get("propertyParser") == "UPDATED_AT" else found.past
    family = family_of(types[name])
    if family not in found.families or (kind in _TIMES and past is Past.VALUE and family is not Family.MOMENT):
        raise Refused(f"{operator} of {kind} does not go with a property of type {types[name]}", "operator")
    refers: list[str] = []

    def refer(other: str) -> None:
        if other not in types:
            raise Refused(f"property {other[:100]} does not exist", "property")
        if past is not Past.COMPARED and family_of(types[other]) is not Family.MOMENT:
            raise Refused(f"property {other} holds no moments", "property")
        refers.append(other)

    present = past in (Past.VALUE, Past.EVER)
    when = When(when.now, when.zone, types[name] == "date" and present)
    test = found.read(given, Setting(when, kind_of(types[name]) if present else Kind.MOMENT, refer))
    if refers and past is Past.UPDATED:
        raise Refused("a property is compared with moments of change only by COMPARATIVE_PROPERTY_UPDATED", "timeType")
    unset = operator in NO_VALUE or given.get("includeObjectsWithNoValueSet") is True
    return Asked(test, past, found.opposite, unset, operator in NO_VALUE, tuple(refers))


_TIMES = ("TIME_POINT", "TIME_RANGED")


def condition(asked: Asked, column: str, other: Column) -> Sql:
    """The operation on a record's present values, as SQL that is true or false."""
    test = asked.test if not asked.opposite else negated(asked.test)
    inner = test.sql(column, other)
    if asked.only_unset:
        return Sql(f"{column} IS NULL")
    text = f"coalesce({column} IS NOT NULL AND {inner.text}, FALSE)"
    return Sql(f"({column} IS NULL OR {text})" if asked.unset else text, inner.parameters)


def passes(asked: Asked, value: Any, other: Values) -> bool:
    """The same in Python: of a comparable value, `None` for none."""
    if asked.only_unset:
        return value is None
    if value is None:
        return asked.unset
    return asked.test.holds(value, other) != asked.opposite
