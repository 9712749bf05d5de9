"""How long reports take over much traffic: `python -m bench.reports FOLDER`.

`FOLDER/columns.duckdb` is what `python -m bench.traffic FOLDER` made. Each question goes through the whole server, but
for the socket, and is asked several times. The table has the median and the 95th percentile of the later ones, in ms,
and the median of the processor time, to which other work on the machine makes less difference. With `--hits 300` so
many page views a second come in meanwhile, by the collector.
"""

import argparse
import asyncio
import itertools
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hubstead.columns.engines.duckdb import DuckDBColumns
from hubstead.store.engine import Writer
from hubstead.store.tables import RECORD
from tests.tracking.browser import Browser
from tests.world import World

DAYS = "start=20251003&end=20251231"
PAGE = "https://shop.example/p/7"
REPORTS = (
    "totals/daily",
    "sources/total",
    "sources/daily",
    "sources/summarize/weekly",
    "sources/total?d1=referrals",
    "geolocation/daily",
    "utm-campaigns/daily",
    "sessions/daily",
    "event-completions/daily",
    "forms/total",
    "pages/total",
    f"pages/daily?f={PAGE}",
    "pages/monthly",
    "pages/summarize/daily",
    "landing-pages/total",
    "blog-posts/7/sources/daily",
    "blog-posts/7/sessions/daily",
)
NARROWED = ("totals/daily", "sources/daily", "geolocation/total", "pages/total", "blog-posts/total", "sessions/daily")
FILTERS = [
    {"prop": "country", "op": "IN", "args": ["DE", "FR"]},
    {"prop": "path", "op": "STARTS_WITH", "args": ["/p/1"]},
]


def _page(number: int) -> dict[str, Any]:
    return {"type": "page", "filters": [{"prop": "path", "op": "EQ", "args": [f"/p/{number}"]}]}


FUNNEL = {
    "start": "20251003",
    "end": "20251231",
    "steps": [{"type": "visit"}, _page(7), _page(8), {"type": "lifecycle", "stage": "customer"}],
}


def questions(view: int) -> Iterator[tuple[str, str, str, Any]]:
    """Name, method, URL and body of each."""
    for report in REPORTS:
        path, _, query = report.partition("?")
        yield report, "GET", f"/analytics/v2/reports/{path}?{DAYS}&{query}", None
    for report in NARROWED:
        yield f"{report}, under a view", "GET", f"/analytics/v2/reports/{report}?{DAYS}&filterId={view}", None
    ours = "/analytics/hubstead"
    yield "funnel of four steps", "POST", f"{ours}/funnel", FUNNEL
    yield "unique visitors by day", "GET", f"{ours}/unique-visitors?{DAYS}", None
    yield "retention by week", "GET", f"{ours}/retention?{DAYS}", None
    yield "paths of a page", "GET", f"{ours}/paths?{DAYS}&page={PAGE}", None
    yield "real time", "GET", f"{ours}/realtime", None


async def timeline_of(world: World) -> str:
    """The contact that came most often; it is made."""
    rows = await asyncio.to_thread(
        _columns(world).ask,
        10_000_001,
        "SELECT contact FROM {sessions} JOIN {visitors} USING (visitor) WHERE contact > 0 GROUP BY contact "
        "ORDER BY count(*) DESC, contact LIMIT 1",
    )
    id = int(rows[0][0])

    async def work(writer: Writer) -> None:
        await writer.put(RECORD, [(10_000_001, "0-1", id, 1, 1, 0, f'{{"hs_object_id":"{id}"}}')])

    await world.server.store.write(work)
    return f"/hubstead/timeline/contacts/{id}?limit=100"


def _columns(world: World) -> DuckDBColumns:
    assert world.server.feed is not None
    assert isinstance(world.server.feed.columns, DuckDBColumns)
    return world.server.feed.columns


async def open_columns(world: World, file: Path) -> None:
    """Let the server's feed go on with these columns, as if it had filled them."""
    feed = world.server.feed
    assert feed is not None
    await feed.stop()
    feed.columns = DuckDBColumns(file, lambda _, __: {}, memory_limit=f"{world.server.settings.columns_memory}MB")
    feed.columns.apply([], await world.server.store.newest_fact())
    await feed.start()


async def visit(world: World, rate: int) -> None:
    """Visitors come, view three pages each, and go; so many views a second."""
    began = time.perf_counter()
    for number in itertools.count(1):
        browser = Browser(world, utk=f"{number:032x}")
        for page in range(3):
            await browser.view(f"https://shop.example/p/{page}", t=str(page))
        await asyncio.sleep(began + number * 3 / rate - time.perf_counter())


async def measure(file: Path, times: int, hits: int, lag: int) -> None:
    """Ask everything of a server in memory that has these columns."""
    async with World(report_lag=lag) as world:
        view = (await world.post("/analytics/hubstead/views", {"title": "v", "reportPropertyFilters": FILTERS})).json
        await open_columns(world, file)
        asked = list(questions(view["id"]))
        asked.append(("timeline of 100", "GET", await timeline_of(world), None))
        visitors = asyncio.create_task(visit(world, hits)) if hits else None
        for name, method, url, body in asked:
            taken, busy = [], []
            for _ in range(times + 1):
                began, worked = time.perf_counter(), time.process_time()
                reply = await world.call(method, url, body)
                taken.append((time.perf_counter() - began) * 1000)
                busy.append((time.process_time() - worked) * 1000)
                assert reply.status == 200, (name, reply.body)
            later = sorted(taken[1:])
            figures = (later[times // 2], later[round(0.95 * (times - 1))], sorted(busy[1:])[times // 2])
            shown = " ".join(f"{figure:>10,.1f}" for figure in figures)
            print(f"{name:45} {shown} ms   {len(reply.body):,} bytes", flush=True)
        if visitors:
            visitors.cancel()
            (day,) = (await world.get("/hubstead/tracking/hits")).json["results"]
            print(f"{'hits processed meanwhile':45} {day['outcomes']['KEPT']:>10,}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory at most':45} {memory:>10,.0f} MB")


def main() -> None:
    """Measure a copy: the server that is started writes to its columns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--lag", type=int, default=0, help="how old reports may be, in ms (setting report_lag)")
    parser.add_argument("--hits", type=int, default=0, help="page views a second that come in meanwhile")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hubstead-bench-") as folder:
        file = Path(folder) / "columns.duckdb"
        shutil.copy(given.folder / "columns.duckdb", file)
        asyncio.run(measure(file, given.times, given.hits, given.lag))


if __name__ == "__main__":
    main()
