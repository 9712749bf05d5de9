"""Linking records."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hubstead.crm.associations import reach
from hubstead.crm.associations.change import Change, not_valid
from hubstead.crm.associations.kinds import kinds_of
from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.records.record import Record, as_id
from hubstead.kit.errors import Failure
from hubstead.store.unit import Unit

Created = Mapping[str, Sequence[Record]]
"""Records that the unit made itself, by object type id."""

__all__ = ["Created", "Link", "Spec", "attempt", "link", "links_of_spec", "relabel"]


class Spec(Protocol):
    """How requests name an association type."""

    @property
    def association_category(self) -> str: ...
    @property
    def association_type_id(self) -> int: ...


async def links_of_spec(
    unit: Unit, from_type: ObjectType, from_id: int, to_id: str | int, specs: Sequence[Spec]
) -> list[Link]:
    """The links that a request means; the types say to which object type they lead.

    Raises `Invalid` for a type that does not start at `from_type`, naming those that do, and for an id that is none.
    """
    kinds = await kinds_of(unit)
    links: list[Link] = []
    for spec in specs:
        kind = kinds.starting(from_type.id, spec.association_category, spec.association_type_id)
        id = as_id(to_id)
        if id is None:
            raise not_valid(kinds.name(kind.to_type), to_id)
        links.append(Link(from_type.id, from_id, kind.to_type, id, kind.category, kind.id))
    return links


async def link(unit: Unit, links: Sequence[Link], created: Created | None = None) -> Change:
    """Link records. Raises `Invalid` or `Forbidden` for the first link that cannot be."""
    change, refusals = await attempt(unit, links, created)
    for refusal in refusals:
        if refusal is not None:
            raise refusal
    return change


async def attempt(
    unit: Unit, links: Sequence[Link], created: Created | None = None
) -> tuple[Change, list[Failure | None]]:
    """Link records as far as possible; answers, per link, why it could not be."""
    forbidden = await reach.refusals(unit, await kinds_of(unit), links, created or {})
    change = await Change.open(unit, links, created)
    refusals = [refusal or change.connect(link) for refusal, link in zip(forbidden, links, strict=True)]
    await change.save()
    return change, refusals


async def relabel(unit: Unit, links: Sequence[Link]) -> list[str]:
    """Link one pair of records by exactly these types: labels that are not among them go. Answers its labels.

    Raises `Invalid` when a record does not exist or has no room for one more, `Forbidden` where the user may not link.
    """
    await reach.require(unit, links)
    change = await Change.open(unit, links)
    wanted = {*links, change.graph.plain(links[0])}
    for old in change.between(links[0]):
        if old not in wanted:
            change.disconnect(old)
    for new in links:
        refusal = change.connect(new)
        if refusal is not None:
            raise refusal
    await change.save()
    return change.labels(links[0])
