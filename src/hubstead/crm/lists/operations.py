"""The property operations of list filters, each one entry: what it means in Python and what it is in SQL.

Both forms judge a record that has a value; what becomes of one without is `includeObjectsWithNoValueSet` and none of
theirs. Case does not count in text; choices are compared as they are, and a choice is the set of its selected values.
Operators about the past (`HAS_EVER_…`, `UPDATED_…`) are the same tests, put to every value that a property ever had or
to the moment of its last change (`Past`); facts answer them.
"""

import operator
import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any, NamedTuple

from hubstead.columns.kinds import Kind, kind_of
from hubstead.crm.lists.moments import DAY, MONTHS, UNITS, Point, When, date_of, moved, point, start_of, zone_of
from hubstead.crm.lists.refusal import Refused, choice, member, texts, whole
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.search import tokens
from hubstead.crm.search.operators import Sql, word_sql
from hubstead.crm.search.tokens import fold
from hubstead.crm.search.values import choices, comparable

Given = Mapping[str, Any]
Column = Callable[[str], str]
"""From the name of a property to its column, quoted."""
Values = Callable[[str], int | None]
"""From the name of a property that holds moments to its value in ms."""


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


class Test(NamedTuple):
    """Both forms of one condition on a property that has a value.

    `holds` takes the value made comparable (`comparable`), `sql` the column of the property; the second argument leads
    to other properties of the record.
    """

    holds: Callable[[Any, Values], bool]
    sql: Callable[[str, Column], Sql]


class Setting(NamedTuple):
    """What an operation is read with: when, the kind of the property, and `refer`, which checks another property that
    it names, and says so to who asked."""

    when: When
    kind: Kind
    refer: Callable[[str], None]


Read = Callable[[Given, Setting], Test]


class Operation(NamedTuple):
    """An operator of an operation type. `read` raises `Refused`; `opposite`: of what `read` gives."""

    families: frozenset[Family]
    read: Read
    past: Past = Past.VALUE
    opposite: bool = False


def negated(test: Test) -> Test:
    """Holds where the test does not."""

    def sql(column: str, other: Column) -> Sql:
        inner = test.sql(column, other)
        return Sql(f"NOT coalesce({inner.text}, FALSE)", inner.parameters)

    return Test(lambda value, other: not test.holds(value, other), sql)


def _text_test(words: list[str], holds: Callable[[str, str], bool], condition: str) -> Test:
    """Whether one of the words stands to the text as `holds` says; `condition` is the same in SQL."""
    folded = [fold(word) for word in words]

    def sql(column: str, _: Column) -> Sql:
        parts = [condition.format(column=column)] * len(folded)
        return Sql(f"({' OR '.join(parts)})", tuple(folded))

    return Test(lambda value, _: any(holds(value, word) for word in folded), sql)


def _has_word(words: list[str]) -> Test:
    """Whether the words of one of the texts stand in the value one after the other, as whole words."""
    patterns = [(tokens.rarest(word), tokens.token_pattern(word)) for word in words]

    def holds(value: str, _: Values) -> bool:
        return any(pattern is not None and re.search(pattern, value) is not None for _, pattern in patterns)

    def sql(column: str, _: Column) -> Sql:
        parts = [word_sql(column, literal, pattern) for literal, pattern in patterns]
        text = " OR ".join(part.text for part in parts)
        return Sql(f"({text})", tuple(each for part in parts for each in part.parameters))

    return Test(holds, sql)


_TEXT_TESTS: Mapping[str, Callable[[list[str]], Test]] = {
    "EQUAL": lambda words: _text_test(words, operator.eq, "{column} = ?"),
    "CONTAINS": lambda words: _text_test(words, operator.contains, "contains({column}, ?)"),
    "STARTS": lambda words: _text_test(words, str.startswith, "starts_with({column}, ?)"),
    "ENDS": lambda words: _text_test(words, str.endswith, "ends_with({column}, ?)"),
    "WORD": _has_word,
}


def _one_text(test: str) -> Read:
    return lambda given, _: _TEXT_TESTS[test]([member(given, "value", str)])


def _many_texts(test: str) -> Read:
    return lambda given, _: _TEXT_TESTS[test](texts(given, "values"))


def _truth(given: Given, _: Setting) -> Test:
    value = given.get("value")
    if isinstance(value, str) and value.lower() in ("true", "false"):
        value = value.lower() == "true"
    if not isinstance(value, bool):
        raise Refused("it must be true or false", "value")
    return _TEXT_TESTS["EQUAL"](["true" if value else "false"])


def _number_in(given: Given, name: str) -> float:
    value = given.get(name)
    try:
        return float(comparable(Kind.NUMBER, value if isinstance(value, str) else str(value)))
    except ValueError:
        raise Refused("it must be a number", name) from None


def _number(holds: Callable[[float, float], bool], sign: str) -> Read:
    def read(given: Given, _: Setting) -> Test:
        bound = _number_in(given, "value")
        return Test(lambda value, _: holds(value, bound), lambda column, _: Sql(f"{column} {sign} ?", (bound,)))

    return read


def _number_range(given: Given, _: Setting) -> Test:
    low, high = _number_in(given, "lowerBound"), _number_in(given, "upperBound")
    return Test(
        lambda value, _: bool(low <= value <= high), lambda column, _: Sql(f"{column} BETWEEN ? AND ?", (low, high))
    )


def _selected(holds: Callable[[set[str], set[str]], bool], condition: str) -> Read:
    """A test of the selected values of a choice against those that are given."""

    def read(given: Given, _: Setting) -> Test:
        wanted = texts(given, "values")

        def sql(column: str, _: Column) -> Sql:
            times = condition.count("?")
            return Sql(condition.format(chosen=f"string_split({column}, ';')"), tuple([wanted] * times))

        return Test(lambda value, _: holds(set(choices(value)), set(wanted)), sql)

    return read


_ANY_OF = _selected(lambda chosen, wanted: not chosen.isdisjoint(wanted), "list_has_any({chosen}, ?::VARCHAR[])")
_ALL_OF = _selected(lambda chosen, wanted: chosen >= wanted, "list_has_all({chosen}, ?::VARCHAR[])")
_EXACTLY = _selected(
    lambda chosen, wanted: chosen == wanted,
    "(list_has_all({chosen}, ?::VARCHAR[]) AND list_has_all(?::VARCHAR[], {chosen}))",
)


def _compared(sign: str, to: Point) -> Test:
    """A moment against a point: `<`, `<=`, `>` or `>=`."""
    holds = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}[sign]

    def judge(value: int, other: Values) -> bool:
        bound = to.value(other)
        return bound is not None and bool(holds(value, bound))

    def sql(column: str, other: Column) -> Sql:
        text, parameters = to.sql(other)
        return Sql(f"{column} {sign} {text}", parameters)

    return Test(judge, sql)


def _both(one: Test, two: Test) -> Test:
    def sql(column: str, other: Column) -> Sql:
        first, second = one.sql(column, other), two.sql(column, other)
        return Sql(f"({first.text} AND {second.text})", (*first.parameters, *second.parameters))

    return Test(lambda value, other: one.holds(value, other) and two.holds(value, other), sql)


def _between(low: int, high: int, *, open_end: bool = False) -> Test:
    """From `low` to `high` (ms), which is the first that does not count where the end is open."""
    return _both(_compared(">=", Point(low)), _compared("<" if open_end else "<=", Point(high)))


def _stamp(given: Given, name: str, setting: Setting) -> int:
    """A moment in ms; with `requiresTimeZoneConversion` what it shows in UTC is meant in the zone of the account."""
    try:
        at = parse_datetime(given.get(name))
    except ValueError:
        raise Refused("it must be a moment in ms", name) from None
    when = setting.when
    shown = When(at, when.zone).local(zone_of("UTC"))
    if given.get("requiresTimeZoneConversion") is True:
        return when.constant(shown.replace(tzinfo=when.zone))
    return when.constant(shown)


def _before(given: Given, setting: Setting) -> Test:
    return _compared("<", Point(_stamp(given, "timestamp", setting)))


def _after(given: Given, setting: Setting) -> Test:
    return _compared(">", Point(_stamp(given, "timestamp", setting)))


def _on_day(given: Given, setting: Setting) -> Test:
    at = _stamp(given, "timestamp", setting)
    day = at - at % DAY
    return _between(day, day + DAY, open_end=True)


def _range(given: Given, setting: Setting) -> Test:
    return _between(_stamp(given, "lowerBound", setting), _stamp(given, "upperBound", setting))


def _other_property(sign: str) -> Read:
    def read(given: Given, setting: Setting) -> Test:
        name = member(given, "comparisonPropertyName", str)
        setting.refer(name)
        test = _compared(sign, Point(refers=name))
        default = given.get("defaultComparisonValue")
        if default is None:
            return test
        fallback = _compared(sign, Point(_stamp(given, "defaultComparisonValue", setting)))

        def sql(column: str, other: Column) -> Sql:
            first, second = test.sql(column, other), fallback.sql(column, other)
            return Sql(f"coalesce({first.text}, {second.text})", (*first.parameters, *second.parameters))

        return Test(
            lambda value, other: (test if other(name) is not None else fallback).holds(value, other),
            sql,
        )

    return read


def _rolling(name: str) -> Read:
    """Days back from now, or on from now. Where a property holds days, today counts whole."""

    def read(given: Given, setting: Setting) -> Test:
        days = whole(given, "numberOfDays", 0, 36_500)
        when = setting.when
        now = when.constant(when.local())
        if name == "IS_LESS_THAN_X_DAYS_AGO":
            return _between(now - days * DAY, now)
        if name == "IS_MORE_THAN_X_DAYS_AGO":
            return _compared("<", Point(now - days * DAY))
        if name == "IS_LESS_THAN_X_DAYS_FROM_NOW":
            return _between(now, now + days * DAY)
        return _compared(">", Point(now + days * DAY))

    return read


def _updated_lately(given: Given, setting: Setting) -> Test:
    days = whole(given, "numberOfDays", 0, 36_500)
    return _between(setting.when.now - days * DAY, setting.when.now)


def _calendar(name: str) -> Read:
    def read(given: Given, setting: Setting) -> Test:
        unit = choice(given, "timeUnit", UNITS)
        count = whole(given, "timeUnitCount", 1, 1_000, 1)
        first = 1
        if given.get("useFiscalYear") is True:
            first = MONTHS.index(choice(given, "fiscalYearStart", MONTHS)) + 1
        when = setting.when
        now = when.local()
        start = start_of(unit, now, first)
        end = moved(start, unit, 1)
        if name == "IN_THIS_TIME_UNIT_SO_FAR":
            return _between(when.constant(start), when.constant(now))
        if name == "IN_NEXT_TIME_UNIT":
            start, end = end, moved(end, unit, count)
        if name == "IN_LAST_TIME_UNIT":
            start, end = moved(start, unit, -count), start
        return _between(when.constant(start), when.constant(end), open_end=True)

    return read


def _date(sign: str) -> Read:
    def read(given: Given, setting: Setting) -> Test:
        when = setting.when
        start = date_of(given, when.zone)
        low, high = when.constant(start), when.constant(moved(start, "DAY", 1))
        if sign == "=":
            return _between(low, high, open_end=True)
        return _compared("<", Point(low)) if sign == "<" else _compared(">=", Point(high))

    return read


def _inclusive(given: Given, name: str, default: str) -> bool:
    return choice({name: given.get(name) or default}, name, ("INCLUSIVE", "EXCLUSIVE")) == "INCLUSIVE"


def _time_point(sign: str) -> Read:
    def read(given: Given, setting: Setting) -> Test:
        at = point(given.get("timePoint"), setting.when, setting.refer)
        return _compared(sign + ("=" if _inclusive(given, "endpointBehavior", "EXCLUSIVE") else ""), at)

    return read


def _time_range(given: Given, setting: Setting) -> Test:
    low = point(given.get("lowerBoundTimePoint"), setting.when, setting.refer, "lowerBoundTimePoint")
    high = point(given.get("upperBoundTimePoint"), setting.when, setting.refer, "upperBoundTimePoint")
    from_low = ">=" if _inclusive(given, "lowerBoundEndpointBehavior", "INCLUSIVE") else ">"
    to_high = "<=" if _inclusive(given, "upperBoundEndpointBehavior", "INCLUSIVE") else "<"
    return _both(_compared(from_low, low), _compared(to_high, high))


def _always(_: Given, __: Setting) -> Test:
    return Test(lambda *_: True, lambda *_: Sql("TRUE"))


_T, _N, _M = frozenset((Family.TEXT,)), frozenset((Family.NUMBER,)), frozenset((Family.MOMENT,))
_C, _B = frozenset((Family.CHOICE, Family.BOOL)), frozenset((Family.BOOL, Family.CHOICE))
_ALL = frozenset(Family)


def _pair(families: frozenset[Family], read: Read, yes: str, no: str, past: Past = Past.VALUE) -> dict[str, Operation]:
    """An operator and its opposite."""
    return {yes: Operation(families, read, past), no: Operation(families, read, past, opposite=True)}


OPERATIONS: Mapping[str, Mapping[str, Operation]] = {
    "ALL_PROPERTY": {
        **_pair(_ALL, _always, "IS_KNOWN", "IS_UNKNOWN"),
        **_pair(_ALL, _always, "IS_NOT_BLANK", "IS_BLANK"),
    },
    "STRING": {
        **_pair(_T, _one_text("EQUAL"), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_T, _one_text("CONTAINS"), "CONTAINS", "DOES_NOT_CONTAIN"),
        "STARTS_WITH": Operation(_T, _one_text("STARTS")),
        "ENDS_WITH": Operation(_T, _one_text("ENDS")),
        **_pair(_T, _one_text("EQUAL"), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
        **_pair(_T, _one_text("CONTAINS"), "HAS_EVER_CONTAINED", "HAS_NEVER_CONTAINED", Past.EVER),
    },
    "MULTISTRING": {
        **_pair(_T, _many_texts("EQUAL"), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_T, _many_texts("CONTAINS"), "CONTAINS", "DOES_NOT_CONTAIN"),
        **_pair(_T, _many_texts("WORD"), "CONTAINS_EXACTLY", "DOES_NOT_CONTAIN_EXACTLY"),
        "STARTS_WITH": Operation(_T, _many_texts("STARTS")),
        "ENDS_WITH": Operation(_T, _many_texts("ENDS")),
        **_pair(_T, _many_texts("EQUAL"), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
    },
    "NUMBER": {
        **_pair(_N, _number(operator.eq, "="), "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        "IS_GREATER_THAN": Operation(_N, _number(operator.gt, ">")),
        "IS_GREATER_THAN_OR_EQUAL_TO": Operation(_N, _number(operator.ge, ">=")),
        "IS_LESS_THAN": Operation(_N, _number(operator.lt, "<")),
        "IS_LESS_THAN_OR_EQUAL_TO": Operation(_N, _number(operator.le, "<=")),
        **_pair(_N, _number(operator.eq, "="), "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
    },
    "NUMBER_RANGED": _pair(_N, _number_range, "IS_BETWEEN", "IS_NOT_BETWEEN"),
    "BOOL": {
        **_pair(_B, _truth, "IS_EQUAL_TO", "IS_NOT_EQUAL_TO"),
        **_pair(_B, _truth, "HAS_EVER_BEEN_EQUAL_TO", "HAS_NEVER_BEEN_EQUAL_TO", Past.EVER),
    },
    "ENUMERATION": {
        **_pair(_C, _ANY_OF, "IS_ANY_OF", "IS_NONE_OF"),
        **_pair(_C, _EXACTLY, "IS_EXACTLY", "IS_NOT_EXACTLY"),
        **_pair(_C, _ALL_OF, "CONTAINS_ALL", "DOES_NOT_CONTAIN_ALL"),
        **_pair(_C, _ANY_OF, "HAS_EVER_BEEN_ANY_OF", "HAS_NEVER_BEEN_ANY_OF", Past.EVER),
        **_pair(_C, _EXACTLY, "HAS_EVER_BEEN_EXACTLY", "HAS_NEVER_BEEN_EXACTLY", Past.EVER),
        **_pair(_C, _ALL_OF, "HAS_EVER_CONTAINED_ALL", "HAS_NEVER_CONTAINED_ALL", Past.EVER),
    },
    "DATETIME": {
        "IS_BEFORE": Operation(_M, _before),
        "IS_AFTER": Operation(_M, _after),
        "IS_BEFORE_DATE": Operation(_M, _before),
        "IS_AFTER_DATE": Operation(_M, _after),
        "IS_EQUAL_TO": Operation(_M, _on_day),
    },
    "RANGED_DATE": _pair(_M, _range, "IS_BETWEEN", "IS_NOT_BETWEEN"),
    "COMPARATIVE_DATE": {
        "IS_BEFORE": Operation(_M, _other_property("<")),
        "IS_AFTER": Operation(_M, _other_property(">")),
    },
    "COMPARATIVE_PROPERTY_UPDATED": {
        "IS_BEFORE": Operation(_ALL, _other_property("<"), Past.COMPARED),
        "IS_AFTER": Operation(_ALL, _other_property(">"), Past.COMPARED),
    },
    "ROLLING_DATE_RANGE": {
        name: Operation(_M, _rolling(name))
        for name in (
            "IS_LESS_THAN_X_DAYS_AGO",
            "IS_MORE_THAN_X_DAYS_AGO",
            "IS_LESS_THAN_X_DAYS_FROM_NOW",
            "IS_MORE_THAN_X_DAYS_FROM_NOW",
        )
    },
    "ROLLING_PROPERTY_UPDATED": _pair(
        _ALL, _updated_lately, "UPDATED_IN_LAST_X_DAYS", "NOT_UPDATED_IN_LAST_X_DAYS", Past.UPDATED
    ),
    "DATE": {
        "IS_EQUAL_TO": Operation(_M, _date("=")),
        "IS_BEFORE": Operation(_M, _date("<")),
        "IS_AFTER": Operation(_M, _date(">")),
        "EQUAL": Operation(_M, _date("=")),
        "BEFORE": Operation(_M, _date("<")),
        "AFTER": Operation(_M, _date(">")),
    },
    "CALENDAR_DATE": {
        name: Operation(_M, _calendar(name))
        for name in ("IN_THIS_TIME_UNIT", "IN_THIS_TIME_UNIT_SO_FAR", "IN_NEXT_TIME_UNIT", "IN_LAST_TIME_UNIT")
    },
    "TIME_POINT": {"IS_BEFORE": Operation(_ALL, _time_point("<")), "IS_AFTER": Operation(_ALL, _time_point(">"))},
    "TIME_RANGED": _pair(_ALL, _time_range, "IS_BETWEEN", "IS_NOT_BETWEEN"),
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
