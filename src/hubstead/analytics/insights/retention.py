"""Who comes back: people by when they first came, and in which of the following periods they came again."""

from msgspec import Struct

from hubstead.analytics.insights.scene import OTHERS, read_interval, read_scene
from hubstead.analytics.statement import Statement
from hubstead.columns.ask import Columns
from hubstead.web.call import Call

MOST = 60
"""Intervals: an answer has as many cohorts, each with as many numbers."""


class Cohort(Struct):
    """The people who first came in the interval that begins on the day `period`.

    `returned[n]` of them came n intervals later; `returned[0]` are all. It ends with the last interval asked for.
    """

    period: str
    people: int
    returned: list[int]


class Retention(Struct):
    """The cohorts of a span, oldest first."""

    interval: str
    results: list[Cohort]


async def retention(call: Call) -> Retention:
    """Cohorts by `interval`."""
    scene = await read_scene(call)
    frequency = read_interval(call, "week", MOST, scene.span)
    statement = Statement()
    later = f"date_diff('{frequency.value}', cohort, period)"
    sql = (
        "WITH visits AS (SELECT DISTINCT coalesce(v.person, s.visitor) AS person, "
        f"{frequency.of('s.day')} AS period FROM (SELECT * FROM {{sessions}} WHERE {scene.sessions(statement)}) AS s "
        f"LEFT JOIN {OTHERS} AS v ON v.visitor = s.visitor), "
        f"firsts AS (SELECT coalesce(v.person, s.visitor) AS person, min({frequency.of('s.day')}) AS cohort "
        f"FROM {{sessions}} AS s LEFT JOIN {OTHERS} AS v ON v.visitor = s.visitor WHERE s.fresh GROUP BY 1) "
        f"SELECT cohort, {later} AS later, count(*) FROM visits JOIN firsts USING (person) "
        f"WHERE cohort >= {statement.bound(frequency.first_of(scene.span.first))}::DATE GROUP BY 1, 2 ORDER BY 1, 2"
    )
    found: dict[str, dict[int, int]] = {}
    ends: dict[str, int] = {}
    for cohort, place, people in await Columns(call)(sql, statement.values):
        found.setdefault(cohort.isoformat(), {})[place] = people
        ends[cohort.isoformat()] = scene.span._replace(first=cohort).periods(frequency)
    cohorts = [
        Cohort(period, people.get(0, 0), [people.get(place, 0) for place in range(ends[period])])
        for period, people in found.items()
    ]
    return Retention(frequency.value, cohorts)
