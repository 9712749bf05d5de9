"""What operations of list filters test in a moment: before, after and between, days, calendar units, points of time.
Each test in Python and in SQL, in ms."""

import operator

from hubstead.crm.lists.conditions import Column, Given, Read, Setting, Test, Values
from hubstead.crm.lists.moments import DAY, MONTHS, UNITS, Point, When, date_of, moved, point, start_of, zone_of
from hubstead.crm.lists.refusal import Refused, choice, member, whole
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.search.operators import Sql


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


def before(given: Given, setting: Setting) -> Test:
    """Before `timestamp`."""
    return _compared("<", Point(_stamp(given, "timestamp", setting)))


def after(given: Given, setting: Setting) -> Test:
    """After `timestamp`."""
    return _compared(">", Point(_stamp(given, "timestamp", setting)))


def on_day(given: Given, setting: Setting) -> Test:
    """On the day of `timestamp`."""
    at = _stamp(given, "timestamp", setting)
    day = at - at % DAY
    return _between(day, day + DAY, open_end=True)


def span(given: Given, setting: Setting) -> Test:
    """From `lowerBound` to `upperBound`, both included."""
    return _between(_stamp(given, "lowerBound", setting), _stamp(given, "upperBound", setting))


def other_property(sign: str) -> Read:
    """Against another property of the record, or the default where that has no value."""

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


def rolling(name: str) -> Read:
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


def updated_lately(given: Given, setting: Setting) -> Test:
    """In the last days."""
    days = whole(given, "numberOfDays", 0, 36_500)
    return _between(setting.when.now - days * DAY, setting.when.now)


def calendar(name: str) -> Read:
    """In this, the next or the last units of the calendar."""

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


def date(sign: str) -> Read:
    """Before, on or after a day."""

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


def time_point(sign: str) -> Read:
    """Before or after a point of time."""

    def read(given: Given, setting: Setting) -> Test:
        at = point(given.get("timePoint"), setting.when, setting.refer)
        return _compared(sign + ("=" if _inclusive(given, "endpointBehavior", "EXCLUSIVE") else ""), at)

    return read


def time_range(given: Given, setting: Setting) -> Test:
    """Between two points of time."""
    low = point(given.get("lowerBoundTimePoint"), setting.when, setting.refer, "lowerBoundTimePoint")
    high = point(given.get("upperBoundTimePoint"), setting.when, setting.refer, "upperBoundTimePoint")
    from_low = ">=" if _inclusive(given, "lowerBoundEndpointBehavior", "INCLUSIVE") else ">"
    to_high = "<=" if _inclusive(given, "upperBoundEndpointBehavior", "INCLUSIVE") else "<"
    return _both(_compared(from_low, low), _compared(to_high, high))
