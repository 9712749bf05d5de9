"""Search over HTTP: a question to the column store, then the records from the truth store."""

from typing import Any

from hubstead.columns.engine import Found
from hubstead.crm.object_types.resolve import type_of
from hubstead.crm.objects.answers import FoundRecords
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.read import View, show
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import record as records
from hubstead.crm.search.ask import ask
from hubstead.crm.search.query import Query, SearchBody, check_length, read_query
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.edge import require
from hubstead.web.route import By, Route

_IDENTITIES = ("email", "hs_object_id")
"""Properties whose EQ the truth store answers from its keys."""


async def search(call: Call) -> Any:
    """Find records; sees every write that was acknowledged before it (unless the index is delayed on purpose)."""
    check_length(call.body)
    query = read_query(call.read(SearchBody))
    unit = call.reading()
    definition = await define(unit, await type_of(call, unit, By.READ))
    if not definition.type.searchable:
        raise Invalid(f"{definition.type.plural} cannot be searched")
    found = await _by_identity(unit, definition, query) or await ask(
        call.rooms, unit, definition, query, lambda other: require(call.caller, other.read_scopes)
    )
    loaded = await records.load(unit, definition.type.id, found.ids)
    results = await show(unit, definition, [loaded[id] for id in found.ids if id in loaded], View(query.properties))
    following = query.after + len(found.ids)
    paging = {"paging": {"next": {"after": str(following)}}} if found.ids and following < found.total else {}
    return {"total": found.total, "results": results, **paging}


async def _by_identity(unit: Unit, definition: TypeDefinition, query: Query) -> Found | None:
    """A search for one e-mail address or one id needs no columns."""
    filters = list(query.filters())
    if len(filters) != 1 or query.text or filters[0].operator.name != "EQ":
        return None
    name = filters[0].property_name
    if name not in _IDENTITIES or (name == "email" and "email" not in definition.unique):
        return None
    ids = await ids_of(unit, definition, [filters[0].operands[0].lower()], name)
    found = [
        id
        for id, record in (await records.load(unit, definition.type.id, ids.values())).items()
        if record.id == id and record.values.get(name) == filters[0].operands[0].lower()
    ]
    return Found(len(found), found[query.after : query.after + query.limit])


SEARCH = "/crm/objects/{objectType}/search"
ROUTES = (Route("POST", SEARCH, search, By.READ, "Search records", SearchBody, answer=FoundRecords),)
