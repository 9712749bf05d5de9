"""An export: what was asked, where it stands, where its file is. Rows of the table `export_run`."""

import hashlib
import hmac
from typing import Literal

import msgspec

from hubstead.crm.exports.request import Format, SearchGiven
from hubstead.kit.errors import Forbidden, NotFound
from hubstead.store.tables import EXPORT_RUN
from hubstead.store.unit import Unit

State = Literal["ENQUEUED", "PROCESSING", "DONE", "FAILED", "DELETED"]
LINK_LASTS = 300_000
"""Milliseconds that a link to the file is good (documented)."""


class Export(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An export. Times in ms; `type` and `others` are object type ids, `user_id` 0 where an app asked.

    `secret` signs links to the file, which is kept as `kept_as` and called `file_name`.
    """

    id: int
    app: int
    state: State
    created_at: int
    updated_at: int
    name: str
    kind: Literal["VIEW", "LIST"]
    type: str
    properties: tuple[str, ...]
    format: Format
    secret: str
    user_id: int = 0
    others: tuple[str, ...] = ()
    internal_names: bool = False
    internal_values: bool = False
    unlimited: bool = False
    displays: bool = False
    labels: bool = False
    search: SearchGiven | None = None
    list: str = ""
    started_at: int = 0
    finished_at: int = 0
    count: int = 0
    error: str = ""
    kept_as: str = ""
    file_name: str = ""

    def changed(self, now: int, **fields: object) -> "Export":
        """The same with other fields."""
        return msgspec.structs.replace(self, updated_at=now, **fields)

    def signature(self, expires: int) -> str:
        """What makes a link to the file good until a moment (ms)."""
        return hmac.new(self.secret.encode(), f"{self.id} {expires}".encode(), hashlib.sha256).hexdigest()


_decode = msgspec.json.Decoder(Export).decode


def save(unit: Unit, run: Export) -> None:
    """Write an export at the end of the unit."""
    document = msgspec.json.encode(run).decode()
    unit.put(EXPORT_RUN, (unit.portal, run.id, run.app, run.created_at, document))


async def find(unit: Unit, id: int) -> Export:
    """An export of the portal. Raises `NotFound`."""
    rows = await unit.rows("SELECT document FROM export_run WHERE portal = ?1 AND id = ?2", id)
    if not rows:
        raise NotFound(f"There is no export {id}.", context={"exportId": [str(id)]})
    return _decode(rows[0][0])


async def seen(unit: Unit, spelling: str, app: int, user: int) -> Export:
    """An export that the caller asked for; raises the service's 403 for any other (recorded)."""
    id = int(spelling) if spelling.isascii() and spelling.isdigit() and len(spelling) <= 16 else 0
    rows = await unit.rows("SELECT document FROM export_run WHERE portal = ?1 AND id = ?2 AND app = ?3", id, app)
    run = _decode(rows[0][0]) if rows else None
    if run is None or (not app and run.user_id != user):
        shown = spelling[:100]
        raise Forbidden(
            f"Permission to get export file cannot be granted for exportId {shown} and portalId {unit.portal}",
            category="PERMISSION_DENIED",
        )
    return run


async def since(unit: Unit, moment: int) -> int:
    """How many exports the portal asked for since a moment."""
    rows = await unit.rows("SELECT COUNT(*) FROM export_run WHERE portal = ?1 AND at > ?2", moment)
    return int(rows[0][0])
