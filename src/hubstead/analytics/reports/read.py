"""A report read from the columns, and shaped as the service answers it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from hubstead.analytics.reports.asked import Asked
from hubstead.analytics.reports.catalog import Report
from hubstead.analytics.reports.compile import LEADING, Compiled, compile_periods, compile_total, metrics_of
from hubstead.analytics.reports.feeds import Scene
from hubstead.analytics.reports.metrics import shown
from hubstead.crm.records import record as records
from hubstead.kit.errors import Failure, Invalid
from hubstead.store.unit import Unit

Ask = Callable[[str, Sequence[object]], Awaitable[list[tuple[Any, ...]]]]
"""Asks the columns of the portal."""
TIME_POINTS = 500
"""Periods of an answer at most (documented)."""
ROWS = 250_000
"""Rows of an answer by period at most (our choice: such answers cannot be paged)."""
BREAKDOWNS = 2_000_000
"""Breakdowns of a total or a summary at most (documented)."""
_CONTACTS = "0-1"


class TooManyPoints(Failure):
    """More periods than an answer may have."""

    status = 413
    category = "RESULT_POINT_LIMIT_EXCEEDED"


class TooManyBreakdowns(Failure):
    """More breakdowns than are summed up. The name is our choice, no stored copy of the documentation has it."""

    status = 501
    category = "BREAKDOWN_LIMIT_EXCEEDED"


async def read_report(unit: Unit, ask: Ask, report: Report, asked: Asked, scene: Scene) -> dict[str, Any]:
    """The answer. Raises `Invalid` for a question that this report cannot take, `TooManyPoints` and
    `TooManyBreakdowns`."""
    _check(report, asked)
    if asked.period.frequency is None:
        return await _total(unit, ask, report, asked, compile_total(report, asked, scene))
    periods = asked.span.periods(asked.period.frequency)
    if periods > TIME_POINTS:
        raise TooManyPoints(
            f"The result would have {periods} time points, and {TIME_POINTS} are the limit. Narrow the time between "
            "start and end, or ask for a longer time period (monthly instead of weekly, for example)."
        )
    return await _periods(unit, ask, report, asked, compile_periods(report, asked, scene))


def _check(report: Report, asked: Asked) -> None:
    if len(asked.drill) >= max(len(report.levels), 1):
        raise Invalid(
            "This report cannot be drilled down so far.", context={"d1": [each[:100] for each in asked.drill]}
        )
    if asked.sort and asked.sort != "breakdown" and asked.sort not in {*report.total, *report.rows, *report.summary}:
        raise Invalid(f"This report cannot be sorted by '{asked.sort}'.", context={"sort": [asked.sort]})


async def _total(unit: Unit, ask: Ask, report: Report, asked: Asked, compiled: Compiled) -> dict[str, Any]:
    sums, *rows = await ask(compiled.sql, compiled.values)
    groups = sums[LEADING.index("groups")]
    if groups > BREAKDOWNS:
        raise TooManyBreakdowns(
            f"The result would be made of {groups} breakdowns, and {BREAKDOWNS} are the limit. Use filters, or "
            "narrow the time between start and end."
        )
    names = metrics_of(report, asked)
    written = await _as_written(unit, asked, rows)
    return {
        "offset": min(asked.offset, groups) + len(rows),
        "total": groups,
        "totals": shown(names, _counts(compiled, sums)),
        "breakdowns": [_row(names, compiled, row, written) for row in rows],
    }


async def _periods(unit: Unit, ask: Ask, report: Report, asked: Asked, compiled: Compiled) -> dict[str, Any]:
    rows = await ask(f"{compiled.sql} LIMIT {ROWS + 1}", compiled.values)
    if len(rows) > ROWS:
        raise TooManyPoints(
            f"The result would have more than {ROWS} rows. Narrow the time between start and end, name the breakdowns "
            "with f, or lower the limit, which holds for each period."
        )
    if asked.summarized and any(row[LEADING.index("groups")] > BREAKDOWNS for row in rows):
        raise TooManyBreakdowns(f"A period would be made of more than {BREAKDOWNS} breakdowns. Use filters.")
    names = metrics_of(report, asked)
    written = await _as_written(unit, asked, rows)
    periods: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        periods.setdefault(row[0].isoformat(), []).append(_row(names, compiled, row, written))
    return periods


def _counts(compiled: Compiled, row: tuple[Any, ...]) -> Mapping[str, int]:
    return dict(zip(compiled.columns, row[len(LEADING) :], strict=True))


def _row(
    names: tuple[str, ...], compiled: Compiled, row: tuple[Any, ...], written: Mapping[int, str]
) -> dict[str, Any]:
    _, _, _, breakdown, sample, title = row[: len(LEADING)]
    about = {} if breakdown is None else {"breakdown": written.get(sample, breakdown)}
    meta = {"meta": title} if title else {}
    return {**about, **shown(names, _counts(compiled, row)), **meta}


async def _as_written(unit: Unit, asked: Asked, rows: Sequence[tuple[Any, ...]]) -> dict[int, str]:
    """How sources are written that only contacts name: the columns of records keep text in lower case."""
    samples = {row[LEADING.index("sample")] for row in rows} - {None}
    if not samples or not asked.drill:
        return {}
    name = f"hs_analytics_source_data_{len(asked.drill)}"
    found = await records.load(unit, _CONTACTS, samples, bounded=False)
    values = ((id, record.values.get(name)) for id, record in found.items())
    return {id: value for id, value in values if value}
