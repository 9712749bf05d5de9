"""Changes that searches are not to see yet: the real service's index lags, and a portal's may on purpose.

The lag is one of the portal's own clock: where that is frozen, searches see a change once the clock was moved on.
"""

from collections.abc import Iterator

from hubstead.kit import clock
from hubstead.store.engine import Fact


class Late:
    """What is held back. `delay` (ms) is that of portals that have none of their own."""

    def __init__(self, delay: int) -> None:
        self._delay = delay
        self._delays: dict[int, int] = {}
        self._held: dict[int, dict[int, Fact]] = {}

    def set_delay(self, portal: int, delay: int | None) -> None:
        """Give a portal a delay (ms) of its own; `None` takes it away."""
        if delay is None:
            self._delays.pop(portal, None)
        else:
            self._delays[portal] = delay

    def hold(self, seq: int, fact: Fact) -> bool:
        """Whether a change that was just read has to wait."""
        delay = self._delays.get(fact.portal, self._delay)
        if not delay or _over(fact, delay):
            return False
        at = min(fact.at, clock.now(fact.portal))  # a clock that was turned back must not make it wait for ever
        self._held.setdefault(fact.portal, {})[seq] = fact._replace(at=at)
        return True

    def due(self) -> dict[int, Fact]:
        """The changes that searches may see now, by number."""
        return {seq: fact for portal in self._held for seq, fact in self._due(portal)}

    def is_due(self, portal: int) -> bool:
        """Whether a portal has any."""
        return portal in self._held and next(self._due(portal), None) is not None

    def settled(self, due: dict[int, Fact]) -> None:
        """These changes are being taken."""
        for seq, fact in due.items():
            held = self._held.get(fact.portal, {})
            held.pop(seq, None)
            if not held:
                self._held.pop(fact.portal, None)

    def again(self, due: dict[int, Fact]) -> None:
        """They could not be taken."""
        for seq, fact in due.items():
            self._held.setdefault(fact.portal, {})[seq] = fact

    def forget(self, portal: int) -> None:
        """A portal was emptied: what was held of it is gone."""
        self._held.pop(portal, None)

    def before(self, cursor: int) -> int:
        """How far everything is done when all is read up to the cursor."""
        return min([cursor, *(min(held) - 1 for held in self._held.values())])

    def _due(self, portal: int) -> Iterator[tuple[int, Fact]]:
        delay = self._delays.get(portal, self._delay)
        return ((seq, fact) for seq, fact in self._held[portal].items() if _over(fact, delay))


def _over(fact: Fact, delay: int) -> bool:
    return not 0 <= clock.now(fact.portal) - fact.at < delay
