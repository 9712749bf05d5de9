"""Bringing rows into the store, a batch per transaction."""

import asyncio
from collections.abc import Sequence

from hubstead.commands.importing.mapping import Batch, Columns, Problem, Row
from hubstead.commands.importing.refused import RefusedRows
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.objects import bulk
from hubstead.crm.objects.bulk import Given, Written
from hubstead.crm.properties.definition import define
from hubstead.kit.errors import Failure, Unavailable
from hubstead.store.engine import Engine
from hubstead.store.unit import Actor, Unit, write

PAUSE = 0.003
"""Seconds between transactions beside a server: longer than the server waits before it asks for the lock again."""
TRIES = 12
"""How often a busy database is asked; each time it waits for seconds by itself."""


class Counts:
    """How many rows of the file are done, and what became of them."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.created = 0
        self.updated = 0

    def told(self, refused: RefusedRows) -> str:
        """One line for people."""
        ending = f", {refused.count} rows refused, see {refused.path}" if refused.count else ""
        return f"{self.created} records created, {self.updated} rows updated records{ending}"


class Writing:
    """One import: where to, in whose name, which columns. `served`: a server works on the same data."""

    def __init__(self, store: Engine, actor: Actor, type: ObjectType, columns: Columns, served: bool) -> None:
        self.columns = columns
        self.served = served
        self._store = store
        self._actor = actor
        self._type = type

    async def write(self, batch: Batch, counts: Counts, refused: RefusedRows) -> None:
        """Bring every row into the store or into the file of refused rows; raises `Unavailable`: then none."""
        written = await self._stored(batch.good) if batch.good else []
        bad = list(batch.bad)
        for line, done in zip(batch.good, written, strict=True):
            if done.failure:
                bad.append(_problems(line, done.failure, self.columns))
            elif done.created:
                counts.created += 1
            else:
                counts.updated += 1
        for problems in sorted(bad):
            refused.add(problems)
        refused.save()
        counts.rows += batch.rows

    async def _stored(self, rows: Sequence[Row]) -> list[Written]:
        waves = [[rows[place] for place in places] for places in bulk.waves(row.key for row in rows)]

        async def work(unit: Unit) -> list[Written]:
            definition = await define(unit, self._type)
            done: dict[int, Written] = {}
            for wave in waves:
                given = [Given(row.key, row.values) for row in wave]
                outcomes = await bulk.upsert(unit, definition, self.columns.id_property, given)
                done.update(zip((row.line for row in wave), outcomes, strict=True))
                await unit.flush()
            return [done[row.line] for row in rows]

        for _ in range(TRIES):
            try:
                return await write(self._store, self._actor, work)
            except Unavailable as error:
                trouble = error
                await asyncio.sleep(1)
            finally:
                if self.served:
                    await asyncio.sleep(PAUSE)
        raise trouble


def _problems(row: Row, failure: Failure, columns: Columns) -> list[Problem]:
    """A failure as lines of the file of refused rows, each naming its column where there is one."""
    problems: list[Problem] = []
    for error in failure.errors:
        match error:
            case {"message": str(message), "context": {"propertyName": [str(name), *_]}}:
                problems.append(Problem(row.line, columns.header_of(name), row.values.get(name, ""), message))
    return problems or [Problem(row.line, "", row.key, failure.message)]
