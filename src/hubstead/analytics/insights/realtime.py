"""Who is on the site right now."""

from typing import Any

from msgspec import Struct

from hubstead.analytics.asking import Columns
from hubstead.analytics.insights.scene import read_view
from hubstead.analytics.sources import UNKNOWN, id_sql
from hubstead.analytics.statement import Statement
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call

MINUTES = 30
MOST_MINUTES = 60
ACTIVE = 5
"""Minutes since the last activity in which a visitor counts as active."""
ROWS = 50


class NowOn(Struct, rename="camel"):
    """A page, and how many look at it: their last page view was of this one."""

    page: str
    title: str
    visitors: int


class Part(Struct):
    """A part of the visitors, and what they have in common."""

    name: str
    visitors: int


class Minute(Struct, rename="camel"):
    """A minute that began so many minutes ago."""

    ago: int
    visitors: int
    page_views: int


class Realtime(Struct, rename="camel"):
    """The last minutes: visitors, those of them that were active in the last five, and what they looked at.

    `as_of` in ms. Lists begin with the most.
    """

    as_of: int
    minutes: int
    visitors: int
    active_visitors: int
    page_views: int
    pages: list[NowOn]
    sources: list[Part]
    countries: list[Part]
    per_minute: list[Minute]


_LATEST = (
    "latest AS (SELECT visitor, max(moment) AS moment, max(session) AS session, "
    "arg_max(page, moment) FILTER (kind = 'page_view') AS page FROM recent GROUP BY visitor) "
)


async def realtime(call: Call) -> Realtime:
    """The last `minutes` of a view, up to this moment. Raises `Invalid` for more than an hour, and `NotFound`."""
    minutes = call.number("minutes", MINUTES)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(f"minutes must be between 1 and {MOST_MINUTES}.", context={"minutes": [str(minutes)]})
    now, columns = call.now(), Columns(call)
    view, statement = await read_view(call), Statement()
    since, until = statement.bound(now - minutes * 60_000), statement.bound(now)
    # An app, a server or a form tells what is "sent", outside of sessions: its visitor need not be on the site.
    within = f"moment > {since} AND moment <= {until} AND visitor <> 0 AND kind <> 'sent'"
    recent = f"WITH recent AS (SELECT * FROM {view.events(statement)} WHERE {within}), {_LATEST}"

    async def rows(sql: str) -> list[tuple[Any, ...]]:
        return await columns(recent + sql, statement.values)

    active = f"count(*) FILTER (moment > {now - ACTIVE * 60_000:d})"
    viewed = "(SELECT count(*) FROM recent WHERE kind = 'page_view')"
    ((visitors, lively, views),) = await rows(f"SELECT count(*), {active}, {viewed} FROM latest")
    pages = await rows(
        "SELECT page, coalesce((SELECT any_value(title) FROM {pages} AS p WHERE p.page = latest.page), ''), count(*) "
        f"FROM latest WHERE page <> '' GROUP BY page ORDER BY 3 DESC, 1 LIMIT {ROWS}"
    )
    joined = "FROM latest JOIN {sessions} AS s ON s.visitor = latest.visitor AND s.started = latest.session"
    sources = await rows(f"SELECT {id_sql('source')}, count(*) {joined} GROUP BY 1 ORDER BY 2 DESC, 1")
    country = f"coalesce(nullif(country, ''), '{UNKNOWN}')"
    countries = await rows(f"SELECT {country}, count(*) {joined} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {ROWS}")
    by_minute = await rows(
        f"SELECT ({until} - moment) // 60000, count(DISTINCT visitor), count(*) FILTER (kind = 'page_view') "
        "FROM recent GROUP BY 1 ORDER BY 1"
    )
    return Realtime(
        as_of=now,
        minutes=minutes,
        visitors=visitors,
        active_visitors=lively,
        page_views=views,
        pages=[NowOn(*row) for row in pages],
        sources=[Part(*row) for row in sources],
        countries=[Part(*row) for row in countries],
        per_minute=[Minute(*row) for row in by_minute],
    )
