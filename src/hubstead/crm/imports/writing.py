"""Bringing some rows into the store, in one unit: their records, and what associates them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hubstead.crm.imports.associating import Associating, Told
from hubstead.crm.imports.domains import SEVERAL, Domains
from hubstead.crm.imports.plan import COMPANY, CONTACT, DOMAIN, Plan, Thing
from hubstead.crm.imports.problem import Problem, of_failure
from hubstead.crm.imports.reading import ReadRow
from hubstead.crm.objects import bulk
from hubstead.crm.objects.bulk import RECORD_ID, Given
from hubstead.crm.properties.datetimes import format_datetime
from hubstead.crm.properties.definition import define
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Failure, Invalid
from hubstead.store.unit import Unit

MARKETABLE = "hs_marketable_status"
TIMESTAMP = "hs_timestamp"


class Result(NamedTuple):
    """What came of some rows. `created` and `updated` are record ids by type, `domains` those of new companies."""

    told: list[Told]
    created: list[tuple[str, int]]
    updated: list[tuple[str, int]]
    values: int
    domains: list[tuple[str, int]]


class _Refusal(Invalid):
    """A row that the operation of the import leaves out."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


class Writing:
    """How the rows of one file are brought in. `run` is the import's id as text."""

    def __init__(self, plan: Plan, run: str, domains: Domains, *, marketable: bool) -> None:
        self._plan = plan
        self._run = run
        self._domains = domains
        self._associating = Associating(plan, domains)
        self._marketable = marketable

    async def write(self, unit: Unit, rows: Sequence[ReadRow]) -> Result:
        """Write what can be written; the rest is told."""
        result = Result([Told(row, problem) for row in rows for problem in row.problems], [], [], 0, [])
        ids: list[list[int]] = [[0] * len(self._plan.things) for _ in rows]
        for place, thing in enumerate(self._plan.things):
            result = await self._records(unit, rows, place, thing, ids, result)
        if self._plan.joins or self._plan.references:
            await self._associating.associate(unit, rows, ids, result.told)
        return result

    async def _records(
        self, unit: Unit, rows: Sequence[ReadRow], place: int, thing: Thing, ids: list[list[int]], result: Result
    ) -> Result:
        definition = await define(unit, thing.definition.type)
        values, fresh = result.values, dict[str, int]()
        given_rows = [(number, given) for number, row in enumerate(rows) if (given := row.things[place]) is not None]
        for places in bulk.waves(given.key for _, given in given_rows):
            wave = [given_rows[place] for place in places]
            inputs = [self._completed(unit, thing, given) for _, given in wave]
            known = self._known(thing, inputs, fresh)
            outcomes = await bulk.upsert(
                unit,
                definition,
                thing.key,
                inputs,
                known=known,
                judge=lambda given, record: self._judge(thing, given, record),
            )
            for (number, given), outcome in zip(wave, outcomes, strict=True):
                if outcome.failure:
                    result.told.append(Told(rows[number], self._told(thing, given, outcome.failure)))
                    continue
                ids[number][place] = outcome.id
                values += len(given.values)
                (result.created if outcome.created else result.updated).append((thing.type, outcome.id))
                if thing.type == COMPANY and outcome.created and given.values.get(DOMAIN):
                    fresh[given.values[DOMAIN]] = outcome.id
            await unit.flush()
        result.domains.extend(fresh.items())
        return result._replace(values=values)

    def _completed(self, unit: Unit, thing: Thing, given: Given) -> Given:
        """What the import itself says of a record."""
        more: dict[str, str] = {}
        if self._marketable and thing.type == CONTACT and MARKETABLE in thing.definition.properties:
            more[MARKETABLE] = "true"
        if thing.definition.type.activity and not given.key:
            more[TIMESTAMP] = format_datetime(unit.now)
        return given._replace(values={**more, **given.values}) if more else given

    def _known(self, thing: Thing, inputs: Iterable[Given], fresh: Mapping[str, int]) -> dict[str, int] | None:
        if not (thing.type == COMPANY and thing.key == DOMAIN):
            return None
        keys = [given.key for given in inputs if given.key]
        return self._domains.ids(keys) | {key: fresh[key] for key in keys if key in fresh}

    def _judge(self, thing: Thing, given: Given, record: Record | None) -> Failure | None:
        if thing.key == DOMAIN and given.key and self._domains.ids([given.key]).get(given.key) == SEVERAL:
            message = f"Several companies have the domain {given.key}"
            return _Refusal("MULTIPLE_COMPANIES_WITH_THIS_DOMAIN", message)
        if thing.operation == "UPDATE" and record is None:
            if thing.key == RECORD_ID and given.key:
                return None  # told as what it is: an id that no record has
            return _Refusal("UPDATE_ONLY_IMPORT", f"No record has {given.key or 'an empty value'} as its {thing.key}")
        if thing.operation == "CREATE" and record is not None:
            if record.values.get("hs_object_source_id") == self._run:
                return _Refusal("DUPLICATE_ALTERNATE_ID", f"An earlier row has {given.key} as its {thing.key}, too")
            return _Refusal("CREATE_ONLY_IMPORT", f"The record {record.id} has {given.key} as its {thing.key} already")
        return None

    def _told(self, thing: Thing, given: Given, failure: Failure) -> Problem:
        column = next((cell.place for cell in thing.cells if cell.property == thing.key), -1) if given.key else -1
        if isinstance(failure, _Refusal):
            return Problem(failure.error, failure.message, column, given.key, thing.type)
        if failure.shown_category == "OBJECT_NOT_FOUND":
            return Problem("INVALID_OBJECT_ID", failure.message, column, given.key, thing.type)
        return of_failure(failure, thing.type)
