"""What becomes of the columns of a file, worked out once for all its rows."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hubstead.crm.associations.kinds import Kind, Kinds, kinds_of
from hubstead.crm.imports import cells
from hubstead.crm.imports.cells import Read, Ways
from hubstead.crm.imports.request import Column, File, Operation, Request
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

RECORD_ID, EMAIL, DOMAIN = "hs_object_id", "email", "domain"
CONTACT, COMPANY = "0-1", "0-2"
MOST_COLUMNS = 1_000


class Cell(NamedTuple):
    """A column that sets a property."""

    place: int
    property: str
    read: Read


class Thing(NamedTuple):
    """One object type whose records come of the rows of a file. `key` is the property that finds existing records."""

    definition: TypeDefinition
    operation: Operation
    cells: tuple[Cell, ...]
    key: str | None

    @property
    def type(self) -> str:
        """The object type's id."""
        return self.definition.type.id


class Join(NamedTuple):
    """Two things of a row that are associated; `label` is the place of the column that says how."""

    left: int
    right: int
    label: int | None


class Reference(NamedTuple):
    """A column that names records of another file, or records that are there, by their `key`; several are joined with
    semicolons. `left` is the thing of the row that they are associated with."""

    place: int
    left: int
    to: TypeDefinition
    key: str
    kind: Kind
    label: int | None


class Plan(NamedTuple):
    """Everything that comes of a row. `width` is how many columns the file must have."""

    name: str
    width: int
    columns: tuple[str, ...]
    has_header: bool
    things: tuple[Thing, ...]
    joins: tuple[Join, ...]
    references: tuple[Reference, ...]

    @property
    def mapped(self) -> int:
        """How many columns set a property."""
        return sum(len(thing.cells) for thing in self.things)


async def plans(unit: Unit, request: Request, ways: Ways) -> list[Plan]:
    """The plans of all files, in the order of the request. Raises `Invalid` for what cannot be done."""
    operations = {(await resolve(unit, type)).id: operation for type, operation in request.import_operations.items()}
    identifiers = await _identifiers(unit, request)
    planning = _Planning(unit, await kinds_of(unit), operations, identifiers, ways)
    return [await planning.plan(file, request) for file in request.files]


async def mapped_types(unit: Unit, request: Request) -> list[ObjectType]:
    """The object types that the columns are about, each once. Raises `Invalid` for a name that no type has."""
    found: dict[str, ObjectType] = {}
    for file in request.files:
        for column in file.file_import_page.column_mappings:
            if column.object_type and not column.ignored:
                type = await resolve(unit, column.object_type)
                found.setdefault(type.id, type)
    return list(found.values())


async def _identifiers(unit: Unit, request: Request) -> dict[str, str]:
    """The property by which other files name the records of a type."""
    found: dict[str, str] = {}
    for file in request.files:
        for column in file.file_import_page.column_mappings:
            if column.association_identifier_column and column.property_name:
                found[(await resolve(unit, column.object_type)).id] = column.property_name
    return found


class _Planning:
    def __init__(
        self,
        unit: Unit,
        kinds: Kinds,
        operations: Mapping[str, Operation],
        identifiers: Mapping[str, str],
        ways: Ways,
    ) -> None:
        self._unit = unit
        self._kinds = kinds
        self._operations = operations
        self._identifiers = identifiers
        self._ways = ways

    async def plan(self, file: File, request: Request) -> Plan:
        columns = file.file_import_page.column_mappings
        ways = self._ways._replace(dates=file.date_format or request.date_format or "MONTH_DAY_YEAR")
        if not columns or len(columns) > MOST_COLUMNS:
            raise _wrong(f"{file.file_name[:100]} has {len(columns)} columnMappings; 1 to {MOST_COLUMNS} are possible.")
        definitions: dict[str, TypeDefinition] = {}
        given: dict[str, list[tuple[int, Column]]] = {}
        for place, column in enumerate(columns):
            if column.ignored or (column.property_name is None and column.kind == "STANDARD" and not _refers(column)):
                continue
            if column.kind == "EVENT_TIMESTAMP":
                raise _wrong("Columns of type EVENT_TIMESTAMP are not imported. Send events through the events API.")
            definition = await self._defined(column.object_type, column)
            definitions.setdefault(definition.type.id, definition)
            given.setdefault(definition.type.id, []).append((place, column))
        things = [
            thing
            for type, own in given.items()
            if (thing := self._thing(file, definitions[type], own, ways)) is not None
        ]
        if not things:
            raise _wrong(f"No column of {file.file_name[:100]} is mapped to a property.")
        places = {thing.type: number for number, thing in enumerate(things)}
        labels = await self._labels(columns)
        return Plan(
            name=file.file_name,
            width=len(columns),
            columns=tuple(column.column_name.strip() for column in columns),
            has_header=file.file_import_page.has_header,
            things=tuple(things),
            joins=tuple(self._joins(things, labels)),
            references=tuple(await self._references(columns, places, labels)),
        )

    async def _defined(self, spelling: str, column: Column) -> TypeDefinition:
        if not spelling:
            raise _wrong(f"The column '{column.column_name[:100]}' needs a columnObjectTypeId.")
        return await define(self._unit, await resolve(self._unit, spelling))

    def _thing(
        self, file: File, definition: TypeDefinition, own: Sequence[tuple[int, Column]], ways: Ways
    ) -> Thing | None:
        columns = [(place, column) for place, column in own if column.property_name is not None and not _refers(column)]
        if not columns:
            return None
        type = definition.type
        if not type.creatable:
            raise _wrong(f"{type.plural} cannot be imported.")
        found: dict[str, Cell] = {}
        for place, column in columns:
            cell = self._cell(definition, place, column, ways)
            if cell.property in found:
                raise _wrong(f"Two columns of {file.file_name[:100]} are mapped to {cell.property} of {type.name}.")
            found[cell.property] = cell
        key = self._key(definition, [column for _, column in columns], found)
        operation = self._operations.get(type.id, "UPSERT")
        if operation == "UPDATE" and key is None:
            raise _wrong(f"An UPDATE of {type.name} needs a column with their record id or another unique property.")
        return Thing(definition, operation, tuple(found.values()), key)

    def _cell(self, definition: TypeDefinition, place: int, column: Column, ways: Ways) -> Cell:
        name = column.property_name or ""
        if name == RECORD_ID or column.kind == "HUBSPOT_OBJECT_ID":
            return Cell(place, RECORD_ID, cells.record_id)
        property = definition.properties.get(name) or definition.properties.get(name.lower())
        if property is None:
            raise Invalid(
                f'Property "{name[:100]}" of {definition.type.name} does not exist.',
                context={"propertyName": [name[:100]], "columnName": [column.column_name[:100]]},
            )
        if property.calculated or property.read_only_value:
            raise Invalid(
                f'"{property.name}" is a read only property; its value cannot be imported. Set "ignored": true.',
                context={"propertyName": [property.name], "columnName": [column.column_name[:100]]},
            )
        return Cell(place, property.name, cells.reader(definition, property, ways))

    def _key(self, definition: TypeDefinition, columns: Sequence[Column], found: Mapping[str, Cell]) -> str | None:
        """What finds existing records: the record id, what is named as key, else what is unique anyway."""
        if RECORD_ID in found:
            return RECORD_ID
        for column in columns:
            name = column.property_name or ""
            if column.kind == "HUBSPOT_ALTERNATE_ID" or column.key_column:
                if name not in self._unique(definition):
                    raise _wrong(f'Property "{name[:100]}" of {definition.type.name} is not unique: it is no key.')
                return name
        first = (EMAIL, DOMAIN, *sorted(definition.unique))
        return next((name for name in first if name in found and name in self._unique(definition)), None)

    @staticmethod
    def _unique(definition: TypeDefinition) -> frozenset[str]:
        return definition.unique | {DOMAIN} if definition.type.id == COMPANY else definition.unique

    async def _labels(self, columns: Sequence[Column]) -> dict[tuple[str, str], int]:
        """The places of columns with association labels, by the types that they join."""
        found: dict[tuple[str, str], int] = {}
        for place, column in enumerate(columns):
            if column.kind == "FLEXIBLE_ASSOCIATION_LABEL" and not column.ignored:
                if not column.to_column_object_type_id:
                    raise _wrong(f"The column '{column.column_name[:100]}' needs a toColumnObjectTypeId.")
                ends = [
                    (await resolve(self._unit, end)).id for end in (column.object_type, column.to_column_object_type_id)
                ]
                found[ends[0], ends[1]] = place
        return found

    def _joins(self, things: Sequence[Thing], labels: Mapping[tuple[str, str], int]) -> list[Join]:
        """Every two things of a row are associated; the label says from which side it is meant."""
        found: list[Join] = []
        for left in range(len(things)):
            for right in range(left + 1, len(things)):
                ends = things[left].type, things[right].type
                if ends in labels:
                    found.append(Join(left, right, labels[ends]))
                elif ends[::-1] in labels:
                    found.append(Join(right, left, labels[ends[::-1]]))
                else:
                    found.append(Join(left, right, None))
                self._kinds.default(*ends)
        return found

    async def _references(
        self, columns: Sequence[Column], places: Mapping[str, int], labels: Mapping[tuple[str, str], int]
    ) -> list[Reference]:
        found: list[Reference] = []
        for place, column in enumerate(columns):
            if column.ignored or not _refers(column):
                continue
            assert column.to_column_object_type_id is not None
            start = (await resolve(self._unit, column.object_type)).id
            to = await define(self._unit, await resolve(self._unit, column.to_column_object_type_id))
            if start not in places:
                raise _wrong(
                    f"No column of the file sets a property of {start}, which '{column.column_name}' refers from."
                )
            key = self._identifiers.get(to.type.id, RECORD_ID)
            if key != RECORD_ID and key not in self._unique(to):
                raise _wrong(f'Property "{key[:100]}" of {to.type.name} is not unique: files cannot be joined by it.')
            asked = column.foreign_key_type
            kind = (
                self._kinds.default(start, to.type.id)
                if asked is None
                else self._kinds.chosen(start, to.type.id, asked.association_category, asked.association_type_id)
            )
            found.append(Reference(place, places[start], to, key, kind, labels.get((start, to.type.id))))
        return found


def _refers(column: Column) -> bool:
    """Whether the column names other records."""
    if not column.to_column_object_type_id or column.kind == "FLEXIBLE_ASSOCIATION_LABEL":
        return False
    return column.kind == "ASSOCIATION_KEYS" or column.property_name is None


def _wrong(message: str) -> Invalid:
    return Invalid(message, context={"importRequest": [message[:200]]})
