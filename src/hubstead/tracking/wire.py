"""What the tracking of a portal looks like as JSON."""

import msgspec

from hubstead.store.unit import Unit
from hubstead.tracking import visitor as visitors
from hubstead.tracking.device import Device
from hubstead.tracking.geo.places import Place
from hubstead.tracking.sources import Source
from hubstead.tracking.visitor import Visit

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


_visit = msgspec.json.Decoder(Visit).decode
_activity = msgspec.json.Decoder(dict[str, object]).decode


async def visits_of(unit: Unit, contact: int) -> list[ShownVisit]:
    """The newest visits of a contact over all its browsers, newest first."""
    utks = sorted(await visitors.of_contacts(unit, [contact]))
    sql = (
        "SELECT visitor, started, document FROM visit WHERE portal = ?1 AND visitor = ANY_TEXT(?2) "
        "ORDER BY started DESC LIMIT ?3"
    )
    return [
        _shown(utk, _visit(document), await _activities(unit, utk, started))
        for utk, started, document in await unit.rows(sql, utks, VISITS)
    ]


async def _activities(unit: Unit, utk: str, started: int) -> list[ShownActivity]:
    """What happened in a visit; one that ends late still belongs to the visit in which it was received."""
    sql = "SELECT at, document FROM activity WHERE portal = ?1 AND visitor = ?2 AND at >= ?3 ORDER BY at, hit"
    found = [{**_activity(document), "at": at} for at, document in await unit.rows(sql, utk, started)]
    return [msgspec.convert(each, ShownActivity) for each in found if each.get("visit") == started]


def _shown(utk: str, visit: Visit, activities: list[ShownActivity]) -> ShownVisit:
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
        activities=activities,
    )


def _source(source: Source) -> ShownSource:
    return ShownSource(source.name, source.detail_1, source.detail_2)
