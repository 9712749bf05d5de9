"""A page of a timeline: the newest entries of all its sources, in one order."""

from collections.abc import Sequence

from hubstead.timeline.entry import EVER, Before, Entry, Place, Subject
from hubstead.timeline.sources import SOURCES

RANKS = {kind: rank for rank, kind in enumerate(SOURCES)}


async def read(subject: Subject, kinds: Sequence[str], before: int, place: Place | None, limit: int) -> list[Entry]:
    """The next entries of these kinds, newest first: those before a moment (ms) and behind a place.

    Each source is asked for a whole page, for all of it may be of one kind.
    """
    found: list[Entry] = []
    for kind in kinds:
        source, rank = SOURCES[kind], RANKS[kind]
        begin = Before(EVER) if place is None else place.before(rank, numbered=source.numbered)
        if before <= begin.until:
            begin = Before(before - 1)
        found += await source.read(subject, begin, limit, rank)
    return sorted(found, key=lambda entry: (entry.at, entry.rank, entry.tie), reverse=True)[:limit]
