"""Batches: many pairs of records linked or unlinked in one unit, each pair succeeding or failing alone."""

from collections.abc import Sequence
from typing import NamedTuple

from hubstead.crm.associations import reach
from hubstead.crm.associations.change import Change, not_valid
from hubstead.crm.associations.kinds import Kind, Kinds, kinds_of
from hubstead.crm.associations.link import attempt
from hubstead.crm.associations.rows import Link
from hubstead.crm.associations.unlink import unlink
from hubstead.crm.associations.wire import Id
from hubstead.crm.records.record import as_id
from hubstead.kit.errors import Failure, Forbidden, Invalid
from hubstead.store.unit import Unit


class Wanted(NamedTuple):
    """A pair of records as a request names them, and the types between them."""

    from_id: Id
    to_id: Id
    kinds: Sequence[Kind]


class Associated(NamedTuple):
    """What became of a batch: the links that are there now, and why the others are not."""

    change: Change
    links: list[Link]
    failures: list[Failure]


def links_of(kinds: Kinds, wanted: Wanted) -> list[Link]:
    """The links of one pair. Raises `Invalid` for an id that cannot be one."""
    ends: list[int] = []
    for type, given in zip(wanted.kinds[0][2:4], wanted[:2], strict=True):
        id = as_id(given)
        if id is None:
            raise not_valid(kinds.name(type), given)
        ends.append(id)
    return [Link(kind.from_type, ends[0], kind.to_type, ends[1], kind.category, kind.id) for kind in wanted.kinds]


async def associate(unit: Unit, pairs: Sequence[Wanted]) -> Associated:
    """Link all pairs that can be linked; a pair of several types fails with the first that cannot be."""
    kinds = await kinds_of(unit)
    links: list[tuple[int, Link]] = []
    failures: dict[int, Failure] = {}
    for place, wanted in enumerate(pairs):
        try:
            links += [(place, link) for link in links_of(kinds, wanted)]
        except Invalid as failure:
            failures[place] = failure
    change, refusals = await attempt(unit, [link for _, link in links])
    for (place, _), refusal in zip(links, refusals, strict=True):
        if refusal is not None:
            failures.setdefault(place, refusal)
    made = [link for place, link in links if place not in failures]
    return Associated(change, made, [failures[place] for place in sorted(failures)])


async def dissociate(unit: Unit, pairs: Sequence[Wanted]) -> None:
    """Unlink all pairs; what cannot be linked is not linked, and passed over. Raises `Forbidden` for all together when
    the user sees the two records of a pair and may not edit the first."""
    kinds = await kinds_of(unit)
    links: list[Link] = []
    for wanted in pairs:
        try:
            links += links_of(kinds, wanted)
        except Invalid:
            continue
    refusals = await reach.refusals(unit, kinds, links, {})
    for refusal in refusals:
        if isinstance(refusal, Forbidden):
            raise refusal
    await unlink(unit, [link for link, refusal in zip(links, refusals, strict=True) if refusal is None])
