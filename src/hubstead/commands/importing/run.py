"""`hubstead import csv`: batches of rows, each in one short transaction, so that a running server goes on working."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from hubstead.account import portals
from hubstead.account.owners import owners_of
from hubstead.admin.presence import Held, serving
from hubstead.commands.importing.mapping import Batch, Columns, parse_maps
from hubstead.commands.importing.refused import RefusedRows
from hubstead.commands.importing.writing import Counts, Writing
from hubstead.commands.progress import bar
from hubstead.commands.refusal import Refusal
from hubstead.commands.truth import chosen, opened
from hubstead.crm.imports.cells import Ways
from hubstead.crm.imports.csv_file import CsvFile, CsvRow, UnreadableFile
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.write import refuse_unwritable
from hubstead.crm.properties.definition import define
from hubstead.kit.errors import Unavailable
from hubstead.settings import Settings
from hubstead.store.engine import Engine
from hubstead.store.generations import Definitions
from hubstead.store.portal import portal_of
from hubstead.store.unit import Origin, Unit, write

ROWS_AT_ONCE = 500
STOPPED = 130
"""The exit code after Ctrl+C."""


def run(
    settings: Settings,
    file: Path,
    *,
    portal: int | None,
    object_type: str,
    maps: Sequence[str],
    id_property: str | None,
    errors: Path | None,
    skip: int,
) -> int:
    """Import, say what became of it, and answer the exit code."""
    refused = RefusedRows(errors or file.with_name(f"{file.name}.errors.csv"), append=skip > 0)
    with _opened(file) as source:

        async def work() -> int:
            async with opened(settings) as store:
                place = (await chosen(store, portal)).id
                writing = await _prepared(
                    store, place, object_type, source, parse_maps(maps), id_property, _served(settings)
                )
                return await _import(source, writing, refused, skip)

        try:
            return asyncio.run(work())
        finally:
            refused.close()


def _opened(file: Path) -> CsvFile:
    try:
        return CsvFile(file)
    except UnreadableFile as error:
        raise Refusal(str(error)) from None


def _served(settings: Settings) -> bool:
    try:
        return settings.folder is not None and serving(settings.folder) is not None
    except Held:
        return True


async def _prepared(
    store: Engine,
    portal: int,
    object_type: str,
    source: CsvFile,
    maps: dict[str, str],
    id_property: str | None,
    served: bool,
) -> Writing:
    """Everything that is the same for all rows. Each import has an id, which the history of its records names."""
    actor = await portals.actor(store, portal, Origin("IMPORT"), Definitions())
    unit = Unit(store, actor)
    definition = await define(unit, await resolve(unit, object_type))
    refuse_unwritable(definition, definition.type.creatable)
    zone = ZoneInfo((await portal_of(unit)).time_zone)
    ways = Ways("MONTH_DAY_YEAR", zone, await owners_of(unit))
    columns = Columns(definition, source.header, maps, id_property, ways)

    async def new_id(unit: Unit) -> int:
        return await unit.new_ids(1)

    origin = Origin("IMPORT", str(await write(store, actor, new_id)))
    return Writing(store, actor._replace(origin=origin), definition.type, columns, served)


async def _import(source: CsvFile, writing: Writing, refused: RefusedRows, skip: int) -> int:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if writing.columns.left_out:
        console.print(f"Left out, because the server computes them: {', '.join(writing.columns.left_out)}")
    rows = source.rows()
    counts = Counts(rows=sum(1 for _ in islice(rows, skip)))
    stopped = _on_interrupt()
    stopped_by = ""
    with bar(console, "Importing", source.size) as progress:
        async with aclosing(_read_ahead(source, rows, writing.columns)) as batches:
            async for batch in batches:
                if stopped.is_set():
                    stopped_by = "Ctrl+C."
                    break
                try:
                    await writing.write(batch, counts, refused)
                except Unavailable as error:
                    stopped_by = error.message
                    break
                progress(batch.position)
    console.print(counts.told(refused))
    if stopped_by:
        console.print(f"Stopped: {stopped_by} {counts.rows} rows of the file are done; go on with --skip {counts.rows}")
        return STOPPED if stopped.is_set() else 1
    if not writing.served:
        console.print("No server runs on this data: the next one brings its search columns up to date when it starts.")
    return 1 if refused.count else 0


async def _read_ahead(source: CsvFile, rows: Iterator[CsvRow], columns: Columns) -> AsyncGenerator[Batch, None]:
    """The batches of the file; the next one is read in a thread while this one is on its way to the disk."""

    def read() -> Batch:
        return columns.batch(list(islice(rows, ROWS_AT_ONCE)), source.position())

    upcoming = asyncio.create_task(asyncio.to_thread(read))
    try:
        while (batch := await upcoming).rows:
            upcoming = asyncio.create_task(asyncio.to_thread(read))
            yield batch
    finally:
        await upcoming


def _on_interrupt() -> asyncio.Event:
    """Set by the first Ctrl+C, which lets the batch end; a second one ends the command (and leaves no half batch)."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        stopped.set()

    loop.add_signal_handler(signal.SIGINT, stop)
    return stopped
