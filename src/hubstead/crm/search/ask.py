"""Putting a query to the column store."""

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from hubstead.columns.engine import ColumnStore, ColumnStoreDamaged, ColumnStoreError, Found, Question
from hubstead.crm.associations.shown import associated_ids
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.search.compile import association_ids, compile_query
from hubstead.crm.search.query import Filter, Query
from hubstead.kit.errors import Invalid, Unavailable
from hubstead.store.unit import Unit


async def ask(
    rooms: Any, unit: Unit, definition: TypeDefinition, query: Query, allow: Callable[[ObjectType], None]
) -> Found:
    """The records that a query finds, of those that the unit's user may see; `rooms` is the server.

    `allow` is asked about each other object type that filters name. Raises `Invalid`, and `Unavailable` where the
    columns cannot answer.
    """
    columns = rooms.columns
    if columns is None:
        raise Unavailable("Searches are answered by the process that keeps the columns; it cannot be reached now.")
    links = {
        asked: await _associated(unit, definition, asked, allow) for asked in query.filters() if asked.associated_type
    }
    types = {name: found.type for name, found in definition.properties.items()}
    bound = bound_of(unit, definition.type.id, "view")
    question = compile_query(query, types, definition.type.searchable_properties, links.__getitem__, bound)
    try:
        try:
            return await _asked(rooms, definition, question)
        except ColumnStoreDamaged as damage:
            await rooms.feed.replace(columns, damage)
            return await _asked(rooms, definition, question)
    except ColumnStoreError as error:
        raise Unavailable(f"The search index cannot answer now ({error}). Try again.") from None


async def _asked(rooms: Any, definition: TypeDefinition, question: Question) -> Found:
    await rooms.feed.caught_up(definition.portal, rooms.settings.search_patience / 1000)
    columns: ColumnStore = rooms.columns
    return await asyncio.to_thread(columns.search, definition.portal, definition.type.id, question)


async def _associated(
    unit: Unit, definition: TypeDefinition, asked: Filter, allow: Callable[[ObjectType], None]
) -> Collection[int]:
    other = await resolve(unit, asked.associated_type or "")
    allow(other)
    if other.custom or definition.type.custom:
        raise Invalid(
            "Associations with custom objects cannot be searched", context={"propertyName": [asked.property_name]}
        )
    return await associated_ids(unit, definition.type, other, association_ids(asked))
