"""What can become of a hit. Each outcome is counted per portal and day: a hit that is missing can be explained."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from hubstead.store.tables import HIT_COUNT
from hubstead.store.unit import Unit


class Outcome(StrEnum):
    """The names are stored and shown."""

    KEPT = "KEPT"
    """Became part of a visit."""
    ANONYMOUS = "ANONYMOUS"
    """Counted, but nothing is kept of the visitor: no consent, or no cookie."""
    UNREADABLE = "UNREADABLE"
    """It does not say what happened: no known kind, no event name."""
    UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT"
    """No portal has the number that it names; counted under portal 0."""
    SCRIPT_ERROR = "SCRIPT_ERROR"
    """The tracking code told of an error of its own."""
    DO_NOT_TRACK = "DO_NOT_TRACK"
    """The browser asked not to be tracked, and the portal follows that."""
    EXCLUDED_ADDRESS = "EXCLUDED_ADDRESS"
    EXCLUDED_REFERRER = "EXCLUDED_REFERRER"
    BOT = "BOT"
    """The user agent is that of a known crawler, or there is none."""
    DATA_CENTER = "DATA_CENTER"
    """The address is one of a data centre: no person browses from there."""
    BAD_VISITOR = "BAD_VISITOR"
    """The visitor's id is not one that the tracking code makes."""
    DUPLICATE = "DUPLICATE"
    """The same hit came again."""
    IDENTITY_REFUSED = "IDENTITY_REFUSED"
    """The hit counted, but not who it says the visitor is: no valid address, a placeholder, a wrong property."""
    EVENT_UNKNOWN = "EVENT_UNKNOWN"
    """What it tells is no event: its name was deleted, or can name none. A hit of a server counted nevertheless."""
    ERASED = "ERASED"
    """It waited to be processed when the visitor's contact was erased."""
    FAILED = "FAILED"
    """Processing it failed; the reason is in the server's log."""


def day_of(at: int) -> str:
    """The day of a moment (ms) in UTC, as `YYYY-MM-DD`."""
    return _day(at // 86_400_000)


@lru_cache(maxsize=1024)
def _day(number: int) -> str:
    return datetime.fromtimestamp(number * 86_400, UTC).strftime("%Y-%m-%d")


async def count(unit: Unit, outcomes: Mapping[tuple[str, Outcome], int]) -> None:
    """Add to the portal's counts, by day (`YYYY-MM-DD`, UTC) and outcome."""
    days = sorted({day for day, _ in outcomes})
    sql = "SELECT day, outcome, count FROM hit_count WHERE portal = ?1 AND day = ANY_TEXT(?2)"
    known = {(day, outcome): count for day, outcome, count in await unit.rows(sql, days)}
    for (day, outcome), more in outcomes.items():
        unit.put(HIT_COUNT, (unit.portal, day, outcome.value, known.get((day, outcome.value), 0) + more))


async def counted(unit: Unit) -> dict[str, dict[str, int]]:
    """The portal's counts, newest day first."""
    sql = "SELECT day, outcome, count FROM hit_count WHERE portal = ?1 ORDER BY day DESC, outcome"
    days: dict[str, dict[str, int]] = {}
    for day, outcome, number in await unit.rows(sql):
        days.setdefault(day, {})[outcome] = number
    return days
