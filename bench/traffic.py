"""Traffic in bulk, always the same: visitors, sessions and events of 90 days, written straight into the columns.

`python -m bench.traffic FOLDER --events 20000000` fills `FOLDER/columns.duckdb`. Every value follows from the number
of its row, so that two runs, and two machines, have the same.
"""

import argparse
import itertools
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hubstead.columns.engines import duckdb_traffic
from hubstead.columns.engines.duckdb import DuckDBColumns
from hubstead.columns.traffic import EventRow, SessionRow, Traffic, VisitorRow
from tests.world import PORTAL

DAYS = 90
ENDS = 1_767_225_600_000
"""2026-01-01T00:00:00Z; the days are those before it."""
VIEWS = 5
"""Page views of a session, on average; few of 2,000 pages have most. Every other session has an event of its own."""
LOYAL = 40
"""Sessions of visitors who come again and again, over all the days; every twentieth session is one of theirs. Others
come twice, half of the days apart. The loyal are contacts, and a twentieth of the others."""
SOURCES = "['DIRECT_TRAFFIC', 'ORGANIC_SEARCH', 'REFERRALS', 'SOCIAL_MEDIA', 'EMAIL_MARKETING', 'PAID_SEARCH']"
COUNTRIES = "['DE', 'US', 'FR', 'GB', 'SE', 'NL', 'ES', 'IT', 'PL', 'JP']"
_SESSIONS = f"""
INSERT INTO {{sessions}} BY NAME SELECT
    (hash(v, 'visitor') & 72057594037927935)::BIGINT AS visitor,
    started, started + (n - 1) * 40000 + i % 7 AS ended,
    {SOURCES}[1 + (h % 6)::INT] AS source, 'detail ' || h // 7 % 8 AS detail_1, 'more ' || h // 7 % 8 AS detail_2,
    {COUNTRIES}[1 + (h // 13 % 10)::INT] AS country, '' AS region, '' AS city,
    ['DESKTOP', 'MOBILE', 'TABLET'][1 + (h // 17 % 3)::INT] AS device, 'Chrome' AS browser, '126' AS version,
    'Windows' AS system, CASE h % 6 WHEN 4 THEN 'newsletter' WHEN 5 THEN 'google' ELSE '' END AS utm_source,
    CASE h % 6 WHEN 4 THEN 'email' WHEN 5 THEN 'cpc' ELSE '' END AS utm_medium,
    CASE WHEN h % 6 > 3 THEN 'campaign ' || h // 19 % 50 ELSE '' END AS utm_campaign, '' AS utm_term,
    '' AS utm_content, 'https://shop.example/p/' || h // 23 % 2000 AS first_url, '' AS last_url,
    'https://shop.example/p/' || h // 23 % 2000 AS first_page, '' AS referrer, n AS page_views, i % 2 AS events,
    0 AS submissions, 0 AS cta_views, 0 AS cta_clicks, (n - 1) * 40 AS seconds, n = 1 AS bounce,
    i = v AS fresh, epoch_ms(started)::DATE AS day
FROM (SELECT i, hash(i) AS h, CASE WHEN i % 20 = 0 THEN i // 20 % {{loyal}} * 20 ELSE i % {{most}} END AS v,
      1 + (hash(i, 'n') % {2 * VIEWS - 1})::BIGINT AS n, {{begins}} + i * {{step}} AS started FROM range(?) AS r(i))
"""
_EVENTS = """
INSERT INTO {events} BY NAME SELECT
    started + (k - 1) * 40000 AS moment, CASE WHEN k > page_views THEN 'event' ELSE 'page_view' END AS kind,
    (hash(started, k) >> 1)::BIGINT AS hit,
    CASE WHEN k > page_views THEN 'pe_bought' ELSE 'e_visited_page' END AS event_type, '' AS event,
    '0-1' AS object_type, 0 AS object_id, visitor, started AS session,
    'https://shop.example/p/' || number AS page, page AS url, 'Product' AS title, number::VARCHAR AS page_id,
    ['standard-page', 'blog-post', 'landing-page'][1 + number % 3] AS content_type,
    '' AS content_group, '' AS form, CASE WHEN k > page_views THEN 1001 ELSE 0 END AS definition,
    k = 1 AS entrance, k = page_views AS leave, CASE WHEN k < page_views THEN 40 ELSE 0 END AS seconds,
    bounce AND k = 1 AS bounce, 0 AS value, '{{}}' AS details, day, fresh
FROM (SELECT *, (2000 * pow(hash(started, k) % 1000 / 1000, 4))::INT AS number
      FROM (SELECT *, unnest(range(1, page_views + events + 1)) AS k FROM {sessions} WHERE started BETWEEN ? AND ?))
"""


def fill(columns: DuckDBColumns, portal: int = PORTAL, events: int = 20_000_000) -> int:
    """Fill a portal, which has none, with about so many events; answers how many."""
    sessions = int(events / (VIEWS + 0.5))
    step = DAYS * 86_400_000 // sessions
    begins = ENDS - DAYS * 86_400_000
    names = duckdb_traffic.tables(portal)
    with columns._transaction() as (connection, _):
        duckdb_traffic.create(connection, portal)
        connection.execute("INSERT INTO zones VALUES (?, 'UTC', 0)", [portal])
        most, loyal = sessions // 40 * 20, max(sessions // 20 // LOYAL, 1)
        text = _SESSIONS.format(begins=begins, step=step, most=most, loyal=loyal, **names)
        connection.execute(text, [sessions])
        connection.execute(
            f"INSERT INTO {names['visitors']} SELECT lpad(visitor::VARCHAR, 32, '0'), visitor, "
            "if(known, visitor // 1000000, 0), if(known, -(visitor // 1000000), visitor), first FROM (SELECT visitor, "
            f"min(started) AS first, count(*) > {LOYAL // 4} OR visitor % 20 = 0 AS known FROM {names['sessions']} "
            "GROUP BY visitor)"
        )
    for day in range(DAYS):
        with columns._transaction() as (connection, _):
            first = begins + day * 86_400_000
            connection.execute(_EVENTS.format(**names), [first, first + 86_399_999])
    with columns._transaction() as (connection, _):
        connection.execute(
            f"INSERT INTO {names['pages']} SELECT page, any_value(title), max(moment) FROM {names['events']} "
            "WHERE kind = 'page_view' GROUP BY page"
        )
        for name in duckdb_traffic.DAILY:
            rows = duckdb_traffic.contribution(name, names)
            connection.execute(f"INSERT INTO {names[name]} {rows}")
        connection.execute(
            "UPDATE zones SET rows = ? WHERE portal = ?", [duckdb_traffic.rows_of(connection, portal), portal]
        )
    return int(columns.ask(portal, "SELECT count(*) FROM {events}")[0][0])


SUMS = "sum(visits), sum(visitors), sum(raw_views), sum(bounces), sum(seconds)"
QUESTIONS = {
    "totals by day": f"SELECT day, {SUMS} FROM {{daily_sources}} GROUP BY 1",
    "sources with two drill-downs": f"SELECT source, detail_1, detail_2, {SUMS} FROM {{daily_sources}} GROUP BY ALL",
    "countries": f"SELECT country, {SUMS} FROM {{daily_countries}} GROUP BY 1",
    "campaigns by day": f"SELECT day, value, {SUMS} FROM {{daily_utm}} WHERE parameter = 'campaign' GROUP BY ALL",
    "pages": "SELECT page, sum(raw_views), sum(entrances), sum(seconds) FROM {daily_pages} GROUP BY 1",
    "sources of one page": "SELECT source, sum(raw_views) FROM {daily_page_sources} WHERE page_id = '7' GROUP BY 1",
    "raw: sources of one country": "SELECT source, count(*), sum(page_views) FROM {sessions} WHERE country = 'DE' "
    "GROUP BY 1",
    "raw: pages of one country": "SELECT page, count(*) FROM {events} SEMI JOIN (SELECT visitor, started AS session "
    "FROM {sessions} WHERE country = 'DE') USING (visitor, session) WHERE kind = 'page_view' GROUP BY 1",
    "events of one contact": "SELECT * FROM {events} WHERE visitor IN (SELECT visitor FROM {visitors} "
    "WHERE contact = (SELECT max(contact) FROM {visitors})) ORDER BY moment DESC LIMIT 100",
    "newest events": "SELECT * FROM {events} WHERE moment > 1767200000000 ORDER BY moment DESC LIMIT 100",
}


def median(work: Callable[[], object], times: int = 5) -> float:
    """Of so many runs, in ms."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[times // 2]


def grown(columns: DuckDBColumns, number: int) -> None:
    """Take in 500 sessions of three views, as the feed does with what came in since its last look."""
    sessions, events, visitors = [], [], []
    for visitor in range(number * 500 + 1, number * 500 + 501):
        started = ENDS + visitor
        visitors.append(VisitorRow(f"{visitor:032x}", visitor, 0, visitor, started))
        sessions.append(
            SessionRow(visitor=visitor, started=started, ended=started + 2, source="REFERRALS", page_views=3)
        )
        for view in range(3):
            page = f"https://shop.example/p/{view}"
            events.append(
                EventRow(
                    moment=started + view, kind="page_view", hit=visitor, visitor=visitor, session=started, page=page
                )
            )
    columns.apply([], number, [Traffic(PORTAL, "UTC", visitors, sessions, events)])


def main() -> None:
    """Fill a file, and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=20_000_000)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "columns.duckdb"
    new = not path.exists()
    columns = DuckDBColumns(path, lambda *_: {}, memory_limit="1GB")
    if new:
        began = time.perf_counter()
        count = fill(columns, events=given.events)
        print(f"{count} events in {time.perf_counter() - began:.0f} s, {path.stat().st_size // 1_000_000} MB")
    for name, sql in QUESTIONS.items():
        print(f"{median(partial(columns.ask, PORTAL, sql)):8.1f} ms  {name}")
    numbers = itertools.count(1)
    print(f"{median(lambda: grown(columns, next(numbers))):8.1f} ms  500 sessions with 1,500 views taken in")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8} MB  most memory of the process")
    columns.close()


if __name__ == "__main__":
    main()
