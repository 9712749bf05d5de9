"""Reports over HTTP: Analytics API v2."""

from typing import Any

from msgspec import Struct

from hubstead.analytics.periods import EARLIEST, LATEST, Span
from hubstead.analytics.reports.asked import PARAMETERS, Asked, first_row, read_asked
from hubstead.analytics.reports.catalog import (
    CONTENT_TYPES,
    REPORTS,
    Report,
    content_report,
    content_sessions,
    content_sources,
)
from hubstead.analytics.reports.feeds import Scene
from hubstead.analytics.reports.read import read_report
from hubstead.analytics.views.filters import Narrowing
from hubstead.analytics.views.view import view_of
from hubstead.columns.ask import Columns
from hubstead.crm.properties.text import is_storable
from hubstead.kit.errors import Invalid, Missing
from hubstead.store.unit import Unit
from hubstead.web.call import Call
from hubstead.web.features import require_feature
from hubstead.web.route import Route

SCOPE = ("business-intelligence",)
PERMISSION = "reports"
Row = dict[str, float | str]
"""A breakdown and its metrics; those that are 0 are left out."""


class Total(Struct):
    """The sums of a span: `totals` of all breakdowns, and a page of them. `offset` is where the next page begins."""

    offset: int
    total: int
    totals: Row
    breakdowns: list[Row]


class Exists(Struct):
    """Whether there are data."""

    exists: bool


async def get_total(call: Call) -> Any:
    """A report of the whole span: the sums, and a page of rows."""
    return await _report(call, _report_named(call.path[0]), "total")


async def get_report(call: Call) -> Any:
    """A report by day, week or month."""
    return await _report(call, _report_named(call.path[0]), call.path[1])


async def get_summary(call: Call) -> Any:
    """A report by day, week or month, added up over all breakdowns."""
    return await _report(call, _report_named(call.path[0]), call.path[1], summarized=True)


async def get_page_sources_total(call: Call) -> Any:
    """The sources of one page in the whole span."""
    return await _sources(call, "page_id", "total")


async def get_page_sources(call: Call) -> Any:
    """The sources of one page by day, week or month."""
    return await _sources(call, "page_id", call.path[2])


async def get_page_sources_summary(call: Call) -> Any:
    """The sources of one page by day, week or month, added up."""
    return await _sources(call, "page_id", call.path[2], summarized=True)


async def get_blog_sources_total(call: Call) -> Any:
    """The sources of one blog in the whole span."""
    return await _sources(call, "content_group", "total")


async def get_blog_sources(call: Call) -> Any:
    """The sources of one blog by day, week or month."""
    return await _sources(call, "content_group", call.path[2])


async def get_blog_sources_summary(call: Call) -> Any:
    """The sources of one blog by day, week or month, added up."""
    return await _sources(call, "content_group", call.path[2], summarized=True)


async def get_page_sessions_total(call: Call) -> Any:
    """The sessions that viewed one page, by device and source."""
    return await _sessions(call, "total")


async def get_page_sessions(call: Call) -> Any:
    """The sessions that viewed one page, by day, week or month."""
    return await _sessions(call, call.path[2])


async def get_page_sessions_summary(call: Call) -> Any:
    """The same, under the name of a summary."""
    return await _sessions(call, call.path[2], summarized=True)


async def get_exists(call: Call) -> Exists:
    """Whether there is anything to report on."""
    report = _report_named(call.path[0])
    _admit(call, report)
    always = Span(EARLIEST, LATEST, call.caller.portal.time_zone)
    found = await read_report(call.reading(), Columns(call), report, first_row(always), Scene(always))
    return Exists(found["total"] > 0)


async def _sources(call: Call, subject: str, period: str, *, summarized: bool = False) -> Any:
    report = content_sources(_content_type(call.path[0]), subject)
    return await _report(call, report, period, subject=call.path[1], summarized=summarized)


async def _sessions(call: Call, period: str, *, summarized: bool = False) -> Any:
    report = content_sessions(_content_type(call.path[0]))
    return await _report(call, report, period, subject=call.path[1], summarized=summarized)


async def _report(call: Call, report: Report, period: str, *, subject: str = "", summarized: bool = False) -> Any:
    _admit(call, report)
    asked = read_asked(call, period, summarized)
    _check_text(subject, *asked.drill, *asked.kept, *asked.excluded)
    if asked.drill and report.drill_feature:
        require_feature(call.caller.portal, report.drill_feature)
    unit = call.reading()
    scene = Scene(asked.span, await _narrowing(call, unit, asked), subject, len(asked.drill))
    return await read_report(unit, Columns(call), report, asked, scene)


def _report_named(name: str) -> Report:
    if name in CONTENT_TYPES:
        return content_report(CONTENT_TYPES[name])
    if name not in REPORTS:
        raise Missing
    return REPORTS[name]


def _content_type(name: str) -> str:
    if name not in CONTENT_TYPES:
        raise Missing
    return CONTENT_TYPES[name]


def _admit(call: Call, report: Report) -> None:
    """Raise the 403 for a report that the account's plan does not include."""
    if report.feature:
        require_feature(call.caller.portal, report.feature)


async def _narrowing(call: Call, unit: Unit, asked: Asked) -> Narrowing | None:
    if asked.view is None:
        return None
    require_feature(call.caller.portal, "analytics-views")
    return Narrowing((await view_of(unit, asked.view)).filters)


def _check_text(*texts: str) -> None:
    if not all(map(is_storable, texts)):
        raise Invalid("The path or a parameter has a character that no breakdown has.")


_REPORT = "/analytics/reports/{report}"
_PAGE = "/analytics/reports/{contentType}/{pageId}"
_BLOG = "/analytics/reports/{contentType}/content-group/{blogId}"
_ROWS = dict[str, list[Row]]


def _read(path: str, handler: Any, summary: str, answer: Any) -> Route:
    return Route("GET", path, handler, SCOPE, summary, answer=answer, query=PARAMETERS, permission=PERMISSION)


ROUTES = (
    _read(_REPORT + "/total", get_total, "Get a report in total", Total),
    _read(_REPORT + "/{timePeriod}", get_report, "Get a report by period", _ROWS),
    _read(_REPORT + "/summarize/{timePeriod}", get_summary, "Get a report summed up by period", _ROWS),
    _read(_PAGE + "/sources/total", get_page_sources_total, "Get the sources of a page in total", Total),
    _read(_PAGE + "/sources/{timePeriod}", get_page_sources, "Get the sources of a page by period", _ROWS),
    _read(_PAGE + "/sources/summarize/{timePeriod}", get_page_sources_summary, "Sum up the sources of a page", _ROWS),
    _read(_PAGE + "/sessions/total", get_page_sessions_total, "Get the sessions of a page in total", Total),
    _read(_PAGE + "/sessions/{timePeriod}", get_page_sessions, "Get the sessions of a page by period", _ROWS),
    _read(_PAGE + "/sessions/summarize/{timePeriod}", get_page_sessions_summary, "Sum up sessions of a page", _ROWS),
    _read(_BLOG + "/sources/total", get_blog_sources_total, "Get the sources of a blog in total", Total),
    _read(_BLOG + "/sources/{timePeriod}", get_blog_sources, "Get the sources of a blog by period", _ROWS),
    _read(_BLOG + "/sources/summarize/{timePeriod}", get_blog_sources_summary, "Sum up the sources of a blog", _ROWS),
    Route("GET", _REPORT + "/exists", get_exists, SCOPE, "Ask whether a report has data", answer=Exists,
          permission=PERMISSION),
)  # fmt: skip
