"""Writes the journals: follows the facts, and publishes what apps want to know of them as entries.

One pass over the facts serves all apps. Entries and the place in the facts are written in one transaction, so a crash
neither loses nor doubles any. While nobody wants a journal no fact is read.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from hubstead.kit import clock
from hubstead.kit.ids import first_since
from hubstead.kit.waiting import happened
from hubstead.store.contents import EMPTIED
from hubstead.store.engine import Engine, Fact, Row, Writer
from hubstead.store.tables import JOURNAL_ENTRY, JOURNAL_SNAPSHOT, JOURNAL_SUBSCRIPTION, LISTENER
from hubstead.webhooks.journal.draft import Draft
from hubstead.webhooks.journal.entry import Contents, Entry
from hubstead.webhooks.journal.snapshots import TAKEN, Snapshot, Taken
from hubstead.webhooks.journal.subscription import CHANGED
from hubstead.webhooks.journal.wanted import Match, Values, Wanted, wanted_of

NAME = "webhooks-journal"
"""Under this name the number of the newest fact that was followed is kept."""
FACTS_AT_ONCE = 1_000
FACTS_HELD = 10_000
"""Facts after which what was gathered is published, though more wait."""
GATHER = 0.05
"""Seconds after a commit in which more events may join the same entry."""
POLL = 0.5
"""Seconds between looks for what other processes committed, and whether somebody wants a journal."""
KEEP = 10_000
"""Facts after which the place is kept though nothing was published."""
SWEEP = 3_600.0
SWEPT_AT_ONCE = 5_000
RELOADING = (CHANGED, EMPTIED, "app.installed", "app.uninstalled", "app.deleted")
"""Facts after which something else is wanted."""
DAY = 86_400_000
_taken = msgspec.json.Decoder(Taken).decode
_log = logging.getLogger(__name__)


class Journaler:
    """One per store: in the process that keeps the columns. `days` is how long entries are kept (0: for ever)."""

    def __init__(self, store: Engine, days: int) -> None:
        self._store = store
        self._days = days
        self._wake = asyncio.Event()
        self._asked = asyncio.Event()
        self._wanted: Wanted | None = None
        self._kept = self._read = 0
        self._drafts: dict[tuple[int, int, int], Draft] = {}
        self._full: list[Row] = []
        self._done: list[Row] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to follow, from where the last process stopped."""
        self._store.on_commit(self._wake.set)
        self._tasks = [asyncio.create_task(loop) for loop in (self._follow(), self._sweep())]

    async def stop(self) -> None:
        """Stop. What is not published yet is, at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start_of(self, portal: int) -> int:
        """The moment (ms) of a portal before which its apps' entries are gone."""
        return clock.now(portal) - self._days * DAY if self._days else 0

    async def followed(self) -> int:
        """The newest fact up to which everything that is wanted stands in the journals; for tests and tools."""
        self._wake.set()
        self._asked.set()
        if not self._wanted:
            return 0 if await wanted_of(self._store, self._kept) else await self._store.newest_fact()
        return self._kept if self._drafts or self._full or self._done else self._read

    def look(self) -> None:
        """Look at once whether somebody wants a journal now."""
        self._asked.set()

    async def _follow(self) -> None:
        while True:
            self._wake.clear()
            self._asked.clear()
            if await self._safely(self._step):
                continue
            await happened(self._wake if self._wanted else self._asked, POLL)
            await asyncio.sleep(GATHER)

    async def _safely(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Do some work; says whether more waits already. After a failure all begins anew at the place that is kept."""
        try:
            return await work()
        except Exception as error:
            _log.warning("Journals cannot be written now, trying again: %s: %s", type(error).__name__, error)
            self._wanted = None
        await asyncio.sleep(1)
        return True

    async def _step(self) -> bool:
        if self._wanted is None or not self._wanted:
            await self._resume()
        if not self._wanted:
            return False
        facts = await self._store.facts_after(self._read, FACTS_AT_ONCE)
        await self._gather(facts)
        more = len(facts) == FACTS_AT_ONCE
        if facts:
            self._read = facts[-1][0]
        if not more or self._read - self._kept >= FACTS_HELD:
            await self._publish()
        return more

    async def _resume(self) -> None:
        """Find out what is wanted, and go on from the place that is kept."""
        rows = await self._store.rows("SELECT cursor FROM listener WHERE name = ?1", NAME)
        self._kept = int(rows[0][0]) if rows else 0
        self._drafts, self._full, self._done = {}, [], []
        self._wanted = await wanted_of(self._store, self._kept)
        self._read = max(self._kept, self._wanted.start)

    async def _gather(self, facts: Sequence[tuple[int, Fact]]) -> None:
        """Let facts join the entries that are being written."""
        found: list[Match] = []
        for seq, fact in facts:
            if fact.kind in RELOADING:
                self._wanted = await wanted_of(self._store, self._kept)
            if fact.kind == TAKEN:
                self._complete(fact)
            if self._wanted:
                found += self._wanted.of(seq, fact)
        for match in await self._fitting(found):
            self._add(match)
        await asyncio.sleep(0)

    def _complete(self, fact: Fact) -> None:
        taken = _taken(fact.body)
        now = clock.now(taken.home)
        done = Snapshot(id=taken.id, state="COMPLETED", initiated=taken.initiated, completed=now)
        self._done.append(done.row(taken.home, taken.app))

    async def _fitting(self, found: list[Match]) -> list[Match]:
        """Those that pass the filters of their subscriptions. A record is judged as it is now, but for what the event
        itself changed."""
        about: dict[tuple[int, str], set[int]] = {}
        for match in found:
            if match.filtered:
                about.setdefault((match.fact.portal, match.fact.type), set()).add(match.fact.id)
        held: dict[tuple[int, str, int], Values] = {}
        sql = "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id = ANY(?3)"
        for (portal, type), ids in about.items():
            for id, document in await self._store.rows(sql, portal, type, sorted(ids)):
                held[portal, type, id] = msgspec.json.decode(document)
        fitting = [match.fitting(held.get(match.place, {})) if match.filtered else match for match in found]
        return [match for match in fitting if match.ways]

    def _add(self, match: Match) -> None:
        key = (match.app[0], match.app[1], match.fact.portal)
        draft = self._drafts.setdefault(key, Draft())
        if not draft.has_room(match):
            self._full.append(self._entry(key, draft))
            draft = self._drafts[key] = Draft()
        draft.add(match)

    def _entry(self, key: tuple[int, int, int], draft: Draft) -> Row:
        home, app, installed = key
        entry = Entry(home, app, draft.seq, installed, clock.now(home))
        return entry.row(Contents(tuple(draft.specs), tuple(draft.facts)))

    async def _publish(self) -> None:
        """Write what was gathered, and the place up to which it was, in one transaction."""
        rows = self._full + [self._entry(key, draft) for key, draft in self._drafts.items()]
        done, kept, read = self._done, self._kept, self._read
        if not rows and not done and read - kept < KEEP:
            return

        async def work(writer: Writer) -> None:
            found = await writer.rows("SELECT cursor FROM listener WHERE name = ?1 FOR UPDATE", NAME)
            if (int(found[0][0]) if found else 0) != kept:
                raise RuntimeError("another process writes the journals of this store")
            for table, new in ((JOURNAL_ENTRY, rows), (JOURNAL_SNAPSHOT, done)):
                if new:
                    await writer.put(table, new)
            await writer.put(LISTENER, [(NAME, read)])

        await self._store.write(work)
        if done or (self._wanted and self._wanted.over(read)):
            self._wanted = None
        self._kept, self._drafts, self._full, self._done = read, {}, [], []

    async def _sweep(self) -> None:
        while True:
            await self._safely(self.forget)
            await asyncio.sleep(SWEEP)

    async def forget(self) -> bool:
        """Remove entries and snapshots that are older than the journals go back, versions that are good for no fact
        that is still to be followed, and what apps left that are deleted."""
        for table in (JOURNAL_SUBSCRIPTION, JOURNAL_SNAPSHOT, JOURNAL_ENTRY):
            own = f"app.id = {table.name}.app AND app.portal = {table.name}.portal"
            await self._remove(f"DELETE FROM {table.name} WHERE NOT EXISTS (SELECT 1 FROM app WHERE {own})")
        await self._remove("DELETE FROM journal_subscription WHERE ended > 0 AND ended <= ?1", self._kept)
        if self._days:
            oldest = first_since(clock.true_now() - self._days * DAY)
            await self._remove("DELETE FROM journal_snapshot WHERE id < ?1", oldest)
        for (portal,) in await self._store.rows("SELECT DISTINCT portal FROM journal_entry"):
            some = "SELECT seq FROM journal_entry WHERE portal = ?1 AND at < ?2 LIMIT ?3"
            sql = f"DELETE FROM journal_entry WHERE portal = ?1 AND at < ?2 AND seq IN ({some}) RETURNING seq"
            start = self.start_of(portal)
            while len(await self._remove(sql, portal, start, SWEPT_AT_ONCE)) >= SWEPT_AT_ONCE:
                await asyncio.sleep(0)
        return False

    async def _remove(self, sql: str, *args: object) -> list[Row]:
        return await self._store.write(lambda writer: writer.rows(sql, *args))
