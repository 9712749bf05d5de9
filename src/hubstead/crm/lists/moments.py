"""Points in time as filters of lists name them: a day, today and three days back, the value of another property.

A filter is read at a moment and in a time zone (`When`), and becomes constants in ms, so the column store needs no
calendar. Days of `date` properties are kept as their midnight UTC: a point is the day that it lies on then.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hubstead.crm.lists.refusal import Refused, choice, member, whole

MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE",
    "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
UNITS = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
_MONTHS_OF = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}
_OFFSETS = ("years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds", "milliseconds")
FARTHEST = 100_000
"""How many units an offset may count."""
DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_CLOCK = ("hour", "minute", "second", "millisecond")
_CLOCK_ENDS = (23, 59, 59, 999)


class When(NamedTuple):
    """The moment (ms) at which a filter is read, the zone of the account, and whether the property holds days."""

    now: int
    zone: ZoneInfo
    days: bool = False

    def local(self, zone: ZoneInfo | None = None) -> datetime:
        """The moment on the clock of a zone."""
        return (_EPOCH + self.now * _MILLISECOND).astimezone(zone or self.zone)

    def constant(self, moment: datetime) -> int:
        """A point as the property's values are kept (ms)."""
        if self.days:
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
        return ms(moment)


def ms(moment: datetime) -> int:
    """A moment with a zone in ms since 1970."""
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises `Refused`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"{name[:100]!r} is not a time zone", "zoneId") from None


def month_of(given: Mapping[str, Any], name: str = "month") -> int:
    """A month by its English name, in full or three letters, or by its number."""
    value = given.get(name)
    if isinstance(value, str):
        for number, month in enumerate(MONTHS, 1):
            if value.upper() in (month, month[:3]):
                return number
    return whole(given, name, 1, 12)


def date_of(given: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """`year`, `month`, `day` and a time of day where there is one."""
    year, month = whole(given, "year", 1, 9998), month_of(given)
    day = whole(given, "day", 1, monthrange(year, month)[1])
    return _at_clock(datetime(year, month, day, tzinfo=zone), given)


def _at_clock(moment: datetime, given: Mapping[str, Any]) -> datetime:
    """A day at the time of day that is named, at its beginning without one."""
    read = [whole(given, name, 0, end, 0) for name, end in zip(_CLOCK, _CLOCK_ENDS, strict=True)]
    return moment.replace(hour=read[0], minute=read[1], second=read[2], microsecond=read[3] * 1000)


def start_of(unit: str, moment: datetime, first_month: int = 1) -> datetime:
    """The beginning of the day, week (Monday), month, quarter or year that a moment lies in; years and quarters begin
    with `first_month`."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "DAY":
        return day
    if unit == "WEEK":
        return day - timedelta(days=day.weekday())
    months = _MONTHS_OF[unit]
    passed = (day.month - first_month) % 12 % months if months > 1 else 0
    return moved(day.replace(day=1), unit="MONTH", count=-passed)


def moved(moment: datetime, unit: str, count: int) -> datetime:
    """So many units later on the calendar; the last day of a month that is shorter."""
    try:
        if unit in ("DAY", "WEEK"):
            return moment + timedelta(days=count * (7 if unit == "WEEK" else 1))
        months = moment.year * 12 + moment.month - 1 + count * _MONTHS_OF[unit]
        year, month = divmod(months, 12)
        return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        raise Refused("it reaches beyond the years 1 to 9999", "offset") from None


class Point(NamedTuple):
    """A point in time: a constant (ms), or what `of` makes of the property `refers` of the same record (see `years`).

    `year`: the anniversary in that year of what the property holds; `None`: what it holds.
    """

    constant: int = 0
    refers: str = ""
    year: int | None = None

    def sql(self, column: Callable[[str], str]) -> tuple[str, tuple[object, ...]]:
        """As a TIMESTAMP, NULL where the property has no value; `column` gives a property's column."""
        if not self.refers:
            return "make_timestamp_ms(?)", (self.constant,)
        name = column(self.refers)
        if self.year is None:
            return name, ()
        return f"({name} + to_years(CAST(? - year({name}) AS INTEGER)))", (self.year,)

    def value(self, values: Callable[[str], int | None]) -> int | None:
        """In ms; `None` where the property has no value."""
        if not self.refers:
            return self.constant
        found = values(self.refers)
        if found is None or self.year is None:
            return found
        held = _EPOCH + found * _MILLISECOND
        return ms(held.replace(year=self.year, day=min(held.day, monthrange(self.year, held.month)[1])))


def point(given: Any, when: When, refer: Callable[[str], None], place: str = "timePoint") -> Point:
    """A `timePoint`. `refer` checks a property that it names. Raises `Refused`."""
    if not isinstance(given, Mapping):
        raise Refused("it must be a time point", place)
    zone = zone_of(given["zoneId"]) if isinstance(given.get("zoneId"), str) else when.zone
    match given.get("timeType"):
        case "DATE":
            return Point(when.constant(date_of(given, zone)))
        case "INDEXED":
            return Point(when.constant(_indexed(given, when.local(zone))))
        case "PROPERTY_REFERENCED":
            return _referenced(given, when, refer)
    raise Refused("timeType must be DATE, INDEXED or PROPERTY_REFERENCED", place)


def _indexed(given: Mapping[str, Any], now: datetime) -> datetime:
    reference = given.get("indexReference")
    if not isinstance(reference, Mapping):
        raise Refused("it needs a referenceType", "indexReference")
    return _offset(_reference(reference, now), given.get("offset"))


def _reference(given: Mapping[str, Any], now: datetime) -> datetime:
    kind = choice(
        given, "referenceType",
        ("NOW", "TODAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"),
    )  # fmt: skip
    if kind == "NOW":
        return now
    if kind == "TODAY":
        return _at_clock(start_of("DAY", now), given)
    unit = kind.removeprefix("FISCAL_")
    start = start_of(unit, now)
    if unit == "WEEK":
        if given.get("dayOfWeek") is not None:
            start += timedelta(days=DAYS.index(choice(given, "dayOfWeek", DAYS)))
        return _at_clock(start, given)
    if unit != "MONTH" and given.get("month") is not None:
        start = moved(start, "MONTH", month_of(given) - 1 if unit == "YEAR" else (month_of(given) - 1) % 3)
    day = whole(given, "day", 1, 31, 1)
    return _at_clock(start.replace(day=min(day, monthrange(start.year, start.month)[1])), given)


def _offset(moment: datetime, given: Any) -> datetime:
    if given is None:
        return moment
    if not isinstance(given, Mapping):
        raise Refused("it must name years, months, days and so on", "offset")
    counts = {name: whole(given, name, -FARTHEST, FARTHEST, 0) for name in _OFFSETS}
    months = counts["years"] * 12 + counts["quarters"] * 3 + counts["months"]
    moment = moved(moved(moment, "MONTH", months), "DAY", counts["weeks"] * 7 + counts["days"])
    clock = {name: counts[name] for name in ("hours", "minutes", "seconds", "milliseconds")}
    try:
        return (moment.astimezone(UTC) + timedelta(**clock)).astimezone(moment.tzinfo)
    except OverflowError:
        raise Refused("it reaches beyond the years 1 to 9999", "offset") from None


def _referenced(given: Mapping[str, Any], when: When, refer: Callable[[str], None]) -> Point:
    name = member(given, "property", str)
    refer(name)
    kind = given.get("referenceType", "VALUE")
    if kind == "VALUE":
        return Point(refers=name)
    if kind == "ANNIVERSARY":
        return Point(refers=name, year=when.local().year)
    raise Refused(f"referenceType {str(kind)[:60]} is not supported, only VALUE and ANNIVERSARY", "referenceType")
