"""When a file is gone by itself: a period from now on (`P3M`), or a moment. Counted by the portal's clock."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from hubstead.kit.clock import moment_of
from hubstead.kit.errors import Invalid

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_DAY = 86_400_000


def expires(now: int, ttl: str | None, at: str | int | None) -> int:
    """The moment (ms) at which a file that is made `now` is gone, 0 for never. Raises `Invalid`.

    `ttl` is an ISO 8601 period from one day to one year (documented), `at` a moment; at most one of them is given.
    """
    if ttl is not None and at is not None:
        raise Invalid("Give ttl or expiresAt, not both.", context={"fields": ["ttl", "expiresAt"]})
    if ttl is not None:
        return _after(now, ttl)
    if at is None or at == "":
        return 0
    try:
        moment = moment_of(at)
    except ValueError:
        raise Invalid("The expiresAt is not a date and time.", context={"expiresAt": [str(at)[:100]]}) from None
    if moment <= now:
        raise Invalid("The expiresAt is in the past.", context={"expiresAt": [str(at)[:100]]})
    return moment


def _after(now: int, ttl: str) -> int:
    found = _PERIOD.fullmatch(ttl.strip())
    if not found:
        raise Invalid("The ttl is not an ISO 8601 period, such as P3M or P2W.", context={"ttl": [ttl[:100]]})
    years, months, weeks, days = (int(number or 0) for number in found.groups())
    end = _later(now, years * 12 + months) + (weeks * 7 + days) * _DAY
    if not now + _DAY <= end <= _later(now, 12):
        raise Invalid("The ttl must be between one day and one year.", context={"ttl": [ttl[:100]]})
    return end


def _later(now: int, months: int) -> int:
    """The same day of a later month, or that month's last (recorded: a month after the 8th of August is 31 days)."""
    start = datetime.fromtimestamp(now // 1000, UTC)
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= years <= 9000:
        return 0
    day = min(start.day, monthrange(years, month + 1)[1])
    end = start.replace(year=years, month=month + 1, day=day)
    return now + (end - start) // timedelta(milliseconds=1)
