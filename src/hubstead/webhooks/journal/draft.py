"""An entry that is being written."""

from hubstead.webhooks.journal.entry import BYTES, EVENTS
from hubstead.webhooks.journal.events import Spec
from hubstead.webhooks.journal.wanted import Match


class Draft:
    """What an entry has so far: its facts, how each is told, and how large it will be."""

    def __init__(self) -> None:
        self.specs: dict[Spec, int] = {}
        self.facts: list[tuple[int, int]] = []
        self.seq = self.events = self.bytes = 0

    def has_room(self, match: Match) -> bool:
        """Whether a fact can join."""
        events, size = (sum(numbers) for numbers in zip(*((way.events, way.bytes) for way in match.ways), strict=True))
        return not self.facts or (self.events + events <= EVENTS and self.bytes + size <= BYTES)

    def add(self, match: Match) -> None:
        """Let a fact join, in all the ways that it is told."""
        self.seq = match.seq
        for way in match.ways:
            self.facts.append((match.seq, self.specs.setdefault(way.spec.kept(), len(self.specs))))
            self.events += way.events
            self.bytes += way.bytes
