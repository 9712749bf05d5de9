"""Snapshots: a portal as it was at one moment, kept under a name. In the store they are portals with negative ids,
which nobody can log in to and no search knows."""

import msgspec

from hubstead.kit import clock
from hubstead.kit.errors import Conflict, Invalid
from hubstead.sandbox.beginning import DEMO, EMPTY
from hubstead.sandbox.lookup import SNAPSHOT_NAME, Snapshot, generation, kept, read
from hubstead.store import contents
from hubstead.store.engine import Engine, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import Portal, encoded
from hubstead.store.tables import PORTAL, SANDBOX
from hubstead.store.unit import transaction


async def take(store: Engine, definitions: Definitions, portal: int, name: str) -> Snapshot:
    """Keep a portal as it is now. Raises `NotFound`, `Invalid` for a bad name and `Conflict` for one that is taken."""
    check_name(name)

    async def work(writer: Writer) -> Snapshot:
        await writer.alone()
        taken = await read(writer, portal)
        if await writer.rows("SELECT 1 FROM sandbox WHERE name = ?1", name):
            raise Conflict(f"There is a snapshot {name} already. Delete it first, or choose another name.")
        snapshot = Snapshot(name=name, portal_id=portal, taken_at=clock.now(portal))
        id: int = min(0, (await writer.rows("SELECT min(id) FROM portal"))[0][0]) - 1
        await writer.put(SANDBOX, [(id, name, msgspec.json.encode(snapshot).decode())])
        await writer.put(PORTAL, [(id, generation(), encoded(as_it_stands(taken, id)))])
        await contents.copy(writer, portal, id, clock.true_now())
        return snapshot

    return await transaction(store, definitions, work)


async def restore(store: Engine, definitions: Definitions, portal: int, name: str) -> Portal:
    """Bring a portal to the state of a snapshot, its clock too; its id, name, apps and tokens stay.

    Raises `NotFound` for either.
    """

    async def work(writer: Writer) -> Portal:
        await writer.alone()
        current, snapshot = await read(writer, portal), await kept(writer, name)
        restored = msgspec.structs.replace(snapshot, id=portal, name=current.name)
        await contents.empty(writer, portal, clock.true_now())
        await writer.put(PORTAL, [(portal, generation(), encoded(restored))])
        await contents.copy(writer, snapshot.id, portal, clock.true_now())
        return restored

    return await transaction(store, definitions, work)


async def delete(store: Engine, definitions: Definitions, name: str) -> None:
    """Delete a snapshot. Portals made of it stay, but can then not be reset. Raises `NotFound`."""

    async def work(writer: Writer) -> None:
        await writer.alone()
        await contents.delete(writer, (await kept(writer, name)).id, clock.true_now())

    await transaction(store, definitions, work)


def as_it_stands(portal: Portal, id: int) -> Portal:
    """A portal under another id, on its clock as that stands now: one with steps has gone on."""
    return msgspec.structs.replace(portal, id=id, clock=clock.shown(portal.id))


def check_name(name: str) -> None:
    """Raises `Invalid` for what cannot name a snapshot: numbers are portals, and two words are templates."""
    if name in (EMPTY, DEMO) or not SNAPSHOT_NAME.fullmatch(name):
        raise Invalid(
            "A snapshot's name has 1 to 100 letters, digits, dots, dashes and underscores, begins with a letter or a "
            f"digit, is no number, and neither {EMPTY} nor {DEMO}."
        )
