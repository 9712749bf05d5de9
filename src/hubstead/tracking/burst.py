"""Bursts: hits that come in faster than anything can be made of them. They are taken first, and worked off later."""

import time
from collections.abc import Callable

MANY = 10_000
"""Hits a second: about twice as many as become visits on two processors."""
LONGEST = 30.0
"""Seconds after which a burst is none any more: what lasts has to be worked off while it comes."""
WINDOW = 0.25
"""Seconds over which the hits are counted."""


class Burst:
    """Tells from the hits that come in whether there is one. `now` is in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since = now()
        self._hits = 0
        self._began: float | None = None

    def took(self, hits: int) -> None:
        """So many hits came in."""
        self._hits += hits
        now = self._now()
        seconds = now - self._since
        if seconds >= WINDOW:
            many = self._hits >= MANY * seconds
            self._began = (self._began or now) if many else None
            self._since, self._hits = now, 0

    def goes_on(self) -> bool:
        """Whether there is one, and other work can wait."""
        now = self._now()
        return self._began is not None and now - self._since < 2 * WINDOW and now - self._began < LONGEST
