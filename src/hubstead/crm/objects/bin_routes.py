"""What HubSpot has for archived records in its app only: who archived what, and taking it out of the bin again."""

from typing import Any

from msgspec import Struct

from hubstead.crm.object_types.resolve import resolve, type_of
from hubstead.crm.objects import recycle_bin, wire, write
from hubstead.crm.objects.answers import Record
from hubstead.crm.objects.recycle_bin import Archived
from hubstead.crm.objects.restore import restore as restored
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.wire import batch
from hubstead.crm.records.record import BIN_LASTS
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.answer import Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, Page
from hubstead.web.failure import item_of
from hubstead.web.route import By, Route

PAGE_LIMIT = 100


class ArchivedBy(Struct, rename="camel"):
    """Who archived a record: a user (0: none), in the app or by an integration."""

    user_id: int
    source: str
    source_id: str


class ArchivedRecord(Record, kw_only=True):
    """A record in the recycling bin, who put it there, and until when it can be restored."""

    archived_by: ArchivedBy
    restorable_until: str


async def get_archived(call: Call) -> Any:
    """The records of a type in the recycling bin, the latest first. `search` finds a text in the values that are shown
    by default; a page may be short of its limit while another one follows."""
    unit = call.reading()
    definition = await define(unit, await type_of(call, unit, By.READ))
    limit = call.number("limit", 20)
    if not 1 <= limit <= PAGE_LIMIT:
        raise Invalid(f"The limit must be between 1 and {PAGE_LIMIT}.", context={"limit": [str(limit)]})
    found, after = await recycle_bin.page(unit, definition, call.one("search") or "", _after(call), limit)
    paging = {} if after is None else {"paging": {"next": {"after": str(after)}}}
    return {"results": [_shown(definition, one) for one in found], **paging}


def _shown(definition: TypeDefinition, one: Archived) -> dict[str, Any]:
    by = ArchivedBy(one.user_id, one.source, one.source_id)
    until = iso(one.record.archived + BIN_LASTS)
    return {**wire.shown(one.record, definition.plan(())), "archivedBy": by, "restorableUntil": until}


def _after(call: Call) -> int:
    text = call.one("after") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [text[:100]]})
    return int(text)


async def restore(call: Call) -> Any:
    """Take up to 100 records out of the recycling bin; 207 when some cannot be restored."""
    started = call.now()
    given = call.read(wire.BatchIds)
    write.check_size(given.inputs)
    keys = [wanted.id for wanted in given.inputs]
    await type_of(call, call.reading(), By.WRITE)

    async def work(unit: Unit) -> list[write.Outcome]:
        return await restored(unit, await define(unit, await resolve(unit, call.path[0])), keys)

    outcomes = await call.write(work)
    results = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    errors = [item_of(outcome.failure, {"id": [outcome.trace_id or ""]}) for outcome in outcomes if outcome.failure]
    return Reply(207 if errors else 200, batch(started, call.now(), results, errors))


OBJECTS = "/hubstead/objects/{objectType}"
ROUTES = (
    Route("GET", OBJECTS + "/archived", get_archived, By.READ, "List records in the recycling bin",
          answer=Page[ArchivedRecord], query=("search", "limit", "after")),
    Route("POST", OBJECTS + "/restore", restore, By.WRITE, "Restore archived records", wire.BatchIds,
          answer=Batch[Record]),
)  # fmt: skip
