"""Limits that a portal sets on its associations, and how near its records are to them."""

from collections.abc import Sequence
from typing import NamedTuple

from hubstead.crm.associations import reach, rows
from hubstead.crm.associations.definition import LIMIT, Limit, limit_name, limits_of, put_limit
from hubstead.crm.associations.kinds import LARGEST, Kind, kinds_of
from hubstead.kit.errors import Conflict, Failure, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

NEAR = 80
"""From how many percent of its limit on a record counts as near it."""


class Usage(NamedTuple):
    """A record that is near or at a limit, and how many records it is linked to."""

    kind: Kind
    record_id: int
    used: int
    limit: int

    @property
    def full(self) -> bool:
        """Whether nothing more can be linked."""
        return self.used >= self.limit


async def configured(unit: Unit, from_type: str | None = None, to_type: str | None = None) -> list[tuple[Kind, int]]:
    """The limits that the portal set, of all types or between two, by object types and id."""
    kinds = await kinds_of(unit)
    found: list[tuple[Kind, int]] = []
    for limit in await limits_of(unit):
        kind = kinds.get(limit.from_type, limit.category, limit.type_id)
        if kind is not None and (from_type is None or (kind.from_type, kind.to_type) == (from_type, to_type)):
            found.append((kind, limit.largest))
    return sorted(found, key=lambda pair: (pair[0].from_type, pair[0].to_type, pair[0].category, pair[0].id))


async def configure(unit: Unit, wanted: Sequence[tuple[Kind, int]], *, new: bool) -> list[Failure | None]:
    """Set limits, where there are none (`new`) or where there are; answers, per limit, why it could not be set."""
    await definitions.hold(unit)
    present = {(kind.from_type, kind.category, kind.id) for kind, _ in await configured(unit)}
    refusals: list[Failure | None] = []
    for kind, largest in wanted:
        refusal = _refused(kind, largest, (kind.from_type, kind.category, kind.id) in present, new)
        refusals.append(refusal)
        if refusal is None:
            put_limit(unit, Limit(kind.from_type, kind.to_type, kind.category, kind.id, largest))
    if None in refusals:
        await definitions.changed(unit, LIMIT, "", "")
    return refusals


def _refused(kind: Kind, largest: int, present: bool, new: bool) -> Failure | None:
    context = {"typeId": [str(kind.id)]}
    if not 1 <= largest <= LARGEST:
        return Invalid(f"maxToObjectIds must be between 1 and {LARGEST}, not {largest}", context=context)
    if present and new:
        return Conflict(f"Association type {kind.id} has a limit already. Update it instead.", context=context)
    if not present and not new:
        return NotFound(f"Association type {kind.id} has no limit yet. Create it first.", context=context)
    return None


async def purge(unit: Unit, kinds: Sequence[Kind]) -> None:
    """Lift the limits of some types; those that have none stay without."""
    await definitions.hold(unit)
    for kind in kinds:
        limit = Limit(kind.from_type, kind.to_type, kind.category, kind.id, 0)
        definitions.remove(unit, LIMIT, "", limit_name(limit))
    await definitions.changed(unit, LIMIT, "", "")


async def usages(unit: Unit, from_type: str | None = None, to_type: str | None = None) -> list[Usage]:
    """The records near or at a limit, of all types, from one, or between two; the fullest of each type first.

    Types that lead to one record only are left out: there is nothing to watch; so are records that the unit's user may
    not see.
    """
    found: list[Usage] = []
    for kind in await _watched(unit, from_type, to_type):
        limit = kind.limit or LARGEST
        least = -(-limit * NEAR // 100)
        heavy = dict(await rows.heavy(unit, kind, least))
        found += [Usage(kind, id, heavy[id], limit) for id in await reach.seen_ids(unit, kind.from_type, list(heavy))]
    return found


async def _watched(unit: Unit, from_type: str | None, to_type: str | None) -> list[Kind]:
    kinds = await kinds_of(unit)
    own = {(kind.from_type, kind.category, kind.id) for kind, _ in await configured(unit)}
    return [
        kind
        for source, target in sorted(await rows.linked_types(unit))
        if from_type in (None, source) and to_type in (None, target)
        for kind in kinds.between(source, target)
        if kind.limit is not None and (kind.limit > 1 or (source, kind.category, kind.id) in own)
    ]
