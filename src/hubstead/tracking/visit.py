"""A visit (session), and how one follows from what a visitor did.

A visit is a fold over activities in the order of their moments. The one that comes next is simply added; one that
comes late is put in its place, and the visits around it are folded anew. So visits do not depend on the order in which
hits arrive.
"""

from collections.abc import Iterable

import msgspec

from hubstead.tracking.beacon import first_values, split
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place
from hubstead.tracking.remembered import remembered
from hubstead.tracking.sources import UTM, Source, direct

PAUSE = 30 * 60_000
"""A visit ends after so many ms without a hit (documented)."""
MOST = 1_000
"""Activities of a visit: a script that sends hits without an end shall not make a document without one (our choice)."""


class Activity(msgspec.Struct, frozen=True, array_like=True):
    """Something that a visitor did, at a moment (ms); `id` is the number of the hit.

    `source` is where the visitor came from, where the hit tells. `event` is an event as the page named it; `bound` the
    name and `definition` the number of its definition. `about` has what else the hit says: `path`, `before`
    (the path before it), `targeted`, `page`, `content`, `group`, `form`, `value`, `canonical`, `new`.
    """

    at: int
    id: int
    kind: str
    url: str = ""
    title: str = ""
    referrer: str = ""
    source: Source | None = None
    event: str = ""
    bound: str = ""
    definition: int = 0
    about: dict[str, str] = {}
    properties: dict[str, str] = {}


class Visit(msgspec.Struct, omit_defaults=True):
    """A session: what a visitor did without a pause of 30 minutes and without coming back from another source.

    Times in ms. `referrer` is the page that the visitor came from; `utm` has what the landing page's URL said; `before`
    is the source of the visit before it.
    """

    started: int
    last: int
    source: Source
    first_url: str = ""
    last_url: str = ""
    referrer: str = ""
    page_views: int = 0
    events: int = 0
    utm: dict[str, str] = {}
    device: Device = Device()
    place: Place = Place()
    before: Source | None = None
    activities: list[Activity] = []

    def goes_on(self, activity: Activity) -> bool:
        """Whether an activity that comes after all others belongs to this visit. Direct traffic ends none: browsers
        often hide where a visitor comes from (our choice)."""
        if activity.at == self.started:  # a visit is known by its start, so two cannot have the same
            return True
        if activity.at - self.last > PAUSE or len(self.activities) >= MOST:
            return False
        source = activity.source
        if activity.kind != "page_view" or source is None or source.name == "DIRECT_TRAFFIC":
            return True
        return (source.name, source.detail_1) == (self.source.name, self.source.detail_1)

    def add(self, activity: Activity) -> None:
        """Let an activity be the last one of this visit."""
        self.activities.append(activity)
        self.last = max(self.last, activity.at)
        if activity.kind == "page_view":
            self.page_views += 1
            self.first_url = self.first_url or activity.url
            self.last_url = activity.url
        elif activity.kind == "event":
            self.events += 1


def begun(activity: Activity, before: Source | None, device: Device, place: Place) -> Visit:
    """A new visit with its first activity. Without a source of its own it has that of the visit before it."""
    page = split(activity.url)
    visit = Visit(
        started=activity.at,
        last=activity.at,
        source=activity.source or before or direct(page),
        first_url=activity.url,
        last_url=activity.url,
        referrer=activity.referrer,
        utm=_utm(page.query),
        device=device,
        place=place,
        before=before,
    )
    visit.add(activity)
    return visit


@remembered
def _utm(query: str) -> dict[str, str]:
    given = {name.lower(): value for name, value in first_values(query).items()} if query else {}
    return {name: given[f"utm_{name}"] for name in UTM if given.get(f"utm_{name}")}


def folded(visits: Iterable[Visit], late: Activity, before: Source | None) -> list[Visit]:
    """Visits of one visitor that follow each other, with an activity that came late, made anew.

    `before` is the source of the visit before them. Device and place are those of the visit that an activity was in,
    the late one's those of the first.
    """
    old = list(visits)
    of = [(activity, visit) for visit in old for activity in visit.activities]
    of.append((late, old[0]))
    made: list[Visit] = []
    for activity, visit in sorted(of, key=lambda pair: (pair[0].at, pair[0].id)):
        if made and made[-1].goes_on(activity):
            made[-1].add(activity)
        else:
            made.append(begun(activity, made[-1].source if made else before, visit.device, visit.place))
    return made
