"""From the text of a cell, as people and spreadsheets write it, to the value of a property."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hubstead.account.owners import Owner, owners_of
from hubstead.crm.imports.problem import Refused, code_of
from hubstead.crm.imports.request import DateFormat, Request
from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.properties.text import Coercer, InvalidValue
from hubstead.store.unit import Unit

Read = Callable[[str], str]
"""Reads a cell that is not empty. Raises `Refused`."""
_ORDERS: Mapping[str, tuple[int, int, int]] = {
    "MONTH_DAY_YEAR": (2, 0, 1),
    "DAY_MONTH_YEAR": (2, 1, 0),
    "YEAR_MONTH_DAY": (0, 1, 2),
}
"""Where year, month and day stand."""
_DATE = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})"
    r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? ?([AaPp][Mm])?)?"
)
_DOMAIN = re.compile(r"[^\s@/:]\.[^\W\d_]{2,}(?=[/:?#]|$)")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BOOLEANS = {"yes": "true", "y": "true", "1": "true", "no": "false", "n": "false", "0": "false"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Ways(NamedTuple):
    """How an import reads dates and people."""

    dates: DateFormat
    zone: tzinfo
    owners: Mapping[str, Owner]


async def ways_of(unit: Unit, request: Request) -> Ways:
    """How the import reads dates and people; its zone is known to be one."""
    zone = ZoneInfo(request.time_zone or "UTC")
    return Ways(request.date_format or "MONTH_DAY_YEAR", zone, await owners_of(unit))


def reader(definition: TypeDefinition, property: Property, ways: Ways) -> Read:
    """Reads the cells of a column that sets a property."""
    coerce = definition.coercer(property.name)
    if (definition.type.id, property.name) == ("0-2", "domain"):
        return _checked(coerce, "INVALID_DOMAIN", _domain)
    match property.type:
        case "number" | "currency_number":
            return _checked(coerce, "COULD_NOT_PARSE_NUMBER", _number)
        case "date":
            return _checked(coerce, "COULD_NOT_PARSE_DATE", lambda cell: _day(cell, ways))
        case "datetime":
            return _checked(coerce, "COULD_NOT_PARSE_DATE", lambda cell: _moment(cell, ways))
        case "bool":
            return _checked(coerce, "FAILED_VALIDATION", lambda cell: _BOOLEANS.get(cell.lower(), cell))
        case "enumeration" if property.referenced_object_type == "OWNER" or property.name.endswith("_owner_id"):
            return _checked(coerce, "COULD_NOT_FIND_OWNER", _owners(ways.owners.values()))
        case "enumeration" if property.options:
            return _checked(coerce, "INVALID_ENUMERATION_OPTION", _options(property))
        case _:
            return _checked(coerce, "", str)


def record_id(cell: str) -> str:
    """A record's id; spreadsheets write `101.0`. Raises `Refused`."""
    text = cell.removesuffix(".0")
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        raise Refused("INVALID_OBJECT_ID", f"{cell[:100]} is not a record id")
    return text


def _checked(coerce: Coercer, error: str, prepare: Callable[[str], str]) -> Read:
    def read(cell: str) -> str:
        try:
            return coerce(prepare(cell))
        except InvalidValue as problem:
            raise Refused(error or code_of(problem), problem.message) from None

    return read


def _domain(cell: str) -> str:
    if not _DOMAIN.search(cell):
        raise Refused("INVALID_DOMAIN", f"{cell[:100]} is not a domain")
    return cell


def _number(cell: str) -> str:
    return cell.replace(",", "") if "," in cell and _GROUPED.fullmatch(cell) else cell


def _day(cell: str, ways: Ways) -> str:
    found = _DATE.fullmatch(cell)
    return _local(cell, found, ways)[:10] if found else cell


def _moment(cell: str, ways: Ways) -> str:
    found = _DATE.fullmatch(cell)
    if found is None:
        return cell
    local = datetime.fromisoformat(_local(cell, found, ways)).replace(tzinfo=ways.zone)
    return format_datetime((local - _EPOCH) // timedelta(milliseconds=1))


def _local(cell: str, found: re.Match[str], ways: Ways) -> str:
    """The moment as the clock on the wall showed it."""
    parts = found.group(1, 2, 3)
    order = _ORDERS["YEAR_MONTH_DAY"] if len(parts[0]) == 4 else _ORDERS[ways.dates]
    year, month, day = (int(parts[place]) for place in order)
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    half = (found[7] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise Refused("COULD_NOT_PARSE_DATE", f"{cell[:100]} is not a date and time")
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        full = year + 2000 if year < 70 else year + 1900 if year < 100 else year
        return datetime(full, month, day, hour, minute, second).isoformat()
    except ValueError:
        message = f"{cell[:100]} is not a date in the form {ways.dates}"
        raise Refused("COULD_NOT_PARSE_DATE", message) from None


def _options(property: Property) -> Callable[[str], str]:
    """People's files have the labels of options where the API takes their values."""
    exact = {option.value for option in property.options}
    by_text: dict[str, set[str]] = {}
    for option in property.options:
        for text in (option.label, option.value):
            by_text.setdefault(text.strip().lower(), set()).add(option.value)

    def one(text: str) -> str:
        if text in exact:
            return text
        values = by_text.get(text.lower(), set())
        if len(values) > 1:
            shown = f"{text[:100]} is the label of several options: {', '.join(sorted(values))}"
            raise Refused("AMBIGUOUS_ENUMERATION_OPTION", shown)
        return next(iter(values), text)

    if property.field_type != "checkbox":
        return one
    return lambda cell: ";".join(one(part.strip()) if part.strip() else part for part in cell.split(";"))


def _owners(owners: Iterable[Owner]) -> Callable[[str], str]:
    """Owners by id, address or name."""
    by_text: dict[str, set[str]] = {}
    for owner in owners:
        if not owner.archived:
            for text in (owner.id, owner.email, f"{owner.first_name} {owner.last_name}".strip()):
                by_text.setdefault(text.lower(), set()).add(owner.id)

    def one(cell: str) -> str:
        found = by_text.get(cell.removesuffix(".0").lower(), set())
        if len(found) > 1:
            raise Refused("MULTIPLE_OWNERS_FOUND", f"{cell[:100]} is the name of several owners")
        if not found:
            raise Refused("COULD_NOT_FIND_OWNER", f"No owner is called {cell[:100]}")
        return next(iter(found))

    return one
