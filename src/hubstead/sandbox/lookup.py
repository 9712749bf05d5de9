"""Portals and snapshots, found by what a request calls them."""

import re
import time

import msgspec

from hubstead.kit.errors import NotFound
from hubstead.store.engine import Reader
from hubstead.store.portal import Portal, decoded

SNAPSHOT_NAME = re.compile(r"(?!\d+$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Numbers are portals."""


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is known of a snapshot: its name, the portal it was taken of, and when, by that portal's clock (ms)."""

    name: str
    portal_id: int
    taken_at: int


async def read(reader: Reader, id: int) -> Portal:
    """A portal. Raises `NotFound`."""
    rows = await reader.rows("SELECT document FROM portal WHERE id = ?1 AND id > 0", id)
    if not rows:
        raise NotFound(f"There is no portal {id}. GET /sandbox/v1/portals lists them.")
    return decoded(rows[0][0])


async def snapshots(reader: Reader) -> list[Snapshot]:
    """All snapshots, by name."""
    rows = await reader.rows("SELECT document FROM sandbox WHERE name <> '' ORDER BY name")
    return [_decode(row[0]) for row in rows]


async def kept(reader: Reader, name: str) -> Portal:
    """The portal as which a snapshot is kept; its id is negative. Raises `NotFound`."""
    rows = await reader.rows(_KEPT, name) if SNAPSHOT_NAME.fullmatch(name) else []
    if not rows:
        raise NotFound(f"There is no snapshot {name[:100]}. GET /sandbox/v1/snapshots lists them.")
    return decoded(rows[0][0])


def generation() -> int:
    """A generation that no portal ever had: what rooms remember of an older portal with the same id is not found."""
    return time.time_ns() // 1000


_decode = msgspec.json.Decoder(Snapshot).decode
_KEPT = "SELECT portal.document FROM sandbox JOIN portal ON portal.id = sandbox.portal WHERE name = ?1"
