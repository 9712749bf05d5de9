"""Days, weeks and months in time zones, worked out by hand."""

from datetime import date

import pytest

from hubstead.analytics.periods import Frequency, Span, day_at, midnight, read_day
from hubstead.kit.errors import Invalid
from tests.analytics.golden import moment

DAY, WEEK, MONTH = Frequency.DAY, Frequency.WEEK, Frequency.MONTH


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("UTC", "2026-01-01", "2026-01-01T00:00"),
        ("America/New_York", "2026-01-01", "2026-01-01T05:00"),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00"),  # clocks go forward at two in the morning
        ("America/New_York", "2026-03-09", "2026-03-09T04:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00"),  # 25 hours long
        ("Europe/Berlin", "2026-10-26", "2026-10-25T23:00"),
        ("Asia/Kolkata", "2026-06-01", "2026-05-31T18:30"),
        ("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00"),
        ("America/Sao_Paulo", "2017-10-15", "2017-10-15T03:00"),  # began at one o'clock: there was no midnight
    ],
)
def test_a_day_begins_at_its_own_midnight(zone: str, day: str, begins: str) -> None:
    at = moment(begins)
    assert midnight(date.fromisoformat(day), zone) == at
    assert day_at(at, zone) == date.fromisoformat(day)
    assert day_at(at - 1, zone) < date.fromisoformat(day)


@pytest.mark.parametrize(
    ("frequency", "day", "first"),
    [
        (DAY, "2026-01-01", "2026-01-01"),
        (WEEK, "2026-01-01", "2025-12-29"),  # a Thursday
        (WEEK, "2026-01-05", "2026-01-05"),  # a Monday
        (WEEK, "2026-01-11", "2026-01-05"),  # a Sunday
        (MONTH, "2026-02-28", "2026-02-01"),
    ],
)
def test_a_period_is_known_by_its_first_day(frequency: Frequency, day: str, first: str) -> None:
    assert frequency.first_of(date.fromisoformat(day)) == date.fromisoformat(first)


@pytest.mark.parametrize(
    ("first", "last", "frequency", "number"),
    [
        ("2026-01-01", "2026-01-01", DAY, 1),
        ("2024-02-28", "2024-03-01", DAY, 3),  # a leap year
        ("2026-01-04", "2026-01-05", WEEK, 2),
        ("2026-01-05", "2026-01-11", WEEK, 1),
        ("2025-12-31", "2026-01-01", MONTH, 2),
        ("2024-01-15", "2026-03-01", MONTH, 27),
    ],
)
def test_periods_that_are_touched_count(first: str, last: str, frequency: Frequency, number: int) -> None:
    assert Span(date.fromisoformat(first), date.fromisoformat(last), "UTC").periods(frequency) == number


def test_a_span_ends_with_the_end_of_its_last_day() -> None:
    span = Span(date(2026, 3, 7), date(2026, 3, 8), "America/New_York")
    assert (span.since, span.until) == (moment("2026-03-07T05:00"), moment("2026-03-09T04:00"))
    assert span.until - span.since == 47 * 3_600_000


@pytest.mark.parametrize(
    "text", ["20260230", "2026", "2026/01/01", "2026-1-1", "٢٠٢٦٠١٠١", "19991231", "21010101", "W"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="start must"):
        read_day("start", text)


@pytest.mark.parametrize("text", ["20260131", "2026-01-31"])
def test_days_come_in_two_spellings(text: str) -> None:
    assert read_day("start", text) == date(2026, 1, 31)
