"""Imports over HTTP."""

from typing import Any

from hubstead.crm.imports import run as runs
from hubstead.crm.imports import wire
from hubstead.crm.imports.start import start
from hubstead.crm.imports.undo import UNDO
from hubstead.crm.imports.work import Payload
from hubstead.crm.properties.datetimes import format_moment
from hubstead.jobs import job as jobs
from hubstead.kit.errors import Conflict, Invalid
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.envelopes import Page
from hubstead.web.paging import after_id, limit_of, link, next_page
from hubstead.web.route import MULTIPART, Route

DEFAULT_LIMIT = 10
PAGE_LIMIT = 100
"""Our choice for imports; documented for their errors."""
SCOPE = ("crm.import",)


async def create(call: Call) -> Any:
    """Import files: what their columns are says the part importRequest."""
    return wire.shown(await start(call))


async def get_page(call: Call) -> Any:
    """Imports, newest first; an app sees its own."""
    limit, after, before = limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), after_id(call), _before(call)
    found = await runs.page(call.reading(), call.caller.app, limit + 1, after, before)
    shown = found[-limit:] if before and not after else found[:limit]
    answer: dict[str, Any] = {"results": [wire.shown(run) for run in shown]}
    more = len(found) > limit
    paging: dict[str, Any] = {}
    if shown and (more or (before and not after)):
        paging |= next_page(call, str(shown[-1].id))["paging"]
    if shown and (after or (more and before)):
        first = str(shown[0].id)
        paging["prev"] = {"before": first, "link": link(call, "before", first)}
    return answer | ({"paging": paging} if paging else {})


async def get_one(call: Call) -> Any:
    """One import: its state, and what came of it so far."""
    return wire.shown(await runs.find(call.reading(), _id(call), call.caller.app))


async def cancel(call: Call) -> Any:
    """Stop an import. Rows that are imported stay; nothing happens to one that has ended."""
    id, app = _id(call), call.caller.app

    async def stop(unit: Unit) -> runs.Import:
        await runs.find(unit, id, app)
        run = await runs.held(unit, id)
        if run.state in runs.OPEN:
            run = await runs.ended(unit, run, "CANCELED")
            runs.save(unit, run)
            await jobs.cancel(unit, run.job)
        return run

    run = await call.write(stop)
    if run.state == "CANCELED":
        for file in run.files:
            call.rooms.uploads.remove(file.kept_as)
    return wire.ActionShown("COMPLETE", format_moment(run.created_at), format_moment(run.finished_at or call.now()))


async def get_errors(call: Call) -> Any:
    """What was wrong with rows."""
    id, limit, after = _id(call), limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), after_id(call)
    with_message, with_row = call.flag("includeErrorMessage"), call.flag("includeRowData")
    unit = call.reading()
    await runs.find(unit, id, call.caller.app)
    found = await runs.errors(unit, id, after, limit + 1)
    shown = [
        wire.error_shown(number, kept, with_message=with_message, with_row=with_row) for number, kept in found[:limit]
    ]
    return {"results": shown} | (next_page(call, str(found[limit - 1][0])) if len(found) > limit else {})


async def undo(call: Call) -> Any:
    """Undo an import that has ended: records that it made go to the recycling bin, values that it set go back."""
    id, app = _id(call), call.caller.app

    async def begin(unit: Unit) -> runs.Import:
        await runs.find(unit, id, app)
        run = await runs.held(unit, id)
        if run.state in runs.OPEN:
            raise Conflict(f"The import {id} is at work. Cancel it first.", context={"importId": [str(id)]})
        if run.undone:
            raise Conflict(f"The import {id} was undone already.", context={"importId": [str(id)]})
        run = run.changed(unit.now, undone=True)
        runs.save(unit, run)
        await jobs.queue(unit, UNDO.name, Payload(id))
        return run

    return wire.shown(await call.write(begin))


def _id(call: Call) -> int:
    text = call.path[0]
    if not (text.lstrip("-").isdigit() and text.isascii() and len(text) <= 17):
        raise Invalid("importId must be a number.", context={"importId": [text[:100]]})
    if int(text) <= 0:
        raise Invalid("importId must be positive.", context={"importId": [text]})
    return int(text)


def _before(call: Call) -> int:
    text = call.one("before", "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 17):
        raise Invalid("The before parameter is not a paging cursor of this list.", context={"before": [text[:100]]})
    return int(text)


IMPORTS = "/crm/imports"
ONE = IMPORTS + "/{importId}"
ERRORS = ("after", "limit", "includeErrorMessage", "includeRowData")
ROUTES = (
    Route("POST", IMPORTS, create, SCOPE, "Start an import", wire.Upload, answer=wire.ImportShown, media=MULTIPART,
          permission="import"),
    Route("GET", IMPORTS, get_page, SCOPE, "List imports", answer=Page[wire.ImportShown],
          query=("after", "before", "limit")),
    Route("GET", ONE, get_one, SCOPE, "Read an import", answer=wire.ImportShown),
    Route("POST", ONE + "/cancel", cancel, SCOPE, "Cancel an import", answer=wire.ActionShown, permission="import"),
    Route("GET", ONE + "/errors", get_errors, SCOPE, "List what was wrong with rows", answer=Page[wire.ErrorShown],
          query=ERRORS),
    Route("POST", "/hubstead/imports/{importId}/undo", undo, SCOPE, "Undo an import", answer=wire.ImportShown,
          status=202, permission="import"),
)  # fmt: skip
