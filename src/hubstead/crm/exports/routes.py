"""Exports over HTTP."""

import hmac
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hubstead.account.portals import actor
from hubstead.crm.exports import run as runs
from hubstead.crm.exports import wire
from hubstead.crm.exports.request import ExportGiven
from hubstead.crm.exports.run import LINK_LASTS, Export
from hubstead.crm.exports.start import start
from hubstead.kit import clock
from hubstead.kit.errors import Forbidden, Missing, NotFound
from hubstead.store.unit import Origin, Unit
from hubstead.web.answer import Streamed
from hubstead.web.call import Call
from hubstead.web.route import PUBLIC, Route

SCOPE = ("crm.export",)
_PIECE = 1 << 18
_MEDIA = {
    "csv": b"text/csv;charset=utf-8",
    "xls": b"application/vnd.ms-excel",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": b"application/zip",
}


async def create(call: Call) -> Any:
    """Begin to export records; the file is there when the task is complete."""
    run = await start(call, call.read(ExportGiven))
    return wire.Located(str(run.id), {"status": f"{call.base_url}/crm/v3/exports/export/async/tasks/{run.id}/status"})


async def get_status(call: Call) -> Any:
    """The state of an export's task. Each answer has a new link to the file, good for five minutes."""
    run = await _seen(call)
    return wire.task_shown(run, _link(call, run) if run.state == "DONE" else "")


async def get_one(call: Call) -> Any:
    """One export: its state, and how many records are in it."""
    return wire.shown(await _seen(call))


async def download(call: Call) -> Streamed:
    """The file of an export, for whoever has a link that is still good."""
    portal, id, _ = call.path
    run = await _found(call, portal, id)
    expires = call.number("expires", 0)
    good = hmac.compare_digest(run.signature(expires).encode(), (call.one("signature") or "").encode())
    if not good or expires <= clock.now(int(portal)) or run.state != "DONE":
        raise Forbidden("This link is not good any more. The status of the export's task has a new one.")
    path: Path = call.rooms.exported.path(run.kept_as)
    if not path.exists():
        raise Missing
    name = quote(run.file_name, safe="")
    headers = [
        (b"content-type", _MEDIA[run.file_name.rpartition(".")[2]]),
        (b"content-disposition", f"attachment; filename*=UTF-8''{name}".encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"private, no-store"),
    ]
    return Streamed(200, path.stat().st_size, _pieces(path), headers)


async def _found(call: Call, portal: str, id: str) -> Export:
    if not all(text.isascii() and text.isdigit() and len(text) <= 16 for text in (portal, id)):
        raise Missing
    try:
        unit = Unit(call.store, await actor(call.store, int(portal), Origin("API"), call.rooms.definitions))
        return await runs.find(unit, int(id))
    except NotFound:
        raise Missing from None


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


async def _seen(call: Call) -> Export:
    return await runs.seen(call.reading(), call.path[0], call.caller.app, call.caller.actor.origin.user_id)


def _link(call: Call, run: Export) -> str:
    expires = call.now() + LINK_LASTS
    where = f"{call.base_url}/hubstead/exports/{call.caller.portal.id}/{run.id}/{quote(run.file_name, safe='')}"
    return f"{where}?expires={expires}&signature={run.signature(expires)}"


EXPORTS = "/crm/exports/export"
ROUTES = (
    Route("POST", EXPORTS + "/async", create, SCOPE, "Start an export", ExportGiven, answer=wire.Located, status=202,
          permission="export"),
    Route("GET", EXPORTS + "/async/tasks/{taskId}/status", get_status, SCOPE, "Read the state of an export task",
          answer=wire.TaskShown),
    Route("GET", EXPORTS + "/{exportId}", get_one, SCOPE, "Read an export", answer=wire.ExportShown),
)  # fmt: skip
DOWNLOADS = (
    Route("GET", "/hubstead/exports/{portalId}/{exportId}/{fileName}", download, PUBLIC, "Download an export"),
)
