"""Moving the associations of two merged records to the new one."""

from itertools import chain

from hubstead.crm.associations import rows
from hubstead.crm.associations.change import Change
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.records.record import Record
from hubstead.store.unit import Unit


async def move_all(unit: Unit, type: ObjectType, kept_id: int, gone_id: int, record: Record) -> None:
    """Link `record` to all that the two old records were linked to, except each other.

    Where only one link of a kind can be (a primary company), that of `kept_id` wins. The counts in `record` follow.
    The old ids must not lead to the new record yet.
    """
    await unit.flush()
    olds = (kept_id, gone_id)
    links = list(chain.from_iterable([await rows.of(unit, type.id, [old]) for old in olds]))
    if not links:
        return
    change = await Change.open(unit, links, {type.id: [record]})
    for link in links:
        change.graph.take(link)
    for link in links:
        moved = link._replace(from_id=record.id)
        apart = link.to_type != type.id or link.to_id not in olds
        if apart and not change.graph.held(moved):
            change.graph.give(moved)
    await change.save({(type.id, old): record.id for old in olds})
