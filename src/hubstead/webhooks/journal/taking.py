"""Taking snapshots of records for an app."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

import msgspec

from hubstead.crm.records import record as records
from hubstead.kit.errors import Failure, Forbidden, Invalid
from hubstead.kit.ids import correlation_id
from hubstead.store.unit import Unit, write
from hubstead.webhooks.journal import snapshots, wire
from hubstead.webhooks.journal.developed import LARGEST, Developed
from hubstead.webhooks.journal.snapshots import Snapshot

AT_ONCE = 100
"""Snapshots in one request (our choice)."""


async def take_snapshots(
    app: Developed, asked: Sequence[wire.SnapshotRequest], begin: Callable[[Iterable[Snapshot]], Awaitable[None]]
) -> list[Snapshot]:
    """Take snapshots of records; what cannot be seen fails by itself. `begin` keeps what became of requests, before
    those that are taken become facts."""
    newest = await app.store.newest_fact()
    begun = [await _begun(app, one, newest) for one in asked]
    await begin([one for one, _ in begun])
    by_portal: dict[int, list[tuple[Snapshot, wire.SnapshotRequest, str]]] = {}
    for (one, type), request in zip(begun, asked, strict=True):
        if one.state == "PENDING":
            by_portal.setdefault(request.portal_id, []).append((one, request, type))
    for portal, some in by_portal.items():
        await write(app.store, await app.actor(portal), _taking(app, some))
    return [one for one, _ in begun]


def _taking(
    app: Developed, some: list[tuple[Snapshot, wire.SnapshotRequest, str]]
) -> Callable[[Unit], Awaitable[None]]:
    async def work(unit: Unit) -> None:
        for one, request, type in some:
            held = (await records.load(unit, type, [request.object_id])).get(request.object_id)
            values = held.values if held else {}
            names = request.properties or sorted(values)
            snapshots.take(
                unit, app.home, app.id, one, type, request.object_id, {name: values.get(name) for name in names}
            )

    return work


async def _begun(app: Developed, asked: wire.SnapshotRequest, newest: int) -> tuple[Snapshot, str]:
    """A request for a snapshot as it begins, and the type of the record."""
    now = Unit(app.store, await app.actor(app.home)).now
    one = Snapshot(id=correlation_id(), state="PENDING", initiated=now, since=newest)
    try:
        type = await app.readable(asked.portal_id, asked.object_type_id)
        unit = await app.reading(asked.portal_id)
        if not 0 < asked.object_id < LARGEST or not await records.load(unit, type, [asked.object_id]):
            raise Invalid(f"There is no record {asked.object_id} of type {type}.")
    except Failure as failure:
        error = "PERMISSION_DENIED" if isinstance(failure, Forbidden) else "VALIDATION_ERROR"
        failed = msgspec.structs.replace(one, state="FAILED", completed=now, error=error, message=failure.message)
        return failed, ""
    return one, type
