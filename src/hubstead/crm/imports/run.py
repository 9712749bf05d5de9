"""An import: what was asked, where it stands, what came of it. Rows of the table `import_run`."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from hubstead.crm.imports.problem import LONGEST_VALUE, Problem
from hubstead.crm.records.imported import newest_fact
from hubstead.kit.errors import NotFound
from hubstead.store.engine import Row
from hubstead.store.tables import IMPORT_ERROR, IMPORT_RUN
from hubstead.store.unit import Unit

State = Literal["STARTED", "PROCESSING", "DONE", "FAILED", "CANCELED", "DEFERRED", "REVERTED"]
OPEN: tuple[State, ...] = ("STARTED", "PROCESSING", "DEFERRED")
MOST_ERRORS = 100_000
"""Errors of an import that are kept; the counter `ERRORS` counts on. Our choice."""
LONGEST_ROW = 20_000
"""Characters of a row that are kept with its error."""


class StoredFile(msgspec.Struct, frozen=True, rename="camel"):
    """A file of an import: the id that clients see, its name in the request, and the name under which it is kept."""

    id: int
    name: str
    kept_as: str


class Import(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An import. Times in ms. `user_id` is 0 where an app asked. What it did is told by facts behind `facts`, up to
    `last` once it has ended.

    `undone` says that somebody asked to undo it.
    """

    id: int
    app: int
    state: State
    created_at: int
    updated_at: int
    request: Any
    files: tuple[StoredFile, ...]
    types: tuple[str, ...]
    user_id: int = 0
    source: str = "API"
    job: int = 0
    facts: int = 0
    last: int = 0
    finished_at: int = 0
    undone: bool = False
    counters: Mapping[str, int] = {}
    lists: tuple[str, ...] = ()

    def changed(self, now: int, **fields: object) -> "Import":
        """The same with other fields."""
        return msgspec.structs.replace(self, updated_at=now, **fields)

    def counted(self, **counts: int) -> dict[str, int]:
        """The counters with more added; what is zero is not there."""
        names = dict.fromkeys((*self.counters, *counts))
        sums = {name: self.counters.get(name, 0) + counts.get(name, 0) for name in names}
        return {name: count for name, count in sums.items() if count}


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An error as it is stored."""

    error: str
    message: str
    created_at: int
    file: int
    line: int
    column: int = -1
    value: str = ""
    type: str = ""
    page: str = ""
    row: tuple[str, ...] = ()


_decode = msgspec.json.Decoder(Import).decode
_error = msgspec.json.Decoder(Kept).decode
_COLUMNS = "SELECT document FROM import_run WHERE portal = ?1"
_SEEN = "(?2 = 0 OR app = ?2) AND (?3 = 0 OR user_id = ?3)"
"""Apps see their own imports (documented), users whose reach has bounds theirs: failed rows are shown with them."""


def save(unit: Unit, run: Import) -> None:
    """Write an import at the end of the unit."""
    document = msgspec.json.encode(run).decode()
    unit.put(IMPORT_RUN, (unit.portal, run.id, run.app, run.user_id, run.state, document))


async def ended(unit: Unit, run: Import, state: State) -> Import:
    """An import, held, as it stands at its end."""
    return run.changed(unit.now, state=state, finished_at=unit.now, last=await newest_fact(unit))


async def find(unit: Unit, id: int, app: int) -> Import:
    """An import that the caller may see; `app` is 0 for a user. Raises `NotFound`."""
    rows = await unit.rows(f"{_COLUMNS} AND {_SEEN} AND id = ?4", app, _user(unit), id)
    if not rows:
        raise NotFound(f"There is no import {id}.", context={"importId": [str(id)]})
    return _decode(rows[0][0])


async def held(unit: Unit, id: int) -> Import:
    """An import; until the unit ends nobody else changes it. Raises `NotFound`."""
    rows = await unit.rows(f"{_COLUMNS} AND id = ?2 FOR UPDATE", id)
    if not rows:
        raise NotFound(f"There is no import {id}.", context={"importId": [str(id)]})
    return _decode(rows[0][0])


async def page(unit: Unit, app: int, limit: int, after: int, before: int) -> list[Import]:
    """Imports that the caller may see, newest first: from `after` on, or back to `before`; 0 for no bound."""
    user = _user(unit)
    if before and not after:
        rows = await unit.rows(f"{_COLUMNS} AND {_SEEN} AND id > ?4 ORDER BY id LIMIT ?5", app, user, before, limit)
        return _all(rows)[::-1]
    sql = f"{_COLUMNS} AND {_SEEN} AND id < ?4 ORDER BY id DESC LIMIT ?5"
    return _all(await unit.rows(sql, app, user, after or 2**62, limit))


def _user(unit: Unit) -> int:
    return unit.access.user_id if unit.access else 0


async def running(unit: Unit) -> int:
    """How many imports of the portal have begun and not ended."""
    rows = await unit.rows(
        "SELECT COUNT(*) FROM import_run WHERE portal = ?1 AND state = ANY_TEXT(?2)", ["STARTED", "PROCESSING"]
    )
    return int(rows[0][0])


def keep_error(
    unit: Unit, run: Import, number: int, file: StoredFile, line: int, problem: Problem, row: Sequence[str]
) -> None:
    """Write one error at the end of the unit, unless the import has too many."""
    if number > MOST_ERRORS:
        return
    room = LONGEST_ROW // max(len(row), 1)
    kept = Kept(
        error=problem.error,
        message=problem.message,
        created_at=unit.now,
        file=file.id,
        line=line,
        column=problem.column,
        value=storable(problem.value[:LONGEST_VALUE]),
        type=problem.type,
        row=tuple(storable(cell[: max(room, 20)]) for cell in row[:1_000]),
    )
    unit.put(IMPORT_ERROR, (unit.portal, run.id, number, msgspec.json.encode(kept).decode()))


def storable(text: str) -> str:
    """The text without what a store cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


async def errors(unit: Unit, id: int, after: int, limit: int) -> list[tuple[int, Kept]]:
    """Errors of an import behind a number, each with its number."""
    sql = (
        "SELECT number, document FROM import_error WHERE portal = ?1 AND run = ?2 AND number > ?3 "
        "ORDER BY number LIMIT ?4"
    )
    return [(number, _error(document)) for number, document in await unit.rows(sql, id, after, limit)]


def _all(rows: Sequence[Row]) -> list[Import]:
    return [_decode(row[0]) for row in rows]
