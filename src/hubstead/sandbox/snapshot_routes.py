"""Snapshots over HTTP: taken of a portal, listed, restored, deleted."""

from hubstead.sandbox import snapshots
from hubstead.sandbox.answers import PortalShown, SnapshotShown
from hubstead.sandbox.lookup import snapshots as all_snapshots
from hubstead.sandbox.portal_routes import PORTAL, begun_anew, portal_id
from hubstead.sandbox.wire import NewSnapshot, Restored, snapshot_shown
from hubstead.web.call import Call
from hubstead.web.envelopes import Results
from hubstead.web.route import PUBLIC, Route


async def take(call: Call) -> SnapshotShown:
    """Keep a portal as it is now under a name. New portals may begin as it (`template`), and any may go back to it."""
    name = call.read(NewSnapshot).name
    return snapshot_shown(await snapshots.take(call.store, call.rooms.definitions, portal_id(call), name))


async def get_page(call: Call) -> Results[SnapshotShown]:
    """All snapshots of the server."""
    return Results([snapshot_shown(snapshot) for snapshot in await all_snapshots(call.store)])


async def restore(call: Call) -> PortalShown:
    """Bring a portal to the state of a snapshot, its clock too. Its number, name, apps and tokens stay."""
    id, name = portal_id(call), call.read(Restored).snapshot
    return await begun_anew(call, await snapshots.restore(call.store, call.rooms.definitions, id, name))


async def delete(call: Call) -> None:
    """Delete a snapshot. Portals that began as it stay, but can no longer be reset."""
    await snapshots.delete(call.store, call.rooms.definitions, call.path[0])


SNAPSHOTS = "/sandbox/snapshots"
ROUTES = (
    Route("POST", f"{PORTAL}/snapshots", take, PUBLIC, "Take a snapshot of a portal", NewSnapshot,
          answer=SnapshotShown, status=201),
    Route("POST", f"{PORTAL}/restore", restore, PUBLIC, "Restore a snapshot", Restored, answer=PortalShown),
    Route("GET", SNAPSHOTS, get_page, PUBLIC, "List snapshots", answer=Results[SnapshotShown]),
    Route("DELETE", f"{SNAPSHOTS}/{{snapshotName}}", delete, PUBLIC, "Delete a snapshot", status=204),
)  # fmt: skip
