"""What a client asks of a report: the parameters of its URL."""

from enum import Enum
from typing import NamedTuple

from hubstead.analytics.periods import Frequency, Span, day_at, read_day
from hubstead.analytics.reports.metrics import METRICS
from hubstead.kit.errors import Invalid, Missing
from hubstead.web.call import Call

DEFAULT_LIMIT = 350
LIMIT = 10_000
"""Rows of an answer at most (our choice: the service documents none)."""
PARAMETERS = ("start", "end", "d1", "d2", "f", "e", "filterId", "sort", "sortDir", "limit", "offset")


class Period(Enum):
    """The time periods of a path: all in one, or rows for each day, week or month."""

    TOTAL = "total"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def frequency(self) -> Frequency | None:
        """How long a period is; `None` for the whole span."""
        return _FREQUENCIES.get(self)


_FREQUENCIES = {Period.DAILY: Frequency.DAY, Period.WEEKLY: Frequency.WEEK, Period.MONTHLY: Frequency.MONTH}


class Asked(NamedTuple):
    """A question to a report. `drill` are the breakdowns above those that are asked for; `sort` a metric, or
    `breakdown`, `""` for the report's own order."""

    span: Span
    period: Period
    summarized: bool
    drill: tuple[str, ...]
    kept: tuple[str, ...]
    excluded: tuple[str, ...]
    view: int | None
    sort: str
    descending: bool
    limit: int
    offset: int


def read_asked(call: Call, period: str, summarized: bool) -> Asked:
    """The parameters. Raises `Invalid` for those that make no sense, `Missing` for a period that there is not."""
    try:
        found = Period(period)
    except ValueError:
        raise Missing from None
    if summarized and found is Period.TOTAL:
        raise Missing
    return Asked(
        span=read_span(call),
        period=found,
        summarized=summarized,
        drill=_drill(call),
        kept=tuple(call.query.get("f", ())),
        excluded=tuple(call.query.get("e", ())),
        view=call.number("filterId", 0) if call.one("filterId") else None,
        sort=_sort(call),
        descending=_descending(call),
        limit=_bounded(call, "limit", DEFAULT_LIMIT, 1, LIMIT),
        offset=_bounded(call, "offset", 0, 0, 10**9),
    )


def first_row(span: Span) -> Asked:
    """The question for the first row of a total."""
    return Asked(span, Period.TOTAL, False, (), (), (), None, "", True, 1, 0)


def read_span(call: Call) -> Span:
    """The days from `start` to `end`, or `startDate` to `endDate`, as other clients say; without an end up to today.
    Raises `Invalid`."""
    zone = call.caller.portal.time_zone
    start, end = (call.one(name) or call.one(f"{name}Date") for name in ("start", "end"))
    if start is None:
        raise Invalid("The parameter start is required: the first day, as YYYYMMDD.", context={"start": []})
    first = read_day("start", start)
    last = day_at(call.now(), zone) if end is None else read_day("end", end)
    if last < first:
        if end is None:
            last = first  # a day that has not begun yet: nothing happened
        else:
            raise Invalid(f"end ({last}) lies before start ({first}).", context={"end": [end], "start": [start]})
    return Span(first, last, zone)


def _drill(call: Call) -> tuple[str, ...]:
    first, second = call.one("d1"), call.one("d2")
    if second is not None and first is None:
        raise Invalid("d2 drills down within d1: name both.", context={"d2": [second[:100]]})
    return tuple(each for each in (first, second) if each is not None)


def _sort(call: Call) -> str:
    name = call.one("sort") or ""
    if name and name != "breakdown" and name not in METRICS:
        raise Invalid(f"Reports cannot be sorted by '{name[:100]}'.", context={"sort": [name[:100]]})
    return name


def _descending(call: Call) -> bool:
    direction = (call.one("sortDir") or "DESC").upper()
    if direction not in ("ASC", "DESC"):
        raise Invalid(f"sortDir is ASC or DESC, not '{direction[:50]}'", context={"sortDir": [direction[:50]]})
    return direction == "DESC"


def _bounded(call: Call, name: str, default: int, least: int, most: int) -> int:
    number = call.number(name, default)
    if not least <= number <= most:
        raise Invalid(f"The {name} must be between {least} and {most}.", context={name: [str(number)]})
    return number
