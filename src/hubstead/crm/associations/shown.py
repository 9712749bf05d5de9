"""Reading associations: for one record, for many, for the records that search looks at."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from hubstead.crm.associations import reach, rows, wire
from hubstead.crm.associations.kinds import Kinds, kinds_of
from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.records import record as records
from hubstead.kit.errors import Missing
from hubstead.store.unit import Unit

INLINE = 100
"""How many records of a type a record shows with itself; the next ones are a link away."""
_KEYS = {"0-8": "line items"}
"""Under which key associations are shown where it is not the plural name."""


class Links(NamedTuple):
    """Some links of one record, and the id at which the next ones start (`None`: these are the last)."""

    links: list[Link]
    after: int | None


async def associated(
    unit: Unit, type: ObjectType, ids: Sequence[int], names: Sequence[str], base_url: str
) -> dict[int, dict[str, Any]]:
    """The associations of records with some other types, by record id and plural name of the other type.

    An entry per associated record and type of association, ascending; beyond `INLINE` records there is `paging`, with a
    link when there is a `base_url`. Records without associations are left out. Raises `Invalid` for an unknown type.
    """
    kinds = await kinds_of(unit)
    others = {other.id: other for other in [await resolve(unit, name) for name in names]}
    grouped: dict[tuple[int, str], list[Link]] = defaultdict(list)
    for link in await reach.seen(unit, await rows.towards(unit, type.id, list(ids), list(others))):
        grouped[link.from_id, link.to_type].append(link)
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for (id, to_type), links in grouped.items():
        other = others[to_type]
        found[id][_KEYS.get(to_type, other.fully_qualified_name if other.custom else other.name)] = _inline(
            kinds, type, other, first(links, INLINE), base_url
        )
    return found


def _inline(kinds: Kinds, type: ObjectType, other: ObjectType, page: Links, base_url: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"results": wire.named(kinds, page.links)}
    if page.after is not None:
        following = {"after": str(page.after)}
        if base_url:
            here = f"{base_url}/crm/v3/objects/{type.id}/{page.links[0].from_id}/associations/{other.id}"
            following["link"] = f"{here}?after={page.after}"
        answer["paging"] = {"next": following}
    return answer


def first(links: Sequence[Link], limit: int) -> Links:
    """The links of one record to the first `limit` records at the other end."""
    seen = dict.fromkeys(link.to_id for link in links)
    if len(seen) <= limit:
        return Links(list(links), None)
    shown = list(seen)[:limit]
    end = shown[-1]
    return Links([link for link in links if link.to_id <= end], end + 1)


async def page(unit: Unit, type: ObjectType, id: int | None, other: ObjectType, after: int, limit: int) -> Links:
    """The links of one record to the next `limit` records of a type, from id `after` on.

    Raises `Missing` when there is no such record.
    """
    if id is None:
        raise Missing
    links = await _page(unit, type, id, other, after, limit)
    if not links or unit.access is not None:
        record = (await records.load(unit, type.id, [id])).get(id)
        if record is None:
            raise Missing
        if record.id != id:
            links = await _page(unit, type, record.id, other, after, limit)
    return first(links, limit)


async def _page(unit: Unit, type: ObjectType, id: int, other: ObjectType, after: int, limit: int) -> list[Link]:
    """Links to the next `limit` records that the user may see, and to the one after."""
    found: list[Link] = []
    while True:
        links = await rows.page(unit, type.id, id, other.id, after, limit)
        found += await reach.seen(unit, links)
        if len({link.to_id for link in links}) <= limit or len({link.to_id for link in found}) > limit:
            return found
        after = links[-1].to_id + 1
        await asyncio.sleep(0)  # others get their turn


async def many(
    unit: Unit, type: ObjectType, asked: Sequence[tuple[int | None, int]], other: ObjectType, limit: int
) -> list[Links]:
    """The links of several records to those of a type, each from an id on, in the order asked."""
    found: dict[int | None, list[Link]] = defaultdict(list)
    ids = await reach.seen_ids(unit, type.id, list({id for id, _ in asked if id is not None}))
    for link in await reach.seen(unit, await rows.towards(unit, type.id, ids, [other.id])):
        found[link.from_id].append(link)
    merged = await _merged(unit, type, [id for id in ids if id not in found], other)
    found.update(merged)
    return [first([link for link in found.get(id, ()) if link.to_id >= after], limit) for id, after in asked]


async def _merged(unit: Unit, type: ObjectType, ids: Sequence[int], other: ObjectType) -> dict[int | None, list[Link]]:
    """For ids that were merged away, the links of the record that they belong to now."""
    heirs = await records.merged_into(unit, type.id, ids) if ids else {}
    if not heirs:
        return {}
    found: dict[int, list[Link]] = defaultdict(list)
    for link in await reach.seen(unit, await rows.towards(unit, type.id, list(set(heirs.values())), [other.id])):
        found[link.from_id].append(link)
    return {id: found[heir] for id, heir in heirs.items()}


async def associated_ids(unit: Unit, type: ObjectType, other: ObjectType, other_ids: Sequence[int]) -> set[int]:
    """The records of `type` that are associated with any of some records of another type."""
    seen = await reach.seen_ids(unit, other.id, other_ids)
    return {link.to_id for link in await rows.towards(unit, other.id, seen, [type.id])}
