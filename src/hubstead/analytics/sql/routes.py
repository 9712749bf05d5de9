"""SQL over the columns, and everything as files. A namespace of our own."""

from datetime import UTC, datetime
from typing import Any

from hubstead.analytics.periods import day_at, read_day
from hubstead.analytics.sql.export import export
from hubstead.analytics.sql.run import EXPORT_SECONDS, QUERY_SECONDS, run, sent
from hubstead.analytics.sql.tables import check_caller, check_reach, shown, types_of
from hubstead.analytics.sql.wire import QueryGiven, QueryShown, Tables, TableShown, answer, columns
from hubstead.columns.traffic import TABLES
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call
from hubstead.web.features import require_feature
from hubstead.web.route import Route

SCOPE = ("crm.export",)
PERMISSION = "reports"
FEATURE = "traffic-analytics"
"""What the plan must include for traffic; an account takes its own records away under any plan."""


async def post_sql(call: Call) -> Any:
    """Run a SELECT over the account's traffic and records: as JSON, or into a file. Nothing else can be reached."""
    given, unit = call.read(QueryGiven), call.reading()
    types = await types_of(call, unit)
    check_caller(call, unit, types)
    seen = shown(unit, types)
    if given.format == "json":
        return answer(
            await run(call, lambda store: store.run(seen, given.sql, seconds=QUERY_SECONDS, rows=given.limit))
        )
    suffix = given.format
    path = await run(call, lambda store: store.write_out(seen, given.sql, suffix, seconds=EXPORT_SECONDS))
    return sent(path, "query", suffix)


async def get_tables(call: Call) -> Tables:
    """The tables that SQL can name, with their columns."""
    unit = call.reading()
    types = await types_of(call, unit)
    check_caller(call, unit, types)
    seen = shown(unit, types)
    found = await run(call, lambda store: store.described(seen))
    return Tables([TableShown(name, columns(found[name])) for name in sorted(found)])


async def get_export(call: Call) -> Any:
    """Download a table as `csv` or `parquet`: all rows, or those of the days from `start` to `end`."""
    suffix, name = call.one("format") or "csv", call.path[0]
    if suffix not in ("csv", "parquet"):
        raise Invalid("format is csv or parquet.", context={"format": [suffix[:50]]})
    unit = call.reading()
    types = await types_of(call, unit)
    if name in TABLES:
        require_feature(call.caller.portal, FEATURE)
        check_reach(unit, types)
    check_caller(call, unit, {name: types[name]} if name in types else {})
    today = datetime.fromtimestamp(call.now() / 1000, UTC).strftime("%Y-%m-%d")
    path = await export(call, unit, types, name, suffix, _days(call))
    return sent(path, f"{name}-{today}", suffix)


def _days(call: Call) -> tuple[str, str] | None:
    start, end = call.one("start"), call.one("end")
    if start is None and end is None:
        return None
    first = read_day("start", start) if start else read_day("start", "20000101")
    last = read_day("end", end) if end else max(first, day_at(call.now(), call.caller.portal.time_zone))
    if last < first:
        raise Invalid(f"end ({last}) lies before start ({first}).", context={"end": [str(last)], "start": [str(first)]})
    return first.isoformat(), last.isoformat()


OURS = "/analytics/hubstead"
ROUTES = (
    Route("POST", OURS + "/sql", post_sql, SCOPE, "Run SQL", body=QueryGiven, answer=QueryShown, feature=FEATURE,
          permission=PERMISSION),
    Route("GET", OURS + "/sql/tables", get_tables, SCOPE, "List the tables of SQL", answer=Tables, feature=FEATURE,
          permission=PERMISSION),
    Route("GET", OURS + "/export/{table}", get_export, SCOPE, "Download a table", query=("format", "start", "end"),
          permission=PERMISSION),
)  # fmt: skip
