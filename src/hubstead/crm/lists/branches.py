"""The filter tree of a list: read, checked and brought into the form in which it is kept and shown.

The structure rules are documented: an OR of ANDs, whose branches speak of associated records and events. Filter types
of products that are not here (e-mails, ads, surveys, webinars, …) are refused: a filter that can never match would be
a silent mistake. docs/lists.md names them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hubstead.crm.associations.kinds import CATEGORIES, Kind, Kinds
from hubstead.crm.lists.moments import When, point
from hubstead.crm.lists.operations import ALIASES, OPERATIONS, read_operation
from hubstead.crm.lists.refusal import Refused, choice, member, whole

Tree = dict[str, Any]
Types = Mapping[str, Mapping[str, str]]
"""By object type id the types of its properties."""
MAX_FILTERS = 250
"""Of a list (documented)."""
DEEPEST = 4
"""How many associations a filter may be away (our choice; the service goes from contact to deal to line item)."""
IN_LIST = ("IN_LIST", "NOT_IN_LIST")
PAGE_VIEWS = tuple(
    f"{no}HAS_PAGEVIEW_{how}" for no in ("", "NOT_") for how in ("EQ", "CONTAINS", "MATCHES_REGEX")
)  # fmt: skip
COMPLETED = ("HAS_COMPLETED", "HAS_NOT_COMPLETED")
FORMS = ("FILLED_OUT", "NOT_FILLED_OUT")
_OTHERS = (
    "ADS_SEARCH", "ADS_TIME", "CAMPAIGN_INFLUENCED", "COMMUNICATION_SUBSCRIPTION", "CTA", "EMAIL_EVENT",
    "EMAIL_SUBSCRIPTION", "PRIVACY", "SURVEY_MONKEY", "SURVEY_MONKEY_VALUE", "WEBINAR",
)  # fmt: skip
"""Filter types of the service that this server has no data for."""
_REFINED = ("pruningRefineBy", "coalescingRefineBy")


class Reader:
    """Reads the tree of a list of one object type. `types` has the properties of every type that it speaks of (see
    `types_in`), `when` is any moment: what is read is whether it can be read."""

    def __init__(self, types: Types, kinds: Kinds, when: When) -> None:
        self._types = types
        self._kinds = kinds
        self._when = when
        self._count = 0

    def root(self, given: Any, type: str) -> Tree:
        """The tree in the form in which it is kept. Raises `Refused`."""
        tree = _branch(given, ("OR",))
        if tree["filters"]:
            raise Refused("the root branch holds no filters, only AND branches", "filters")
        if not tree["filterBranches"]:
            raise Refused("the root branch needs at least one AND branch", "filterBranches")
        tree["filterBranches"] = [self._all(each, type, 0) for each in tree["filterBranches"]]
        return tree

    def _all(self, given: Any, type: str, depth: int) -> Tree:
        tree = _branch(given, ("AND",))
        return self._contents(tree, type, depth)

    def _contents(self, tree: Tree, type: str, depth: int) -> Tree:
        tree["filters"] = [self._filter(each, type) for each in tree["filters"]]
        tree["filterBranches"] = [self._nested(each, type, depth) for each in tree["filterBranches"]]
        return tree

    def _nested(self, given: Any, type: str, depth: int) -> Tree:
        tree = _branch(given, ("ASSOCIATION", "UNIFIED_EVENTS"))
        if tree["filterBranchType"] == "UNIFIED_EVENTS":
            return self._events(tree)
        if depth >= DEEPEST:
            raise Refused(f"associations go {DEEPEST} deep at most", "filterBranches")
        choice(tree, "operator", IN_LIST)
        kind = self._kind(tree, type)
        if tree.setdefault("objectTypeId", kind.to_type) != kind.to_type:
            raise Refused(f"association type {kind.id} leads to {kind.to_type}", "objectTypeId")
        if not tree["filters"] and not tree["filterBranches"]:
            raise Refused("an ASSOCIATION branch needs at least one filter", "filters")
        return self._contents(tree, kind.to_type, depth + 1)

    def _events(self, tree: Tree) -> Tree:
        member(tree, "eventTypeId", str)
        choice(tree, "operator", COMPLETED)
        if tree["filterBranches"]:
            raise Refused("a UNIFIED_EVENTS branch holds no branches", "filterBranches")
        self._refined(tree)
        for each in tree["filters"]:
            if not isinstance(each, dict) or each.get("filterType") != "PROPERTY":
                raise Refused("a UNIFIED_EVENTS branch holds PROPERTY filters only", "filters")
        tree["filters"] = [self._counted(dict(each, operation=self._event_line(each))) for each in tree["filters"]]
        return tree

    def _event_line(self, given: Mapping[str, Any]) -> Tree:
        """A condition on a property of an event: of its present value, whatever its type is."""
        name, operation = member(given, "property", str), normalised(given.get("operation"))
        read_operation(operation, name, {name: event_property_type(operation)}, self._when)
        if str(operation.get("operator")).startswith(("HAS_EVER", "HAS_NEVER", "UPDATED", "NOT_UPDATED")):
            raise Refused("properties of events have no history", "operator")
        return operation

    def _kind(self, given: Mapping[str, Any], type: str) -> Kind:
        category = given.get("associationCategory", "HUBSPOT_DEFINED")
        number = whole(given, "associationTypeId", 1, 2**53)
        kind = self._kinds.get(type, CATEGORIES.index(category), number) if category in CATEGORIES else None
        if kind is None:
            raise Refused(f"there is no association type {number} ({category}) from {type}", "associationTypeId")
        return kind

    def _filter(self, given: Any, type: str) -> Tree:
        if not isinstance(given, dict):
            raise Refused("a filter is an object", "filters")
        kind = given.get("filterType")
        read = _READ.get(str(kind))
        if read is None:
            reason = "this server has no such data" if kind in _OTHERS else f"there are {', '.join(_READ)}"
            raise Refused(f"filters of type {str(kind)[:60]} are not supported: {reason}", "filterType")
        tree = self._counted(dict(given))
        self._refined(tree)
        read(self, tree, type)
        return tree

    def _counted(self, tree: Tree) -> Tree:
        self._count += 1
        if self._count > MAX_FILTERS:
            raise Refused(f"a list has {MAX_FILTERS} filters at most", "filters")
        return tree

    def _property(self, tree: Tree, type: str) -> None:
        name = member(tree, "property", str)
        types = self._types[type]
        if name not in types:
            raise Refused(f"property {name[:100]} does not exist", "property")
        tree["operation"] = normalised(tree.get("operation"))
        read_operation(tree["operation"], name, types, self._when)

    def _in_list(self, tree: Tree, _: str) -> None:
        choice(tree, "operator", IN_LIST)
        metadata = tree.get("metadata")
        if "listId" in tree or not isinstance(metadata, dict):
            _list_id(tree)
        elif metadata.get("inListType") == "IMPORT":
            tree["metadata"] = {**metadata, "id": str(whole(metadata, "id", 1, 2**53))}
        else:
            raise Refused("lists of workflows and data sets are not supported: there is no such data", "metadata")

    def _associated(self, tree: Tree, type: str) -> None:
        choice(tree, "operator", IN_LIST)
        _list_id(tree)
        tree.setdefault("toObjectTypeId", self._kind(tree, type).to_type)

    def _property_associated(self, tree: Tree, type: str) -> None:
        choice(tree, "operator", IN_LIST)
        _list_id(tree)
        name = member(tree, "propertyWithObjectId", str)
        if name not in self._types[type]:
            raise Refused(f"property {name[:100]} does not exist", "propertyWithObjectId")

    def _number_of(self, tree: Tree, type: str) -> None:
        self._kind(tree, type)
        if (tree.get("coalescingRefineBy") or {}).get("type") != "NUM_OCCURRENCES":
            raise Refused("a NUM_ASSOCIATIONS filter needs NUM_OCCURRENCES", "coalescingRefineBy")

    def _form(self, tree: Tree, type: str) -> None:
        _of_contacts(type)
        if choice(tree, "operator", FORMS) == "NOT_FILLED_OUT" and tree.get("pruningRefineBy"):
            raise Refused("NOT_FILLED_OUT goes without pruningRefineBy", "pruningRefineBy")
        if tree.get("formId") is not None:
            member(tree, "formId", str)
        if tree["filterType"] == "FORM_SUBMISSION_ON_PAGE":
            tree["pageId"] = str(whole(tree, "pageId", 0, 2**53)) if "pageId" in tree else member(tree, "pageId", str)

    def _page_view(self, tree: Tree, type: str) -> None:
        _of_contacts(type)
        member(tree, "pageUrl", str)
        operator = choice(tree, "operator", PAGE_VIEWS)
        if tree.get("enableTracking") and not operator.endswith("_EQ"):
            raise Refused("enableTracking goes with HAS_PAGEVIEW_EQ and NOT_HAS_PAGEVIEW_EQ only", "enableTracking")

    def _event(self, tree: Tree, _: str) -> None:
        member(tree, "eventId", str)
        choice(tree, "operator", ("HAS_EVENT", "NOT_HAS_EVENT"))

    def _unified(self, tree: Tree, _: str) -> None:
        member(tree, "eventTypeId", str)
        self._lines(tree)

    def _lines(self, tree: Tree) -> None:
        lines = tree.setdefault("filterLines", [])
        if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
            raise Refused("they must be a list of property and operation", "filterLines")
        tree["filterLines"] = [dict(line, operation=self._event_line(line)) for line in lines]

    def _integration_event(self, tree: Tree, _: str) -> None:
        tree["eventTypeId"] = whole(tree, "eventTypeId", 1, 2**53)
        self._lines(tree)

    def _constant(self, tree: Tree, _: str) -> None:
        member(tree, "shouldAccept", bool)

    def _refined(self, tree: Tree) -> None:
        given = [name for name in _REFINED if tree.get(name) is not None]
        if len(given) > 1:
            raise Refused("a filter has one refine-by at most", given[1])
        for name in given:
            if not isinstance(tree[name], dict):
                raise Refused("it must be an object", name)
            (read_count if name == "coalescingRefineBy" else read_span)(tree[name], self._when)


_READ: Mapping[str, Any] = {
    "PROPERTY": Reader._property,
    "IN_LIST": Reader._in_list,
    "ASSOCIATION": Reader._associated,
    "PROPERTY_ASSOCIATION": Reader._property_associated,
    "NUM_ASSOCIATIONS": Reader._number_of,
    "FORM_SUBMISSION": Reader._form,
    "FORM_SUBMISSION_ON_PAGE": Reader._form,
    "PAGE_VIEW": Reader._page_view,
    "EVENT": Reader._event,
    "UNIFIED_EVENTS": Reader._unified,
    "INTEGRATION_EVENT": Reader._integration_event,
    "CONSTANT": Reader._constant,
}
Span = tuple[int, int, bool]
"""From and to (ms), and whether what lies outside is meant."""
_EVER: Span = (-(2**62), 2**62, False)


def read_span(given: Mapping[str, Any] | None, when: When) -> Span:
    """The time that a `pruningRefineBy` leaves. Raises `Refused`."""
    if given is None:
        return _EVER
    match given.get("type"):
        case "ALL_HISTORY":
            return _EVER
        case "ABSOLUTE_COMPARATIVE":
            return _half(choice(given, "comparison", ("BEFORE", "AFTER")), whole(given, "timestamp", 0, 2**53))
        case "ABSOLUTE_RANGED":
            inside = choice(given, "rangeType", ("BETWEEN", "NOT_BETWEEN")) == "BETWEEN"
            low, high = (whole(given, name, 0, 2**53) for name in ("lowerTimestamp", "upperTimestamp"))
            return low, high, not inside
        case "RELATIVE_COMPARATIVE":
            at = _shifted(given.get("timeOffset"), when, "timeOffset")
            return _half(choice(given, "comparison", ("BEFORE", "AFTER")), at)
        case "RELATIVE_RANGED":
            inside = choice(given, "rangeType", ("BETWEEN", "NOT_BETWEEN")) == "BETWEEN"
            low, high = (_shifted(given.get(name), when, name) for name in ("lowerBoundOffset", "upperBoundOffset"))
            return min(low, high), max(low, high), not inside
        case "TIME_POINT":
            at = point(given.get("timePoint"), when, _no_property).constant
            return _half({"IS_BEFORE": "BEFORE"}.get(choice(given, "operator", ("IS_BEFORE", "IS_AFTER")), "AFTER"), at)
        case "TIME_RANGED":
            inside = choice(given, "operator", ("IS_BETWEEN", "IS_NOT_BETWEEN")) == "IS_BETWEEN"
            low, high = (
                point(given.get(name), when, _no_property, name).constant
                for name in ("lowerBoundTimePoint", "upperBoundTimePoint")
            )
            return low, high, not inside
    raise Refused(f"{str(given.get('type'))[:60]} cannot prune", "type")


def read_count(given: Mapping[str, Any] | None, _: When | None = None) -> tuple[int, int]:
    """How many times at least and at most (`coalescingRefineBy`). Raises `Refused`."""
    if given is None:
        return 1, 2**53
    if given.get("type") != "NUM_OCCURRENCES":
        raise Refused(f"{str(given.get('type'))[:60]} cannot coalesce, only NUM_OCCURRENCES", "type")
    most = whole(given, "maxOccurrences", 0, 2**53, 2**53)
    return whole(given, "minOccurrences", 0, 2**53, 0 if "maxOccurrences" in given else 1), most


def _half(comparison: str, at: int) -> Span:
    return (_EVER[0], at - 1, False) if comparison == "BEFORE" else (at + 1, _EVER[1], False)


def _shifted(given: Any, when: When, place: str) -> int:
    if not isinstance(given, Mapping):
        raise Refused("it needs amount, timeUnit and offsetDirection", place)
    days = whole(given, "amount", 0, 36_500) * {"DAYS": 1, "WEEKS": 7}[choice(given, "timeUnit", ("DAYS", "WEEKS"))]
    back = choice(given, "offsetDirection", ("PAST", "FUTURE")) == "PAST"
    return when.now + (-days if back else days) * 86_400_000


def _no_property(name: str) -> None:
    raise Refused(f"a refine-by cannot refer to property {name[:100]}", "timeType")


def normalised(given: Any) -> Tree:
    """An operation with what the service adds: upper case, and whether records without a value pass."""
    if not isinstance(given, dict):
        raise Refused("a property filter needs an operation", "operation")
    operation = {"includeObjectsWithNoValueSet": False, **given}
    if operation["includeObjectsWithNoValueSet"] is None:
        operation["includeObjectsWithNoValueSet"] = False
    kind = str(operation.get("operationType", "")).upper()
    kind = ALIASES.get(kind, kind)
    if kind in OPERATIONS:
        operation["operationType"] = kind
    elif kind.endswith("-COMPARATIVE"):
        raise Refused(f"{kind.lower()} is not supported; compare moments with COMPARATIVE_DATE", "operationType")
    return operation


def event_property_type(operation: Mapping[str, Any]) -> str:
    """Properties of events are judged as the type that the operation goes with."""
    kind = str(operation.get("operationType"))
    found = next(iter(OPERATIONS.get(kind, {}).values()), None)
    families = {family.name for family in found.families} if found else set()
    for name, type in (("TEXT", "string"), ("NUMBER", "number"), ("MOMENT", "datetime"), ("CHOICE", "enumeration")):
        if name in families:
            return "datetime" if kind.startswith("TIME_") else type
    return "string"


def _branch(given: Any, types: tuple[str, ...]) -> Tree:
    if not isinstance(given, dict):
        raise Refused("a filter branch is an object", "filterBranch")
    kind = choice(given, "filterBranchType", types)
    operator = "AND" if kind in ("ASSOCIATION", "UNIFIED_EVENTS") else kind
    tree = {**given, "filterBranchOperator": given.get("filterBranchOperator") or operator}
    for name in ("filterBranches", "filters"):
        tree[name] = given.get(name) or []
        if not isinstance(tree[name], list):
            raise Refused("it must be a list", name)
    if tree["filterBranchOperator"] != operator:
        raise Refused(f"a branch of type {kind} has the operator {operator}", "filterBranchOperator")
    return tree


def _list_id(tree: Tree) -> None:
    tree["listId"] = str(whole(tree, "listId", 1, 2**53))


def _of_contacts(type: str) -> None:
    if type != "0-1":
        raise Refused("only contacts send forms and view pages", "filterType")


def filters_in(tree: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]]:
    """Every filter of a tree that was read, with the branches that lead to it."""
    yield from _filters_in(tree, ())


def _filters_in(
    tree: Mapping[str, Any], above: tuple[Mapping[str, Any], ...]
) -> Iterator[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]]]:
    path = (*above, tree)
    for each in tree["filters"]:
        yield each, path
    for branch in tree["filterBranches"]:
        yield from _filters_in(branch, path)


def types_in(given: Any) -> set[str]:
    """The object types that the association branches of a tree name, whatever else is in it."""
    if not isinstance(given, dict):
        return set()
    found = {given["objectTypeId"]} if isinstance(given.get("objectTypeId"), str) else set()
    branches = given.get("filterBranches")
    return found.union(*(types_in(each) for each in branches)) if isinstance(branches, list) else found


def lists_in(tree: Mapping[str, Any]) -> set[int]:
    """The lists that a tree asks about."""
    return {int(each["listId"]) for each, _ in filters_in(tree) if "listId" in each}
