"""Finding occurrences: what the store cannot compare is read in growing strides and looked at here."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.events import occurrence
from hubstead.events.occurrence import Ask, Occurrence
from hubstead.events.query import Filters, Query, going_on
from hubstead.store.unit import Unit

LONGEST_STRIDE = 5_000


async def find(unit: Unit, ask: Ask, query: Query, limit: int) -> list[Occurrence]:
    """The next `limit` occurrences that fit, and that the unit's user may see."""
    found: list[Occurrence] = []
    asked, stride = query.asked, limit
    while len(found) < limit:
        passed = await occurrence.read(ask, asked, stride)
        found += await _fitting(unit, query, passed)
        if len(passed) < stride:
            break
        asked = going_on(asked, (passed[-1].at, passed[-1].place))
        stride = min(stride * 2, LONGEST_STRIDE)
    return await _as_of_now(unit, found[:limit])


async def _as_of_now(unit: Unit, found: list[Occurrence]) -> list[Occurrence]:
    """What merged records did, their heirs did."""
    heirs: dict[tuple[str, int], int] = {}
    for type in {one.type for one in found}:
        ids = sorted({one.id for one in found if one.type == type})
        heirs.update({(type, old): new for old, new in (await records.merged_into(unit, type, ids)).items()})
    return [replace(one, id=heirs.get((one.type, one.id), one.id)) for one in found] if heirs else found


async def _fitting(unit: Unit, query: Query, passed: Sequence[Occurrence]) -> list[Occurrence]:
    fitting = [one for one in passed if _fits(one.properties, query.properties)]
    if not query.object_properties and unit.access is None:
        return fitting
    actors: dict[str, Mapping[int, Record]] = {}
    for type in {one.type for one in fitting}:
        actors[type] = await records.load(unit, type, {one.id for one in fitting if one.type == type})
    return [
        one
        for one in fitting
        if (record := actors[one.type].get(one.id)) and _fits(record.values, query.object_properties)
    ]


def _fits(values: Mapping[str, str], filters: Filters) -> bool:
    return all(values.get(name, "") in wanted for name, wanted in filters.items())
