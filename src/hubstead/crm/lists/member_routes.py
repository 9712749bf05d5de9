"""Members of lists over HTTP."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from hubstead.crm.lists import member, members, wire
from hubstead.crm.lists.list import List, find
from hubstead.crm.lists.member import Member
from hubstead.crm.lists.routes import LIST, LISTS, READ, WRITE, changing
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.wire import Id
from hubstead.crm.properties.wire import batch
from hubstead.crm.records import record as records
from hubstead.kit.errors import Invalid, Missing
from hubstead.web.answer import NO_CONTENT, Answer
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch
from hubstead.web.paging import limit_of
from hubstead.web.route import Route

LIMIT, MOST = 100, 250
BATCH = 1_000
"""Records of one request about the lists that they are in (our choice)."""
CHANGES = 100_000
"""Ids of one change of members."""
_FIRST, _LAST = Member(0, 0), Member(2**53, 2**53)


async def get_page(call: Call) -> Any:
    """A page of members by id; with `before` alone by descending id."""
    return await _page(call, joined=False)


async def get_joined_page(call: Call) -> Any:
    """A page of members in the order of joining; with `before` alone the latest first."""
    return await _page(call, joined=True)


async def add(call: Call) -> Any:
    """Add records to a list that people fill."""
    return await _changed(call, call.read(list[Id]), [])


async def remove(call: Call) -> Any:
    """Remove records from a list that people fill."""
    return await _changed(call, [], call.read(list[Id]))


async def add_and_remove(call: Call) -> Any:
    """Add records and remove others."""
    given = call.read(wire.Changes)
    return await _changed(call, given.record_ids_to_add, given.record_ids_to_remove)


async def add_from(call: Call) -> Answer:
    """Add all members of another list."""
    await call.write(lambda unit: members.add_from(unit, call.path[0], call.path[1]))
    return NO_CONTENT


async def remove_all(call: Call) -> Answer:
    """Remove all members."""
    await call.write(lambda unit: members.remove_all(unit, call.path[0]))
    return NO_CONTENT


async def of_record(call: Call) -> Any:
    """The lists that a record is in."""
    unit = call.reading()
    type = await resolve(unit, call.path[0])
    id = records.as_id(call.path[1])
    record = (await records.load(unit, type.id, [id])).get(id) if id is not None else None
    if record is None:
        raise Missing
    found = (await members.of_record(unit, type.id, [record.id])).get(record.id, [])
    results = [wire.shown_membership(one, at) for one, at in found]
    return {"results": results, "total": len(results)}


async def of_records(call: Call) -> Any:
    """The lists that records are in; records that do not exist are in none."""
    started = call.now()
    given = call.read(wire.RecordsInput)
    if len(given.inputs) > BATCH:
        raise Invalid(f"At most {BATCH} records can be asked for in one request, received {len(given.inputs)}.")
    unit = call.reading()
    results = []
    for asked in given.inputs:
        type = await resolve(unit, asked.object_type_id)
        id = records.as_id(asked.record_id)
        record = (await records.load(unit, type.id, [id])).get(id) if id is not None else None
        found = (await members.of_record(unit, type.id, [record.id])).get(record.id, []) if record else []
        results.append(
            {
                "objectTypeId": type.id,
                "recordId": asked.record_id,
                "recordListMemberships": [wire.shown_membership(one, at) for one, at in found],
            }
        )
    return batch(started, call.now(), results)


async def _changed(call: Call, adding: list[Id], removing: list[Id]) -> Any:
    if len(adding) + len(removing) > CHANGES:
        raise Invalid(f"At most {CHANGES} records can be added and removed in one request.")
    outcome = await call.write(lambda unit: members.change(unit, call.path[0], adding, removing))
    return wire.shown_changes(*outcome)


async def _page(call: Call, *, joined: bool) -> Any:
    unit = call.reading()
    one = await find(unit, call.path[0])
    limit = limit_of(call, LIMIT, MOST)
    backwards = call.one("after") is None and call.one("before") is not None
    name = "before" if backwards else "after"
    start = await _start(call, one, name, joined)
    found = await members.page(unit, one, start, limit + 1, joined=joined, backwards=backwards)
    answer: dict[str, Any] = {"results": [wire.shown_member(each) for each in found[:limit]], "total": one.size}
    if len(found) > limit:
        place = wire.cursor(found[limit].id)
        side = "prev" if backwards else "next"
        answer["paging"] = {side: {name: place, "link": _link(call, name, place, limit)}}
    return answer


async def _start(call: Call, one: List, name: str, joined: bool) -> Member:
    """Where the page starts: a cursor names the first record of the page (recorded)."""
    text = call.one(name)
    if text is None:
        return _LAST if name == "before" else _FIRST
    id = wire.id_in(text, name)
    if not joined:
        return Member(id, 0)
    found = await member.one(call.reading(), one.id, id)
    if found is None:
        raise Invalid(f"The record of the {name} cursor left the list; begin anew.", context={name: [text[:100]]})
    return found


def _link(call: Call, name: str, place: str, limit: int) -> str:
    """The next page, under the service's own spelling of the path (recorded)."""
    kept = [pair for pair in parse_qsl(call.query_string.decode()) if pair[0] not in ("after", "before", "limit")]
    path = call.raw_path.replace("/crm/v3/lists/", "/crm/lists/v3/")
    return f"{call.base_url}{path}?{urlencode([*kept, ('limit', str(limit)), (name, '')])}{place}"


MEMBERS = LIST + "/memberships"
ROUTES = changing((
    Route("GET", MEMBERS, get_page, READ, "List the members of a list",
          answer=wire.Members, query=("after", "before", "limit")),
    Route("GET", MEMBERS + "/join-order", get_joined_page, READ, "List the members of a list in order of joining",
          answer=wire.Members, query=("after", "before", "limit")),
    Route("DELETE", MEMBERS, remove_all, WRITE, "Remove all members of a list", status=204),
    Route("PUT", MEMBERS + "/add", add, WRITE, "Add records to a list", list[Id], answer=wire.Changed),
    Route("PUT", MEMBERS + "/remove", remove, WRITE, "Remove records from a list", list[Id], answer=wire.Changed),
    Route("PUT", MEMBERS + "/add-and-remove", add_and_remove, WRITE, "Add and remove records of a list",
          wire.Changes, answer=wire.Changed),
    Route("PUT", MEMBERS + "/add-from/{sourceListId}", add_from, WRITE, "Add the members of another list", status=204),
    Route("GET", LISTS + "/records/{objectTypeId}/{recordId}/memberships", of_record, READ,
          "List the lists that a record is in", answer=wire.Memberships),
    Route("POST", LISTS + "/records/memberships/batch/read", of_records, READ, "List the lists that records are in",
          wire.RecordsInput, answer=Batch[wire.RecordMemberships]),
))  # fmt: skip
