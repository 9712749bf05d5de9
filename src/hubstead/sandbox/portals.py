"""Portals of the sandbox: created from a template, reset to it, deleted."""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from hubstead.account.portals import FIRST_PORTAL
from hubstead.demo import company
from hubstead.first_start import add_owner
from hubstead.kit import clock
from hubstead.kit.errors import Conflict, NotFound
from hubstead.sandbox.beginning import DEMO, EMPTY, Beginning, beginning_of, encoded
from hubstead.store import contents
from hubstead.store.engine import Engine, Reader, Writer
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
        taken = {row[0] for row in await writer.rows("SELECT id FROM portal")}
        chosen = id or max(max(taken, default=0), FIRST_PORTAL - 1) + 1
        if chosen in taken:
            raise Conflict(f"Portal {chosen} exists already. Delete it first, or leave portalId out.")
        await writer.put(SANDBOX, [(chosen, "", encoded(beginning))])
        return await _begin(writer, definitions, chosen, beginning)

    return _on_its_clock(await transaction(store, definitions, work))


async def reset(store: Engine, definitions: Definitions, id: int) -> Portal:
    """Bring a portal back to how it began; its id, apps and tokens stay. Raises `NotFound`."""

    async def work(writer: Writer) -> Portal:
        await writer.alone()
        return await _begin(writer, definitions, id, await beginning_of(writer, await read(writer, id)))

    return _on_its_clock(await transaction(store, definitions, work))


async def delete(store: Engine, definitions: Definitions, id: int) -> None:
    """Delete a portal with all that is in it, its apps and tokens too. Raises `NotFound`."""

    async def work(writer: Writer) -> None:
        await writer.alone()
        await read(writer, id)
        await contents.delete(writer, id, clock.true_now())

    await transaction(store, definitions, work)
    clock.turn(id, None)


async def read(reader: Reader, id: int) -> Portal:
    """A portal. Raises `NotFound`."""
    rows = await reader.rows("SELECT document FROM portal WHERE id = ?1 AND id > 0", id)
    if not rows:
        raise NotFound(f"There is no portal {id}. GET /sandbox/v1/portals lists them.")
    return decoded(rows[0][0])


async def _begin(writer: Writer, definitions: Definitions, id: int, beginning: Beginning) -> Portal:
    """Empty a portal and fill it with its template."""
    if beginning.template not in (EMPTY, DEMO):
        raise NotFound(f"There is no template {beginning.template}: it is empty, demo or the name of a snapshot.")
    await contents.empty(writer, id, clock.true_now())
    portal = beginning.portal(id, beginning.now())
    await writer.put(PORTAL, [(id, _generation(), portal_document(portal))])
    unit = partial(_unit, writer, definitions, portal)
    await unit(add_owner)
    if beginning.template == DEMO:
        people = await unit(company.add_owners)
        await unit(lambda unit: company.tell(unit, people))
    return portal


async def _unit(writer: Writer, definitions: Definitions, portal: Portal, work: Callable[[Unit], Awaitable[T]]) -> T:
    """A unit inside an open transaction, at the portal's first moment; it sees what the units before it wrote."""

    async def run(unit: Unit) -> T:
        unit.now = portal.created_at
        return await work(unit)

    return await within(writer, Actor(portal.id, 0, Origin("CRM_UI"), definitions), run)


def _on_its_clock(portal: Portal) -> Portal:
    clock.turn(portal.id, portal.clock)
    return portal


def _generation() -> int:
    """A generation that no portal ever had: what rooms remember of an older portal with the same id is not found."""
    return time.time_ns() // 1000
