"""The only source of time. Milliseconds since the epoch, UTC, as HubSpot counts them.

A portal's clock can be frozen or turned without touching another's: what expires, is created or is tried again in it
follows.
"""

import re
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST = -62_135_596_800_000  # 0001-01-01T00:00:00Z
_LAST = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z
_EPOCH_TEXT = re.compile(r"-?[0-9]{1,15}")
_ISO_TEXT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


class Clock(msgspec.Struct, frozen=True, omit_defaults=True):
    """A turned clock: `ahead` of the true one by so many ms (behind when negative), or `frozen` at a moment.

    A frozen clock with a `step` goes on by so many ms at each unit of work that writes: moments differ, and
    are the same in every run.
    """

    ahead: int = 0
    frozen: int | None = None
    step: int = 0

    def now(self) -> int:
        """The moment that this clock shows."""
        return true_now() + self.ahead if self.frozen is None else self.frozen


_turned: dict[int, Clock] = {}


def true_now() -> int:
    """The present moment in milliseconds, whatever clocks were turned."""
    return time.time_ns() // 1_000_000


def now(portal: int = 0) -> int:
    """The present moment of a portal in milliseconds; without a portal the true one."""
    clock = _turned.get(portal)
    return time.time_ns() // 1_000_000 if clock is None else clock.now()


def turn(portal: int, clock: Clock | None) -> None:
    """Let a portal's time be this clock's in this process; `None` gives it the true one back."""
    if clock is None:
        _turned.pop(portal, None)
    else:
        _turned[portal] = clock


def shown(portal: int) -> Clock | None:
    """A portal's clock as it stands; `None` for the true one."""
    return _turned.get(portal)


def turned() -> list[int]:
    """The portals whose clock does not show the true time."""
    return list(_turned)


def tick(portal: int) -> None:
    """A unit of work is about to write: a clock with a step goes on."""
    clock = _turned.get(portal)
    if clock is not None and clock.step and clock.frozen is not None:
        _turned[portal] = Clock(frozen=clock.frozen + clock.step, step=clock.step)


@lru_cache(maxsize=8192)
def iso(moment: int) -> str:
    """A moment (ms) as the service writes it in most places: ISO 8601 in UTC, always with milliseconds."""
    seconds, milliseconds = divmod(moment, 1000)
    return f"{_second(seconds)}.{milliseconds:03d}Z"


@lru_cache(maxsize=8192)
def iso_short(moment: int) -> str:
    """A moment (ms) as the service writes it with records: with milliseconds only where there are any."""
    seconds, milliseconds = divmod(moment, 1000)
    return f"{_second(seconds)}.{milliseconds:03d}Z" if milliseconds else f"{_second(seconds)}Z"


@lru_cache(maxsize=1024)
def _second(seconds: int) -> str:
    return (_EPOCH + timedelta(seconds=seconds)).isoformat()


def moment_of(value: object) -> int:
    """Milliseconds since the epoch of what a client sent.

    Accepts milliseconds (number or text) and ISO 8601 with or without time and zone; UTC where no zone is given.
    Digits finer than a millisecond are cut off. Raises `ValueError`, also outside the years 1 to 9999.
    """
    if isinstance(value, str):
        milliseconds = _parse_text(value.strip())
    elif isinstance(value, int | float) and not isinstance(value, bool) and _FIRST <= value <= _LAST:
        milliseconds = int(value)
    else:
        raise ValueError("not a date and time")
    if not _FIRST <= milliseconds <= _LAST:
        raise ValueError("outside the years 1 to 9999")
    return milliseconds


def _parse_text(text: str) -> int:
    if _ISO_TEXT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return (moment - (_EPOCH if moment.tzinfo is None else _EPOCH_UTC)) // _MILLISECOND
    if _EPOCH_TEXT.fullmatch(text):
        return int(text)
    raise ValueError("not a date and time")
