"""Bringing the files of one import in, some rows at a time.

Rows, what is wrong with them, counters and how far the import is are one transaction. So it goes on behind the last row
that was written, whatever ended the process, and no row counts twice.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import NamedTuple

import msgspec

from hubstead.account.users import access_of
from hubstead.crm.imports import contact_list
from hubstead.crm.imports import run as runs
from hubstead.crm.imports.cells import ways_of
from hubstead.crm.imports.domains import Domains
from hubstead.crm.imports.plan import COMPANY, CONTACT, DOMAIN, Plan, plans
from hubstead.crm.imports.problem import Problem
from hubstead.crm.imports.reading import Broken, ReadRow, Rows, as_csv
from hubstead.crm.imports.request import Request
from hubstead.crm.imports.run import Import, StoredFile
from hubstead.crm.imports.writing import Result, Writing
from hubstead.crm.records.imported import effects, newest_fact
from hubstead.jobs.running import Running
from hubstead.kit.errors import Failure
from hubstead.store.unit import Origin, Unit


class Pace(NamedTuple):
    """How many rows a transaction has, and the seconds between two."""

    rows: int
    pause: float = 0.0


BESIDE_REQUESTS = Pace(30)
"""In the process of the requests: few rows, so that those need not wait long for their turn."""


class Progress(msgspec.Struct):
    """How far it is: the file, by its place in the order of work, and its rows that are done."""

    file: int = 0
    rows: int = 0


class Importing:
    """One attempt at one import."""

    def __init__(self, job: Running, run: Import, pace: Pace) -> None:
        self._job = job
        self._pace = pace
        self._run = run
        self._origin = Origin("IMPORT", str(run.id), run.user_id)
        self._domains = Domains()
        self._touched: dict[str, set[int]] = defaultdict(set)
        self._progress = job.state(Progress) or Progress()

    async def all(self) -> None:
        """Every file, those first that others refer to; then the import is done."""
        request = msgspec.convert(self._run.request, Request)
        await self._begin()
        unit = Unit(self._job.rooms.store, self._job.actor(self._origin))
        try:
            made = await plans(unit, request, await ways_of(unit, request))
        except Failure as failure:  # what the import is about was changed since it was asked for
            return await self._fail(self._run.files[0], Problem("PROPERTY_DEFINITION_NOT_FOUND", failure.message))
        await self._gather(unit, made)
        order = sorted(range(len(made)), key=lambda place: len(made[place].references) > 0)
        marketable = bool(request.marketable_contact_import)
        for number, place in enumerate(order):
            if number < self._progress.file:
                continue
            file, plan = self._run.files[place], made[place]
            writing = Writing(plan, str(self._run.id), self._domains, marketable=marketable)
            try:
                await self._file(number, file, plan, writing)
            except Broken as broken:
                return await self._fail(file, broken.problem)
        return await self._end("DONE")

    async def _begin(self) -> None:
        async def begun(unit: Unit) -> None:
            run = await runs.held(unit, self._run.id)
            facts = run.facts or await newest_fact(unit)
            self._run = run.changed(unit.now, state="PROCESSING", facts=facts)
            runs.save(unit, self._run)

        await self._job.write(begun, origin=self._origin)

    async def _gather(self, unit: Unit, made: Sequence[Plan]) -> None:
        """What is looked up in memory: companies by domain, and what an earlier attempt wrote already."""
        by_domain = (thing.type == COMPANY and thing.key == DOMAIN for plan in made for thing in plan.things)
        referred = (
            reference.to.type.id == COMPANY and reference.key == DOMAIN
            for plan in made
            for reference in plan.references
        )
        if any((*by_domain, *referred)):
            after = await self._domains.gather(unit, 0)
            while after:
                after = await self._domains.gather(unit, after)
        if self._progress.rows or self._progress.file:
            earlier = effects(unit, self._run.id, self._run.facts, 0)
            async for effect in earlier:
                self._touched[effect.type].add(effect.id)

    async def _file(self, number: int, file: StoredFile, plan: Plan, writing: Writing) -> None:
        done = self._progress.rows if number == self._progress.file else 0
        rows = await self._job.in_thread(_opened, self._job.rooms.uploads.path(file.kept_as), plan, done)
        try:
            async with aclosing(self._read_ahead(rows)) as batches:
                async for batch in batches:
                    done += len(batch)
                    await self._rows(number, file, batch, done, writing)
        finally:
            rows.close()
        self._progress = Progress(number + 1, 0)

    async def _read_ahead(self, rows: Rows) -> AsyncGenerator[list[ReadRow], None]:
        """The rows of the file; the next ones are read in a thread while these are on their way to the disk."""

        def read() -> asyncio.Task[list[ReadRow]]:
            return asyncio.create_task(self._job.in_thread(rows.next, self._pace.rows))

        upcoming = read()
        try:
            while batch := await upcoming:
                upcoming = read()
                yield batch
        finally:
            await asyncio.wait([upcoming])

    async def _rows(self, number: int, file: StoredFile, rows: Sequence[ReadRow], done: int, writing: Writing) -> None:
        async def written(unit: Unit) -> tuple[Import, Result]:
            unit.access = await access_of(unit, self._run.user_id) if self._run.user_id else None
            result = await writing.write(unit, rows)
            run = await runs.held(unit, self._run.id)
            errors = run.counters.get("ERRORS", 0)
            for place, (row, problem) in enumerate(result.told):
                runs.keep_error(unit, run, errors + place + 1, file, row.line, problem, row.cells)
            run = run.changed(unit.now, counters=self._counted(run, rows, result))
            runs.save(unit, run)
            if run.lists:
                written = (*result.created, *result.updated)
                await contact_list.join(unit, run, {id for type, id in written if type == CONTACT})
            return run, result

        progress = Progress(number, done)
        answer = await self._job.write(written, state=progress, done=done, origin=self._origin)
        assert answer is not None
        self._run, result = answer
        if self._pace.pause:
            await asyncio.sleep(self._pace.pause)
        self._progress = progress
        for type, id in (*result.created, *result.updated):
            self._touched[type].add(id)
        for domain, id in result.domains:
            self._domains.add(domain, id)

    def _counted(self, run: Import, rows: Sequence[ReadRow], result: Result) -> dict[str, int]:
        new = {(type, id) for type, id in (*result.created, *result.updated) if id not in self._touched[type]}
        return run.counted(
            TOTAL_ROWS=len(rows),
            CREATED_OBJECTS=len(result.created),
            UPDATED_OBJECTS=len(result.updated),
            UNIQUE_OBJECTS_WRITTEN=len(new),
            PROPERTY_VALUES_EMITTED=result.values,
            ERRORS=len(result.told),
        )

    async def _fail(self, file: StoredFile, problem: Problem) -> None:
        async def told(unit: Unit) -> None:
            run = await runs.held(unit, self._run.id)
            runs.keep_error(unit, run, run.counters.get("ERRORS", 0) + 1, file, 0, problem, ())
            self._run = run.changed(unit.now, counters=run.counted(ERRORS=1))
            runs.save(unit, self._run)

        await self._job.write(told, origin=self._origin)
        await self._end("FAILED")

    async def _end(self, state: runs.State) -> None:
        async def ended(unit: Unit) -> None:
            run = await runs.held(unit, self._run.id)
            runs.save(unit, await runs.ended(unit, run, state))

        await self._job.finish(ended, origin=self._origin)
        self.forget_files()

    def forget_files(self) -> None:
        """Delete the files of an import that has ended."""
        for file in self._run.files:
            self._job.rooms.uploads.remove(file.kept_as)


def _opened(path: Path, plan: Plan, done: int) -> Rows:
    if not path.exists():
        raise Broken("FILE_NOT_FOUND", f"{plan.name} is not there any more.")
    rows = Rows(as_csv(path, path.with_suffix(".csv")), plan)
    rows.skip(done)
    return rows
