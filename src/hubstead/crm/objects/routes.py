"""Records over HTTP: the fifteen shapes that every object type shares."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hubstead.crm.object_types.resolve import resolve, type_of
from hubstead.crm.objects import deal_split_routes, read, wire, write
from hubstead.crm.objects import erase as erasing
from hubstead.crm.objects import merge as merging
from hubstead.crm.objects.answers import Record, UpsertedRecord
from hubstead.crm.objects.read import View
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.properties.wire import batch
from hubstead.kit.errors import Invalid, Missing
from hubstead.store.unit import Unit
from hubstead.web.answer import NO_CONTENT, Answer, Reply
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.envelopes import Batch, Page
from hubstead.web.failure import item_of
from hubstead.web.route import By, Route

PAGE_LIMIT = 100
HISTORY_PAGE_LIMIT = 50


async def get_page(call: Call) -> Any:
    """A page of records in ascending order of id."""
    unit, definition = await _defined(call, By.READ)
    view = await _view(call, unit)
    limit = call.number("limit", 10)
    largest = HISTORY_PAGE_LIMIT if view.with_history else PAGE_LIMIT
    if not 1 <= limit <= largest:
        raise Invalid(f"The limit must be between 1 and {largest}.", context={"limit": [str(limit)]})
    results, after = await read.page(unit, definition, _after(call), limit, view)
    return {"results": results, **_paging(call, after)}


async def get_by_id(call: Call) -> Any:
    """One record by id, or by a unique property (`idProperty`)."""
    unit, definition = await _defined(call, By.READ)
    found = await read.one(unit, definition, call.path[1], call.one("idProperty"), await _view(call, unit))
    if found is None:
        raise Missing
    return found


async def batch_read(call: Call) -> Any:
    """Up to 100 records; 207 when some are missing."""
    started = call.now()
    given = call.read(wire.BatchRead)
    write.check_size(given.inputs)
    unit, definition = await _defined(call, By.READ)
    view = View(
        tuple(given.properties or ()), tuple(given.properties_with_history or ()), archived=call.flag("archived")
    )
    keys = [wanted.id for wanted in given.inputs]
    results, missing = await read.many(unit, definition, keys, given.id_property, view)
    if not missing:
        return batch(started, call.now(), results)
    error = {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": f"Could not get some {definition.type.fully_qualified_name} objects, they may be deleted or not "
        "exist. Check that ids are valid.",
        "context": {"ids": missing},
    }
    return Reply(207, batch(started, call.now(), results, [error]))


async def create(call: Call) -> Any:
    """Create one record, with associations if given."""
    given = call.read(wire.CreateInput)
    outcomes = await _written(call, lambda unit, definition: write.create(unit, definition, [given]))
    write.raise_unless_traced([outcome._replace(trace_id=None) for outcome in outcomes])
    answer = outcomes[0].answer or {}
    location = f"{call.base_url}{call.raw_path.rstrip('/')}/{answer['id']}"
    return Reply(201, answer, ((b"location", location.encode()),))


async def update(call: Call) -> Any:
    """Change some values of one record."""
    given = wire.BatchUpdateInput(call.path[1], call.read(wire.UpdateInput).properties)
    id_property = call.one("idProperty")
    outcomes = await _written(call, lambda unit, definition: write.update(unit, definition, [given], id_property))
    return outcomes[0].answer


async def archive(call: Call) -> Answer:
    """Move one record to the recycling bin."""
    await _written(call, lambda unit, definition: write.archive(unit, definition, [call.path[1]]))
    return NO_CONTENT


async def batch_create(call: Call) -> Any:
    """Create up to 100 records."""
    given = call.read(wire.BatchCreate)
    return await _batch(call, given.inputs, lambda unit, definition: write.create(unit, definition, given.inputs), 201)


async def batch_update(call: Call) -> Any:
    """Change up to 100 records."""
    given = call.read(wire.BatchUpdate)
    return await _batch(call, given.inputs, lambda unit, definition: write.update(unit, definition, given.inputs), 200)


async def batch_upsert(call: Call) -> Any:
    """Create or change up to 100 records, found by a unique property."""
    given = call.read(wire.BatchUpdate)
    return await _batch(call, given.inputs, lambda unit, definition: write.upsert(unit, definition, given.inputs), 200)


async def batch_archive(call: Call) -> Answer:
    """Move up to 100 records to the recycling bin."""
    given = call.read(wire.BatchIds)
    write.check_size(given.inputs)
    keys = [wanted.id for wanted in given.inputs]
    await _written(call, lambda unit, definition: write.archive(unit, definition, keys))
    return NO_CONTENT


async def merge(call: Call) -> Any:
    """Merge two records into a new one."""
    given = call.read(wire.MergeInput)
    return await _written(
        call,
        lambda unit, definition: merging.merge(unit, definition, given.primary_object_id, given.object_id_to_merge),
    )


async def gdpr_delete(call: Call) -> Answer:
    """Erase a record and its history for good."""
    given = call.read(wire.PurgeInput)
    await _written(call, lambda unit, definition: erasing.erase(unit, definition, given))
    return NO_CONTENT


async def _defined(call: Call, by: By) -> tuple[Unit, TypeDefinition]:
    unit = call.reading()
    return unit, await define(unit, await type_of(call, unit, by))


async def _written(call: Call, work: Callable[[Unit, TypeDefinition], Any]) -> Any:
    await type_of(call, call.reading(), By.WRITE)

    async def run(unit: Unit) -> Any:
        outcomes = await work(unit, await define(unit, await resolve(unit, call.path[0])))
        if isinstance(outcomes, list):
            write.raise_unless_traced(outcomes)
        return outcomes

    return await call.write(run)


async def _batch(call: Call, inputs: list[Any], work: Callable[[Unit, TypeDefinition], Any], status: int) -> Any:
    started = call.now()
    write.check_size(inputs)
    outcomes: list[write.Outcome] = await _written(call, work)
    results = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    errors = [
        item_of(outcome.failure, {"objectWriteTraceId": [outcome.trace_id or ""]})
        for outcome in outcomes
        if outcome.failure is not None
    ]
    return Reply(207 if errors else status, batch(started, call.now(), results, errors))


async def _view(call: Call, unit: Unit) -> View:
    """What is asked for. Raises `Forbidden` for associations with a type that the caller may not read."""
    if not call.query_string:
        return View(base_url=call.base_url)
    associations = tuple(call.many("associations"))
    for name in associations:
        require(call.caller, (await resolve(unit, name)).read_scopes)
    return View(
        tuple(call.many("properties")),
        tuple(call.many("propertiesWithHistory")),
        associations,
        call.flag("archived"),
        call.base_url,
    )


def _after(call: Call) -> int:
    text = call.one("after", "0") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Invalid("The after parameter is not a paging cursor of this list.", context={"after": [text[:100]]})
    return int(text)


def _paging(call: Call, after: int | None) -> dict[str, Any]:
    """Where the next page is, as a cursor and as a link that keeps every other parameter; nothing on the last page."""
    if after is None:
        return {}
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] not in ("after", "offset_param")]
    query = urlencode([("offset_param", "after"), *kept, ("after", str(after))])
    link = f"{call.base_url}/crm/objects/{call.version}/{call.path[0]}?{query}"
    return {"paging": {"next": {"after": str(after), "link": link}}}


OBJECTS = "/crm/objects/{objectType}"
ROUTES = (
    Route("GET", OBJECTS, get_page, By.READ, "List records", answer=Page[Record], query=(
        "limit", "after", "properties", "propertiesWithHistory", "associations", "archived",
    )),
    Route("POST", OBJECTS, create, By.WRITE, "Create a record", wire.CreateInput, answer=Record, status=201),
    Route("GET", OBJECTS + "/{objectId}", get_by_id, By.READ, "Read a record", answer=Record, query=(
        "properties", "propertiesWithHistory", "associations", "archived", "idProperty",
    )),
    Route("PATCH", OBJECTS + "/{objectId}", update, By.WRITE, "Update a record", wire.UpdateInput,
          answer=Record, query=("idProperty",)),
    Route("DELETE", OBJECTS + "/{objectId}", archive, By.WRITE, "Archive a record", status=204),
    Route("POST", OBJECTS + "/batch/read", batch_read, By.READ, "Read records", wire.BatchRead,
          answer=Batch[Record], query=("archived",)),
    Route("POST", OBJECTS + "/batch/create", batch_create, By.WRITE, "Create records", wire.BatchCreate,
          answer=Batch[Record], status=201),
    Route("POST", OBJECTS + "/batch/update", batch_update, By.WRITE, "Update records", wire.BatchUpdate,
          answer=Batch[Record]),
    Route("POST", OBJECTS + "/batch/upsert", batch_upsert, By.WRITE, "Create or update records", wire.BatchUpdate,
          answer=Batch[UpsertedRecord]),
    Route("POST", OBJECTS + "/batch/archive", batch_archive, By.WRITE, "Archive records", wire.BatchIds, status=204),
    Route("POST", OBJECTS + "/merge", merge, By.WRITE, "Merge two records", wire.MergeInput, answer=Record),
    Route("POST", OBJECTS + "/gdpr-delete", gdpr_delete, By.WRITE, "Erase a record", wire.PurgeInput, status=204),
    *deal_split_routes.ROUTES,
)  # fmt: skip
