"""How often somebody may try: attempts in a rolling span of time, by whatever they are counted by.

Kept in the memory of the process: an attacker gains one such allowance per worker, a restart forgives.
"""

from collections import OrderedDict, deque

from hubstead.kit import clock
from hubstead.kit.errors import RateLimited

REMEMBERED = 100_000
"""Keys kept at most; the oldest leave first, so that an attacker cannot fill the memory."""


class Attempts:
    """At most `most` attempts within `span` ms for each key."""

    def __init__(self, most: int, span: int) -> None:
        self._most = most
        self._span = span
        self._made: OrderedDict[str, deque[int]] = OrderedDict()

    def make(self, key: str) -> None:
        """Count an attempt. Raises `RateLimited` when there were too many; a refused one does not count."""
        now = clock.true_now()
        made = self._made.setdefault(key, deque())
        while made and made[0] <= now - self._span:
            made.popleft()
        if len(made) >= self._most:
            wait = -(-(made[0] + self._span - now) // 1000)
            raise RateLimited(f"Too many attempts. Try again in {wait} seconds.", wait, category="RATE_LIMITS")
        made.append(now)
        self._made.move_to_end(key)
        if len(self._made) > REMEMBERED:
            self._made.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Forget the last attempt of a key: it was a good one."""
        made = self._made.get(key)
        if made:
            made.pop()

    def forgive(self, key: str) -> None:
        """Forget the attempts of a key."""
        self._made.pop(key, None)
