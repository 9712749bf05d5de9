"""Days of an account: from midnight to midnight of its time zone, 23 to 25 hours long where clocks are changed."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Span(NamedTuple):
    """A day: its date, and the first moments (ms) of it and of the next one."""

    date: str
    begins: int
    ends: int


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day_of(now: int, time_zone: str) -> Span:
    """The day that a moment (ms) lies in."""
    zone = _zone(time_zone)
    today = datetime.fromtimestamp(now // 1000, zone).date()
    return Span(today.isoformat(), _midnight(today, zone), _midnight(today + timedelta(days=1), zone))


def _midnight(day: date, zone: ZoneInfo) -> int:
    """The first moment of a day.

    Where clocks skip midnight this is the moment they skip, which is when the day begins; where midnight comes twice,
    the first.
    """
    return round(datetime.combine(day, time(), zone).timestamp()) * 1000
