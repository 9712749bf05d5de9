"""Which visitors and visits a run changed: what the column store is told.

It is told by a fact, and what changed stands in a row of its own that is removed an hour later: a fact stays for ever,
and shall not know who visited. Whoever comes later than that takes all visits of the portal anew.
"""

import msgspec

from hubstead.kit import clock, ids
from hubstead.store.engine import Fact
from hubstead.store.tables import TRAFFIC
from hubstead.store.unit import Unit

CHANGED = "traffic.changed"
KEPT_FOR = 3_600_000
"""Milliseconds for which the rows are kept."""


class Changed(msgspec.Struct):
    """Visitors (utk) with the starts of their visits that changed, and those that were erased."""

    visitors: dict[str, list[int]] = {}
    gone: list[str] = []


class Changes:
    """What one unit changed."""

    def __init__(self) -> None:
        self._visitors: dict[str, dict[int, None]] = {}
        self._gone: dict[str, None] = {}

    def visitor(self, utk: str) -> None:
        """A visitor changed: who it is, when it came first."""
        self._visitors.setdefault(utk, {})
        self._gone.pop(utk, None)

    def visit(self, utk: str, started: int) -> None:
        """A visit changed, or is there no more."""
        self._visitors.setdefault(utk, {})[started] = None

    def gone(self, utk: str) -> None:
        """A visitor was erased."""
        self._visitors.pop(utk, None)
        self._gone[utk] = None

    async def tell(self, unit: Unit) -> None:
        """Write down what changed, if anything did, and begin anew."""
        if not (self._visitors or self._gone):
            return
        run = ids.correlation_id()
        changed = Changed({utk: list(starts) for utk, starts in self._visitors.items()}, list(self._gone))
        unit.put(TRAFFIC, (unit.portal, run, _encode(changed).decode()))
        unit.happened(CHANGED, "", 0, _encode(run).decode())
        over = ids.first_since(clock.true_now() - KEPT_FOR)
        await unit.rows("DELETE FROM traffic WHERE portal = ?1 AND run < ?2 RETURNING run", over)
        self._visitors, self._gone = {}, {}


def changes_of(unit: Unit) -> Changes:
    """What this unit changed so far."""
    return unit.keep("traffic", Changes)


def run_of(fact: Fact) -> str:
    """The run that a fact tells of."""
    return msgspec.json.decode(fact.body, type=str)


_encode = msgspec.json.Encoder().encode
