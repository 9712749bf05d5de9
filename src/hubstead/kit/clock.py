"""The only source of time. Milliseconds since the epoch, UTC, as HubSpot counts them.

A portal's clock can be frozen or turned without touching another's: what expires, is created or is tried again in it
follows.
"""

import time
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

_EPOCH = datetime(1970, 1, 1)


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
