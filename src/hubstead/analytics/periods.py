"""Days and periods of an account's time zone."""

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hubstead.kit.errors import Invalid

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)


class Frequency(Enum):
    """How long a period is. Weeks begin on Monday (ISO 8601; the service documents no day)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def first_of(self, day: date) -> date:
        """The first day of the period that a day lies in."""
        if self is Frequency.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self is Frequency.MONTH else day

    def of(self, column: str) -> str:
        """The same in SQL."""
        return column if self is Frequency.DAY else f"date_trunc('{self.value}', {column})::DATE"


class Span(NamedTuple):
    """Days from `first` to `last`, both included, in a time zone (an IANA name)."""

    first: date
    last: date
    zone: str

    @property
    def since(self) -> int:
        """The moment (ms) at which the first day begins."""
        return midnight(self.first, self.zone)

    @property
    def until(self) -> int:
        """The moment (ms) at which the day after the last begins."""
        return midnight(self.last + timedelta(days=1), self.zone)

    def periods(self, frequency: Frequency) -> int:
        """How many periods the span touches."""
        first, last = frequency.first_of(self.first), frequency.first_of(self.last)
        if frequency is Frequency.MONTH:
            return (last.year - first.year) * 12 + last.month - first.month + 1
        return (last - first).days // (7 if frequency is Frequency.WEEK else 1) + 1


def midnight(day: date, zone: str) -> int:
    """The moment (ms) at which a day begins in a time zone; where clocks skip midnight, the first moment after it."""
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def day_at(moment: int, zone: str) -> date:
    """The day of a moment (ms) in a time zone."""
    return datetime.fromtimestamp(moment / 1000, UTC).astimezone(ZoneInfo(zone)).date()


def read_day(name: str, text: str) -> date:
    """A day as `20260131` or `2026-01-31`. Raises `Invalid`."""
    shaped = (len(text) == 8 and text.isdigit()) or (len(text) == 10 and text[4] == text[7] == "-")
    try:
        day = date.fromisoformat(text) if shaped and text.isascii() else None
    except ValueError:
        day = None
    if day is None:
        raise Invalid(f"{name} must be a day as YYYYMMDD, not '{text[:50]}'", context={name: [text[:50]]})
    if not EARLIEST <= day <= LATEST:
        raise Invalid(f"{name} must lie between {EARLIEST} and {LATEST}", context={name: [text[:50]]})
    return day
