"""Associations of users with bounds: both ends must be seen; linking takes the right to edit the first of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hubstead.crm.associations.change import not_valid
from hubstead.crm.associations.kinds import Kinds, kinds_of
from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.reach import bound_of, refusal
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.kit.errors import Failure
from hubstead.store.unit import Unit

Node = tuple[str, int]


async def seen(unit: Unit, links: list[Link]) -> list[Link]:
    """The links that lead to records that the unit's user may see."""
    if unit.access is None or not links:
        return links
    ends = await _bounded(unit, ((link.to_type, link.to_id) for link in links))
    return [link for link in links if ends.get((link.to_type, link.to_id), True)]


async def seen_ids(unit: Unit, type_id: str, ids: Sequence[int]) -> Sequence[int]:
    """Those of some record ids that the unit's user may see."""
    if bound_of(unit, type_id, "view") is None:
        return ids
    found = await records.load(unit, type_id, ids)
    return [id for id in ids if id in found]


async def refusals(
    unit: Unit, kinds: Kinds, links: Sequence[Link], created: Mapping[str, Sequence[Record]]
) -> list[Failure | None]:
    """Per link, why the unit's user may not make or unmake it: an end that is not seen is not there.

    `created` are records that the unit made itself, by object type id.
    """
    if unit.access is None:
        return [None] * len(links)
    own = {(type, record.id) for type, made in created.items() for record in made}
    every = ((type, id) for link in links for type, id in _ends(link) if (type, id) not in own)
    ends = await _bounded(unit, every)
    return [_refusal(unit, kinds, link, ends) for link in links]


async def require(unit: Unit, links: Sequence[Link]) -> None:
    """Raise the first of these refusals."""
    for failure in await refusals(unit, await kinds_of(unit), links, {}):
        if failure is not None:
            raise failure


def _ends(link: Link) -> tuple[Node, Node]:
    return (link.from_type, link.from_id), (link.to_type, link.to_id)


async def _bounded(unit: Unit, nodes: Iterable[Node]) -> dict[Node, Record | None]:
    """The records of types in which the user is bounded, `None` for those that the user does not see."""
    asked: dict[str, set[int]] = defaultdict(set)
    for type, id in nodes:
        asked[type].add(id)
    ends: dict[Node, Record | None] = {}
    for type, ids in asked.items():
        if bound_of(unit, type, "view") is not None or bound_of(unit, type, "edit") is not None:
            found = await records.load(unit, type, ids)
            ends.update({(type, id): found.get(id) for id in ids})
    return ends


def _refusal(unit: Unit, kinds: Kinds, link: Link, ends: Mapping[Node, Record | None]) -> Failure | None:
    for type, id in _ends(link):
        if ends.get((type, id), True) is None:
            return not_valid(kinds.name(type), id)
    record = ends.get(_ends(link)[0])
    bound = bound_of(unit, link.from_type, "edit") if record else None
    if record is None or bound is None or bound.holds(record.values):
        return None
    return refusal("edit", f"{kinds.name(link.from_type)}={link.from_id}", kinds.name(link.from_type))
