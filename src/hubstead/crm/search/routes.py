"""Search over HTTP: a question to the column store, then the records from the truth store."""

import asyncio
from collections.abc import Collection
from typing import Any

from hubstead.columns.engine import ColumnStore, ColumnStoreDamaged, ColumnStoreError, Found, Question
from hubstead.crm.associations.shown import associated_ids
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.object_types.resolve import resolve, type_of
from hubstead.crm.objects.answers import FoundRecords
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.read import View, show
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import record as records
from hubstead.crm.search.compile import association_ids, compile_query
from hubstead.crm.search.query import Filter, Query, SearchBody, check_length, read_query
from hubstead.kit.errors import Invalid, Unavailable
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
    found = await _by_identity(unit, definition, query) or await _by_columns(call, unit, definition, query)
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


async def _by_columns(call: Call, unit: Unit, definition: TypeDefinition, query: Query) -> Found:
    columns = call.rooms.columns
    if columns is None:
        raise Unavailable("Searches are answered by the process that keeps the columns; it cannot be reached now.")
    links = {
        asked: await _associated(call, unit, definition, asked) for asked in query.filters() if asked.associated_type
    }
    types = {name: found.type for name, found in definition.properties.items()}
    bound = bound_of(unit, definition.type.id, "view")
    question = compile_query(query, types, definition.type.searchable_properties, links.__getitem__, bound)
    try:
        try:
            return await _asked(call, definition, question)
        except ColumnStoreDamaged as damage:
            await call.rooms.feed.replace(columns, damage)
            return await _asked(call, definition, question)
    except ColumnStoreError as error:
        raise Unavailable(f"The search index cannot answer now ({error}). Try again.") from None


async def _asked(call: Call, definition: TypeDefinition, question: Question) -> Found:
    await call.rooms.feed.caught_up(definition.portal, call.rooms.settings.search_patience / 1000)
    columns: ColumnStore = call.rooms.columns
    return await asyncio.to_thread(columns.search, definition.portal, definition.type.id, question)


async def _associated(call: Call, unit: Unit, definition: TypeDefinition, asked: Filter) -> Collection[int]:
    other = await resolve(unit, asked.associated_type or "")
    require(call.caller, other.read_scopes)
    if other.custom or definition.type.custom:
        raise Invalid(
            "Associations with custom objects cannot be searched", context={"propertyName": [asked.property_name]}
        )
    return await associated_ids(unit, definition.type, other, association_ids(asked))


SEARCH = "/crm/objects/{objectType}/search"
ROUTES = (Route("POST", SEARCH, search, By.READ, "Search records", SearchBody, answer=FoundRecords),)
