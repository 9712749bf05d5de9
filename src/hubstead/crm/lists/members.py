"""Who is in a list, by hand: adding, removing, reading page by page."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from hubstead.crm.lists import member
from hubstead.crm.lists.list import DYNAMIC, List, by_ids, find
from hubstead.crm.lists.member import Member
from hubstead.crm.object_types.reach import bound_of
from hubstead.crm.objects.wire import Id
from hubstead.crm.records import record as records
from hubstead.kit.errors import Invalid
from hubstead.store.unit import Unit

LARGEST = 100_000
"""Members of a list that can be removed, or added from another one, in one request (documented)."""


class Outcome(NamedTuple):
    """What came of a change: ids of records that joined and left, and ids that nothing came of."""

    added: Sequence[int]
    removed: Sequence[int]
    missing: Sequence[str]


async def change(unit: Unit, id: str, adding: Iterable[Id], removing: Iterable[Id]) -> Outcome:
    """Add records to a list that people fill, and remove others. Unknown ids fail nothing (documented).

    Raises `NotFound`, `Invalid` for a dynamic list.
    """
    one = await _by_hand(unit, id)
    wanted, strange = _numbers(adding)
    living = await records.load(unit, one.type, wanted)
    coming = {record.id for record in living.values()}
    leaving, never = _numbers(removing)
    leaving = [id for id in leaving if id not in coming]
    there = await member.among(unit, one.id, sorted({*coming, *leaving}))
    seen = await _seen(unit, one.type, [id for id in leaving if id in there])
    joining, going = sorted(coming - there), sorted(seen)
    if joining or going:
        member.change(unit, one, joining, going)
    missing = [*strange, *(str(id) for id in wanted if id not in living)]
    missing += [*never, *(str(id) for id in leaving if id not in seen)]
    return Outcome(joining, going, list(dict.fromkeys(missing)))


async def add_from(unit: Unit, id: str, source_id: str) -> None:
    """Add all members of another list. Raises `NotFound` and `Invalid`."""
    one = await _by_hand(unit, id)
    source = await find(unit, source_id)
    if source.id == one.id:
        raise Invalid("A list cannot be filled from itself.", context={"sourceListId": [source_id[:60]]})
    if source.type != one.type:
        raise Invalid("The two lists hold records of different types.", context={"sourceListId": [source_id[:60]]})
    _check_size(source)
    coming = await _seen(unit, one.type, await member.ids_of(unit, source.id))
    joining = coming - await member.among(unit, one.id, sorted(coming))
    if joining:
        member.change(unit, one, sorted(joining), ())


async def remove_all(unit: Unit, id: str) -> None:
    """Remove all members. Raises `NotFound` and `Invalid`."""
    one = await _by_hand(unit, id)
    _check_size(one)
    leaving = await _seen(unit, one.type, await member.ids_of(unit, one.id))
    if leaving:
        member.change(unit, one, (), sorted(leaving))


async def page(unit: Unit, one: List, start: Member, limit: int, *, joined: bool, backwards: bool) -> list[Member]:
    """The next members that the user may see, by id or in the order of joining, `limit` at most."""
    found: list[Member] = []
    stride = 0 if _blind(unit, one.type) else limit
    while stride and len(found) < limit:
        if joined:
            passed = await member.joined_page(unit, one.id, start, stride, backwards=backwards)
        else:
            passed = await member.page(unit, one.id, start.id, stride, backwards=backwards)
        seen = await _seen(unit, one.type, [each.id for each in passed])
        found += [each for each in passed if each.id in seen]
        if len(passed) < stride:
            break
        last, step = passed[-1], -1 if backwards else 1
        start = Member(last.id + step, last.at)
        stride = min(2 * stride, records.LONGEST_STRIDE)
    return found[:limit]


async def of_record(unit: Unit, type: str, ids: Collection[int]) -> dict[int, list[tuple[List, int]]]:
    """The live lists that records are in, each with the moment of joining (ms)."""
    rows = await member.of_records(unit, type, sorted(ids))
    lists = await by_ids(unit, [id for id, _ in rows])
    found: dict[int, list[tuple[List, int]]] = {}
    for id, each in rows:
        if id in lists:
            found.setdefault(each.id, []).append((lists[id], each.at))
    return found


async def _by_hand(unit: Unit, id: str) -> List:
    one = await find(unit, id, lock=True)
    if one.processing == DYNAMIC:
        raise Invalid(
            f"The members of list {one.id} follow from its filters: they cannot be changed by hand.",
            context={"listId": [str(one.id)], "processingType": [one.processing]},
            sub_category="ListError.INVALID_PROCESSING_TYPE",
        )
    return one


def _check_size(one: List) -> None:
    if one.size >= LARGEST:
        raise Invalid(
            f"List {one.id} has {one.size} members; this can be done with less than {LARGEST}.",
            context={"listId": [str(one.id)]},
        )


def _blind(unit: Unit, type: str) -> bool:
    bound = bound_of(unit, type, "view")
    return bound is not None and bound.nothing


async def _seen(unit: Unit, type: str, ids: Sequence[int]) -> set[int]:
    """Those of some members that the user may see."""
    if bound_of(unit, type, "view") is None:
        return set(ids)
    return {record.id for record in (await records.load(unit, type, ids)).values()}


def _numbers(ids: Iterable[Id]) -> tuple[list[int], list[str]]:
    """Record ids, each once, and what cannot be one."""
    texts = list(dict.fromkeys(map(str, ids)))
    numbers = {text: records.as_id(text) for text in texts}
    return [id for id in numbers.values() if id is not None], [text for text in texts if numbers[text] is None]
