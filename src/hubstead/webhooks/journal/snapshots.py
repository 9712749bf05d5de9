"""Snapshots: records as they are when an app asks for them. They are facts, so they stand in the journal in order."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from hubstead.store.engine import Reader, Row
from hubstead.store.tables import JOURNAL_SNAPSHOT
from hubstead.store.unit import Unit

TAKEN = "journal.snapshot"
"""The fact, of a record, that an app asked what it is like."""
State = Literal["PENDING", "COMPLETED", "FAILED", "EXPIRED"]


class Taken(msgspec.Struct, frozen=True):
    """The body of the fact: for which app of which portal, under which id, and the values that it asked for."""

    home: int
    app: int
    id: str
    initiated: int
    values: dict[str, str | None]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a request for a snapshot; moments in ms. Ids ascend with the true time. `since` is the newest fact
    when it was asked for."""

    id: str
    state: State
    initiated: int
    since: int = 0
    completed: int = 0
    error: str = ""
    message: str = ""

    def row(self, portal: int, app: int) -> Row:
        """Its row of `JOURNAL_SNAPSHOT`."""
        return portal, app, self.id, self.state, msgspec.json.encode(self).decode()


_decode = msgspec.json.Decoder(Snapshot).decode


def put(unit: Unit, app: int, snapshots: Sequence[Snapshot]) -> None:
    """Keep what became of requests."""
    for one in snapshots:
        unit.put(JOURNAL_SNAPSHOT, one.row(unit.portal, app))


def take(unit: Unit, home: int, app: int, one: Snapshot, type: str, id: int, values: Mapping[str, str | None]) -> None:
    """Write down what a record of the unit's portal is like."""
    body = Taken(home, app, one.id, one.initiated, dict(values))
    unit.happened(TAKEN, type, id, msgspec.json.encode(body).decode())


async def find(unit: Unit, app: int, id: str) -> Snapshot | None:
    """A request of an app of the unit's portal."""
    sql = "SELECT document FROM journal_snapshot WHERE portal = ?1 AND app = ?2 AND id = ?3"
    rows = await unit.rows(sql, app, id)
    return _decode(rows[0][0]) if rows else None


async def pending(store: Reader) -> list[tuple[int, int, Snapshot]]:
    """Every snapshot that is not in a journal yet, with the app's portal and the app."""
    rows = await store.rows("SELECT portal, app, document FROM journal_snapshot WHERE state = 'PENDING'")
    return [(portal, app, _decode(document)) for portal, app, document in rows]
