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

_TEMPORARY = (
    "new_visitors", "new_sessions", "new_events", "touched", "erased", "gone", "persons", "firsts", "turned",
    "old_sessions", "old_events", "changed_sessions", "changed_events", "titles",
)  # fmt: skip


AT_ONCE = 500
"""Rows that are encoded at once: half a millisecond in which no other thread runs."""
_lines = msgspec.json.Encoder().encode_lines


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
        self._rows("new_visitors", VISITORS, traffic.visitors)
        for name, columns, column, rows in (
            ("new_sessions", SESSIONS, "started", traffic.sessions),
            ("new_events", EVENTS, "moment", traffic.events),
        ):
            self._rows("staged", columns, rows)
            self._table(name, f"SELECT *, {day_of(column)} AS day, false AS fresh FROM temp.staged", traffic.zone)
            self._run("DROP TABLE temp.staged")
        keys = {(row.visitor, row.started) for row in traffic.sessions} | set(traffic.replaced)
        self._pairs("touched", {"visitor": "BIGINT", "started": "BIGINT"}, keys)
        self._pairs("erased", {"object_type": "VARCHAR", "object_id": "BIGINT"}, traffic.erased)
        self._rows("gone", {"visitor": "BIGINT"}, [{"visitor": visitor} for visitor in traffic.gone])

    def _rows(self, name: str, columns: Mapping[str, str], rows: Sequence[object]) -> None:
        """A table of rows, each a line of JSON: DuckDB reads lines three times as quickly as one list of them all."""
        shape = msgspec.json.encode(columns).decode()
        line = "SELECT unnest(string_split(?, chr(10))) AS line"
        row = f"SELECT from_json(line, '{shape}') AS row FROM ({line}) WHERE line <> ''"
        selected = ", ".join(f"row.{column}" for column in columns)
        lines = b"".join(_lines(rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE))
        self._connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {selected} FROM ({row})", [lines.decode()])

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
