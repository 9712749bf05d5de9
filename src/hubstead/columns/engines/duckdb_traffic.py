"""The traffic of a portal in DuckDB: visitors, sessions, events, and daily sums of them.

The sums are additive. What a session contributed is taken away by rows of negative numbers when its new state is added,
both computed by the same statement, so they cannot drift from the sessions and events. Whoever reads them sums; rows
that belong together are drawn together when corrections have grown to be many.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from duckdb import DuckDBPyConnection

from hubstead.columns.engine import quoted
from hubstead.columns.traffic import TABLES, EventRow, SessionRow, Traffic, VisitorRow

_TYPES = {int: "BIGINT", str: "VARCHAR", bool: "BOOLEAN", float: "DOUBLE"}


def _columns(row: type[msgspec.Struct]) -> dict[str, str]:
    return {field.name: _TYPES[field.type] for field in msgspec.structs.fields(row)}


_EVENTS = {**_columns(EventRow), "value": "DECIMAL(18, 4)"}
_SESSIONS, _VISITORS = _columns(SessionRow), _columns(VisitorRow)
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
_VIEW = "kind = 'page_view'"
_PAGE_SUMS = {
    "raw_views": f"count(*) FILTER ({_VIEW})",
    "standard_views": f"count(*) FILTER ({_VIEW})",
    "fresh_views": f"count(*) FILTER ({_VIEW} AND fresh)",
    "entrances": "count(*) FILTER (entrance)",
    "exits": "count(*) FILTER (leave)",
    "seconds": f"coalesce(sum(seconds) FILTER ({_VIEW}), 0)",
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
_OF_PAGE = f"({_VIEW} OR kind IN ('cta_view', 'cta_click', 'form_submission')) AND page <> ''"
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
    "daily_forms": ("day, form", _FORM_SUMS, "(SELECT * FROM {events} WHERE form <> '')"),
    "daily_events": ("day, definition, event_type", _EVENT_SUMS, "(SELECT * FROM {events} WHERE definition > 0)"),
}
"""Each daily table: its key, its sums, and what they are summed over."""
_TEMPORARY = (
    "new_visitors", "new_sessions", "new_events", "touched", "erased", "gone", "persons", "firsts", "turned",
    "old_sessions", "old_events", "titles",
)  # fmt: skip
SPARE = 50_000
"""Rows that a daily table may have, beside as many as when it was drawn together last, before it is again."""


_BASE: Mapping[str, Mapping[str, str]] = {
    "events": {**_EVENTS, **_MADE},
    "sessions": {**_SESSIONS, **_MADE},
    "visitors": _VISITORS,
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


def rebuild(connection: DuckDBPyConnection, portal: int, zone: str) -> None:
    """Make days and daily tables anew: the account has another time zone."""
    names = tables(portal)
    for name, column in (("events", "moment"), ("sessions", "started")):
        connection.execute(f"UPDATE {names[name]} SET day = {_day(column)}", [zone])
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


def _day(column: str) -> str:
    return f"CAST(timezone(?, make_timestamptz({column} * 1000)) AS DATE)"


class Change:
    """A change of a portal's traffic on its way into the tables, inside the transaction of `connection`."""

    def __init__(self, connection: DuckDBPyConnection, traffic: Traffic) -> None:
        self._connection = connection
        self._traffic = traffic
        self._names = tables(traffic.portal)
        self._turns = True

    def apply(self) -> None:
        """Take it in."""
        self._stage()
        self._take_visitors()
        self._find_old()
        self._judge_fresh()
        self._add_to_days()
        self._replace()
        for name in _TEMPORARY:
            self._run(f"DROP TABLE temp.{name}")

    def _run(self, sql: str, *parameters: object) -> DuckDBPyConnection:
        return self._connection.execute(sql.format(**self._names), list(parameters))

    def _table(self, name: str, sql: str, *parameters: object) -> None:
        self._run(f"CREATE TEMP TABLE {name} AS {sql}", *parameters)

    def _stage(self) -> None:
        traffic = self._traffic
        self._rows("new_visitors", _VISITORS, traffic.visitors)
        for name, columns, column, rows in (
            ("new_sessions", _SESSIONS, "started", traffic.sessions),
            ("new_events", _EVENTS, "moment", traffic.events),
        ):
            self._rows("staged", columns, rows)
            self._table(name, f"SELECT *, {_day(column)} AS day, false AS fresh FROM temp.staged", traffic.zone)
            self._run("DROP TABLE temp.staged")
        keys = {(row.visitor, row.started) for row in traffic.sessions} | set(traffic.replaced)
        self._pairs("touched", "visitor BIGINT, started BIGINT", keys)
        self._pairs("erased", "object_type VARCHAR, object_id BIGINT", traffic.erased)
        self._pairs("gone", "visitor BIGINT, nothing BIGINT", [(visitor, 0) for visitor in traffic.gone])

    def _rows(self, name: str, columns: Mapping[str, str], rows: Sequence[msgspec.Struct]) -> None:
        shape = msgspec.json.encode([columns]).decode()
        text = msgspec.json.encode(rows).decode()
        self._connection.execute(
            f"CREATE TEMP TABLE {name} AS SELECT unnest(from_json(?, '{shape}'), recursive := true)", [text]
        )

    def _pairs(self, name: str, columns: str, pairs: Iterable[tuple[object, object]]) -> None:
        (one, one_type), (two, two_type) = (column.split() for column in columns.split(", "))
        text = msgspec.json.encode([{one: first, two: second} for first, second in pairs]).decode()
        shape = msgspec.json.encode([{one: one_type, two: two_type}]).decode()
        self._connection.execute(
            f"CREATE TEMP TABLE {name} AS SELECT unnest(from_json(?, '{shape}'), recursive := true)", [text]
        )

    def _take_visitors(self) -> None:
        """Put the visitors in place. `persons` are those whose first session may be another one from now on; sessions
        that are here may turn unless all of them are new."""
        self._table(
            "persons",
            "SELECT person FROM (SELECT unnest([o.person, n.person]) AS person FROM {visitors} AS o "
            "JOIN temp.new_visitors AS n USING (visitor) WHERE (o.person, o.first) <> (n.person, n.first) "
            "UNION ALL SELECT person FROM temp.new_visitors ANTI JOIN {visitors} USING (visitor) "
            "UNION ALL SELECT person FROM {visitors} SEMI JOIN temp.gone USING (visitor)) GROUP BY person",
        )
        known = "SELECT visitor FROM {visitors} SEMI JOIN temp.persons USING (person)"
        self._turns = bool(self._traffic.gone) or self._run(f"{known} LIMIT 1").fetchone() is not None
        self._run(
            "DELETE FROM {visitors} WHERE visitor IN (SELECT visitor FROM temp.new_visitors UNION ALL "
            "SELECT visitor FROM temp.gone)"
        )
        self._run("INSERT INTO {visitors} SELECT * FROM temp.new_visitors")
        self._table(
            "firsts",
            "SELECT person, min((first, visitor)) AS first FROM {visitors} WHERE first > 0 AND person IN "
            "(SELECT person FROM temp.persons UNION SELECT person FROM {visitors} "
            "WHERE visitor IN (SELECT visitor FROM temp.new_sessions)) GROUP BY person",
        )

    def _find_old(self) -> None:
        """Gather the sessions and events that change or go: what stands in their place is added back later.

        Sessions of persons whose first one is another now are among them. They can be of any time; all else is
        usually young, and bounds of time spare DuckDB reading the rest.
        """
        changed = (
            "SELECT v.visitor, s.started FROM {visitors} AS v JOIN temp.firsts AS f USING (person) "
            "JOIN {sessions} AS s USING (visitor) WHERE v.person IN (SELECT person FROM temp.persons) "
            "AND s.fresh <> ((s.started, s.visitor) = f.first)"
        )
        known = f"{changed} EXCEPT SELECT visitor, started FROM temp.touched"
        self._table("turned", known if self._turns else "SELECT * FROM temp.touched LIMIT 0")
        self._run("INSERT INTO temp.touched SELECT * FROM temp.turned")
        since = self._first("SELECT min(started) FROM temp.touched")
        gone = "visitor IN (SELECT visitor FROM temp.gone)"
        self._table(
            "old_sessions",
            "SELECT rowid AS place, * FROM {sessions} WHERE started >= ? AND (visitor, started) IN "
            f"(SELECT visitor, started FROM temp.touched) UNION SELECT rowid, * FROM {{sessions}} WHERE {gone}",
            since,
        )
        low, high = self._bounds("SELECT min(moment), max(moment) FROM temp.new_events WHERE session = 0")
        parts = [
            "session >= ? AND (visitor, session) IN (SELECT visitor, started FROM temp.touched)",
            "moment BETWEEN ? AND ? AND session = 0 AND hit IN (SELECT hit FROM temp.new_events WHERE session = 0)",
        ]
        if self._traffic.gone:
            parts.append(gone)
        if self._traffic.erased:
            parts.append("(object_type, object_id) IN (SELECT object_type, object_id FROM temp.erased)")
        selected = " UNION ".join(f"SELECT rowid AS place, * FROM {{events}} WHERE {part}" for part in parts)
        self._table("old_events", selected, since, low, high)

    def _first(self, sql: str) -> int:
        return self._bounds(f"SELECT *, 0 FROM ({sql})")[0]

    def _bounds(self, sql: str) -> tuple[int, int]:
        """Two numbers; bounds that nothing lies in where there are none."""
        row = self._run(sql).fetchone()
        low, high = row if row else (None, None)
        return (2**62, 0) if low is None or high is None else (low, high)

    def _judge_fresh(self) -> None:
        """Sessions that only turned come back as they were, and every one learns whether it is its person's first."""
        for new, old, key in (("new_sessions", "old_sessions", "started"), ("new_events", "old_events", "session")):
            self._run(
                f"INSERT INTO temp.{new} SELECT * EXCLUDE (place) FROM temp.{old} "
                f"WHERE (visitor, {key}) IN (SELECT visitor, started FROM temp.turned)"
            )
        self._run(
            "UPDATE temp.new_sessions AS s SET fresh = ((s.started, s.visitor) = f.first) "
            "FROM {visitors} AS v JOIN temp.firsts AS f USING (person) WHERE v.visitor = s.visitor"
        )
        self._run(
            "UPDATE temp.new_events AS e SET fresh = s.fresh FROM temp.new_sessions AS s "
            "WHERE s.visitor = e.visitor AND s.started = e.session"
        )

    def _add_to_days(self) -> None:
        """The difference between new and old; most of it cancels out before it is written."""
        for name in DAILY:
            taken = contribution(name, {"events": "temp.old_events", "sessions": "temp.old_sessions"}, -1)
            added = contribution(name, {"events": "temp.new_events", "sessions": "temp.new_sessions"})
            self._run(f"INSERT INTO {{{name}}} {drawn_together(name, f'({taken} UNION ALL {added})')}")

    def _replace(self) -> None:
        for name in ("sessions", "events"):
            self._run(f"DELETE FROM {{{name}}} WHERE rowid IN (SELECT place FROM temp.old_{name})")
            self._run(f"INSERT INTO {{{name}}} BY NAME SELECT * FROM temp.new_{name}")
        self._table(
            "titles",
            "SELECT page, max_by(title, moment) AS title, max(moment) AS moment FROM temp.new_events "
            f"WHERE {_VIEW} AND page <> '' AND title <> '' GROUP BY page",
        )
        self._run("DELETE FROM temp.titles AS t USING {pages} AS p WHERE p.page = t.page AND p.moment > t.moment")
        self._run("DELETE FROM {pages} WHERE page IN (SELECT page FROM temp.titles)")
        self._run("INSERT INTO {pages} SELECT * FROM temp.titles")
