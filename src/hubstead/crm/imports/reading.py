"""The rows of a file, read by its plan. All of this runs in threads."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from hubstead.crm.imports import sheets
from hubstead.crm.imports.csv_file import CsvFile, CsvRow, UnreadableFile
from hubstead.crm.imports.plan import RECORD_ID, Cell, Plan, Thing
from hubstead.crm.imports.problem import Problem, Refused
from hubstead.crm.objects.bulk import Given
from hubstead.crm.properties.text import MAX_LENGTH

MOST_PROBLEMS = 10
"""Problems of one row that are told apart."""
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How `.xlsx` and `.xls` begin."""


class Broken(Exception):
    """Why a file as a whole cannot be imported."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(error, message)


class ReadRow(NamedTuple):
    """A row: what each thing of the plan is to become (`None`: nothing), and what is wrong with it."""

    line: int
    cells: list[str]
    things: list[Given | None]
    problems: list[Problem]


class Rows:
    """A file that is open. `next` answers some rows, none at the end."""

    def __init__(self, path: Path, plan: Plan) -> None:
        try:
            self._file = CsvFile(path, has_header=plan.has_header)
        except UnreadableFile as error:
            raise Broken("INVALID_FILE_TYPE", str(error).replace(path.name, plan.name)) from None
        self._plan = plan
        try:
            self._order = _order(plan, self._file.header) if plan.has_header else list(range(plan.width))
        except Broken:
            self.close()
            raise
        self._rows: Iterator[CsvRow] = self._file.rows()

    def skip(self, count: int) -> None:
        """Pass over rows that are done."""
        for _ in islice(self._rows, count):
            pass

    def next(self, count: int) -> list[ReadRow]:
        """The next rows. Raises `Broken` where the file stops to be text."""
        try:
            return [self._read(row) for row in islice(self._rows, count)]
        except UnicodeError as error:
            raise Broken("INVALID_FILE_TYPE", f"{self._plan.name} is not text: {error}") from None

    def close(self) -> None:
        """Let the file go."""
        self._file.__exit__()

    def _read(self, row: CsvRow) -> ReadRow:
        plan = self._plan
        if row.problem or len(row.cells) > plan.width:
            message = row.problem or f"the row has {len(row.cells)} cells, the file {plan.width} columns"
            return ReadRow(row.line, row.cells, [None] * len(plan.things), [Problem("COULD_NOT_PARSE_ROW", message)])
        cells = row.cells + [""] * (plan.width - len(row.cells))
        if self._order is not None:
            cells = [cells[place] for place in self._order]
        problems: list[Problem] = []
        things = [_given(thing, cells, problems) for thing in plan.things]
        if len(problems) > MOST_PROBLEMS:
            problems = [Problem("MANY_ERRORS_IN_ROW", f"{len(problems)} values of the row are not valid")]
        return ReadRow(row.line, cells, things, problems)


def as_csv(source: Path, target: Path) -> Path:
    """The file, or what a spreadsheet becomes. Raises `Broken`."""
    with source.open("rb") as file:
        if not file.read(4).startswith(_SHEETS):
            return source
    if target.exists():
        return target
    partly = target.with_suffix(".partly")
    command = [sys.executable, "-m", sheets.__name__, str(source), str(partly)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    with suppress(ValueError):
        told = json.loads(done.stdout)
        if "sheet" in told:
            return partly.replace(target)
        raise Broken(told["error"], told["message"])
    raise Broken("INVALID_SPREADSHEET", "The workbook takes too much memory or time to be read.")


def _order(plan: Plan, header: list[str]) -> list[int] | None:
    """Where the plan's columns are in the file: by their names if all are there, else by their places (`None`).

    Raises `Broken` when the file has another number of columns.
    """
    if len(header) != plan.width:
        message = f"{plan.name} has {len(header)} columns, the request maps {plan.width}. Map every column, in order."
        raise Broken("INCORRECT_NUMBER_OF_COLUMNS", message)
    if list(plan.columns) == header:
        return None
    places = {name: place for place, name in enumerate(header)}
    if len(places) == len(header) and set(places) == set(plan.columns):
        return [places[name] for name in plan.columns]
    return None


def _given(thing: Thing, cells: list[str], problems: list[Problem]) -> Given | None:
    """What a row says of one record. A value that is not valid is left out and told, unless it is the key."""
    values: dict[str, str] = {}
    for cell in thing.cells:
        text = cells[cell.place]
        if not text:
            continue
        try:
            if len(text) > MAX_LENGTH:
                raise Refused("COLUMN_TOO_LARGE", f"The value has {len(text)} characters; {MAX_LENGTH} are allowed.")
            values[cell.property] = cell.read(text)
        except Refused as refused:
            problems.append(_problem(refused, thing, cell, text))
            if cell.property == thing.key:
                return None
    key = values.get(thing.key, "") if thing.key else ""
    if thing.key == RECORD_ID:
        values.pop(RECORD_ID, None)
    return Given(key, values) if values or key else None


def _problem(refused: Refused, thing: Thing, cell: Cell, text: str) -> Problem:
    return Problem(refused.error, refused.message, cell.place, text, thing.type)
