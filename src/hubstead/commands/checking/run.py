"""`hubstead check`: a line for each thing that was looked at, and lines for what is wrong with it."""

import asyncio
from collections.abc import AsyncIterator

from rich.console import Console

from hubstead.commands.checking.columns import check_columns
from hubstead.commands.checking.files import check_files
from hubstead.commands.checking.finding import Finding
from hubstead.commands.checking.records import check_records
from hubstead.commands.checking.relations import check_associations, check_definitions, check_facts
from hubstead.commands.progress import bar
from hubstead.commands.running import RunningServer, running
from hubstead.commands.truth import opened
from hubstead.files.blobs import Blobs
from hubstead.settings import Settings
from hubstead.store.engine import Engine

SHOWN = 10
"""Problems of one kind that are spelled out."""


def run(settings: Settings) -> int:
    """Look at everything, report, and answer the exit code: 1 when something is wrong."""
    return asyncio.run(_check(settings, running(settings)))


async def _check(settings: Settings, server: RunningServer | None) -> int:
    console = Console(highlight=False, soft_wrap=True)
    count = 0
    async with opened(settings) as store:
        async for finding in _findings(settings, store, server):
            _tell(console, finding)
            count += len(finding.problems)
    console.print("Everything is in order." if count == 0 else f"{count} problems.")
    return 1 if count else 0


async def _findings(settings: Settings, store: Engine, server: RunningServer | None) -> AsyncIterator[Finding]:
    yield Finding("PostgreSQL" if settings.database else f"files in {settings.data}", await store.damage())
    yield await check_definitions(store)
    total = (await store.rows("SELECT count(*) FROM record"))[0][0]
    with bar(Console(stderr=True), "Reading the records", total) as progress:
        records = await check_records(store, progress)
    yield records
    yield await check_associations(store)
    yield await check_facts(store)
    yield await check_files(store, Blobs(store, settings.blobs, settings.folder))
    if settings.folder:
        yield await check_columns(store, settings.folder, server)


def _tell(console: Console, finding: Finding) -> None:
    console.print(f"{'wrong' if finding.problems else 'ok':5}  {finding.what}", markup=False)
    for problem in finding.problems[:SHOWN]:
        console.print(f"         {problem}", markup=False)
    if len(finding.problems) > SHOWN:
        console.print(f"         and {len(finding.problems) - SHOWN} more")
