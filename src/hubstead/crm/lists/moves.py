"""What following changes writes: who joins and leaves lists, in one unit each. Each says that it is done."""

from collections.abc import Mapping, Sequence

from hubstead.crm.lists import member
from hubstead.crm.lists.list import DYNAMIC, List, by_ids
from hubstead.crm.records.record import merged_into
from hubstead.store.tables import LIST, LIST_MEMBER
from hubstead.store.unit import Unit


async def leave(unit: Unit, type: str, ids: Sequence[int]) -> bool:
    """Records that are gone leave all lists; into lists that people fill, a merged one comes in their place."""
    members = await member.of_records(unit, type, ids)
    lists = await by_ids(unit, [list_id for list_id, _ in members], lock=True, deleted=True)
    heirs = await merged_into(unit, type, ids)
    live = await _living(unit, type, set(heirs.values()))
    for id, one in lists.items():
        leaving = [each.id for list_id, each in members if list_id == id]
        coming: set[int] = set()
        if one.processing != DYNAMIC:
            coming = {heirs[old] for old in leaving if heirs.get(old) in live}
            coming -= await member.among(unit, id, sorted(coming))
        member.change(unit, one, sorted(coming), leaving)
    return True


async def _living(unit: Unit, type: str, ids: set[int]) -> set[int]:
    sql = "SELECT id FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3) AND archived = 0"
    return {row[0] for row in await unit.rows(sql, type, sorted(ids))} if ids else set()


async def judged(unit: Unit, lists: Sequence[List], ids: Sequence[int], passing: Mapping[int, set[int]]) -> bool:
    """Let records join and leave lists, if these still have the filters by which they were judged."""
    held = await by_ids(unit, [one.id for one in lists], lock=True)
    for one in lists:
        now = held.get(one.id)
        if now is None or (now.version, now.processing) != (one.version, one.processing):
            continue
        there = await member.among(unit, one.id, ids)
        joining, leaving = passing[one.id] - there, there - passing[one.id]
        if joining or leaving:
            member.change(unit, now, sorted(joining), sorted(leaving))
    return True


async def drop_members(unit: Unit, one: List, members: Sequence[member.Member]) -> bool:
    """Let go of members of a list that is let go of."""
    for each in members:
        unit.remove(LIST_MEMBER, (unit.portal, one.id, each.id))
    return True


async def drop(unit: Unit, one: List) -> bool:
    """Let go of a list that has no members any more."""
    unit.remove(LIST, (unit.portal, one.id))
    return True
