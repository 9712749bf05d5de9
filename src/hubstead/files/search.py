"""Searching files and folders: filters in parameters or in a body, sorts, pages by offset."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from hubstead.files import file as files
from hubstead.files import folder as folders
from hubstead.files.wire import Filter, SearchInput, Sort
from hubstead.kit.clock import moment_of
from hubstead.kit.errors import Invalid, Unreadable
from hubstead.store.engine import Row
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.paging import limit_of

DEFAULT_LIMIT = 10
PAGE_LIMIT = 100
FARTHEST = 10_000
"""How far pages go (documented)."""
_MOST_VALUES = 1_000
_MOST_GROUPS, _MOST_FILTERS = 5, 20
_DIGITS = 9
Read = Callable[[Any], int | str]


class Field(NamedTuple):
    """What can be filtered and sorted by: an SQL expression, how a given value is read (`ValueError` for none), and
    what stands where there is nothing."""

    sql: str
    read: Read
    empty: str = "''"

    @property
    def is_text(self) -> bool:
        """Whether it can be searched for a part of it."""
        return self.empty == "''"


def _number(given: Any) -> int:
    text = str(given).strip()
    if not text.lstrip("-").isdigit() or not text.isascii() or len(text) > 18:
        raise ValueError
    return int(text)


def _text(given: Any) -> str:
    text = str(given)
    if "\0" in text:
        raise ValueError
    text.encode()
    return text


def _flag(given: Any) -> int:
    return {"true": 1, "false": 0}[str(given).lower()]


def _lower(given: Any) -> str:
    return _text(given).lower()


def _upper(given: Any) -> str:
    return _text(given).upper()


def _place(given: Any) -> str:
    path = _lower(given)
    return path if path.startswith("/") else f"/{path}"


def _place_of_url(given: Any) -> str:
    """Of a URL what stands behind the number of the portal: hosts differ between those who see the server."""
    path = unquote(urlsplit(_text(given)).path)
    _, found, rest = path.partition("/hubfs/")
    return f"/{rest.partition('/')[2]}".lower() if found else path.lower()


_OPEN = ", ".join(f"'{level}'" for level in files.OPEN)
_BOTH: Mapping[str, Field] = {
    "id": Field("id", _number, "0"),
    "createdAt": Field("created", moment_of, "0"),
    "updatedAt": Field("updated", moment_of, "0"),
    "path": Field("place", _place),
}
_OF_FILES: Mapping[str, Field] = {
    **_BOTH,
    "name": Field("lower(name)", _lower),
    "parentFolderId": Field("folder", _number, "0"),
    "size": Field("size", _number, "0"),
    "height": Field("height", _number, "0"),
    "width": Field("width", _number, "0"),
    "encoding": Field("encoding", _lower),
    "type": Field("type", _upper),
    "extension": Field("extension", _lower),
    "url": Field("place", _place_of_url),
    "isUsableInContent": Field("usable", _flag, "0"),
    "allowsAnonymousAccess": Field(f"CASE WHEN access IN ({_OPEN}) THEN 1 ELSE 0 END", _flag, "0"),
    "access": Field("access", _upper),
    "fileMd5": Field("md5", _lower),
    "expiresAt": Field("expires", moment_of, "0"),
    "sourceGroup": Field("source", _upper),
}
_OF_FOLDERS: Mapping[str, Field] = {
    **_BOTH,
    "name": Field("lower(name)", _lower),
    "parentFolderId": Field("parent", _number, "0"),
}
_LISTS = {"ids": "id", "parentFolderIds": "parentFolderId"}
"""Parameters that name several values."""
_ENDINGS = {"Gte": ">=", "Lte": "<="}
_COMPARED = {"EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}


class Searched(NamedTuple):
    """What is searched: a table, its fields, and which rows show; `expires` says that some of those are over."""

    table: str
    columns: str
    fields: Mapping[str, Field]
    shown: str
    expires: bool


FILES = Searched("file", files.COLUMNS, _OF_FILES, "archived = 0 AND substr(access, 1, 6) <> 'HIDDEN'", True)
FOLDERS = Searched("folder", folders.COLUMNS, _OF_FOLDERS, "archived = 0", False)


class Question(NamedTuple):
    """What is asked: the condition in SQL with its values from `?2` on, the order, and which page."""

    searched: Searched
    condition: str
    args: Sequence[Any]
    order: str
    limit: int
    after: int


class _Conditions:
    """Puts the condition of one search together."""

    def __init__(self, searched: Searched, now: int) -> None:
        self.searched = searched
        self.fields = searched.fields
        self.args: list[Any] = []
        self.parts = ["portal = ?1", searched.shown]
        if searched.expires:
            self.parts.append(f"(expires = 0 OR expires > {self.bound(now)})")

    def question(self, sorts: Sequence[str], limit: int, after: int) -> Question:
        if not 0 <= after <= FARTHEST:
            raise Invalid(f"The after must be between 0 and {FARTHEST}.", context={"after": [str(after)]})
        return Question(self.searched, " AND ".join(self.parts), self.args, _order(sorts, self.fields), limit, after)

    def bound(self, value: Any) -> str:
        self.args.append(value)
        return f"?{len(self.args) + 1}"

    def field(self, name: str) -> Field:
        if name not in self.fields:
            raise Invalid(f"There is no property {name[:100]} to search by.", context={"propertyName": [name[:100]]})
        return self.fields[name]

    def value(self, name: str, given: Any) -> int | str:
        try:
            return self.field(name).read(given)
        except (ValueError, KeyError, OverflowError):
            raise Unreadable(f"Unable to parse value for query parameter: {name}") from None

    def among(self, name: str, given: Sequence[Any]) -> str:
        values = [self.value(name, one) for one in given]
        if len(values) > _MOST_VALUES:
            raise Invalid(f"At most {_MOST_VALUES} values can be searched for.", context={"propertyName": [name]})
        word = "ANY_TEXT" if values and isinstance(values[0], str) else "ANY"
        return f"{self.field(name).sql} = {word}({self.bound(values)})"

    def contains(self, name: str, given: Any) -> str:
        sought = str(self.value(name, given)).strip("*")
        return f"{self.field(name).sql} LIKE {self.bound(f'%{_escaped(sought)}%')} ESCAPE '!'"


def of_parameters(call: Call, searched: Searched) -> Question:
    """The question in the parameters of a GET. Raises `Invalid` and `Unreadable`."""
    made = _Conditions(searched, call.now())
    for name in call.query:
        known, sign = (name[:-3], _ENDINGS[name[-3:]]) if name[-3:] in _ENDINGS else (name, "=")
        given = call.one(name)
        if name in _LISTS:
            made.parts.append(made.among(_LISTS[name], call.many(name)))
        elif name == "name" and given is not None:
            made.parts.append(made.contains(name, given))
        elif known in searched.fields and given is not None:
            made.parts.append(f"{made.field(known).sql} {sign} {made.bound(made.value(known, given))}")
    before = call.parsed("before", moment_of)
    if before is not None:
        made.parts.append(f"updated <= {made.bound(before)}")
    sorts = [one for name in ("sort", "sorts") for one in call.many(name)]
    return made.question(sorts, limit_of(call, DEFAULT_LIMIT, PAGE_LIMIT), call.number("after", 0))


def of_body(given: SearchInput, searched: Searched, now: int) -> Question:
    """The question in the body of a POST. Raises `Invalid` and `Unreadable`."""
    made = _Conditions(searched, now)
    groups = [group.filters for group in given.filter_groups] or ([given.filters] if given.filters else [])
    if len(groups) > _MOST_GROUPS or any(len(group) > _MOST_FILTERS for group in groups):
        raise Invalid(f"A search has at most {_MOST_GROUPS} groups of at most {_MOST_FILTERS} filters.")
    found = [" AND ".join(_condition(made, one) for one in group) or "1 = 1" for group in groups]
    if found:
        made.parts.append(f"({' OR '.join(f'({one})' for one in found)})")
    if given.query:
        made.parts.append(made.contains("name", given.query))
    if not 1 <= given.limit <= PAGE_LIMIT:
        raise Invalid(f"The limit must be between 1 and {PAGE_LIMIT}.", context={"limit": [str(given.limit)]})
    after = str(given.after or 0)
    if not after.isascii() or not after.isdigit() or len(after) > _DIGITS:
        raise Unreadable("Unable to parse value for query parameter: after")
    return made.question([_sort(one) for one in given.sorts], given.limit, int(after))


def _sort(given: str | Sort) -> str:
    """`name` or `-name`."""
    if isinstance(given, str):
        return given
    return f"{'-' if given.direction.upper().startswith('DESC') else ''}{given.property_name}"


def _condition(made: _Conditions, given: Filter) -> str:
    name, operator = given.property_name, given.operator.upper()
    sql = made.field(name).sql
    if operator in _COMPARED:
        return f"{sql} {_COMPARED[operator]} {made.bound(made.value(name, given.value))}"
    if operator == "BETWEEN":
        low, high = made.value(name, given.value), made.value(name, given.high_value)
        return f"{sql} BETWEEN {made.bound(low)} AND {made.bound(high)}"
    if operator in ("IN", "NOT_IN"):
        return f"{'NOT ' if operator == 'NOT_IN' else ''}({made.among(name, given.values or [])})"
    if operator in ("CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN") and made.field(name).is_text:
        return f"{'NOT ' if operator.startswith('NOT') else ''}({made.contains(name, given.value)})"
    if operator in ("HAS_PROPERTY", "NOT_HAS_PROPERTY"):
        return f"{sql} {'<>' if operator == 'HAS_PROPERTY' else '='} {made.field(name).empty}"
    raise Invalid(f"The operator {operator[:40]} cannot be used with {name}.", context={"operator": [operator[:40]]})


def _escaped(text: str) -> str:
    return "".join(f"!{one}" if one in "!%_" else one for one in text)


def _order(sorts: Sequence[str], fields: Mapping[str, Field]) -> str:
    """By what is asked for, then by id: pages must not overlap."""
    order = []
    for sort in sorts[:10]:
        name = sort.lstrip("-+")
        if name not in fields:
            raise Invalid(f"Results cannot be sorted by {name[:100]}.", context={"sort": [sort[:100]]})
        order.append(f"{fields[name].sql} {'DESC' if sort.startswith('-') else 'ASC'}")
    return ", ".join([*order, "id"])


async def find(unit: Unit, asked: Question) -> list[Row]:
    """A page of rows, and one more where there are more."""
    sql = (
        f"SELECT {asked.searched.columns} FROM {asked.searched.table} WHERE {asked.condition} "
        f"ORDER BY {asked.order} LIMIT {asked.limit + 1:d} OFFSET {asked.after:d}"
    )
    return await unit.rows(sql, *asked.args)


async def count(unit: Unit, asked: Question) -> int:
    """How many rows there are on all pages."""
    sql = f"SELECT count(*) FROM {asked.searched.table} WHERE {asked.condition}"
    return int((await unit.rows(sql, *asked.args))[0][0])
