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
from hubstead.columns.traffic import OF_PAGE, OF_SESSION, TABLES, VIEW, EventRow, SessionRow, VisitorRow

_TYPES = {int: "BIGINT", str: "VARCHAR", bool: "BOOLEAN", float: "DOUBLE"}


def _columns(row: type[msgspec.Struct]) -> dict[str, str]:
    return {field.name: _TYPES[field.type] for field in msgspec.structs.fields(row)}


EVENTS = {**_columns(EventRow), "value": "DECIMAL(18, 4)"}
SESSIONS, VISITORS = _columns(SessionRow), _columns(VisitorRow)
"""What changes bring, by column, with its type."""
_MADE = {"day": "DATE", "fresh": "BOOLEAN"}
"""What sessions and events get here: the day in the account's time zone, and whether the session is a new visitor's."""
_FORM_SUMS = {
    "form_views": "(kind = 'form_view')::INT",
    "installs": "(kind = 'form_install')::INT",
    "visibles": "(kind = 'form_visible')::INT",
    "interactions": "(kind = 'form_interaction')::INT",
    "completions": "(kind = 'form_completion')::INT",
    "submissions": "(kind = 'sent')::INT",
}
_EVENT_SUMS = {"completions": "1", "value": "value"}
_PAGE = "day, page, page_id, content_type, content_group"
_OF_PAGE = f"({VIEW} OR kind IN ('cta_view', 'cta_click', 'form_submission')) AND page <> ''"
_UTM = ", ".join(f"('{name}', utm_{name})" for name in ("source", "medium", "campaign", "term", "content"))
_SOURCE = "source, detail_1, detail_2"
DAILY = {
    "daily_sources": (f"day, {_SOURCE}", OF_SESSION, "{sessions}"),
    "daily_countries": ("day, country", OF_SESSION, "{sessions}"),
    "daily_utm": (
        "day, parameter, value",
        OF_SESSION,
        f"(SELECT s.*, p.parameter, p.value FROM {{sessions}} AS s, LATERAL (VALUES {_UTM}) AS p(parameter, value) "
        "WHERE p.value <> '')",
    ),
    "daily_devices": ("day, device, source", OF_SESSION, "{sessions}"),
    "daily_pages": (_PAGE, OF_PAGE, f"(SELECT * FROM {{events}} WHERE {_OF_PAGE})"),
    "daily_page_sources": (
        f"{_PAGE}, {_SOURCE}",
        OF_PAGE,
        f"(SELECT e.*, {_SOURCE} FROM {{events}} AS e JOIN {{sessions}} AS s ON s.visitor = e.visitor "
        f"AND s.started = e.session AND s.sign = e.sign WHERE {_OF_PAGE.replace('page ', 'e.page ')})",
    ),
    "daily_page_devices": (
        "day, page_id, content_type, device, source",
        {"visits": "1"},
        "(SELECT s.day, page_id, content_type, device, source, sign FROM {sessions} AS s "
        "JOIN (SELECT DISTINCT visitor, session AS started, page_id, content_type, sign FROM {events} "
        f"WHERE {VIEW} AND page_id <> '') USING (visitor, started, sign))",
    ),
    "daily_forms": ("day, form", _FORM_SUMS, "(SELECT * FROM {events} WHERE form <> '')"),
    "daily_events": ("day, definition, event_type", _EVENT_SUMS, "(SELECT * FROM {events} WHERE definition > 0)"),
}
"""Each daily table: its key, what a row adds to each of its sums, and the rows. All have a `sign`: -1 takes away."""
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


def contribution(daily: str, tables: Mapping[str, str]) -> str:
    """What the sessions and events of some tables add to a daily table."""
    return signed(daily, *(f"(SELECT *, 1 AS sign FROM {tables[name]})" for name in ("sessions", "events")))


def signed(daily: str, sessions: str, events: str) -> str:
    """The same of sessions and events that each have a `sign`; none of what cancels out."""
    keys, counts, source = DAILY[daily]
    sums = {name: f"sum(sign * ({sql}))" for name, sql in counts.items()}
    return _summed(keys, sums, source.format(sessions=sessions, events=events))


def drawn_together(daily: str, source: str) -> str:
    """The rows of a daily table, one for each key; none where everything is 0."""
    keys, counts, _ = DAILY[daily]
    return _summed(keys, {name: f"sum({name})" for name in counts}, source)


def _summed(keys: str, sums: Mapping[str, str], source: str) -> str:
    named = ", ".join(f"CAST({sql} AS {_type_of(name)}) AS {name}" for name, sql in sums.items())
    something = " OR ".join(f"{sql} <> 0" for sql in sums.values())
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
