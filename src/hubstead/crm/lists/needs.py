"""What the members of a list follow from: which changes make it worth looking at a record again."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hubstead.crm.lists.branches import Tree
from hubstead.crm.lists.operations import is_clocked


class Needs(NamedTuple):
    """Properties of the records themselves, lists that they are in, forms, imports that wrote them; and the same of
    records that are associated with them (`hops`: the association type by category and id, and what is needed there).
    `clock`: the answer changes as time goes by; `visits`: it follows from what visitors do; `links`: from which
    associations there are."""

    properties: frozenset[str] = frozenset()
    lists: frozenset[int] = frozenset()
    hops: "tuple[tuple[str, int, Needs], ...]" = ()
    forms: bool = False
    imports: frozenset[int] = frozenset()
    links: bool = False
    clock: bool = False
    visits: bool = False

    @property
    def timed(self) -> bool:
        """Whether the list is looked at again from time to time, whatever is told."""
        return self.clock or self.visits or any(needs.timed for _, _, needs in self.hops)


def needs_of(tree: Tree, others: Mapping[int, Tree | None], above: frozenset[int] = frozenset()) -> Needs:
    """What a tree needs. `others` has the filters of the portal's lists, `None` for those that people fill; filters of
    a list that asks about a dynamic one are those of both. `above` are the lists on the way here."""
    found = [_of_filter(each, others, above) for each in tree["filters"]]
    found += [_of_branch(branch, others, above) for branch in tree["filterBranches"]]
    return _joined(found)


def _of_branch(tree: Tree, others: Mapping[int, Tree | None], above: frozenset[int]) -> Needs:
    if tree["filterBranchType"] == "UNIFIED_EVENTS":
        return Needs(visits=True)
    inner = needs_of(tree, others, above)
    if tree["filterBranchType"] != "ASSOCIATION":
        return inner
    return Needs(
        hops=((tree.get("associationCategory", "HUBSPOT_DEFINED"), int(tree["associationTypeId"]), inner),), links=True
    )


def _of_filter(tree: Mapping[str, Any], others: Mapping[int, Tree | None], above: frozenset[int]) -> Needs:
    match tree["filterType"]:
        case "PROPERTY":
            operation = tree["operation"]
            names = [tree["property"], operation.get("comparisonPropertyName")]
            points = [operation.get(name) for name in ("timePoint", "lowerBoundTimePoint", "upperBoundTimePoint")]
            names += [each.get("property") for each in points if isinstance(each, Mapping)]
            return Needs(properties=frozenset(filter(None, names)), clock=is_clocked(operation))
        case "IN_LIST" if "listId" not in tree:
            return Needs(imports=frozenset((int(tree["metadata"]["id"]),)))
        case "IN_LIST":
            return _of_list(int(tree["listId"]), others, above)
        case "ASSOCIATION":
            inner = _of_list(int(tree["listId"]), others, above)
            return Needs(hops=((tree["associationCategory"], int(tree["associationTypeId"]), inner),), links=True)
        case "PROPERTY_ASSOCIATION":
            inner = _of_list(int(tree["listId"]), others, above)
            # Records that name a member are found by looking at all again: seldom used, and no association leads there.
            return Needs(properties=frozenset((tree["propertyWithObjectId"],)), clock=inner != Needs())
        case "NUM_ASSOCIATIONS":
            return Needs(links=True)
        case "FORM_SUBMISSION" | "FORM_SUBMISSION_ON_PAGE":
            return Needs(forms=True, clock=tree.get("pruningRefineBy") is not None)
        case "PAGE_VIEW" | "EVENT" | "UNIFIED_EVENTS" | "INTEGRATION_EVENT":
            return Needs(visits=True)
    return Needs()


def _of_list(id: int, others: Mapping[int, Tree | None], above: frozenset[int]) -> Needs:
    filters = others.get(id)
    if filters is None or id in above:
        return Needs(lists=frozenset((id,)))
    return needs_of(filters, others, above | {id})


def _joined(found: list[Needs]) -> Needs:
    return Needs(
        frozenset().union(*(each.properties for each in found)),
        frozenset().union(*(each.lists for each in found)),
        tuple(hop for each in found for hop in each.hops),
        any(each.forms for each in found),
        frozenset().union(*(each.imports for each in found)),
        any(each.links for each in found),
        any(each.clock for each in found),
        any(each.visits for each in found),
    )
