"""From the filters of a list to the records that pass them: conditions on the columns, and sets of ids for the rest.

Properties are compiled to SQL. What only the truth store knows (associations, members of other lists, forms, the past)
is looked up first and comes in as ids. A dynamic list that is asked about is not looked up but compiled in its place,
so a list is never behind another one. `among` narrows everything to some records: a change costs what it touches.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from hubstead.columns.ask import ask
from hubstead.columns.feed import Feed
from hubstead.columns.kinds import kind_of
from hubstead.crm.associations.kinds import CATEGORIES, kinds_of
from hubstead.crm.associations.kinds import Kind as Association
from hubstead.crm.lists import happenings, history, links, member
from hubstead.crm.lists.branches import Tree, read_count
from hubstead.crm.lists.list import DYNAMIC, List
from hubstead.crm.lists.moments import When
from hubstead.crm.lists.operations import Asked, Past, condition, read_operation
from hubstead.crm.lists.refusal import Refused
from hubstead.crm.lists.scope import EVERYTHING, ID, NOTHING, Scope, coalesced, counted, joined, told
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.search.operators import Sql
from hubstead.kit.errors import Failure
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit

PATIENCE = 60.0
"""Seconds that an evaluation waits for the columns to catch up where it runs behind the requests."""


class Evaluation:
    """Evaluates lists of one portal at one moment. `lists` are all of the portal by id; `patience` (seconds) is how
    long it waits for the columns to catch up."""

    def __init__(
        self, unit: Unit, feed: Feed | None, lists: Mapping[int, List], zone: ZoneInfo, patience: float
    ) -> None:
        self._unit = unit
        self._feed = feed
        self._lists = lists
        self._patience = patience
        self.when = When(unit.now, zone)

    async def members(self, one: List) -> list[int]:
        """The records that pass the filters of a list, by id."""
        return await self._passing(one.filters or {}, one.type, None, (one.id,))

    async def passing(self, tree: Tree, type: str) -> list[int]:
        """The records that pass filters that no list has yet, by id."""
        return await self._passing(tree, type, None, ())

    async def among(self, lists: Sequence[List], ids: Sequence[int]) -> dict[int, set[int]]:
        """Which of some records pass the filters of each list; the lists are of one object type."""
        scope = Scope(await self._define(lists[0].type), ids)
        conditions = [await self._condition(one.filters or {}, scope, (one.id,)) for one in lists]
        shown = ", ".join(condition.text for condition in conditions)
        within = scope.within()
        parameters = [each for condition in (*conditions, within) for each in condition.parameters]
        rows = await self._ask(f"SELECT {ID}, {shown} FROM {scope.source()} WHERE {within.text}", parameters)
        return {one.id: {row[0] for row in rows if row[place]} for place, one in enumerate(lists, 1)}

    async def _define(self, type: str) -> TypeDefinition:
        return await define(self._unit, await resolve(self._unit, type))

    async def _ask(self, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        return await ask(self._feed, self._unit.portal, sql, parameters, patience=self._patience)

    async def _passing(
        self, tree: Tree, type: str, among: Sequence[int] | None, above: tuple[int, ...], root: bool = True
    ) -> list[int]:
        scope = Scope(await self._define(type), among)
        judged = await (self._condition if root else self._all)(tree, scope, above)
        within = scope.within()
        sql = f"SELECT list({ID} ORDER BY {ID}) FROM {scope.source()} WHERE {within.text} AND {judged.text}"
        rows = await self._ask(sql, [*within.parameters, *judged.parameters])
        return rows[0][0] or [] if rows else []

    async def _condition(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        """The root of a tree. What cannot be judged any more (a property or type that is gone) lets nobody in."""
        try:
            return joined(" OR ", [await self._all(each, scope, above) for each in tree["filterBranches"]])
        except (Refused, Failure, KeyError):
            return NOTHING

    async def _all(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        judged = [await _FILTERS[each["filterType"]](self, each, scope, above) for each in tree["filters"]]
        judged += [await self._nested(each, scope, above) for each in tree["filterBranches"]]
        return joined(" AND ", judged)

    async def _nested(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        if tree["filterBranchType"] == "UNIFIED_EVENTS":
            return told(await self._event_ids(tree, scope), tree["operator"] == "HAS_NOT_COMPLETED")
        kind = await self._association(tree, scope.type)

        async def inside(among: Sequence[int] | None) -> list[int]:
            return await self._passing(tree, kind.to_type, among, above, root=False)

        return told(await self._across(kind, scope, inside), tree["operator"] == "NOT_IN_LIST")

    async def _across(self, kind: Association, scope: Scope, inside: Any) -> list[int]:
        """The records that are linked to one that `inside` finds."""
        if scope.among is None:
            return await links.sources(self._unit, kind, await inside(None))
        pairs = await links.targets(self._unit, kind, scope.among)
        found = set(await inside(sorted({to for _, to in pairs})))
        return sorted({id for id, to in pairs if to in found})

    async def _association(self, tree: Mapping[str, Any], type: str) -> Association:
        category = CATEGORIES.index(tree.get("associationCategory", "HUBSPOT_DEFINED"))
        kind = (await kinds_of(self._unit)).get(type, category, int(tree["associationTypeId"]))
        if kind is None:
            raise Refused("the association type is gone", "associationTypeId")
        return kind

    async def _property(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        name = tree["property"]
        asked = read_operation(tree["operation"], name, scope.types, self.when)
        if asked.past is not Past.VALUE:
            return await self._past(name, asked, scope)
        return condition(asked, scope.column(name), scope.column)

    async def _past(self, name: str, asked: Asked, scope: Scope) -> Sql:
        kind = kind_of(scope.types[name])
        found = told(await history.passing(self._unit, scope.type, name, kind, asked, scope.among), asked.opposite)
        column = scope.column(name)
        if asked.unset:
            return Sql(f"({column} IS NULL OR {found.text})", found.parameters)
        if not asked.opposite:
            return found
        return Sql(f"({column} IS NOT NULL AND {found.text})", found.parameters)

    async def _in_list(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        no = tree["operator"] == "NOT_IN_LIST"
        if "listId" not in tree:
            run = int(tree["metadata"]["id"])
            return told(await happenings.imported(self._unit, run, scope.type, scope.among), no)
        other = self._lists.get(int(tree["listId"]))
        if other is None or other.deleted or other.type != scope.type:
            return told([], no)
        if other.processing == DYNAMIC and other.id not in above:
            judged = await self._condition(other.filters or {}, scope, (*above, other.id))
            return Sql(f"NOT {judged.text}", judged.parameters) if no else judged
        return told(await member.ids_of(self._unit, other.id, scope.among), no)

    async def _associated(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        kind = await self._association(tree, scope.type)

        async def inside(among: Sequence[int] | None) -> list[int]:
            return await self._in(int(tree["listId"]), kind.to_type, among, above)

        return told(await self._across(kind, scope, inside), tree["operator"] == "NOT_IN_LIST")

    async def _in(self, id: int, type: str, among: Sequence[int] | None, above: tuple[int, ...]) -> list[int]:
        """The members of another list."""
        other = self._lists.get(id)
        if other is None or other.deleted or other.type != type:
            return []
        if other.processing == DYNAMIC and id not in above:
            return await self._passing(other.filters or {}, type, among, (*above, id))
        return await member.ids_of(self._unit, id, among)

    async def _property_associated(self, tree: Tree, scope: Scope, above: tuple[int, ...]) -> Sql:
        other = self._lists.get(int(tree["listId"]))
        ids = await self._in(int(tree["listId"]), other.type, None, above) if other else []
        column = scope.column(tree["propertyWithObjectId"])
        text = f"coalesce(TRY_CAST({column} AS BIGINT) IN (SELECT unnest(?::BIGINT[])), FALSE)"
        return Sql(f"NOT {text}" if tree["operator"] == "NOT_IN_LIST" else text, (ids,))

    async def _number_of(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        least, most = read_count(tree["coalescingRefineBy"])
        kind = await self._association(tree, scope.type)
        return counted(await links.tallies(self._unit, kind, scope.among), least, most)

    async def _form(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        counts = await happenings.forms(self._unit, tree, self.when, scope.among)
        return coalesced(counts, tree, tree["operator"] == "NOT_FILLED_OUT")

    async def _page_view(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        counts = await happenings.page_views(self._ask, tree, self.when, scope.among)
        return coalesced(counts, tree, tree["operator"].startswith("NOT_"))

    async def _event(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        counts = await happenings.events(self._ask, tree["eventId"], [], tree, self.when, scope.type, scope.among)
        return coalesced(counts, tree, tree["operator"] == "NOT_HAS_EVENT")

    async def _unified(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        lines = tree["filterLines"]
        counts = await happenings.events(
            self._ask, tree["eventTypeId"], lines, tree, self.when, scope.type, scope.among
        )
        return coalesced(counts, tree, False)

    async def _integration_event(self, tree: Tree, scope: Scope, _: tuple[int, ...]) -> Sql:
        counts = await happenings.timeline(self._unit, tree, self.when, scope.type, scope.among)
        return coalesced(counts, tree, False)

    async def _event_ids(self, tree: Tree, scope: Scope) -> list[int]:
        counts = await happenings.events(
            self._ask, tree["eventTypeId"], tree["filters"], tree, self.when, scope.type, scope.among
        )
        least, most = read_count(tree.get("coalescingRefineBy"))
        return sorted(id for id, count in counts.items() if least <= count <= most)

    async def _constant(self, tree: Tree, _: Scope, __: tuple[int, ...]) -> Sql:
        return EVERYTHING if tree["shouldAccept"] else NOTHING


_FILTERS: Mapping[str, Any] = {
    "PROPERTY": Evaluation._property,
    "IN_LIST": Evaluation._in_list,
    "ASSOCIATION": Evaluation._associated,
    "PROPERTY_ASSOCIATION": Evaluation._property_associated,
    "NUM_ASSOCIATIONS": Evaluation._number_of,
    "FORM_SUBMISSION": Evaluation._form,
    "FORM_SUBMISSION_ON_PAGE": Evaluation._form,
    "PAGE_VIEW": Evaluation._page_view,
    "EVENT": Evaluation._event,
    "UNIFIED_EVENTS": Evaluation._unified,
    "INTEGRATION_EVENT": Evaluation._integration_event,
    "CONSTANT": Evaluation._constant,
}


async def evaluation(
    unit: Unit, feed: Feed | None, lists: Mapping[int, List], patience: float = PATIENCE
) -> Evaluation:
    """What evaluates the lists of a portal now."""
    return Evaluation(unit, feed, lists, ZoneInfo((await portal_of(unit)).time_zone), patience)
