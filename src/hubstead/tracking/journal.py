"""The hits journal: a hit is answered when it is on the disk, and everything slower comes later.

Hits that arrive while a group is being written form the next group, so a commit is shared by as many hits as came in
meanwhile, and a hit costs next to nothing. They wait as rows of the truth store because what is made of hits (visits,
contacts) is written there too: making it and removing the hits is then one transaction, and no hit can be lost or count
twice, on any engine. Where one process writes at a time, they come there through a log.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import Engine, Row, Writer
from hubstead.store.tables import HITS
from hubstead.store.unit import Unit
from hubstead.tracking.beacon import first_values
from hubstead.tracking.burst import Burst
from hubstead.tracking.hit import Hit, account_of, decode, encode
from hubstead.tracking.logged import Logged

GROUP = 50
"""Hits in one row at most: the processor takes whole rows, and holds the event loop for as long as one takes."""
LOOK = 0.005
"""Seconds between two looks whether hits are processed, while somebody waits for that."""
WAITING = 20_000
"""Hits that may wait for the disk; beyond it the store is stuck, and memory would be next."""


class Journal:
    """Appends hits: to a `log`, from which they move into the store, or to the store itself."""

    def __init__(self, store: Engine, log: Path | None = None) -> None:
        self._store = store
        self._logged = Logged(store, log, _rows) if log else None
        self._waiting: list[tuple[Hit, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None
        self.burst = Burst()
        self.hurry = asyncio.Event()
        """Somebody waits for hits to be processed."""

    async def start(self) -> None:
        """Go on with what the last process left in the log. Raises `Unavailable`."""
        if self._logged:
            await self._logged.start()

    async def append(self, hit: Hit) -> None:
        """Add a hit; it is durable when this returns. Raises `Unavailable`: then it was not taken."""
        if len(self._waiting) >= WAITING:
            raise Unavailable("Too many hits wait for the disk. This one was not taken; try again.")
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((hit, written))
        if self._task is None:
            self._task = asyncio.create_task(self._write_groups())
        await written

    async def settled(self) -> None:
        """Wait until all hits that were taken before are processed; not in a burst, where that may take minutes."""
        end = self._logged.end if self._logged else 0
        while self._logged and self._logged.moved < end:
            await asyncio.sleep(LOOK)
        last = await newest(self._store)
        while last and 0 < await first(self._store) <= last and not self.burst.goes_on():
            self.hurry.set()
            await asyncio.sleep(LOOK)

    async def close(self) -> None:
        """Wait for the last group."""
        if self._task:
            await self._task
        if self._logged:
            await self._logged.close()

    async def _write_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            self.burst.took(len(group))
            trouble = await self._written([hit for hit, _ in group])
            for _, written in group:
                if not written.cancelled():
                    if trouble:
                        written.set_exception(Unavailable(trouble))
                    else:
                        written.set_result(None)
        self._task = None

    async def _written(self, hits: list[Hit]) -> str:
        """Write hits; answers why that failed, or nothing."""
        try:
            if self._logged:
                await self._logged.write(hits)
            else:
                rows = _rows(hits)
                await self._store.write(lambda writer: writer.put(HITS, rows))
        except Unavailable as failure:
            return failure.message
        return ""


def _rows(hits: list[Hit]) -> list[Row]:
    """Rows of the journal, each of one portal: when a portal is emptied, its hits go with it."""
    by_portal: dict[int, list[Hit]] = {}
    for hit in hits:
        by_portal.setdefault(account_of(hit.query), []).append(hit)
    return [
        (portal, encode(found[start : start + GROUP]).decode())
        for portal, found in by_portal.items()
        for start in range(0, len(found), GROUP)
    ]


class Group(NamedTuple):
    """A row of the journal, by its number: hits of one portal."""

    number: int
    portal: int
    hits: list[Hit]


async def oldest(store: Engine, rows: int, enough: int = 2**31) -> list[Group]:
    """The oldest rows of the journal: at most `rows`, and no more than it takes for `enough` hits. Those of snapshots
    of the sandbox (negative numbers) wait until they are restored."""
    taken: list[Group] = []
    count = 0
    sql = "SELECT seq, portal, body FROM hits WHERE portal >= 0 ORDER BY seq LIMIT ?1"
    for number, portal, body in await store.rows(sql, rows):
        if count >= enough:
            break
        hits = decode(body)
        taken.append(Group(number, portal or account_of(hits[0].query), hits))
        count += len(hits)
    return taken


async def first(store: Engine) -> int:
    """The number of the row that is processed next; 0 without one."""
    rows = await store.rows("SELECT seq FROM hits WHERE portal >= 0 ORDER BY seq LIMIT 1")
    return int(rows[0][0]) if rows else 0


async def newest(store: Engine) -> int:
    """The number of the newest row; 0 without one."""
    return int((await store.rows("SELECT coalesce(max(seq), 0) FROM hits"))[0][0])


async def remove(writer: Writer, numbers: list[int]) -> bool:
    """Take rows out of the journal; says whether all of them were still there."""
    gone = await writer.rows("DELETE FROM hits WHERE seq = ANY(?1) RETURNING seq", numbers)
    return len(gone) == len(numbers)


async def split(writer: Writer, group: Group) -> None:
    """Give each hit of a row a row of its own."""
    if await remove(writer, [group.number]):
        await writer.put(HITS, [(group.portal, encode([hit]).decode()) for hit in group.hits])


async def add(unit: Unit, hits: list[Hit]) -> None:
    """Have hits of the unit's portal wait that came in by no request."""
    for portal, body in _rows(hits):
        assert portal == unit.portal
        await unit.rows("INSERT INTO hits (portal, body) VALUES (?1, ?2) RETURNING seq", body)


async def take_out(unit: Unit, utks: Collection[str]) -> list[Hit]:
    """Take what these visitors did out of what waits, for good; answers it."""
    out: list[Hit] = []
    for number, body in await unit.rows("SELECT seq, body FROM hits WHERE portal = ?1"):
        if not any(utk in body for utk in utks):
            continue
        kept: list[Hit] = []
        for hit in decode(body):
            (out if first_values(hit.query).get("vi") in utks else kept).append(hit)
        await unit.rows("DELETE FROM hits WHERE portal = ?1 AND seq = ?2 RETURNING seq", number)
        if kept:
            await unit.rows("INSERT INTO hits (portal, body) VALUES (?1, ?2) RETURNING seq", encode(kept).decode())
    return out
