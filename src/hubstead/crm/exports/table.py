"""From records to the rows of a table: columns, headers, and values as people read them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from hubstead.account.owners import owners_of
from hubstead.crm.associations import reach
from hubstead.crm.associations.kinds import Kinds, kinds_of
from hubstead.crm.associations.rows import Link, towards
from hubstead.crm.exports.run import Export
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Property
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.pipelines.pipeline import pipelines_of
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.store.unit import Unit

MOST_ASSOCIATED = 1_000
"""Associated records of a type that a row names, unless the export asks for all (documented)."""
RECORD_ID = "hs_object_id"

Show = Callable[[str], str]


class _Column(NamedTuple):
    name: str
    show: Show


class Table:
    """The columns of one export. The first is the record's id."""

    def __init__(
        self, run: Export, type: ObjectType, columns: Sequence[_Column], others: Sequence[TypeDefinition]
    ) -> None:
        self._run = run
        self._type = type
        self._columns = columns
        self._others = others
        self.header: list[str] = []

    async def rows(self, unit: Unit, found: Sequence[Record]) -> list[list[str]]:
        """The rows of some records."""
        linked = await self._linked(unit, [record.id for record in found]) if self._others else {}
        rows: list[list[str]] = []
        for record in found:
            values = record.values
            row = [str(record.id), *(column.show(values.get(column.name) or "") for column in self._columns)]
            rows.append([*row, *linked.get(record.id, [""] * (len(self.header) - len(row)))])
        return rows

    async def _linked(self, unit: Unit, ids: Sequence[int]) -> dict[int, list[str]]:
        kinds = await kinds_of(unit)
        types = [other.type.id for other in self._others]
        links = await reach.seen(unit, await towards(unit, self._type.id, ids, types))
        by_record: dict[tuple[int, str], dict[int, list[Link]]] = {}
        for link in links:
            by_record.setdefault((link.from_id, link.to_type), {}).setdefault(link.to_id, []).append(link)
        names = await self._names(unit, by_record) if self._run.displays else {}
        answer: dict[int, list[str]] = {}
        for id in ids:
            cells: list[str] = []
            for type in types:
                cells += self._cells(kinds, type, by_record.get((id, type), {}), names)
            answer[id] = cells
        return answer

    def _cells(
        self, kinds: Kinds, type: str, found: Mapping[int, Sequence[Link]], names: Mapping[tuple[str, int], str]
    ) -> list[str]:
        ids = sorted(found)
        if not self._run.unlimited:
            ids = ids[:MOST_ASSOCIATED]
        cells = [";".join(map(str, ids))]
        if self._run.displays:
            cells.append(";".join(names.get((type, id), "") for id in ids))
        if self._run.labels:
            labels = [_labels(kinds, found[id]) for id in ids]
            cells.append(";".join(f"{id}: {text}" for id, text in zip(ids, labels, strict=True) if text))
        return cells

    async def _names(
        self, unit: Unit, found: Mapping[tuple[int, str], Mapping[int, Sequence[Link]]]
    ) -> dict[tuple[str, int], str]:
        names: dict[tuple[str, int], str] = {}
        for other in self._others:
            ids = {id for (_, type), linked in found.items() if type == other.type.id for id in linked}
            for id, record in (await records.load(unit, other.type.id, ids)).items():
                names[other.type.id, id] = _display(other, record)
        return names


def _labels(kinds: Kinds, links: Sequence[Link]) -> str:
    found = [kinds.get(link.from_type, link.category, link.type_id) for link in links]
    return ", ".join(dict.fromkeys(kind.label for kind in found if kind and kind.label))


def _display(definition: TypeDefinition, record: Record) -> str:
    """What people know a record by; contacts by their name, or their address."""
    values = record.values
    if definition.type.id == "0-1":
        name = " ".join(filter(None, (values.get("firstname"), values.get("lastname"))))
        return name or values.get("email") or ""
    return values.get(definition.type.primary_display_property) or ""


async def table_of(unit: Unit, run: Export, zone: tzinfo) -> Table:
    """The table of an export. A property that is gone meanwhile is an empty column."""
    type = await resolve(unit, run.type)
    definition = await define(unit, type)
    others = [await define(unit, await resolve(unit, other)) for other in run.others]
    shows = await _shows(unit, definition, run, zone)
    columns = [_Column(name, shows.get(name, str)) for name in run.properties if name != RECORD_ID]
    table = Table(run, type, columns, others)
    table.header = [_header(definition, run, RECORD_ID, "Record ID")]
    table.header += [_header(definition, run, column.name, column.name) for column in columns]
    for other in others:
        inner, shown = f"associations.{other.type.name}", f"Associated {other.type.singular}"
        names = [(inner, f"{shown} IDs"), (f"{inner}.name", shown), (f"{inner}.labels", f"{shown} labels")]
        asked = (True, run.displays, run.labels)
        table.header += [
            name[0] if run.internal_names else name[1] for name, wanted in zip(names, asked, strict=True) if wanted
        ]
    return table


def _header(definition: TypeDefinition, run: Export, name: str, otherwise: str) -> str:
    if run.internal_names:
        return name
    if name == RECORD_ID:
        return otherwise
    found = definition.properties.get(name)
    return found.label if found else otherwise


async def _shows(unit: Unit, definition: TypeDefinition, run: Export, zone: tzinfo) -> dict[str, Show]:
    """How the values of properties are shown: as they are where that was asked for."""
    if run.internal_values:
        return {}
    shows: dict[str, Show] = {}
    owners = {
        id: f"{one.first_name} {one.last_name}".strip() or one.email for id, one in (await owners_of(unit)).items()
    }
    pipelines = await pipelines_of(unit, definition.type)
    stages = {stage.id: stage.label for pipeline in pipelines.by_id.values() for stage in pipeline.stages}
    names = {pipeline.id: pipeline.label for pipeline in pipelines.by_id.values()}
    for name in run.properties:
        property = definition.properties.get(name)
        if property is None:
            continue
        if name == definition.type.stage_property:
            shows[name] = _named(stages)
        elif name == definition.type.pipeline_property:
            shows[name] = _named(names)
        elif name == definition.type.owner_property:
            shows[name] = _named(owners)
        elif property.type == "datetime":
            shows[name] = _moment(zone)
        elif property.options:
            shows[name] = _options(property)
    return shows


def _named(names: Mapping[str, str]) -> Show:
    return lambda value: names.get(value, value)


def _options(property: Property) -> Show:
    labels = {option.value: option.label for option in property.options}
    return lambda value: labels.get(value) or ";".join(labels.get(part, part) for part in value.split(";"))


def _moment(zone: tzinfo) -> Show:
    def show(value: str) -> str:
        if not value:
            return ""
        moment = datetime.fromtimestamp(parse_datetime(value) / 1000, UTC)
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    return show
