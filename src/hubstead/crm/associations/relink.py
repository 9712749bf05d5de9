"""Linking restored records again to what they were linked to when they, or the other ends, were archived."""

from collections.abc import Sequence

import msgspec

from hubstead.crm.associations.change import Change, Fact
from hubstead.crm.associations.kinds import CATEGORIES, kinds_of
from hubstead.crm.associations.rows import Link
from hubstead.crm.records.record import Record
from hubstead.store.unit import Unit

_decode = msgspec.json.Decoder(Fact).decode


async def relink_all(unit: Unit, type: str, found: Sequence[Record]) -> None:
    """Bring back the links that archiving took off these records, where both ends live, and count them anew.

    A place that somebody else has meanwhile (a primary company, a full limit) stays with whom has it.
    """
    await unit.flush()
    ids = [record.id for record in found]
    lost = await _lost(unit, type, ids)
    if not lost:
        return
    change = await Change.open(unit, lost, {type: found})
    for link in lost:
        if not change.graph.held(link):
            change.connect(link)  # refuses what cannot be any more: its other end is archived, or is full
    await change.save(following=lost)


async def _lost(unit: Unit, type: str, ids: Sequence[int]) -> list[Link]:
    """Of each link the newest fact decides: whether it went with a record, or was taken off before that."""
    sql = (
        "SELECT body FROM fact WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND kind = 'association.changed' "
        "ORDER BY seq"
    )
    kinds = await kinds_of(unit)
    newest: dict[Link, Fact] = {}
    for (body,) in await unit.rows(sql, type, ids):
        fact = _decode(body)
        newest[_link(fact)] = fact
    went = [link for link, fact in newest.items() if fact.with_record]
    return [link for link in went if kinds.get(link.from_type, link.category, link.type_id) is not None]


def _link(fact: Fact) -> Link:
    return Link(
        fact.from_object_type_id,
        fact.from_object_id,
        fact.to_object_type_id,
        fact.to_object_id,
        CATEGORIES.index(fact.association_category),
        fact.association_type_id,
    )
