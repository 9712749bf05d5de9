"""What a portal may be given: refused here, with what is allowed, before anything is written."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hubstead.kit.clock import Clock
from hubstead.kit.errors import Invalid
from hubstead.limits.profiles import profile_named
from hubstead.sandbox.clocks import sane
from hubstead.sandbox.wire import Frozen, Moment, NewFork, Switches
from hubstead.web.features import HUBS, TIERS

LARGEST_ID = 2**53 - 1
"""JavaScript reads ids as doubles."""
DAY = 86_400_000


def check_new(asked: NewFork) -> None:
    """Raises `Invalid` for what no new portal can have."""
    if asked.portal_id is not None and not 1 <= asked.portal_id <= LARGEST_ID:
        raise Invalid(f"portalId is a whole number from 1 to {LARGEST_ID}, not {asked.portal_id}.")
    if asked.seed is not None and not 1 <= len(asked.seed) <= 200:
        raise Invalid("A seed has 1 to 200 characters.")
    check(asked)


def check(asked: Switches) -> None:
    """Raises `Invalid` for what no portal can have."""
    if asked.name is not None and not asked.name.strip():
        raise Invalid("A portal needs a name.")
    code = asked.currency
    if code is not None and not (len(code) == 3 and code.isascii() and code.isupper()):
        raise Invalid(f"currency is an ISO 4217 code such as EUR, not {code}.")
    if asked.time_zone is not None:
        _check_time_zone(asked.time_zone)
    _check_tiers(asked.tiers or {})
    if asked.limits is not None:
        profile_named(asked.limits)
    if asked.search_delay is not None and not 0 <= asked.search_delay <= DAY:
        raise Invalid(f"searchDelay is a number of milliseconds from 0 to {DAY}.")


def moment_of(given: Moment) -> int:
    """A moment in ms. Raises `Invalid`."""
    if isinstance(given, int):
        return sane(given)
    try:
        read = datetime.fromisoformat(given)
    except ValueError:
        raise Invalid(f"A moment is ISO 8601 (2026-01-31T12:00:00Z) or milliseconds, not {given[:40]}.") from None
    return sane(round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000))


def clock_of(given: Frozen | None, now: int) -> Clock | None:
    """The clock of a new portal; `None` when none was asked for. Raises `Invalid`."""
    if given is None:
        return None
    return Clock(frozen=now if given.at is None else moment_of(given.at), step=step_of(given))


def step_of(given: Frozen) -> int:
    """By how many ms a frozen clock goes on at each write. Raises `Invalid`."""
    if not 0 <= given.step <= DAY:
        raise Invalid(f"step is a number of milliseconds from 0 to {DAY}.")
    return given.step


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid(f"timeZone is an IANA name such as Europe/Berlin, not {name}.") from None


def _check_tiers(tiers: dict[str, str]) -> None:
    for hub, tier in tiers.items():
        if hub not in HUBS:
            raise Invalid(f"There is no hub {hub}: {', '.join(HUBS)}.")
        if tier not in TIERS:
            raise Invalid(f"There is no tier {tier}: {', '.join(TIERS)}.")
