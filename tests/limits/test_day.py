"""Days of accounts; expected moments are counted by hand from the rules of the zones."""

from datetime import UTC, datetime

import pytest

from hubstead.limits.day import day_of

HOUR = 3_600_000


def ms(text: str) -> int:
    """A moment in UTC."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1000


@pytest.mark.parametrize(
    ("zone", "now", "date", "begins", "hours"),
    [
        ("UTC", "2026-11-21T09:30", "2026-11-21", "2026-11-21T00:00", 24),
        ("America/New_York", "2026-11-21T04:59:59", "2026-11-20", "2026-11-20T05:00", 24),
        ("America/New_York", "2026-11-21T05:00", "2026-11-21", "2026-11-21T05:00", 24),
        ("Asia/Kolkata", "2026-11-21T18:30", "2026-11-22", "2026-11-21T18:30", 24),
        # Clocks go forwards on 29 March 2026 and back on 25 October 2026 at 01:00 UTC in the European Union.
        ("Europe/Berlin", "2026-03-29T12:00", "2026-03-29", "2026-03-28T23:00", 23),
        ("Europe/Berlin", "2026-10-25T12:00", "2026-10-25", "2026-10-24T22:00", 25),
        # In the United States on 8 March and 1 November 2026, at 02:00 local time.
        ("America/New_York", "2026-03-08T12:00", "2026-03-08", "2026-03-08T05:00", 23),
        ("America/New_York", "2026-11-01T12:00", "2026-11-01", "2026-11-01T04:00", 25),
        # Sao Paulo skipped midnight on 4 November 2018 (00:00 -03 became 01:00 -02): the day began at 01:00.
        ("America/Sao_Paulo", "2018-11-04T12:00", "2018-11-04", "2018-11-04T03:00", 23),
        # On 18 February 2018 it went back from 00:00 to 23:00 of the 17th: that day had 25 hours.
        ("America/Sao_Paulo", "2018-02-18T02:30", "2018-02-17", "2018-02-17T02:00", 25),
        # Havana goes back from 01:00 to 00:00 on 1 November 2026: midnight comes twice, the day begins with the first.
        ("America/Havana", "2026-11-01T05:30", "2026-11-01", "2026-11-01T04:00", 25),
    ],
)
def test_a_day_runs_from_midnight_to_midnight(zone: str, now: str, date: str, begins: str, hours: int) -> None:
    assert day_of(ms(now), zone) == (date, ms(begins), ms(begins) + hours * HOUR)
