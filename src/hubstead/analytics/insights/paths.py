"""Where people come from on the site, and where they go: the pages viewed before and after one."""

from msgspec import Struct

from hubstead.analytics.insights.scene import read_scene
from hubstead.analytics.statement import Statement
from hubstead.columns.ask import Columns
from hubstead.crm.properties.text import is_storable
from hubstead.kit.errors import Invalid
from hubstead.web.call import Call
from hubstead.web.paging import limit_of

ROWS = 50
MOST_ROWS = 1_000


class Step(Struct, rename="camel"):
    """A page, and how many of the views went from it or to it."""

    page: str
    title: str
    page_views: int


class Paths(Struct, rename="camel"):
    """The views of a page: how many began or ended a session, and the pages next to the others, most frequent first."""

    page: str
    page_views: int
    entrances: int
    exits: int
    previous: list[Step]
    next: list[Step]


async def paths(call: Call) -> Paths:
    """The pages before and after the one that `page` names, in the same session."""
    page, scene, rows = call.one("page") or "", await read_scene(call), limit_of(call, ROWS, MOST_ROWS)
    if not page or not is_storable(page):
        raise Invalid("Name the page, as reports of pages show it.", context={"page": [page[:200]]})
    statement = Statement()
    place = statement.bound(page)
    sql = (
        f"WITH seen AS (SELECT DISTINCT visitor, session FROM {scene.events(statement)} "
        f"WHERE kind = 'page_view' AND session > 0 AND page = {place}), "
        "views AS (SELECT page, lag(page) OVER walk AS before, lead(page) OVER walk AS after FROM {events} "
        "SEMI JOIN seen USING (visitor, session) WHERE kind = 'page_view' "
        "WINDOW walk AS (PARTITION BY visitor, session ORDER BY moment, hit)), "
        f"here AS MATERIALIZED (SELECT * FROM views WHERE page = {place}) "
        "SELECT 0, '', '', count(*), count(*) FILTER (before IS NULL), count(*) FILTER (after IS NULL) FROM here"
    )
    for number, column in ((1, "before"), (2, "after")):
        title = f"coalesce((SELECT any_value(title) FROM {{pages}} AS p WHERE p.page = {column}), '')"
        sql += (
            f" UNION ALL (SELECT {number}, {column}, {title}, count(*), 0, 0 FROM here WHERE {column} IS NOT NULL "
            f"GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT {rows:d})"
        )
    found = await Columns(call)(sql, statement.values)
    sides: dict[int, list[Step]] = {1: [], 2: []}
    for side, name, heading, views, _, _ in found:
        if side:
            sides[side].append(Step(name, heading, views))
    _, _, _, views, entrances, exits = next(row for row in found if row[0] == 0)
    return Paths(page, views, entrances, exits, sides[1], sides[2])
