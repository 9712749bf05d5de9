"""The body of a search request, read and checked into a `Query`."""

from collections.abc import Iterator, Sequence

import msgspec

from hubstead.crm.properties.text import InvalidValue, scalar_text
from hubstead.crm.search.operators import BY_NAME, Operator, Takes
from hubstead.kit.errors import Invalid

MAX_BODY_CHARACTERS = 3_000
MAX_GROUPS = 5
MAX_FILTERS_PER_GROUP = 6
MAX_FILTERS = 18
MAX_LIMIT = 200
MAX_REACH = 10_000
"""How far `after + limit` goes; exporters go on with `hs_object_id GTE <last id + 1>`."""

_ASSOCIATIONS = "associations."
_DIRECTIONS = ("ASCENDING", "DESCENDING")

Scalar = str | int | float | bool | None


class FilterBody(msgspec.Struct, rename="camel"):
    """A filter as it is sent; values may be JSON numbers and booleans."""

    property_name: str
    operator: str
    value: Scalar = None
    high_value: Scalar = None
    values: list[Scalar] | None = None


class FilterGroupBody(msgspec.Struct):
    """Filters that must all hold."""

    filters: list[FilterBody] | None = None


class SortBody(msgspec.Struct, rename="camel"):
    """A sort as an object; it also comes as that object's JSON text, as `name` and as `-name`."""

    property_name: str
    direction: str | None = None


class SearchBody(msgspec.Struct, rename="camel"):
    """The body of `POST …/search` as it is sent; `{}` is a search for everything.

    `filters` beside or instead of `filterGroups` is a group of its own.
    """

    filter_groups: list[FilterGroupBody] | None = None
    filters: list[FilterBody] | None = None
    query: str | None = None
    sorts: list[str | SortBody] | None = None
    properties: list[str] | None = None
    limit: int | None = None
    after: int | str | None = None


class Filter(msgspec.Struct, frozen=True):
    """One condition: a property, an operator and its operands as text."""

    property_name: str
    operator: Operator
    operands: tuple[str, ...] = ()

    @property
    def associated_type(self) -> str | None:
        """The object type of `associations.{objectType}`, as the client spells it; `None` for a property."""
        name = self.property_name
        return name.removeprefix(_ASSOCIATIONS) if name.startswith(_ASSOCIATIONS) else None


class Query(msgspec.Struct, frozen=True):
    """A search: records that satisfy every filter of one group or another, and have every word of `text`.

    Without groups all records do. `sort` is a property name or `None`: oldest first. `properties` are those to show,
    as given. `after` is the offset of the page of `limit` records.
    """

    groups: tuple[tuple[Filter, ...], ...] = ()
    text: str = ""
    sort: str | None = None
    descending: bool = False
    properties: tuple[str, ...] = ()
    limit: int = 10
    after: int = 0

    def filters(self) -> Iterator[Filter]:
        """Every filter of every group."""
        for group in self.groups:
            yield from group


def check_length(body: bytes) -> None:
    """Refuse a request body of more than 3,000 characters. Raises `Invalid`."""
    length = len(body.decode("utf-8", "replace"))
    if length > MAX_BODY_CHARACTERS:
        raise Invalid(
            f"The request body has {length} characters; a search may have {MAX_BODY_CHARACTERS}. "
            "Ask for fewer values or properties in one request."
        )


def read_query(body: SearchBody) -> Query:
    """Check a request against the rules that need no property definitions. Raises `Invalid`."""
    groups = [group.filters for group in body.filter_groups or () if group.filters]
    if body.filters:
        groups.append(body.filters)
    _check_counts(groups)
    sort, descending = _sort(body.sorts or ())
    limit, after = _page(body)
    return Query(
        groups=tuple(tuple(_filter(each) for each in group) for group in groups),
        text=body.query or "",
        sort=sort,
        descending=descending,
        properties=tuple(body.properties or ()),
        limit=limit,
        after=after,
    )


def _check_counts(groups: Sequence[Sequence[FilterBody]]) -> None:
    total = sum(map(len, groups))
    if len(groups) > MAX_GROUPS:
        raise Invalid(f"Too many filter groups: {len(groups)}. A search may have {MAX_GROUPS}.")
    if any(len(group) > MAX_FILTERS_PER_GROUP for group in groups):
        raise Invalid(f"Too many filters in one filter group. A group may have {MAX_FILTERS_PER_GROUP}.")
    if total > MAX_FILTERS:
        raise Invalid(f"Too many filters: {total}. A search may have {MAX_FILTERS} in all its groups together.")


def _filter(body: FilterBody) -> Filter:
    operator = BY_NAME.get(body.operator)
    if operator is None:
        raise refused(body.property_name, f"operator {body.operator} does not exist; it is one of {', '.join(BY_NAME)}")
    return Filter(body.property_name, operator, _operands(body, operator))


def _operands(body: FilterBody, operator: Operator) -> tuple[str, ...]:
    match operator.takes:
        case Takes.NOTHING:
            return ()
        case Takes.VALUE:
            return (_text(body, body.value, "a value"),)
        case Takes.RANGE:
            return (_text(body, body.value, "a value"), _text(body, body.high_value, "a highValue"))
        case Takes.VALUES:
            if not body.values:
                raise refused(body.property_name, f"operator {body.operator} requires values")
            return tuple(_text(body, value, "values") for value in body.values)


def _text(body: FilterBody, value: Scalar, needed: str) -> str:
    if value is None:
        raise refused(body.property_name, f"operator {body.operator} requires {needed}")
    try:
        return scalar_text(value, body.property_name)
    except InvalidValue as error:
        raise refused(body.property_name, str(error)) from None


def refused(property_name: str, problem: str) -> Invalid:
    """The error for a filter on `property_name`."""
    return Invalid(
        f"There was a problem with the request: filter on {property_name}: {problem}",
        context={"propertyName": [property_name]},
    )


def _sort(sorts: Sequence[str | SortBody]) -> tuple[str | None, bool]:
    if not sorts:
        return None, False
    if len(sorts) > 1:
        raise Invalid(f"Too many sorts: {len(sorts)}. A search may have one.")
    first = _read_sort(sorts[0]) if isinstance(sorts[0], str) else sorts[0]
    direction = first.direction or "ASCENDING"
    if direction not in _DIRECTIONS:
        raise Invalid(f"Sort direction {direction} does not exist; it is one of {', '.join(_DIRECTIONS)}")
    return first.property_name, direction == "DESCENDING"


def _read_sort(text: str) -> SortBody:
    """A sort sent as text: a name, `-name`, or the object as JSON, which some clients make of it."""
    if text.lstrip().startswith("{"):
        try:
            return msgspec.json.decode(text, type=SortBody)
        except msgspec.MsgspecError:
            raise Invalid(f"Unable to read sort {text}; it needs propertyName and direction") from None
    return SortBody(text.removeprefix("-"), "DESCENDING" if text.startswith("-") else None)


def _page(body: SearchBody) -> tuple[int, int]:
    limit = 10 if body.limit is None else body.limit
    if not 0 <= limit <= MAX_LIMIT:
        raise Invalid(f"limit must be between 0 and {MAX_LIMIT}, not {limit}")
    after = _offset(body.after)
    if after + limit > MAX_REACH:
        raise Invalid(
            f"after + limit is {after + limit}; a search reaches the first {MAX_REACH} results. "
            "Sort by hs_object_id and go on with a filter hs_object_id GTE the last id + 1."
        )
    return limit, after


def _offset(after: int | str | None) -> int:
    if after is None or after == "":
        return 0
    text = str(after)
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Invalid(f"after must be the number that paging.next.after gave, not {text}")
    return int(text)
