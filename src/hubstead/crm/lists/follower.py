"""Keeps lists in step with the records: a listener on the facts, with a cursor of its own.

While no portal has a list it reads no facts at all. What a fact touches is judged by the dynamic lists that need it, in
one question for many lists. Lists that follow the clock or what visitors do are looked at again from time to time. New
filters are evaluated by a job beside that (`evaluate_job`), so a large list holds nobody up.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from hubstead.account import portals
from hubstead.columns.feed import Feed
from hubstead.crm.associations.kinds import CATEGORIES, kinds_of
from hubstead.crm.lists import convert, links, member, moves
from hubstead.crm.lists.changes import Changes, concerned
from hubstead.crm.lists.evaluate import evaluation
from hubstead.crm.lists.list import DYNAMIC, KEPT, List, by_ids, lists_of
from hubstead.crm.lists.needs import Needs, needs_of
from hubstead.crm.lists.refresh import Under, refresh
from hubstead.kit import clock
from hubstead.kit.errors import NotFound, Unauthenticated, Unavailable
from hubstead.kit.waiting import happened
from hubstead.store.contents import COPIED, EMPTIED
from hubstead.store.engine import Engine, Fact
from hubstead.store.generations import Definitions
from hubstead.store.tables import LISTENER
from hubstead.store.unit import Origin, Unit, write

T = TypeVar("T")
NAME = "lists"
"""Under this name the number of the newest fact that was followed is kept."""
ORIGIN = Origin("INTERNAL_PROCESSING", "lists")
FACTS_AT_ONCE = 2_000
LISTS_AT_ONCE = 50
RECORDS_AT_ONCE = 2_000
POLL = 0.5
"""Seconds between looks for what other processes did, and at clocks."""
GATHER = 0.05
"""Seconds between two steps while changes trickle in."""
KEEP = 5.0
"""Seconds after which the cursor is kept though nothing followed."""
PACE, CLOCK_PACE = 1.0, 5.0
"""Seconds between two looks at a list that follows visitors, or the clock;"""
REST = 10.0
"""and in between, at least so many times as long as a look takes."""
JUMP = 2_000
"""Ms by which a portal's clock and the true one go apart when somebody turned it."""
_log = logging.getLogger(__name__)


class Known(NamedTuple):
    """The lists of a portal as they are, and what the dynamic ones need."""

    lists: Mapping[int, List]
    needs: Mapping[int, Needs]


class Look(NamedTuple):
    """When a list was looked at last: by its portal's clock (ms), by one that only goes on (s); how long it took."""

    now: int
    at: float
    took: float


class Follower:
    """One per store: in the process that keeps the columns."""

    def __init__(self, store: Engine, definitions: Definitions, feed: Feed) -> None:
        self._store = store
        self._definitions = definitions
        self._feed = feed
        self._wake = asyncio.Event()
        self._cursor = 0
        self._kept = 0
        self._kept_at = 0.0
        self._idle = True
        self._known: dict[int, Known] = {}
        self._looks: dict[tuple[int, int], Look] = {}
        self._copied: set[int] = set()
        self._under: dict[tuple[int, int], set[Under]] = {}
        self._task: asyncio.Task[None] | None = None
        self._working = asyncio.Lock()

    async def start(self) -> None:
        """Begin to follow, from where the last process stopped."""
        rows = await self._store.rows("SELECT cursor FROM listener WHERE name = ?1", NAME)
        self._cursor = self._kept = int(rows[0][0]) if rows else 0
        self._idle = not await self._portals()
        if self._idle:
            self._cursor = await self._store.newest_fact()
        self._store.on_commit(self._wake.set)
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Stop after the transaction under way."""
        if self._task:
            async with self._working:
                self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def settled(self) -> None:
        """Wait until all lists follow what is committed now, and what clocks show now; for tests and tools."""
        newest = await self._store.newest_fact()
        waiting = "SELECT 1 FROM list WHERE portal > 0 AND waiting = 1 AND deleted = 0 LIMIT 1"
        while await self._stepped() or self._cursor < newest or self._under or await self._store.rows(waiting):
            await asyncio.sleep(0.01)

    async def _follow(self) -> None:
        while True:
            self._wake.clear()
            if await self._stepped():
                continue
            await asyncio.sleep(GATHER)
            await happened(self._wake, POLL)

    async def _stepped(self) -> bool:
        """One step; says whether more waits already. What goes wrong is logged and tried again."""
        try:
            async with self._working:
                return await self._step()
        except Unavailable as error:
            _log.warning("Lists cannot follow now, trying again: %s", error)
        except Exception:
            _log.exception("Lists could not follow a change, trying again")
        await asyncio.sleep(1)
        return True

    async def _step(self) -> bool:
        holders = await self._portals()
        if not holders:
            self._known.clear()
            self._cursor = await self._store.newest_fact()
            self._idle = True
            return False
        if self._idle:  # the first list: from here on the cursor is kept
            self._idle = False
            await self._keep()
        facts = await self._store.facts_after(self._cursor, FACTS_AT_ONCE)
        self._forget(facts)
        for portal in holders:
            await self._follow_portal(portal, [fact for _, fact in facts if fact.portal == portal])
        if facts:
            self._cursor = facts[-1][0]
            if time.monotonic() - self._kept_at > KEEP:
                await self._keep()
        return len(facts) == FACTS_AT_ONCE

    async def _portals(self) -> list[int]:
        """The portals that have lists."""
        return [row[0] for row in await self._store.rows("SELECT DISTINCT portal FROM list WHERE portal > 0")]

    async def _keep(self) -> None:
        """Keep the cursor. What is followed twice changes nothing."""
        cursor = self._cursor
        await self._store.write(lambda writer: writer.put(LISTENER, [(NAME, cursor)]))
        self._kept, self._kept_at = cursor, time.monotonic()

    def _forget(self, facts: Sequence[tuple[int, Fact]]) -> None:
        """Portals that were emptied or filled from others: what is known of them is not so any more."""
        for _, fact in facts:
            if fact.kind in (EMPTIED, COPIED):
                if fact.kind == COPIED:
                    self._copied.add(fact.id)
                self._known.pop(fact.id, None)
                for looks in [key for key in self._looks if key[0] == fact.id]:
                    del self._looks[looks]

    async def _follow_portal(self, portal: int, facts: Sequence[Fact]) -> None:
        try:
            changes = Changes(facts)
            known = await self._lists(portal, anew=changes.lists)
            if changes:
                await self._leave(portal, changes)
                await self._judge(portal, known, changes)
            if portal in self._copied:
                await self._tidy(portal, known)
                self._copied.discard(portal)
            await self._look(portal, known)
        except (NotFound, Unauthenticated):  # the portal was deleted meanwhile
            self._known.pop(portal, None)

    async def _lists(self, portal: int, *, anew: bool) -> Known:
        known = self._known.get(portal)
        if known is not None and not anew:
            return known
        lists = {one.id: one for one in await lists_of(await self._reading(portal), deleted=True)}
        live = {id: one for id, one in lists.items() if not one.deleted}
        trees = {id: one.filters if one.processing == DYNAMIC else None for id, one in live.items()}
        needs = {id: needs_of(tree, trees, frozenset((id,))) for id, tree in trees.items() if tree is not None}
        known = self._known[portal] = Known(lists, needs)
        return known

    async def _reading(self, portal: int) -> Unit:
        return Unit(self._store, await portals.actor(self._store, portal, ORIGIN, self._definitions))

    async def _write(self, portal: int, work: Callable[[Unit], Awaitable[T]]) -> T:
        actor = await portals.actor(self._store, portal, ORIGIN, self._definitions)
        return await write(self._store, actor, work)

    async def _leave(self, portal: int, changes: Changes) -> None:
        """Records that are gone leave all lists; into lists that people fill, a merged one comes in their place."""
        for type, ids in changes.gone.items():
            for key, unders in self._under.items():
                for under in unders if key[0] == portal else ():
                    under.touched |= ids
            for some in _pieces(sorted(ids)):
                await self._write(portal, partial(moves.leave, type=type, ids=some))

    async def _judge(self, portal: int, known: Known, changes: Changes) -> None:
        """Judge what changed anew, by every dynamic list that it may matter to."""
        unit = await self._reading(portal)
        by_type: dict[str, tuple[list[List], set[int]]] = {}
        for id, needs in known.needs.items():
            one = known.lists[id]
            if needs.properties & changes.redefined.get(one.type, set()):
                self._looks.pop((portal, id), None)
                await self._refresh(portal, one)
            touched = await self._touched(unit, changes, one.type, needs)
            if touched:
                lists, ids = by_type.setdefault(one.type, ([], set()))
                lists.append(one)
                ids |= touched
        evaluates = await evaluation(unit, self._feed, known.lists)
        for lists, ids in by_type.values():
            for one in lists:
                for under in self._under.get((portal, one.id), ()):
                    under.touched |= ids
            for start in range(0, len(lists), LISTS_AT_ONCE):
                some = lists[start : start + LISTS_AT_ONCE]
                for piece in _pieces(sorted(ids)):
                    passing = await evaluates.among(some, piece)
                    await self._write(portal, partial(moves.judged, lists=some, ids=piece, passing=passing))

    async def _touched(self, unit: Unit, changes: Changes, type: str, needs: Needs) -> set[int]:
        """The records of a type that may belong to a list now, or not any more."""
        found = concerned(changes, type, needs.properties)
        if needs.forms and type == "0-1":
            found |= changes.senders
        if needs.links:
            found |= changes.linked.get(type, set())
        for run in needs.imports:
            found |= changes.imported.get((str(run), type), set())
        for id in needs.lists & changes.members.keys():
            found |= changes.members[id]
        kinds = await kinds_of(unit) if needs.hops else None
        for category, number, beyond in needs.hops:
            kind = kinds.get(type, CATEGORIES.index(category), number) if kinds else None
            if kind is not None:
                others = await self._touched(unit, changes, kind.to_type, beyond)
                found |= set(await links.sources(unit, kind, others)) if others else set()
        return found

    async def _tidy(self, portal: int, known: Known) -> None:
        """In a portal that was filled from another, whose facts it has not: whoever is no live record leaves, and all
        lists are evaluated."""
        unit = await self._reading(portal)
        sql = (
            "SELECT DISTINCT type, id FROM list_member AS m WHERE portal = ?1 AND NOT EXISTS ("
            "SELECT 1 FROM record AS r WHERE r.portal = m.portal AND r.type = m.type AND r.id = m.id "
            "AND r.archived = 0)"
        )
        gone: dict[str, list[int]] = {}
        for type, id in await unit.rows(sql):
            gone.setdefault(type, []).append(id)
        for type, ids in gone.items():
            for some in _pieces(ids):
                await self._write(portal, partial(moves.leave, type=type, ids=some))
        for id in known.needs:
            await self._refresh(portal, known.lists[id])

    async def _look(self, portal: int, known: Known) -> None:
        """Do what the clock says: look at lists again, convert them, let go of deleted ones."""
        now, at = clock.now(portal), time.monotonic()
        for one in known.lists.values():
            if one.deleted:
                if one.deleted <= now - KEPT:
                    await self._purge(portal, one)
            elif one.schedule is not None and not one.converted_at:
                await self._convert(portal, one)
        for id, needs in known.needs.items():
            if needs.timed and self._is_due(self._looks.get((portal, id)), needs, now, at):
                await self._refresh(portal, known.lists[id])

    @staticmethod
    def _is_due(last: Look | None, needs: Needs, now: int, at: float) -> bool:
        if last is None:
            return True
        if needs.visits:
            return at - last.at >= max(PACE, REST * last.took)
        if now == last.now:
            return False
        turned = abs((now - last.now) - (at - last.at) * 1000) > JUMP
        return turned or at - last.at >= max(CLOCK_PACE, REST * last.took)

    async def _convert(self, portal: int, one: List) -> None:
        unit = await self._reading(portal)
        held = (await by_ids(unit, [one.id])).get(one.id)
        if held is not None and convert.due_at(held, await convert.zone_of(unit)) <= unit.now:
            await self._write(portal, partial(convert.convert_due, id=one.id))

    async def _purge(self, portal: int, one: List) -> None:
        """Let go of a list whose time to be restored is over."""
        unit = await self._reading(portal)
        while members := await member.page(unit, one.id, 0, RECORDS_AT_ONCE):
            await self._write(portal, partial(moves.drop_members, one=one, members=members))
        await self._write(portal, partial(moves.drop, one=one))
        self._known.pop(portal, None)

    async def _refresh(self, portal: int, one: List) -> bool:
        """Evaluate a list whole. Says whether it still had these filters at the end."""
        under, key, began = Under(), (portal, one.id), time.monotonic()
        self._under.setdefault(key, set()).add(under)
        try:
            unit = await self._reading(portal)
            evaluates = await evaluation(unit, self._feed, {each.id: each for each in await lists_of(unit)})
            passing = await evaluates.members(one)
            return await refresh(unit, one, passing, under, partial(self._write, portal))
        finally:
            self._under[key].discard(under)
            if not self._under[key]:
                del self._under[key]
            self._looks[key] = Look(clock.now(portal), time.monotonic(), time.monotonic() - began)

    async def evaluate(self, portal: int, id: int) -> None:
        """Evaluate a list that waits for it, with the filters that it has then."""
        while True:
            try:
                held = (await by_ids(await self._reading(portal), [id])).get(id)
            except NotFound:
                return
            if held is None or not held.waiting or held.filters is None:
                return
            if await self._refresh(portal, held):
                return


def _pieces(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + RECORDS_AT_ONCE] for start in range(0, len(ids), RECORDS_AT_ONCE)]
