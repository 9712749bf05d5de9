"""`hubstead reindex`."""

import asyncio
import time
from collections.abc import Callable

from rich.console import Console

from hubstead.admin.presence import hold
from hubstead.app import Server
from hubstead.commands.progress import bar
from hubstead.commands.refusal import Refusal
from hubstead.commands.running import RunningServer, running
from hubstead.commands.truth import with_store
from hubstead.settings import Settings
from hubstead.store.engine import Engine

_LOOK = 0.2
"""Seconds between looks at how far the server is."""

Progress = Callable[[int], None]


def run(settings: Settings) -> None:
    """Rebuild the columns, here or in the server that has them. Raises `Refusal` when that fails."""
    if settings.folder is None:
        raise Refusal("Data in memory belong to their server alone; name a folder with --data.", 2)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    total = with_store(settings, _everything)
    server = running(settings)
    with bar(console, "Rebuilding the search columns", total) as progress:
        if server:
            done = _through(server, progress)
        else:
            with hold(settings.folder):
                done = asyncio.run(_here(settings, progress))
    console.print(f"The search columns were built from {done} records and visits.")


async def _everything(store: Engine) -> int:
    """Live records and visits: a visitor's newest is in its own row."""
    sql = (
        "SELECT (SELECT count(*) FROM record WHERE archived = 0 AND portal > 0) + (SELECT count(*) FROM visit "
        "WHERE portal > 0) + (SELECT count(*) FROM visitor WHERE portal > 0 AND document LIKE '%\"visit\":%')"
    )
    count: int = (await store.rows(sql))[0][0]
    return count


def _through(server: RunningServer, progress: Progress) -> int:
    state = server.rebuild()
    while state.running:
        progress(state.done)
        time.sleep(_LOOK)
        state = server.state()
    if state.failure:
        raise Refusal(f"The server could not rebuild its search columns: {state.failure}")
    return state.done


async def _here(settings: Settings, progress: Progress) -> int:
    server = Server(settings)
    await server.start()
    try:
        assert server.feed is not None  # every process keeps the columns but the workers of a server
        return await server.feed.refill(progress)
    finally:
        await server.stop()
