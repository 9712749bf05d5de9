"""A rolling window: how many requests were granted in the last so many milliseconds, exactly."""

from collections import deque
from collections.abc import Iterable

Grant = tuple[int, int]
"""A moment (ms) and how many requests were granted at it."""


class Window:
    """The grants that still count.

    A grant at `t` counts while `t <= now < t + interval`; once it has left it stays gone. A clock that goes back by
    less than the interval stands still here, so that a step of the system's clock gives nothing away; one that goes
    back further begins anew, so that a portal whose time was turned back does not wait until the old time comes again.
    """

    __slots__ = ("_grants", "_interval", "used")

    def __init__(self, grants: Iterable[Grant] = ()) -> None:
        self._grants = deque(grants)
        self._interval = 0
        self.used = sum(count for _, count in self._grants)

    @property
    def grants(self) -> list[Grant]:
        """What counts, oldest first."""
        return list(self._grants)

    @property
    def quiet_at(self) -> int:
        """The moment from which on nothing counts (ms)."""
        return self._grants[-1][0] + self._interval if self._grants else 0

    def pass_to(self, now: int, interval: int) -> int:
        """Forget what has left the window; answers the moment that counts as now."""
        grants = self._grants
        self._interval = interval
        if grants and now < grants[-1][0]:
            if grants[-1][0] - now < interval:
                now = grants[-1][0]
            else:
                grants.clear()
                self.used = 0
        gone = now - interval
        while grants and grants[0][0] <= gone:
            self.used -= grants.popleft()[1]
        return now

    def take(self, now: int, count: int) -> None:
        """Grant requests at a moment that `pass_to` answered."""
        grants = self._grants
        if grants and grants[-1][0] == now:
            grants[-1] = (now, grants[-1][1] + count)
        else:
            grants.append((now, count))
        self.used += count

    def wait(self, now: int, most: int) -> int:
        """Milliseconds after which one more request fits, where `most` may be granted; 0 when one fits now."""
        used = self.used
        for moment, count in self._grants:
            if used < most:
                break
            used -= count
            if used < most:
                return moment + self._interval - now
        return 0
