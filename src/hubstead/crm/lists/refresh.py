"""Bringing all members of a list up to date: what passes its filters against who is in it, in small transactions.

It writes only differences, so it can be stopped anywhere and done again. Records that change meanwhile are left to
whoever follows the changes (`Under.touched`): that judges them later, and so better.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial

from hubstead.crm.lists import member
from hubstead.crm.lists.list import List, by_ids
from hubstead.store.unit import Unit

AT_ONCE = 4_000
"""Members that one transaction writes: requests wait no longer than that."""
READ = 5_000
Work = Callable[[Unit], Awaitable[bool]]
Write = Callable[[Work], Awaitable[bool]]


class Under:
    """A list whose members are being brought up to date; `touched` are the records that changed since it began."""

    def __init__(self) -> None:
        self.touched: set[int] = set()


async def refresh(reading: Unit, one: List, passing: Sequence[int], under: Under, write: Write) -> bool:
    """Let the members of a list be those that pass (by ascending id). Says whether the list still had these filters to
    the end; if not, somebody else has to."""
    joining: list[int] = []
    leaving: list[int] = []
    async for joined, left in _differences(reading, one.id, passing):
        joining += joined
        leaving += left
        while len(joining) + len(leaving) >= AT_ONCE:
            some, joining = joining[:AT_ONCE], joining[AT_ONCE:]
            gone, leaving = (leaving[:AT_ONCE], leaving[AT_ONCE:]) if not some else ([], leaving)
            if not await write(partial(_change, one=one, joining=some, leaving=gone, under=under)):
                return False
    return await write(partial(_change, one=one, joining=joining, leaving=leaving, under=under, last=True))


async def _change(
    unit: Unit, one: List, joining: Sequence[int], leaving: Sequence[int], under: Under, *, last: bool = False
) -> bool:
    held = (await by_ids(unit, [one.id], lock=True)).get(one.id)
    if held is None or (held.version, held.processing) != (one.version, one.processing):
        return False
    there = await member.among(unit, one.id, [*joining, *leaving])
    come = [id for id in joining if id not in there and id not in under.touched]
    go = [id for id in leaving if id in there and id not in under.touched]
    if last and (held.waiting or not held.evaluated):
        member.change(unit, held, come, go, waiting=False, evaluated=True)
    elif come or go:
        member.change(unit, held, come, go)
    return True


async def _differences(unit: Unit, list_id: int, passing: Sequence[int]) -> AsyncIterator[tuple[list[int], list[int]]]:
    """Who is to join and who to leave, stretch by stretch of ids."""
    after, place = 0, 0
    while True:
        held = [each.id for each in await member.page(unit, list_id, after, READ)]
        end = held[-1] if len(held) == READ else None
        stretch_end = place + READ * 4
        if end is None:
            wanted, place = passing[place:stretch_end], min(stretch_end, len(passing))
            if place < len(passing):  # many are to join behind the last member: in pieces
                high = wanted[-1]
                yield _apart(wanted, [id for id in held if id <= high])
                after = high + 1
                await asyncio.sleep(0)
                continue
            yield _apart(wanted, held)
            return
        last = _behind(passing, place, end)
        yield _apart(passing[place:last], held)
        after, place = end + 1, last
        await asyncio.sleep(0)


def _behind(passing: Sequence[int], place: int, end: int) -> int:
    """Where in `passing` the ids above `end` begin."""
    return bisect_right(passing, end, place)


def _apart(wanted: Sequence[int], held: Sequence[int]) -> tuple[list[int], list[int]]:
    known, asked = set(held), set(wanted)
    return [id for id in wanted if id not in known], [id for id in held if id not in asked]
