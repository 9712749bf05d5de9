"""The sample company: a portal to look around in. Written through the verbs of the CRM, at the moments of its story."""

from hubstead.account import portals
from hubstead.account.owners import owners_of
from hubstead.account.people import Place
from hubstead.crm.associations import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects import users
from hubstead.crm.objects import write as writing
from hubstead.crm.objects.wire import AssociateWith, AssociationSpec, BatchUpdateInput, CreateInput, ObjectId
from hubstead.crm.properties.definition import define
from hubstead.demo.people import OWNERS
from hubstead.demo.story import story
from hubstead.demo.website import opened
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit, write

_TYPES = {"company": "companies", "contact": "contacts", "deal": "deals"}


async def fill(store: Engine, definitions: Definitions, *, visits: bool = True) -> int:
    """Fill the first portal, in one transaction, unless it has records already; answers how many records it made.

    `visits`: also its website, with the form and the hits of three months, which the server processes as any others.
    """
    portal = (await portals.portals(store))[0]
    if await store.rows("SELECT 1 FROM record WHERE portal = ?1 AND type <> ?2 LIMIT 1", portal.id, users.USER):
        return 0
    origin = Origin("CRM_UI")
    people = await write(store, await portals.actor(store, portal.id, origin, definitions), add_owners)

    async def work(unit: Unit) -> int:
        return await tell(unit, people, visits=visits)

    return await write(store, await portals.actor(store, portal.id, origin, definitions), work)


async def add_owners(unit: Unit) -> tuple[str, ...]:
    """The ids of the sample owners, each made once."""
    known = {owner.email: owner.id for owner in (await owners_of(unit)).values()}
    for first, last in OWNERS:
        email = f"{first}.{last}@example.com".lower()
        if email not in known:
            known[email] = (await users.add(unit, email, Place(first, last))).owner.id
            await unit.flush()
    return tuple(known[f"{first}.{last}@example.com".lower()] for first, last in OWNERS)


async def tell(unit: Unit, people: tuple[str, ...], *, visits: bool = False) -> int:
    """Write the story that ends now, in a unit that knows these owners; answers how many records it made."""
    ids: dict[str, str] = {}
    now, steps = unit.now, story(unit.now, people)
    unit.now = steps[0].at
    website = await opened(unit, steps, now) if visits else None
    for step in steps:
        unit.now = step.at
        definition = await define(unit, await resolve(unit, step.type))
        if step.key in ids:
            outcomes = await writing.update(unit, definition, [BatchUpdateInput(ids[step.key], dict(step.properties))])
        else:
            links = [await _link(unit, definition.type, key, ids[key]) for key in step.links]
            outcomes = await writing.create(unit, definition, [CreateInput(dict(step.properties), links)])
        writing.raise_unless_traced(outcomes)
        ids[step.key] = (outcomes[0].answer or {})["id"]
        await unit.flush()
        if website:
            await website.after(unit, step)
    return len(ids)


async def _link(unit: Unit, type: ObjectType, key: str, id: str) -> AssociateWith:
    """To a company as the primary one where there is such a thing, else the plain link."""
    other = await resolve(unit, _TYPES[key.split()[0]])
    kinds = catalog.between(type.id, other.id)
    kind = next((found for found in kinds if found.primary), None) or catalog.default_between(type.id, other.id)
    assert kind is not None
    return AssociateWith(ObjectId(id), [AssociationSpec("HUBSPOT_DEFINED", kind.id)])
