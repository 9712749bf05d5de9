"""When a hit happened. Hits can come late, and the clocks of browsers are wrong.

Each beacon has the moment of its sending by the browser's clock (`cts`). How far that is behind the moment of receipt
is the error of the clock and the way of the hit, which nobody can tell apart from one hit. From several one can: the
smallest difference that was seen of a visitor is its clock's, and what a hit has beyond it is how late it came.
"""

from hubstead.tracking.beacon import Beacon
from hubstead.tracking.visitor import Known

USUAL = 1_000
"""Milliseconds that a hit may take, which are no delay."""
LATEST = 2 * 3_600_000
"""A hit that seems later than this was not late: the clock was set back (our choice)."""
FORGOTTEN = 24 * 3_600_000
"""After so long without a hit a clock is judged anew."""


def moment_of(beacon: Beacon, known: Known) -> int:
    """The moment (ms) by the portal's clock; that of receipt where nothing speaks for another one."""
    hit, sent = beacon.hit, beacon.get("cts")
    if not hit.received or not (sent.isascii() and sent.isdigit() and len(sent) < 15):
        return hit.at
    visitor = known.visitor
    lag = hit.received - int(sent)
    stale = hit.at - visitor.last > FORGOTTEN
    if visitor.lag is None or stale or lag < visitor.lag or lag - visitor.lag > LATEST:
        visitor.lag = lag
        return hit.at
    late = lag - visitor.lag
    return hit.at - late if late > USUAL else hit.at
