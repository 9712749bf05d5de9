"""Deal splits over HTTP: named by their deal, never by themselves."""

from typing import Any

from hubstead.crm.objects import deal_splits, wire
from hubstead.crm.objects.answers import DealWithSplits
from hubstead.crm.objects.write import check_size
from hubstead.crm.properties.wire import batch
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import Failure, Unreadable
from hubstead.web.answer import Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch
from hubstead.web.failure import item_of
from hubstead.web.route import Route

READ = ("crm.objects.deals.read",)
WRITE = ("crm.objects.deals.write",)


async def read(call: Call) -> Reply:
    """The splits of up to 100 deals; 207 when some deals are missing."""
    started = call.now()
    given = call.read(wire.BatchIds)
    check_size(given.inputs)
    ids = [_deal_id(wanted.id) for wanted in given.inputs]
    return _answer(call, started, await deal_splits.read(call.reading(), ids))


async def upsert(call: Call) -> Reply:
    """Set all splits of up to 100 deals; 207 when some deals cannot have theirs."""
    started = call.now()
    given = call.read(deal_splits.BatchDealSplits)
    check_size(given.inputs)
    return _answer(call, started, await call.write(lambda unit: deal_splits.upsert(unit, given.inputs)))


def _deal_id(given: wire.Id) -> int:
    id = as_id(given)
    if id is None:
        raise Unreadable(f"{str(given)[:100]} is not the id of a deal")
    return id


def _answer(call: Call, started: int, outcomes: list[deal_splits.Outcome]) -> Reply:
    results: list[Any] = [outcome for outcome in outcomes if isinstance(outcome, dict)]
    errors = [item_of(outcome) for outcome in outcomes if isinstance(outcome, Failure)]
    return Reply(207 if errors else 200, batch(started, call.now(), results, errors))


ROUTES = tuple(
    Route("POST", path + name, handler, scope, summary, body, answer=Batch[DealWithSplits])
    for path in ("/crm/objects/deals/splits/batch", "/deal-splits/batch")
    for name, handler, scope, summary, body in (
        ("/read", read, READ, "Read deal splits", wire.BatchIds),
        ("/upsert", upsert, WRITE, "Set deal splits", deal_splits.BatchDealSplits),
    )
)
"""The second path is that of the dated versions: `/deal-splits/2026-03/batch/read`."""
