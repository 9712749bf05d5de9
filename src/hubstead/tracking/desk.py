"""What the steps share while they go through the hits of one portal."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hubstead.events.definition import Definitions
from hubstead.store.tables import VISIT
from hubstead.store.unit import Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place, Places
from hubstead.tracking.outcome import Outcome, count, day_of
from hubstead.tracking.settings import TrackingSettings
from hubstead.tracking.visit import Activity, Visit, begun, folded
from hubstead.tracking.visitor import Known, Landing


class Claim(NamedTuple):
    """A hit says who somebody is: an address, and properties of the contact."""

    beacon: Beacon
    email: str
    properties: dict[str, str]


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
        self._visits: dict[str, dict[int, Visit | None]] = {}
        self._earlier: dict[str, list[Visit]] = {}
        self.happened: dict[Beacon, Activity] = {}
        self.claims: list[Claim] = []
        self.aliases: list[tuple[str, str]] = []
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

    async def load_earlier(self, utk: str, at: int) -> None:
        """Have those visits of a visitor at hand that a hit of this moment may belong to or change."""
        visit = self.visitors[utk].visitor.visit if utk in self.visitors else None
        if visit and at < visit.started and utk not in self._earlier:
            self._earlier[utk] = await visitors.earlier(self.unit, utk, at)

    def place(self, known: Known, activity: Activity, device: Device, place: Place) -> Visit:
        """Put what a visitor did into the visit that goes on, a new one, or where it belongs when it comes late."""
        visit = known.visitor.visit
        if visit is not None and activity.at < visit.last:
            return self._place_late(known, visit, activity)
        if visit is not None and visit.goes_on(activity):
            visit.add(activity)
        else:
            if visit is not None:
                self._changed(known, visit)
            visit = self._begin(known, begun(activity, visit, device, place))
        self._changed(known, visit)
        if activity.kind == "page_view":
            known.visitor.referrer = activity.referrer
        return visit

    def _begin(self, known: Known, visit: Visit) -> Visit:
        known.visitor.visit = visit
        known.visitor.visits += 1
        if known.visitor.first is None:
            known.visitor.first = _landing(visit)
        return visit

    def _place_late(self, known: Known, newest: Visit, activity: Activity) -> Visit:
        old = [*self._earlier.get(known.utk, ()), newest]
        was_first = known.visitor.first is not None and known.visitor.first.at >= min(old[0].started, activity.at)
        made = folded(old, activity, old[0].before)
        changed = self._visits.setdefault(known.utk, {})
        changed.update(dict.fromkeys((visit.started for visit in old), None))
        changed.update({visit.started: visit for visit in made})
        known.visitor.visit = made[-1]
        self.unit.remove(VISIT, (self.unit.portal, known.utk, made[-1].started))  # the newest has no row of its own
        known.visitor.visits += len(made) - len(old)
        if was_first:
            known.visitor.first = _landing(made[0])
        self._earlier[known.utk] = made[:-1]
        return next(visit for visit in made if activity in visit.activities)

    def _changed(self, known: Known, visit: Visit) -> None:
        self._visits.setdefault(known.utk, {})[visit.started] = visit

    async def save(self) -> None:
        """Write visitors, visits and counts."""
        for utk, known in self.touched.items():
            visitors.save(self.unit, known)
            if utk in self._visits:
                visitors.save_visits(self.unit, known, self._visits[utk])
        await count(self.unit, self._counts)


def _landing(visit: Visit) -> Landing:
    return Landing(visit.started, visit.first_url, visit.referrer, visit.source)
