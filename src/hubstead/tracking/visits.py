"""The visits of the visitors of one unit: what they did is put where it belongs, and what changed is written."""

from hubstead.store.tables import VISIT
from hubstead.store.unit import Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place
from hubstead.tracking.visit import Activity, Visit, begun, folded
from hubstead.tracking.visitor import Known, Landing


class Visits:
    """Those that change, by visitor and start; `None` for one that is there no more."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._changed: dict[str, dict[int, Visit | None]] = {}
        self._earlier: dict[str, list[Visit]] = {}
        self._placed: dict[str, set[int]] = {}

    async def load_earlier(self, known: Known, at: int) -> None:
        """Have those visits at hand that something of this moment may belong to or change. Call it for the earliest
        moment first."""
        visit = known.visitor.visit
        if visit and at < visit.started and known.utk not in self._earlier:
            self._earlier[known.utk] = await visitors.earlier(self._unit, known.utk, at)

    def has(self, known: Known, hit: int) -> bool:
        """Whether a hit is in one of the visits at hand: the newest, for one that came late also those around it."""
        if known.utk not in self._placed:
            at_hand = (known.visitor.visit, *self._earlier.get(known.utk, ()))
            self._placed[known.utk] = {activity.id for visit in at_hand if visit for activity in visit.activities}
        return hit in self._placed[known.utk]

    def place(self, known: Known, activity: Activity, device: Device, place: Place) -> None:
        """Put what a visitor did into the visit that goes on, a new one, or where it belongs when it comes late."""
        visitor, visit = known.visitor, known.visitor.visit
        if known.utk in self._placed:
            self._placed[known.utk].add(activity.id)
        if visit is not None and activity.at < visit.last:
            self._place_late(known, visit, activity)
        elif visit is not None and visit.goes_on(activity):
            visit.add(activity)
            self._note(known, visit)
        else:
            if visit is not None:
                self._note(known, visit)  # it gets a row of its own
            visitor.visit = begun(activity, visit.source if visit else None, device, place)
            visitor.visits += 1
            visitor.first = visitor.first or _landing(visitor.visit)
            self._note(known, visitor.visit)
        if activity.kind == "page_view" and activity.at >= visitor.last:
            visitor.referrer = activity.referrer
        visitor.last = max(visitor.last, activity.at)

    def save(self, known: Known) -> None:
        """Write the visits of a visitor."""
        visitors.save_visits(self._unit, known, self._changed.get(known.utk, {}))

    def _note(self, known: Known, visit: Visit) -> None:
        self._changed.setdefault(known.utk, {})[visit.started] = visit

    def _place_late(self, known: Known, newest: Visit, activity: Activity) -> None:
        visitor = known.visitor
        old = [*self._earlier.get(known.utk, ()), newest]
        made = folded(old, activity, old[0].before)
        if visitor.first is not None and visitor.first.at >= min(old[0].started, activity.at):
            visitor.first = _landing(made[0])
        changed = self._changed.setdefault(known.utk, {})
        changed.update(dict.fromkeys((visit.started for visit in old), None))
        changed.update({visit.started: visit for visit in made})
        visitor.visit = made[-1]
        visitor.visits += len(made) - len(old)
        self._earlier[known.utk] = made[:-1]
        self._unit.remove(VISIT, (self._unit.portal, known.utk, made[-1].started))  # the newest has no row of its own


def _landing(visit: Visit) -> Landing:
    return Landing(visit.started, visit.first_url, visit.referrer, visit.source)
