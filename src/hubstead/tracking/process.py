"""What is made of hits: visitors, visits, activities, contacts. All of it in the transaction that removes the hits."""

from collections.abc import Awaitable, Callable
from functools import partial

from hubstead.events.definition import definitions_of
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.generations import Definitions
from hubstead.store.unit import Actor, Unit, transaction, within
from hubstead.tracking import contacts, journal
from hubstead.tracking import visitor as visitors
from hubstead.tracking.beacon import Beacon
from hubstead.tracking.desk import Desk
from hubstead.tracking.geo.places import Places
from hubstead.tracking.hit import Hit, account_of
from hubstead.tracking.outcome import Outcome, count, day_of
from hubstead.tracking.settings import TrackingSettings, settings_of
from hubstead.tracking.steps import ALONE, STEPS, UTK, Step, value_of

Rows = list[tuple[int, list[Hit]]]


async def process(store: Engine, definitions: Definitions, rows: Rows, places: Places) -> None:
    """Process rows of the journal."""
    by_portal: dict[int, list[Hit]] = {}
    for _, hits in rows:
        for hit in hits:
            by_portal.setdefault(account_of(hit.query), []).append(hit)

    async def run(writer: Writer) -> None:
        if not await journal.remove(writer, [number for number, _ in rows]):
            raise Raced("another process took these hits")
        found = await writer.rows("SELECT id FROM portal WHERE id = ANY(?1)", sorted(by_portal))
        known = {portal for (portal,) in found}
        work = {portal: by_portal[portal] for portal in sorted(known)}
        strays = [hit for portal, hits in by_portal.items() if portal not in known for hit in hits]
        for portal, hits in work.items():
            await within(writer, _actor(portal, definitions), partial(_of_portal, hits=hits, places=places))
        if strays:
            await _of_nobody(writer, definitions, partial(_of_portal, hits=strays, places=places))

    await transaction(store, definitions, run)


def _actor(portal: int, definitions: Definitions) -> Actor:
    return Actor(portal, 0, contacts.ORIGIN, definitions)


async def _of_nobody(writer: Writer, definitions: Definitions, work: Callable[[Unit], Awaitable[None]]) -> None:
    """Run a unit of portal 0, which does not exist: what belongs to no portal is counted there."""
    unit = Unit(writer, _actor(0, definitions))
    await work(unit)
    await unit.flush()


async def _of_portal(unit: Unit, hits: list[Hit], places: Places) -> None:
    """The hits of one portal; those of portals that do not exist come together as portal 0."""
    exists = unit.portal > 0
    settings = await settings_of(unit) if exists else TrackingSettings()
    desk = Desk(unit, settings, await definitions_of(unit), places, exists=exists)
    beacons = [Beacon(hit) for hit in sorted(hits, key=lambda hit: hit.at)]
    left = [beacon for beacon in beacons if _passed(beacon, desk, STEPS[:ALONE])]
    await desk.load(beacon.utk for beacon in left if UTK.fullmatch(beacon.utk))
    kept = [beacon for beacon in left if _passed(beacon, desk, STEPS[ALONE:])]
    for beacon in kept:
        desk.count(beacon, Outcome.KEPT)
    named = await _named(desk)
    await _tell_servers(desk, named)
    await desk.save()
    await unit.flush()
    await _link(desk, named)


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
    for beacon in desk.from_servers:
        contact = named.get(beacon)
        value = beacon.get("_m")
        desk.keep(str(contact or ""), beacon, event=beacon.event, value=value)
        if contact:
            known = desk.visitor(str(contact))
            known.contact = contact
            known.visitor.events += 1
            known.visitor.revenue += value_of(value)


async def _link(desk: Desk, named: dict[Beacon, int]) -> None:
    """Visitors become contacts, and the properties of all contacts that were seen follow."""
    touched: set[int] = set()
    for utk, other in dict.fromkeys(desk.aliases):
        touched |= await contacts.alias(desk.unit, utk, other)
    links = {beacon.utk: contact for beacon, contact in named.items() if beacon not in desk.from_servers}
    for utk, contact in links.items():
        touched |= await contacts.link(desk.unit, utk, contact)
    touched |= {known.contact for known in desk.touched.values()}
    if touched - {0}:
        await contacts.refresh(desk.unit, touched - {0})


async def leave_out(store: Engine, definitions: Definitions, number: int, hit: Hit) -> None:
    """Remove the only hit of a row, which cannot be processed."""

    async def run(writer: Writer) -> None:
        if await journal.remove(writer, [number]):
            counts = {(day_of(hit.at), Outcome.FAILED): 1}
            await _of_nobody(writer, definitions, lambda unit: count(unit, counts))

    await transaction(store, definitions, run)
