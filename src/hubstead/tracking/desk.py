"""What the steps share while they go through the hits of one portal."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hubstead.events.definition import Definitions
from hubstead.store.unit import Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.geo.places import Places
from hubstead.tracking.outcome import Outcome, count, day_of
from hubstead.tracking.settings import TrackingSettings
from hubstead.tracking.visitor import Known
from hubstead.tracking.visits import Visits


class Claim(NamedTuple):
    """A hit says who somebody is: an address, and properties of the contact."""

    beacon: Beacon
    email: str
    properties: dict[str, str]


class Tie(NamedTuple):
    """A hit ties its visitor to another one or, where that is empty, to the contact that it names."""

    beacon: Beacon
    other: str


class Desk:
    """One portal's work: its settings, the visitors at hand, and what is to be written in the end."""

    def __init__(
        self, unit: Unit, settings: TrackingSettings, events: Definitions, places: Places, *, exists: bool
    ) -> None:
        self.unit = unit
        self.settings = settings
        self.events = events
        self.places = places
        self.exists = exists
        self.visitors: dict[str, Known] = {}
        self.touched: dict[str, Known] = {}
        self.visits = Visits(unit)
        self.claims: list[Claim] = []
        self.ties: list[Tie] = []
        self.from_servers: list[Beacon] = []
        self._counts: Counter[tuple[str, Outcome]] = Counter()

    def count(self, beacon: Beacon, outcome: Outcome) -> None:
        """One more hit that ended so."""
        self._counts[day_of(beacon.at), outcome] += 1

    async def load(self, utks: Iterable[str]) -> None:
        """Have the visitors at hand."""
        self.visitors = await visitors.load(self.unit, utks)

    def visitor(self, utk: str) -> Known:
        """A visitor, new when nobody knows it; it will be written."""
        known = self.visitors.get(utk)
        if known is None:
            known = self.visitors[utk] = Known(utk)
        self.touched[utk] = known
        return known

    async def save(self) -> None:
        """Write visitors, visits and counts."""
        for known in self.touched.values():
            visitors.save(self.unit, known)
            self.visits.save(known)
        await count(self.unit, self._counts)
