"""From a report and a question to the SQL that adds up its counts."""

from typing import NamedTuple

from hubstead.analytics.reports.asked import Asked
from hubstead.analytics.reports.catalog import Report
from hubstead.analytics.reports.feeds import Scene
from hubstead.analytics.reports.metrics import METRICS, columns_of
from hubstead.analytics.sources import UNKNOWN
from hubstead.analytics.statement import Statement


class Compiled(NamedTuple):
    """A statement and its values. Its rows have `LEADING` columns, then the sums of `columns`."""

    sql: str
    values: list[object]
    columns: tuple[str, ...]


LEADING = ("period", "place", "groups", "breakdown", "sample", "title")
"""First day of the period; place among its rows, 0 for the sums over all of a total; how many rows there are; what the
row is about; a contact to look up how the breakdown is written, where no session says it; the title of a page."""


def compile_total(report: Report, asked: Asked, scene: Scene) -> Compiled:
    """The page of rows that is asked for, after a first row with the sums of all."""
    statement, columns = Statement(), _columns(report, asked)
    counts = _counts(report, asked, scene, statement, columns)
    sums = ", ".join(f"coalesce(sum({column}), 0) AS {column}" for column in columns)
    page = (
        f"SELECT NULL::DATE AS period, row_number() OVER (ORDER BY {_order(report, asked)}) AS place, 0 AS groups, "
        f"breakdown, sample, {_title(report)} AS title, {', '.join(columns)} FROM grouped "
        f"ORDER BY place LIMIT {asked.limit:d} OFFSET {asked.offset:d}"
    )
    sql = (
        f"WITH grouped AS MATERIALIZED ({_grouped(report, asked, counts, columns, '')}) "
        f"SELECT * FROM (SELECT NULL::DATE AS period, 0 AS place, count(*) AS groups, NULL AS breakdown, "
        f"NULL::BIGINT AS sample, NULL AS title, {sums} FROM grouped UNION ALL ({page})) ORDER BY place"
    )
    return Compiled(sql, statement.values, columns)


def compile_periods(report: Report, asked: Asked, scene: Scene) -> Compiled:
    """The rows of each period, in order: the first `limit` of each from `offset` on."""
    statement, columns = Statement(), _columns(report, asked)
    counts = _counts(report, asked, scene, statement, columns)
    grouped = _grouped(report, asked, counts, columns, "period, ")
    first, last = asked.offset + 1, asked.offset + asked.limit
    sql = (
        f"SELECT period, row_number() OVER (PARTITION BY period ORDER BY {_order(report, asked)}) AS place, "
        f"groups, breakdown, sample, {_title(report)} AS title, {', '.join(columns)} FROM ({grouped}) AS grouped "
        f"QUALIFY place BETWEEN {first:d} AND {last:d} ORDER BY period, place"
    )
    return Compiled(sql, statement.values, columns)


def _columns(report: Report, asked: Asked) -> tuple[str, ...]:
    """What is shown, and what is sorted by besides."""
    return columns_of(metrics_of(report, asked), (asked.sort,) if asked.sort in METRICS else (), (report.order,))


def metrics_of(report: Report, asked: Asked) -> tuple[str, ...]:
    """The metrics that an answer shows."""
    if asked.period.frequency is None:
        return report.total
    return report.summary if asked.summarized else report.rows


def _counts(report: Report, asked: Asked, scene: Scene, statement: Statement, columns: tuple[str, ...]) -> str:
    """All counts of the asked breakdowns, under `breakdown`. A first part without rows names every column."""
    zeros = "".join(f", 0 AS {column}" for column in columns)
    shape = f"SELECT NULL::DATE AS day, NULL::BIGINT AS sample{zeros} LIMIT 0"
    feeds = " UNION ALL BY NAME ".join([f"({shape})", *(f"({feed(statement, scene)})" for feed in report.feeds)])
    if not report.levels:
        return f"SELECT *, NULL AS breakdown FROM ({feeds})"
    conditions: list[str] = []
    for level, value in zip(report.levels, asked.drill, strict=False):
        conditions.append(f"lower({_named(level)}) = {statement.bound(value.lower())}")
    breakdown = _named(report.levels[len(asked.drill)])
    if asked.kept:
        conditions.append(f"{breakdown} IN {statement.among(asked.kept)}")
    if asked.excluded:
        conditions.append(f"{breakdown} NOT IN {statement.among(asked.excluded)}")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    if report.raw:
        feeds = _drawn_together(report.raw[: len(asked.drill) + 1], feeds, columns)
    return f"SELECT *, {breakdown} AS breakdown FROM ({feeds}){where}"


def _drawn_together(raw: tuple[str, ...], feeds: str, columns: tuple[str, ...]) -> str:
    """One row for each day and breakdown as it is stored: what it is called is then worked out for far fewer rows."""
    keys = ", ".join(("day", *raw))
    sums = ", ".join(f"sum({column}) AS {column}" for column in columns)
    return f"SELECT {keys}, min(sample) AS sample, {sums} FROM ({feeds}) GROUP BY {keys}, sample IS NULL"


def _named(level: str) -> str:
    return f"coalesce(nullif({level}, ''), '{UNKNOWN}')"


def _grouped(report: Report, asked: Asked, counts: str, columns: tuple[str, ...], period: str) -> str:
    """Sums by breakdown and period; what adds up to nothing is not there."""
    frequency = asked.period.frequency
    when = f"{frequency.of('day')} AS period, " if period and frequency else ""
    sums = ", ".join(f"coalesce(sum({column}), 0)::BIGINT AS {column}" for column in columns)
    some = " OR ".join(f"{column} <> 0" for column in columns)
    if asked.summarized or not report.levels:
        distinct = "count(DISTINCT breakdown)" if report.levels else "0"
        shown, key = f"{distinct} AS groups, NULL AS breakdown, NULL::BIGINT AS sample", ""
    elif report.folds:
        shown = "0 AS groups, coalesce(min(breakdown) FILTER (sample IS NULL), min(breakdown)) AS breakdown, "
        shown += "CASE WHEN count(*) FILTER (sample IS NULL) = 0 THEN min(sample) END AS sample"
        key = "lower(breakdown)"
    else:
        shown, key = "0 AS groups, breakdown, NULL::BIGINT AS sample", "breakdown"
    by = ", ".join(each for each in ("period" if when else "", key) if each)
    group = f" GROUP BY {by}" if by else ""
    return f"SELECT {when}{shown}, {sums} FROM ({counts}){group} HAVING {some}"


def _order(report: Report, asked: Asked) -> str:
    if asked.sort == "breakdown":
        return f"breakdown {'DESC' if asked.descending else 'ASC'}"
    metric = METRICS[asked.sort or report.order]
    return f"{metric.sql} {'DESC' if asked.descending else 'ASC'}, breakdown"


def _title(report: Report) -> str:
    return "(SELECT any_value(p.title) FROM {pages} AS p WHERE p.page = breakdown)" if report.titled else "NULL"
