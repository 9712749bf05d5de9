"""From the columns of a file to the properties of an object type, worked out once for all rows."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from hubstead.commands.refusal import Refusal
from hubstead.crm.imports import cells
from hubstead.crm.imports.cells import Read, Ways
from hubstead.crm.imports.csv_file import CsvRow
from hubstead.crm.imports.problem import Refused
from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.definition import TypeDefinition

RECORD_ID = "hs_object_id"


class Problem(NamedTuple):
    """Why a row is refused: the line it begins on, the column (`""`: the row as a whole), its value there."""

    line: int
    column: str
    value: str
    message: str


class Column(NamedTuple):
    """One column that is brought in."""

    place: int
    header: str
    property: str
    read: Read


class Row(NamedTuple):
    """A row that was read: its line, its key (`""` without one), and the values that it sets."""

    line: int
    key: str
    values: dict[str, str]


class Batch(NamedTuple):
    """Rows that were read: how many, the good ones, what is wrong with the others, and the bytes read so far."""

    rows: int
    good: list[Row]
    bad: list[list[Problem]]
    position: int


class Columns:
    """The columns of a file. `left_out` names those whose values the server itself computes.

    `id_property` finds existing records; `None`: every row becomes a new one.
    """

    def __init__(
        self,
        definition: TypeDefinition,
        header: Sequence[str],
        maps: Mapping[str, str],
        id_property: str | None,
        ways: Ways,
    ) -> None:
        self.left_out: list[str] = []
        self._width = len(header)
        self._ways = ways
        self._columns = self._mapped(definition, header, maps, id_property)
        self.names = [column.property for column in self._columns]
        self.id_property = id_property or _identity(definition, self.names)
        if self.id_property and self.id_property not in self.names:
            raise Refusal(f"--id-property: no column is mapped to {self.id_property}.", 2)
        if not set(self.names) - {RECORD_ID}:
            raise Refusal("No column of the file is mapped to a property that can be written.", 2)

    def header_of(self, name: str) -> str:
        """The column that sets this property; its name where none does."""
        return next((column.header for column in self._columns if column.property == name), name)

    def batch(self, rows: Sequence[CsvRow], position: int) -> Batch:
        """The values of rows; `position` is where the file stands behind them."""
        good: list[Row] = []
        bad: list[list[Problem]] = []
        for row in rows:
            read = self._read(row)
            if isinstance(read, Row):
                good.append(read)
            else:
                bad.append(read)
        return Batch(len(rows), good, bad, position)

    def _read(self, row: CsvRow) -> Row | list[Problem]:
        """The values of a row, or everything that is wrong with it. Empty cells set nothing."""
        if row.problem or len(row.cells) > self._width:
            message = row.problem or f"the row has {len(row.cells)} cells, the header {self._width}"
            return [Problem(row.line, "", "", message)]
        values: dict[str, str] = {}
        problems: list[Problem] = []
        given = row.cells
        for place, header, name, read in self._columns:
            if place < len(given) and (cell := given[place]):
                try:
                    values[name] = read(cell)
                except Refused as problem:
                    problems.append(Problem(row.line, header, cell, problem.message))
        if problems:
            return problems
        key = values.get(self.id_property, "") if self.id_property else ""
        if self.id_property == RECORD_ID:
            if not key:
                return [Problem(row.line, "", "", "the row has no record id")]
            del values[RECORD_ID]
        return Row(row.line, key, values)

    def _mapped(
        self, definition: TypeDefinition, header: Sequence[str], maps: Mapping[str, str], id_property: str | None
    ) -> list[Column]:
        unknown = [name for name in maps if name not in header]
        if unknown:
            raise Refusal(f"--map: the file has no column {unknown[0]!r}. Its columns: {', '.join(header)}", 2)
        known = _spellings(definition)
        columns: list[Column] = []
        for place, name in enumerate(header):
            wanted = maps.get(name)
            if wanted == "":
                continue
            found = definition.properties.get(wanted) if wanted is not None else known.get(name.lower())
            if not name and found is None:
                columns.append(Column(place, name, "", _unnamed))
            elif found is None:
                raise _unmapped(definition, name, wanted, known)
            elif found.name == RECORD_ID and id_property == RECORD_ID:
                columns.append(Column(place, name, found.name, cells.record_id))
            elif found.calculated or found.read_only_value:
                self.left_out.append(name)
            else:
                columns.append(Column(place, name, found.name, cells.reader(definition, found, self._ways)))
        _refuse_doubles(columns)
        return columns


def parse_maps(maps: Sequence[str]) -> dict[str, str]:
    """`Header=property`, split at the last `=`. Raises `Refusal`."""
    for text in maps:
        if "=" not in text:
            raise Refusal(f"--map: {text!r} must be Header=property.", 2)
    return {header.strip(): name.strip() for header, _, name in (text.rpartition("=") for text in maps)}


def _spellings(definition: TypeDefinition) -> dict[str, Property]:
    """Properties by name and label in lower case; a name wins over a label, a writable property over a computed one.

    HubSpot's own exports call the id `Record ID`.
    """
    found: dict[str, Property] = {}
    ordered = sorted(definition.properties.values(), key=lambda p: (p.hidden, p.calculated or p.read_only_value))
    for property in ordered:
        found.setdefault(property.label.lower(), property)
    return {**found, **definition.properties, "record id": definition.properties[RECORD_ID]}


def _identity(definition: TypeDefinition, names: Sequence[str]) -> str | None:
    return "email" if "email" in names and "email" in definition.unique else None


def _unnamed(_: str) -> str:
    raise Refused("INVALID_COLUMN_CONFIGURATION", "the column has no name in the header")


def _refuse_doubles(columns: Sequence[Column]) -> None:
    headers: dict[str, str] = {}
    for column in columns:
        other = headers.setdefault(column.property, column.header)
        if column.property and other is not column.header:
            raise Refusal(f"The columns {other!r} and {column.header!r} are both mapped to {column.property}.", 2)


def _unmapped(definition: TypeDefinition, header: str, wanted: str | None, known: Mapping[str, Property]) -> Refusal:
    asked = (wanted if wanted is not None else header).lower()
    near = dict.fromkeys(known[name].name for name in get_close_matches(asked, known, 3, 0.6))
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    if wanted is not None:
        return Refusal(f"--map: {definition.type.plural} have no property {wanted!r}.{hint}", 2)
    return Refusal(
        f"No property of {definition.type.plural} is called {header!r}.{hint} "
        f"Map it with --map '{header}=property', or leave it out with --map '{header}='.",
        2,
    )
