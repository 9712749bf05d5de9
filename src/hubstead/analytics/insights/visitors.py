"""How many people came: exact, and so not to be added up over periods. A person is all browsers of a contact, or those
that turned out to be one."""

from typing import Any

from msgspec import Struct

from hubstead.analytics.insights.scene import OTHERS, Scene, read_interval, read_scene
from hubstead.analytics.statement import Statement
from hubstead.columns.ask import Columns
from hubstead.web.call import Call

MOST = 500


class People(Struct, rename="camel"):
    """The people of an interval that begins on the day `period`: all, and those who came for the first time."""

    period: str
    visitors: int
    new_visitors: int
    sessions: int


class UniqueVisitors(Struct, rename="camel"):
    """The people of a span, and of each interval in which anybody came."""

    visitors: int
    new_visitors: int
    sessions: int
    results: list[People]


async def unique_visitors(call: Call) -> UniqueVisitors:
    """How many people came, in all and by `interval`."""
    scene, columns = await read_scene(call), Columns(call)
    frequency = read_interval(call, "day", MOST, scene.span)
    whole = await _counted(columns, scene, "NULL")
    parts = await _counted(columns, scene, frequency.of("s.day"))
    visitors, new, sessions = whole[0][1:] if whole else (0, 0, 0)
    return UniqueVisitors(visitors, new, sessions, [People(row[0].isoformat(), *row[1:]) for row in parts])


async def _counted(columns: Columns, scene: Scene, period: str) -> list[tuple[Any, ...]]:
    statement = Statement()
    sql = (
        f"SELECT {period} AS period, count(DISTINCT coalesce(v.person, s.visitor)), count(*) FILTER (s.fresh), "
        f"count(*) FROM (SELECT visitor, day, fresh FROM {{sessions}} WHERE {scene.sessions(statement)}) AS s "
        f"LEFT JOIN {OTHERS} AS v ON v.visitor = s.visitor GROUP BY period ORDER BY period"
    )
    return await columns(sql, statement.values)
