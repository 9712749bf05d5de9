"""What the tracking of a portal looks like as JSON."""

import msgspec

from hubstead.store.unit import Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place
from hubstead.tracking.sources import Source
from hubstead.tracking.visit import Activity, Visit

VISITS = 100
"""Visits of a contact that are shown, newest first."""


class ShownSource(msgspec.Struct, rename="camel"):
    """A source and its drill-downs."""

    name: str
    detail1: str
    detail2: str


class ShownActivity(msgspec.Struct, omit_defaults=True, rename="camel"):
    """Something that a visitor did. `at` in ms."""

    kind: str
    at: int
    url: str = ""
    title: str = ""
    referrer: str = ""
    path: str = ""
    page: str = ""
    content: str = ""
    event: str = ""
    form: str = ""
    value: str = ""
    properties: dict[str, str] = {}


class ShownVisit(msgspec.Struct, rename="camel"):
    """A visit with what happened in it. Times in ms; a visit of one page lasts 0."""

    visitor: str
    started: int
    ended: int
    source: ShownSource
    utm: dict[str, str]
    referrer: str
    page_views: int
    events: int
    device: Device
    place: Place
    activities: list[ShownActivity]


class Visits(msgspec.Struct):
    """The visits of a contact."""

    results: list[ShownVisit]


class Count(msgspec.Struct):
    """How many hits of a day (UTC) ended how."""

    day: str
    outcomes: dict[str, int]


class Counts(msgspec.Struct):
    """What became of the hits of a portal, newest day first."""

    results: list[Count]


async def visits_of(unit: Unit, contact: int) -> list[ShownVisit]:
    """The newest visits of a contact over all its browsers, newest first."""
    known = await visitors.of_contacts(unit, [contact])
    found = [(utk, each.visitor.visit) for utk, each in known.items() if each.visitor.visit]
    found += await visitors.newest_visits(unit, sorted(known), VISITS)
    found.sort(key=lambda pair: pair[1].started, reverse=True)
    return [_shown(utk, visit) for utk, visit in found[:VISITS]]


def _shown(utk: str, visit: Visit) -> ShownVisit:
    return ShownVisit(
        visitor=utk,
        started=visit.started,
        ended=visit.last,
        source=_source(visit.source),
        utm=visit.utm,
        referrer=visit.referrer,
        page_views=visit.page_views,
        events=visit.events,
        device=visit.device,
        place=visit.place,
        activities=[_activity(each) for each in visit.activities],
    )


def _activity(activity: Activity) -> ShownActivity:
    about = activity.about.get
    return ShownActivity(
        kind=activity.kind,
        at=activity.at,
        url=activity.url,
        title=activity.title,
        referrer=activity.referrer,
        path=about("path", ""),
        page=about("page", ""),
        content=about("content", ""),
        event=activity.event,
        form=about("form", ""),
        value=about("value", ""),
        properties=activity.properties,
    )


def _source(source: Source) -> ShownSource:
    return ShownSource(source.name, source.detail_1, source.detail_2)
