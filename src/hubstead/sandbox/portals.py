"""Portals of the sandbox: created from a template, forked, reset, deleted. What is answered is to be followed."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from hubstead.account.portals import FIRST_PORTAL
from hubstead.demo import company
from hubstead.first_start import add_owner
from hubstead.kit import clock
from hubstead.kit.errors import Conflict
from hubstead.sandbox.beginning import DEMO, EMPTY, FORK, Beginning, beginning_of, encoded
from hubstead.sandbox.lookup import generation, kept, read
from hubstead.sandbox.snapshots import as_it_stands
from hubstead.store import contents
from hubstead.store.engine import Engine, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, decoded
from hubstead.store.portal import encoded as portal_document
from hubstead.store.tables import PORTAL, SANDBOX
from hubstead.store.unit import Actor, Origin, Unit, transaction, within

T = TypeVar("T")


async def create(store: Engine, definitions: Definitions, beginning: Beginning, id: int | None) -> Portal:
    """Make a portal from its template; without an id it gets the next one.

    Raises `Conflict` for an id that is taken, `NotFound` for a template that is none.
    """

    async def work(writer: Writer) -> Portal:
        await writer.alone()
        new = await _new_id(writer, id, beginning.seed)
        await writer.put(SANDBOX, [(new, "", encoded(beginning))])
        return await _begin(writer, definitions, new, beginning)

    return await transaction(store, definitions, work)


async def fork(store: Engine, definitions: Definitions, source: int, beginning: Beginning, id: int | None) -> Portal:
    """Make a portal that holds what another one holds now, under the same ids; it goes its own way from then on.

    Raises `NotFound`, and `Conflict` for an id that is taken.
    """

    async def work(writer: Writer) -> Portal:
        await writer.alone()
        base, new = await read(writer, source), await _new_id(writer, id, beginning.seed)
        await writer.put(SANDBOX, [(new, "", encoded(beginning))])
        await contents.empty(writer, new, clock.true_now())  # of what an older portal of that number left
        return await _copy(writer, beginning.of(as_it_stands(base, new), new), source)

    return await transaction(store, definitions, work)


async def reset(store: Engine, definitions: Definitions, id: int) -> Portal:
    """Bring a portal back to how it began; its id, apps and tokens stay.

    Raises `NotFound`, also when the snapshot that it was made of is gone, and `Conflict` for a fork.
    """

    async def work(writer: Writer) -> Portal:
        await writer.alone()
        beginning = await beginning_of(writer, await read(writer, id))
        if beginning.template == FORK:
            raise Conflict(f"Portal {id} is a fork and has no template. Take a snapshot first, and restore that.")
        return await _begin(writer, definitions, id, beginning)

    return await transaction(store, definitions, work)


async def delete(store: Engine, definitions: Definitions, id: int) -> None:
    """Delete a portal with all that is in it, its apps and tokens too. Raises `NotFound`."""

    async def work(writer: Writer) -> None:
        await writer.alone()
        await read(writer, id)
        await contents.delete(writer, id, clock.true_now())

    await transaction(store, definitions, work)


async def _new_id(writer: Writer, asked: int | None, seed: str | None) -> int:
    """The number of a new portal. A seed gives secrets: two living portals with one would have each other's tokens."""
    taken = {row[0]: decoded(row[1]) for row in await writer.rows("SELECT id, document FROM portal")}
    if asked in taken:
        raise Conflict(f"Portal {asked} exists already. Delete it first, or leave portalId out.")
    for id, portal in taken.items():
        if seed and id > 0 and portal.seed == seed:
            raise Conflict(f"Portal {id} has that seed. Delete it first, or choose another one.")
    return asked or max([FIRST_PORTAL - 1, *taken]) + 1


async def _begin(writer: Writer, definitions: Definitions, id: int, beginning: Beginning) -> Portal:
    """Empty a portal and fill it with its template."""
    if beginning.template not in (EMPTY, DEMO):
        snapshot = await kept(writer, beginning.template)
        await contents.empty(writer, id, clock.true_now())
        return await _copy(writer, beginning.of(snapshot, id), snapshot.id)
    await contents.empty(writer, id, clock.true_now())
    portal = beginning.new(id)
    await writer.put(PORTAL, [(id, generation(), portal_document(portal))])
    unit = partial(_unit, writer, definitions, portal)
    await unit(add_owner)
    if beginning.template == DEMO:
        people = await unit(company.add_owners)
        await unit(lambda unit: company.tell(unit, people))
    return portal


async def _copy(writer: Writer, portal: Portal, source: int) -> Portal:
    await writer.put(PORTAL, [(portal.id, generation(), portal_document(portal))])
    await contents.copy(writer, source, portal.id, clock.true_now())
    return portal


async def _unit(writer: Writer, definitions: Definitions, portal: Portal, work: Callable[[Unit], Awaitable[T]]) -> T:
    """A unit inside an open transaction, at the portal's first moment; it sees what the units before it wrote."""

    async def run(unit: Unit) -> T:
        unit.now = portal.created_at
        return await work(unit)

    return await within(writer, Actor(portal.id, 0, Origin("CRM_UI"), definitions), run)
