"""Traffic with given counts, written into the columns as the tracking processor writes it."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple

from hubstead.columns.traffic import EventRow, SessionRow, Traffic, VisitorRow
from hubstead.crm.records import change
from hubstead.crm.records import record as records
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store.unit import Unit
from hubstead.tracking import contacts as tracked
from tests.account.desk import in_portal
from tests.world import PORTAL, World

REPORTS = "/analytics/v2/reports"
_numbers = count(1)


class Visits(NamedTuple):
    """Sessions of one day: `fresh` of them of new visitors, `views` page views and `seconds` in all."""

    day: str
    visits: int
    fresh: int
    views: int
    bounces: int = 0
    seconds: int = 0
    about: Mapping[str, Any] = {}


def moment(text: str) -> int:
    """A moment of UTC (`2018-01-01T10:00`) in ms."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def traffic(*golden: Visits, events: tuple[EventRow, ...] = (), zone: str = "UTC") -> Traffic:
    """Visitors and sessions that add up to the counts: bounces view one page, the others share what is left."""
    visitors: list[VisitorRow] = []
    sessions: list[SessionRow] = []
    for each in golden:
        _fill(each, visitors, sessions)
    return Traffic(PORTAL, zone, visitors=visitors, sessions=sessions, events=events)


def _fill(golden: Visits, visitors: list[VisitorRow], sessions: list[SessionRow]) -> None:
    start = moment(f"{golden.day}T10:00" if len(golden.day) == 10 else golden.day)
    people = [_visitor(start + place) for place in range(golden.fresh)]
    # Who came back: the first session of such a visitor was long ago, and is not told of.
    olds = [_visitor(start - 10**10) for _ in range(golden.visits - golden.fresh)]
    visitors += people + olds
    views = list(_views(golden))
    for place, person in enumerate([*people, *olds]):
        at = start + place
        seconds = golden.seconds // golden.visits + (1 if place < golden.seconds % golden.visits else 0)
        sessions.append(
            SessionRow(
                visitor=person.visitor,
                started=at,
                ended=at + seconds * 1000,
                page_views=views[place],
                seconds=seconds,
                bounce=place < golden.bounces,
                **{"source": "DIRECT_TRAFFIC", **golden.about},
            )
        )


def _visitor(first: int) -> VisitorRow:
    number = next(_numbers)
    return VisitorRow(f"{number:032x}", number, 0, number, first)


def _views(golden: Visits) -> Iterator[int]:
    yield from [1] * golden.bounces
    rest, left = golden.visits - golden.bounces, golden.views - golden.bounces
    for place in range(rest):
        yield left // rest + (1 if place < left % rest else 0)


async def put(world: World, given: Traffic) -> None:
    """Write traffic into the columns, once they were filled for the first time: that begins with none."""
    feed = world.server.feed
    assert feed is not None
    await feed.caught_up(PORTAL, 60)
    await asyncio.to_thread(feed.columns.apply, [], feed.cursor, [given])


async def contacts(world: World, day: str, number: int, **properties: str) -> list[int]:
    """So many contacts that were created on a day, at ten o'clock UTC or at the time given with it. Their ids."""
    ids: list[int] = []
    clock.turn(PORTAL, Clock(frozen=moment(day if "T" in day else f"{day}T10:00")))
    try:
        for begin in range(0, number, 100):
            inputs = [{"properties": properties}] * min(100, number - begin)
            reply = await world.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
            assert reply.status == 201, reply.body
            ids += [int(row["id"]) for row in reply.json["results"]]
    finally:
        clock.turn(PORTAL, None)
    return ids


async def trace(world: World, ids: Iterable[int], detail_1: str, detail_2: str = "") -> None:
    """Say where contacts came from in detail, as the tracking code does: for clients these properties are read only."""

    async def work(unit: Unit) -> None:
        definition = await tracked.definition_of(unit)
        context = await change.context_of(unit, definition)
        details = {"hs_analytics_source_data_1": detail_1, "hs_analytics_source_data_2": detail_2}
        for record in (await records.load(unit, tracked.CONTACTS, ids, lock=True)).values():
            change.store(unit, change.revise(context, record, details))

    await in_portal(world, work)


async def report(world: World, path: str) -> Any:
    """A report that succeeds."""
    reply = await world.get(f"{REPORTS}/{path}")
    assert reply.status == 200, (path, reply.body)
    return reply.json
