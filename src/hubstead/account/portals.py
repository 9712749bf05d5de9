"""Portals: the accounts of a server, each isolated from the others."""

from hubstead.kit.errors import Conflict, NotFound
from hubstead.store.engine import Engine, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, decoded, encoded
from hubstead.store.tables import PORTAL
from hubstead.store.unit import Actor, Origin

FIRST_PORTAL = 10_000_001


async def portals(store: Engine) -> list[Portal]:
    """All portals, oldest first; snapshots of the sandbox, which have negative ids, are none."""
    return [decoded(row[0]) for row in await store.rows("SELECT document FROM portal WHERE id > 0 ORDER BY id")]


async def create(store: Engine, name: str, now: int, id: int | None = None) -> Portal:
    """Make a portal; without an id it gets the next one. An id that is taken raises `Conflict`."""

    async def work(writer: Writer) -> Portal:
        taken = {row[0] for row in await writer.rows("SELECT id FROM portal")}
        portal = Portal(id=id or max([FIRST_PORTAL - 1, *taken]) + 1, name=name, created_at=now)
        if portal.id in taken:
            raise Conflict(f"Portal {portal.id} exists already.")
        await writer.put(PORTAL, [(portal.id, 0, encoded(portal))])
        return portal

    return await store.write(work)


async def actor(store: Engine, portal: int, origin: Origin, definitions: Definitions) -> Actor:
    """Act in a portal without a token, as commands do. Raises `NotFound`."""
    rows = await store.rows("SELECT generation FROM portal WHERE id = ?1", portal)
    if not rows:
        raise NotFound(f"There is no portal {portal}. `hubstead portal list` shows them.")
    return Actor(portal, rows[0][0], origin, definitions)


async def person(store: Engine, portal: int) -> Actor:
    """Act in a portal as somebody who works in its settings. Raises `NotFound`."""
    return await actor(store, portal, Origin("CRM_UI"), Definitions())
