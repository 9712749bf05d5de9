"""A change of a portal's traffic on its way into DuckDB: what it replaces, and what it does to the daily sums."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from duckdb import DuckDBPyConnection

from hubstead.columns.engines.duckdb_traffic import (
    DAILY,
    EVENTS,
    SESSIONS,
    VISITORS,
    day_of,
    signed,
    tables,
)
from hubstead.columns.traffic import VIEW, Traffic

AT_ONCE = 500
"""Rows that are encoded at once: half a millisecond in which no other thread runs."""
_lines = msgspec.json.Encoder().encode_lines
_NEVER = 2**62
"""A moment (ms) that is later than all."""
_ALONE = "SELECT hit FROM temp.new_events WHERE session = 0"


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

    def _run(self, sql: str, *parameters: object) -> DuckDBPyConnection:
        return self._connection.execute(sql.format(**self._names), list(parameters))

    def _table(self, name: str, sql: str, *parameters: object) -> None:
        """Temporary tables go with the connection; before that, another change may have left one of this name."""
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", *parameters)

    def _stage(self) -> None:
        traffic = self._traffic
        self._rows("new_visitors", VISITORS, traffic.visitors)
        for name, columns, column, rows in (
            ("new_sessions", SESSIONS, "started", traffic.sessions),
            ("new_events", EVENTS, "moment", traffic.events),
        ):
            made = f", {day_of(f'row.{column}')} AS day, false AS fresh"
            self._rows(name, columns, rows, made, traffic.zone)
        keys = {(row.visitor, row.started) for row in traffic.sessions} | set(traffic.replaced)
        self._pairs("touched", {"visitor": "BIGINT", "started": "BIGINT"}, keys)
        if traffic.erased:
            self._pairs("erased", {"object_type": "VARCHAR", "object_id": "BIGINT"}, traffic.erased)
        self._rows("gone", {"visitor": "BIGINT"}, [{"visitor": visitor} for visitor in traffic.gone])

    def _rows(
        self, name: str, columns: Mapping[str, str], rows: Sequence[object], made: str = "", *parameters: object
    ) -> None:
        """A table of rows, each a line of JSON: DuckDB reads lines three times as quickly as one list of them all. What
        is `made` of a `row` comes beside its columns."""
        shape = msgspec.json.encode(columns).decode()
        line = "SELECT unnest(string_split(?, chr(10))) AS line"
        row = f"SELECT from_json(line, '{shape}') AS row FROM ({line}) WHERE line <> ''"
        selected = ", ".join(f"row.{column}" for column in columns)
        lines = b"".join(_lines(rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE))
        sql = f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {selected}{made} FROM ({row})"
        self._connection.execute(sql, [*parameters, lines.decode()])

    def _pairs(self, name: str, columns: Mapping[str, str], pairs: Iterable[tuple[object, object]]) -> None:
        self._rows(name, columns, [dict(zip(columns, pair, strict=True)) for pair in pairs])

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
        if self._turns:
            self._find_turned()
        [(since,)] = self._run(f"SELECT coalesce(min(started), {_NEVER}) FROM temp.touched").fetchall()
        touched = "IN (SELECT visitor, started FROM temp.touched)"
        sessions = [f"started >= ? AND (visitor, started) {touched}"]
        events = [f"session >= ? AND (visitor, session) {touched}"]
        bounds = [since]
        if alone := [row.moment for row in self._traffic.events if row.session == 0]:
            events.append(f"moment BETWEEN ? AND ? AND session = 0 AND hit IN ({_ALONE})")
            bounds += [min(alone), max(alone)]
        if self._traffic.gone:
            for parts in (sessions, events):
                parts.append("visitor IN (SELECT visitor FROM temp.gone)")
        if self._traffic.erased:
            events.append("(object_type, object_id) IN (SELECT object_type, object_id FROM temp.erased)")
        self._table("old_sessions", _placed("sessions", sessions), since)
        self._table("old_events", _placed("events", events), *bounds)

    def _find_turned(self) -> None:
        """Gather the sessions of persons whose first one is another now, where that changes what they are."""
        changed = (
            "SELECT v.visitor, s.started FROM {visitors} AS v JOIN temp.firsts AS f USING (person) "
            "JOIN {sessions} AS s USING (visitor) WHERE v.person IN (SELECT person FROM temp.persons) "
            "AND s.fresh <> ((s.started, s.visitor) = f.first)"
        )
        self._table("turned", f"{changed} EXCEPT SELECT visitor, started FROM temp.touched")
        self._run("INSERT INTO temp.touched SELECT * FROM temp.turned")

    def _judge_fresh(self) -> None:
        """Sessions that only turned come back as they were, and every one learns whether it is its person's first."""
        if self._turns:
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
        for name in ("sessions", "events"):
            self._table(
                f"changed_{name}",
                f"SELECT *, 1 AS sign FROM temp.new_{name} UNION ALL BY NAME "
                f"SELECT * EXCLUDE (place), -1 AS sign FROM temp.old_{name}",
            )
        for name in DAILY:
            self._run(f"INSERT INTO {{{name}}} {signed(name, 'temp.changed_sessions', 'temp.changed_events')}")

    def _replace(self) -> None:
        for name in ("sessions", "events"):
            self._run(f"DELETE FROM {{{name}}} WHERE rowid IN (SELECT place FROM temp.old_{name})")
            self._run(f"INSERT INTO {{{name}}} BY NAME SELECT * FROM temp.new_{name}")
        self._table(
            "titles",
            "SELECT page, max_by(title, moment) AS title, max(moment) AS moment FROM temp.new_events "
            f"WHERE {VIEW} AND page <> '' AND title <> '' GROUP BY page",
        )
        self._run("DELETE FROM temp.titles AS t USING {pages} AS p WHERE p.page = t.page AND p.moment > t.moment")
        self._run("DELETE FROM {pages} WHERE page IN (SELECT page FROM temp.titles)")
        self._run("INSERT INTO {pages} SELECT * FROM temp.titles")


def _placed(name: str, conditions: Iterable[str]) -> str:
    """The rows of a table that meet one of some conditions, each with where it lies."""
    return " UNION ".join(f"SELECT rowid AS place, * FROM {{{name}}} WHERE {each}" for each in conditions)
