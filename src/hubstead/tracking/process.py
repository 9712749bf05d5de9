"""What is made of hits: visitors, visits, activities, contacts. All of it in the transaction that removes the hits."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

from hubstead.events import occurrence
from hubstead.events.definition import Definition, definitions_of
from hubstead.events.occurrence import Occurrence
from hubstead.kit.ids import named_uuid
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Unit, transaction, within
from hubstead.tracking import contacts, journal
from hubstead.tracking import visitor as visitors
from hubstead.tracking.activities import value_of
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.changes import changes_of
from hubstead.tracking.desk import Desk
from hubstead.tracking.geo.places import Places
from hubstead.tracking.hit import Hit
from hubstead.tracking.journal import Group
from hubstead.tracking.moment import moment_of
from hubstead.tracking.named import bound_to, defined
from hubstead.tracking.outcome import Outcome, count, day_of
from hubstead.tracking.settings import TrackingSettings, settings_of
from hubstead.tracking.steps import ALONE, STEPS, UTK, Step

Rows = list[Group]
Turn = Callable[[], AbstractAsyncContextManager[None]]
"""Something to write in: others wait meanwhile."""


async def process(store: Engine, definitions: Definitions, rows: Rows, places: Places, turn: Turn) -> float:
    """Process rows of the journal, and write in a `turn`; answers how many seconds of this thread that took."""
    by_portal: dict[int, list[Beacon]] = {}
    for group in rows:
        by_portal.setdefault(group.portal, []).extend(map(Beacon, group.hits))

    async def run(writer: Writer) -> float:
        began = time.thread_time()
        if not await journal.remove(writer, [group.number for group in rows]):
            raise Raced("another process took these hits")
        found = await writer.rows("SELECT id FROM portal WHERE id = ANY(?1)", sorted(by_portal))
        known = {portal for (portal,) in found}
        work = {portal: by_portal[portal] for portal in sorted(known)}
        strays = [beacon for portal, beacons in by_portal.items() if portal not in known for beacon in beacons]
        for portal, beacons in work.items():
            await within(writer, _actor(portal, definitions), partial(_of_portal, beacons=beacons, places=places))
        if strays:
            await _of_nobody(writer, definitions, partial(_of_portal, beacons=strays, places=places))
        return time.thread_time() - began

    async with turn():
        return await transaction(store, definitions, run)


def _actor(portal: int, definitions: Definitions) -> Actor:
    return Actor(portal, 0, contacts.ORIGIN, definitions)


async def _of_nobody(writer: Writer, definitions: Definitions, work: Callable[[Unit], Awaitable[None]]) -> None:
    """Run a unit of portal 0, which does not exist: what belongs to no portal is counted there."""
    unit = Unit(writer, _actor(0, definitions))
    await work(unit)
    await unit.flush()


async def _of_portal(unit: Unit, beacons: list[Beacon], places: Places) -> None:
    """The hits of one portal; those of portals that do not exist come together as portal 0."""
    exists = unit.portal > 0
    settings = await settings_of(unit) if exists else TrackingSettings()
    desk = Desk(unit, settings, await definitions_of(unit), places, exists=exists)
    left = [beacon for beacon in beacons if _passed(beacon, desk, STEPS[:ALONE])]
    desk.events = await defined(unit, desk.events, left)
    kept = [beacon for beacon in await _in_order(desk, left) if _passed(beacon, desk, STEPS[ALONE:])]
    for beacon in kept:
        desk.count(beacon, Outcome.KEPT)
    named = await _named(desk)
    await _tell_servers(desk, named)
    await desk.save()
    await unit.flush()
    await _link(desk, named)
    await changes_of(unit).tell(unit)


async def _in_order(desk: Desk, beacons: list[Beacon]) -> list[Beacon]:
    """The hits by the moments at which they happened, with all at hand that visits need of their visitors."""
    of_browsers = [beacon for beacon in beacons if UTK.fullmatch(beacon.utk)]
    await desk.load(beacon.utk for beacon in of_browsers)
    for beacon in of_browsers:
        if "cts" in beacon.given:
            beacon.at = moment_of(beacon, desk.visitor(beacon.utk))
    beacons.sort(key=lambda beacon: (beacon.at, beacon.get("cts")))
    for beacon in beacons:
        if beacon.utk in desk.visitors:
            await desk.visits.load_earlier(desk.visitors[beacon.utk], beacon.at)
    return beacons


def _passed(beacon: Beacon, desk: Desk, steps: tuple[Step, ...]) -> bool:
    for step in steps:
        outcome = step(beacon, desk)
        if outcome is not None:
            desk.count(beacon, outcome)
            return False
    return True


async def _named(desk: Desk) -> dict[Beacon, int]:
    """The contacts that hits name by address, made where they are missing."""
    if not desk.claims:
        return {}
    definition = await contacts.definition_of(desk.unit)
    people: dict[str, dict[str, str]] = {}
    emails: dict[Beacon, str] = {}
    for claim in desk.claims:
        email = contacts.valid_email(definition, claim.email)
        properties = contacts.valid_properties(definition, claim.properties)
        if not email or len(properties) < len(claim.properties):
            desk.count(claim.beacon, Outcome.IDENTITY_REFUSED)
        if email:
            people.setdefault(email, {}).update(properties)
            emails[claim.beacon] = email
    held = await contacts.contacts_of(desk.unit, people)
    return {beacon: held[email] for beacon, email in emails.items() if email in held}


async def _tell_servers(desk: Desk, named: dict[Beacon, int]) -> None:
    """Events of servers have no visitor: they are the contact's, which has a visitor of its own for them."""
    own = await visitors.load(desk.unit, {str(named[beacon]) for beacon in desk.from_servers if beacon in named})
    desk.visitors.update(own)
    told: list[Occurrence] = []
    for beacon in desk.from_servers:
        contact = named.get(beacon)
        definition = bound_to(desk.events, beacon.event)
        if contact:
            desk.visitor(str(contact)).contact = contact
        if not definition or definition.object_type != contacts.CONTACTS:
            desk.count(beacon, Outcome.EVENT_UNKNOWN)
        elif contact:
            told.append(await _told(desk, beacon, definition, contact))
            visitor = desk.visitor(str(contact)).visitor
            visitor.events += 1
            visitor.revenue += value_of(beacon.get("_m"))
    await occurrence.add(desk.unit, told)


async def _told(desk: Desk, beacon: Beacon, definition: Definition, contact: int) -> Occurrence:
    """Each is another event: servers send the same again when it happened again."""
    value = beacon.get("_m")
    return Occurrence(
        event_type=desk.events.full_name(definition),
        event=named_uuid("event", desk.unit.portal, await desk.unit.new_ids(1)),
        at=beacon.at,
        type=contacts.CONTACTS,
        id=contact,
        properties={"value": value} if value else {},
    )


async def _link(desk: Desk, named: dict[Beacon, int]) -> None:
    """Visitors become contacts in the order in which hits say so, and the properties of all contacts that were seen
    follow. Pages say who their visitor is again and again: what is so already is not done again."""
    touched = {known.contact for known in desk.touched.values()}
    done: set[tuple[str, str | int]] = set()
    for beacon, other in desk.ties:
        contact = named.get(beacon, 0)
        tie = (beacon.utk, other or contact)
        if tie in done or not (other or contact):
            continue
        if other:
            found = await contacts.alias(desk.unit, beacon.utk, other)
        else:
            found = await contacts.link(desk.unit, beacon.utk, contact)
        if other or found != {contact}:
            done.clear()
        done.add(tie)
        touched |= found
    if touched - {0}:
        await contacts.refresh(desk.unit, touched - {0})


async def leave_out(store: Engine, definitions: Definitions, number: int, hit: Hit) -> None:
    """Remove the only hit of a row, which cannot be processed."""

    async def run(writer: Writer) -> None:
        if await journal.remove(writer, [number]):
            counts = {(day_of(hit.at), Outcome.FAILED): 1}
            await _of_nobody(writer, definitions, lambda unit: count(unit, counts))

    await transaction(store, definitions, run)
