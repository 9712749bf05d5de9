"""Unlinking records."""

from collections.abc import Sequence

from hubstead.crm.associations import rows
from hubstead.crm.associations.change import Change
from hubstead.crm.associations.rows import Link
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.store.unit import Unit


async def unlink_all(unit: Unit, type: ObjectType, ids: Sequence[int], *, archiving: bool = False) -> None:
    """Take all links off records that are erased or, `archiving`, may come back; their own values stay as they are."""
    await unit.flush()
    links = await rows.of(unit, type.id, list(ids))
    if links:
        change = await Change.open(unit, links)
        for link in links:
            change.graph.take(link)
        await change.save(dict.fromkeys((type.id, id) for id in ids), archiving=archiving)


async def unlink(unit: Unit, links: Sequence[Link]) -> None:
    """Take labels off pairs of records; taking the plain link takes everything. What is not there is passed over."""
    if links:
        change = await Change.open(unit, links)
        for link in links:
            change.disconnect(link)
        await change.save()
