"""The traffic of a portal in DuckDB: visitors, sessions, events, and daily sums of them.

The sums are additive. What a session contributed is taken away by rows of negative numbers when its new state is added,
both computed by the same statement, so they cannot drift from the sessions and events. Whoever reads them sums; rows
that belong together are drawn together when corrections have grown to be many. How a change gets in is in
`duckdb_change`.
"""

from collections.abc import Mapping

import msgspec
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import quoted
from hubstead.columns.traffic import TABLES, EventRow, SessionRow, VisitorRow

_TYPES = {int: "BIGINT", str: "VARCHAR", bool: "BOOLEAN", float: "DOUBLE"}


def _columns(row: type[msgspec.Struct]) -> dict[str, str]:
    return {field.name: _TYPES[field.type] for field in msgspec.structs.fields(row)}


EVENTS = {**_columns(EventRow), "value": "DECIMAL(18, 4)"}
SESSIONS, VISITORS = _columns(SessionRow), _columns(VisitorRow)
"""What changes bring, by column, with its type."""
_MADE = {"day": "DATE", "fresh": "BOOLEAN"}
"""What sessions and events get here: the day in the account's time zone, and whether the session is a new visitor's."""
_SESSION_SUMS = {
    "visits": "count(*)",
    "visitors": "count(*) FILTER (fresh)",
    "raw_views": "sum(page_views)",
    "standard_views": "sum(page_views)",
    "bounces": "count(*) FILTER (bounce)",
    "exits": "count(*) FILTER (page_views > 0)",
    "seconds": "sum(seconds)",
    "submissions": "sum(submissions)",
    "events": "sum(events)",
    "cta_views": "sum(cta_views)",
    "cta_clicks": "sum(cta_clicks)",
}
VIEW = "kind = 'page_view'"
_PAGE_SUMS = {
    "raw_views": f"count(*) FILTER ({VIEW})",
    "standard_views": f"count(*) FILTER ({VIEW})",
    "fresh_views": f"count(*) FILTER ({VIEW} AND fresh)",
    "entrances": "count(*) FILTER (entrance)",
    "exits": "count(*) FILTER (leave)",
    "seconds": f"coalesce(sum(seconds) FILTER ({VIEW}), 0)",
    "page_bounces": "count(*) FILTER (bounce)",
    "cta_views": "count(*) FILTER (kind = 'cta_view')",
    "cta_clicks": "count(*) FILTER (kind = 'cta_click')",
    "submissions": "count(*) FILTER (kind = 'form_submission')",
}
_FORM_SUMS = {
    "form_views": "count(*) FILTER (kind = 'form_view')",
    "installs": "count(*) FILTER (kind = 'form_install')",
    "visibles": "count(*) FILTER (kind = 'form_visible')",
    "interactions": "count(*) FILTER (kind = 'form_interaction')",
    "completions": "count(*) FILTER (kind = 'form_completion')",
    "submissions": "count(*) FILTER (kind = 'sent')",
}
_EVENT_SUMS = {"completions": "count(*)", "value": "sum(value)"}
_PAGE = "day, page, page_id, content_type, content_group"
_OF_PAGE = f"({VIEW} OR kind IN ('cta_view', 'cta_click', 'form_submission')) AND page <> ''"
_UTM = ", ".join(f"('{name}', utm_{name})" for name in ("source", "medium", "campaign", "term", "content"))
_SOURCE = "source, detail_1, detail_2"
DAILY = {
    "daily_sources": (f"day, {_SOURCE}", _SESSION_SUMS, "{sessions}"),
    "daily_countries": ("day, country", _SESSION_SUMS, "{sessions}"),
    "daily_utm": (
        "day, parameter, value",
        _SESSION_SUMS,
        f"(SELECT s.*, p.parameter, p.value FROM {{sessions}} AS s, LATERAL (VALUES {_UTM}) AS p(parameter, value) "
        "WHERE p.value <> '')",
    ),
    "daily_devices": ("day, device, source", _SESSION_SUMS, "{sessions}"),
    "daily_pages": (_PAGE, _PAGE_SUMS, f"(SELECT * FROM {{events}} WHERE {_OF_PAGE})"),
    "daily_page_sources": (
        f"{_PAGE}, {_SOURCE}",
        _PAGE_SUMS,
        f"(SELECT e.*, {_SOURCE} FROM {{events}} AS e JOIN {{sessions}} AS s ON s.visitor = e.visitor "
        f"AND s.started = e.session WHERE {_OF_PAGE.replace('page ', 'e.page ')})",
    ),
    "daily_page_devices": (
        "day, page_id, content_type, device, source",
        {"visits": "count(*)"},
        "(SELECT s.day, page_id, content_type, device, source FROM {sessions} AS s JOIN (SELECT DISTINCT visitor, "
        f"session AS started, page_id, content_type FROM {{events}} WHERE {VIEW} AND page_id <> '') "
        "USING (visitor, started))",
    ),
    "daily_forms": ("day, form", _FORM_SUMS, "(SELECT * FROM {events} WHERE form <> '')"),
    "daily_events": ("day, definition, event_type", _EVENT_SUMS, "(SELECT * FROM {events} WHERE definition > 0)"),
}
"""Each daily table: its key, its sums, and what they are summed over."""
SPARE = 50_000
"""Rows that a daily table may have, beside as many as when it was drawn together last, before it is again."""


_BASE: Mapping[str, Mapping[str, str]] = {
    "events": {**EVENTS, **_MADE},
    "sessions": {**SESSIONS, **_MADE},
    "visitors": VISITORS,
    "pages": {"page": "VARCHAR", "title": "VARCHAR", "moment": "BIGINT"},
}


def tables(portal: int) -> Mapping[str, str]:
    """The tables of a portal by name, quoted for SQL."""
    return {name: quoted(f"{portal}:{name}") for name in TABLES}


def create(connection: DuckDBPyConnection, portal: int) -> None:
    """Make the empty tables of a portal."""
    names = tables(portal)
    for name, columns in _BASE.items():
        listed = ", ".join(f"{column} {type}" for column, type in columns.items())
        connection.execute(f"CREATE TABLE {names[name]} ({listed})")
    for name in DAILY:
        connection.execute(f"CREATE TABLE {names[name]} AS {contribution(name, names)} LIMIT 0")


def drop(connection: DuckDBPyConnection, portal: int) -> None:
    """Forget a portal's traffic."""
    for name in tables(portal).values():
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def contribution(daily: str, tables: Mapping[str, str], sign: int = 1) -> str:
    """What the sessions and events of some tables add to a daily table."""
    keys, sums, source = DAILY[daily]
    named = ", ".join(f"CAST({sign:d} * {sql} AS {_type_of(name)}) AS {name}" for name, sql in sums.items())
    return f"SELECT {keys}, {named} FROM {source.format(**tables)} GROUP BY {keys}"


def drawn_together(daily: str, source: str) -> str:
    """The rows of a daily table (or of a SELECT in parentheses), one for each key; none where everything is 0."""
    keys, sums, _ = DAILY[daily]
    named = ", ".join(f"CAST(sum({name}) AS {_type_of(name)}) AS {name}" for name in sums)
    something = " OR ".join(f"sum({name}) <> 0" for name in sums)
    return f"SELECT {keys}, {named} FROM {source} GROUP BY {keys} HAVING {something}"


def day_of(column: str) -> str:
    """The day of a moment in SQL; the time zone is its parameter."""
    return f"CAST(timezone(?, make_timestamptz({column} * 1000)) AS DATE)"


def rebuild(connection: DuckDBPyConnection, portal: int, zone: str) -> None:
    """Make days and daily tables anew: the account has another time zone."""
    names = tables(portal)
    for name, column in (("events", "moment"), ("sessions", "started")):
        connection.execute(f"UPDATE {names[name]} SET day = {day_of(column)}", [zone])
    for name in DAILY:
        connection.execute(f"CREATE OR REPLACE TABLE {names[name]} AS {contribution(name, names)}")


def compact(connection: DuckDBPyConnection, portal: int) -> None:
    """Draw the rows of the daily tables together."""
    names = tables(portal)
    for name in DAILY:
        rows = f"{drawn_together(name, names[name])} ORDER BY day"
        connection.execute(f"CREATE OR REPLACE TABLE {names[name]} AS {rows}")


def rows_of(connection: DuckDBPyConnection, portal: int) -> int:
    """How many rows the daily tables of a portal have."""
    names = tables(portal)
    counts = " + ".join(f"(SELECT count(*) FROM {names[name]})" for name in DAILY)
    row = connection.execute(f"SELECT {counts}").fetchone()
    return int(row[0]) if row else 0


def _type_of(name: str) -> str:
    return "DECIMAL(18, 4)" if name == "value" else "BIGINT"


def _nothing(columns: Mapping[str, str]) -> str:
    """A SELECT of no rows."""
    return "(SELECT " + ", ".join(f"CAST(NULL AS {type}) AS {name}" for name, type in columns.items()) + " LIMIT 0)"


def _empty() -> Mapping[str, str]:
    base = {name: _nothing(columns) for name, columns in _BASE.items()}
    return base | {name: f"({contribution(name, base)})" for name in DAILY}


EMPTY = _empty()
"""What stands for the tables of a portal without traffic."""
