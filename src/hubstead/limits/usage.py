"""How many requests the apps of an account made today.

Counted in memory and written to the store every few seconds and at the end, so that a restart goes on counting. Each
process writes rows of its own and adds up those of the others: no process waits for another, and a write that is
repeated counts once.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from hubstead.limits.day import Span, day_of
from hubstead.limits.family import ASSOCIATIONS
from hubstead.store.engine import Engine, Row, Writer
from hubstead.store.portal import Portal
from hubstead.store.tables import USAGE

Counts = dict[tuple[int, str], int]
"""Requests by app and family."""
_OF_PORTALS = "SELECT portal, day, process, app, family, used FROM usage WHERE portal = ANY(?1)"


class DailyUsage(NamedTuple):
    """Requests of today by app; the account's limit (`None`: any number); when the day ends (ms)."""

    by_app: Mapping[int, int]
    limit: int | None
    resets_at: int


class Day:
    """One day of one account: what this process counted, and what others did as far as they told."""

    __slots__ = ("associations", "changed", "others", "own", "span", "time_zone", "total")

    def __init__(self, span: Span, time_zone: str, own: Counts, others: Counts) -> None:
        self.span = span
        self.time_zone = time_zone
        self.own = own
        self.changed = False
        self.add_others(others)

    def add_others(self, others: Counts) -> None:
        """What the other processes counted, anew."""
        self.others = others
        self.total = sum(self.own.values()) + sum(others.values())
        self.associations = sum(
            used for counts in (self.own, others) for (_, family), used in counts.items() if family == ASSOCIATIONS
        )

    def count(self, app: int, family: str, by: int = 1) -> None:
        """One more request; `by` -1 takes one back."""
        self.own[app, family] = self.own.get((app, family), 0) + by
        self.total += by
        self.changed = True
        if family == ASSOCIATIONS:
            self.associations += by

    def by_app(self) -> Mapping[int, int]:
        """Requests of each app."""
        found: Counter[int] = Counter()
        for counts in (self.own, self.others):
            for (app, _), used in counts.items():
                found[app] += used
        return found


class Usage:
    """The days of all accounts that were busy in the last seconds."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._process = secrets.token_hex(8)
        self._days: dict[int, Day] = {}

    def known(self, portal: Portal, now: int) -> Day | None:
        """The account's day, where it is in memory."""
        day = self._days.get(portal.id)
        if day and day.span.begins <= now < day.span.ends and day.time_zone == portal.time_zone:
            return day
        return None

    async def today(self, portal: Portal, now: int) -> Day:
        """The account's day, with what was counted before. Raises `Unavailable`."""
        span = day_of(now, portal.time_zone)
        day = self._days.get(portal.id)
        if day is None or day.span.date != span.date:
            own, others = await self._stored(portal.id, span.date)
            day = self._days.get(portal.id)  # another request may have been faster
            if day is None or day.span.date != span.date:
                day = self._days[portal.id] = Day(span, portal.time_zone, own, others)
        day.span, day.time_zone = span, portal.time_zone
        return day

    async def _stored(self, portal: int, date: str) -> tuple[Counts, Counts]:
        own: Counts = {}
        others: Counts = {}
        sql = "SELECT process, app, family, used FROM usage WHERE portal = ?1 AND day = ?2"
        for process, app, family, used in await self._store.rows(sql, portal, date):
            counts = own if process == self._process else others
            counts[app, family] = counts.get((app, family), 0) + used
        return own, others

    async def keep(self) -> None:
        """Write what was counted, learn what others counted, and let go of accounts that went quiet.

        Raises `Unavailable` or `Raced` when the store cannot take it now; the next call writes it.
        """
        busy = {portal: day for portal, day in self._days.items() if day.changed}
        self._days = dict(busy)
        if not busy:
            return
        own = [row for portal, day in busy.items() for row in self._rows(portal, day)]
        days = {portal: day.span.date for portal, day in busy.items()}
        for day in busy.values():
            day.changed = False
        try:
            rows = await self._store.write(lambda writer: _write(writer, own, days))
        except Exception:
            for day in busy.values():
                day.changed = True
            raise
        others: defaultdict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
        for portal, date, process, app, family, used in rows:
            if process != self._process and date == days[portal]:
                others[portal][app, family] += used
        for portal, day in busy.items():
            day.add_others(others[portal])

    def _rows(self, portal: int, day: Day) -> list[Row]:
        return [
            (portal, day.span.date, self._process, app, family, used) for (app, family), used in day.own.items() if used
        ]

    def forget(self, portal: int) -> None:
        """Let go of an account's counts, where its rows were removed or replaced."""
        self._days.pop(portal, None)

    def __len__(self) -> int:
        return len(self._days)


async def _write(writer: Writer, own: list[Row], days: Mapping[int, str]) -> list[Row]:
    """Write the rows and answer those of all processes; days that have passed leave, nobody asks for them."""
    await writer.put(USAGE, own)
    rows = await writer.rows(_OF_PORTALS, list(days))
    passed = [row[: USAGE.key] for row in rows if row[1] < days[row[0]]]
    if passed:
        await writer.remove(USAGE, passed)
    return rows
