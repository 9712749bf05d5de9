"""The values of SQL as JSON."""

import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from hubstead.columns.engine import EXACT, Selected

ROWS = 1_000
MOST_ROWS = 50_000
_JSON_INTEGERS = 2**63


class QueryGiven(Struct, forbid_unknown_fields=True):
    """A SELECT in DuckDB's SQL. `limit` bounds the rows of JSON; files have all."""

    sql: Annotated[str, Meta(min_length=1, max_length=100_000)]
    limit: Annotated[int, Meta(ge=1, le=MOST_ROWS)] = ROWS
    format: Literal["json", "csv", "parquet"] = "json"


class Column(Struct):
    """A column, with its type in DuckDB."""

    name: str
    type: str


class QueryShown(Struct):
    """The rows, each a list of values in the order of the columns; `more`: the limit left some out."""

    columns: list[Column]
    rows: list[list[Any]]
    more: bool


class TableShown(Struct):
    """A table that SQL can name."""

    name: str
    columns: list[Column]


class Tables(Struct):
    """All of them."""

    results: list[TableShown]


def columns(found: list[tuple[str, str]]) -> list[Column]:
    """Columns for clients."""
    return [Column(name, type) for name, type in found]


def answer(selected: Selected) -> QueryShown:
    """What was selected, for clients."""
    rows = [[plain(value) for value in row] for row in selected.rows]
    return QueryShown(columns(selected.columns), rows, selected.more)


def plain(value: Any) -> Any:
    """A value that JSON has: moments as ISO 8601 in UTC, whole numbers without `.0`, those too large for
    it as text, no number as null."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if -_JSON_INTEGERS <= value < _JSON_INTEGERS else str(value)
    if isinstance(value, float | Decimal):
        return _number(float(value)) if math.isfinite(value) else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    return value.hex() if isinstance(value, bytes) else str(value)


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < EXACT else value
