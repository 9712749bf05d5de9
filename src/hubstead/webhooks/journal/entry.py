"""Entries of a journal: written once, each with an offset by which apps go on from it."""

import asyncio
import uuid
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.engine import Reader, Row, facts_numbered
from hubstead.store.unit import Unit
from hubstead.webhooks.journal.events import Spec, Told, told

EVENTS = 10_000
BYTES = 5_000_000
"""The most that an entry holds (documented)."""
FACTS_AT_ONCE = 1_000
_CHECK, _LOW = 26, 36
"""Bits of an offset that say that it was given out, and those of the number before them; the rest of it stands before
the UUID's variant."""


class Contents(msgspec.Struct, frozen=True):
    """Which facts an entry tells, by their numbers, each in one of several ways."""

    specs: tuple[Spec, ...]
    facts: tuple[tuple[int, int], ...]


class Entry(NamedTuple):
    """An entry: its last fact, the portal that it is of, and when it was published (ms)."""

    home: int
    app: int
    seq: int
    installed: int
    at: int

    @property
    def offset(self) -> str:
        """In the form of a UUID of version 7, in the order of entries: the moment, the number, and a check of both."""
        named = f"{self.home} {self.app} {self.seq} {self.at}".encode()
        check = int.from_bytes(blake2b(named, digest_size=4).digest()) >> 6
        moment, seq = self.at & (1 << 48) - 1, self.seq & (1 << 48) - 1
        high = moment << 16 | 7 << 12 | seq >> _LOW
        return str(uuid.UUID(int=high << 64 | 2 << 62 | (seq & (1 << _LOW) - 1) << _CHECK | check))

    def row(self, contents: Contents) -> Row:
        """Its row of `JOURNAL_ENTRY`."""
        return *self, _encode(contents).decode()


_decode = msgspec.json.Decoder(Contents).decode
_encode = msgspec.json.Encoder().encode
_COLUMNS = "SELECT portal, app, seq, installed, at FROM journal_entry WHERE portal = ?1 AND app = ?2 AND at >= ?3"


class Journal(NamedTuple):
    """The journal of an app of the unit's portal: what was published since `start` (ms), of one account or of all."""

    unit: Unit
    app: int
    start: int
    installed: int | None = None

    async def after(self, seq: int, count: int) -> list[Entry]:
        """The next entries, oldest first."""
        return await self._read("AND seq > ?4", "ORDER BY seq LIMIT ?5", seq, count)

    async def latest(self, count: int) -> list[Entry]:
        """The newest entries, oldest first."""
        return (await self._read("AND seq > ?4", "ORDER BY seq DESC LIMIT ?5", 0, count))[::-1]

    async def find(self, offset: str) -> Entry:
        """The entry with an offset. Raises `Invalid` for what is none and `NotFound` for what is not here any more."""
        try:
            number = uuid.UUID(offset).int
        except ValueError:
            raise Invalid(f"'{offset[:60]}' is not an offset.", context={"offset": [offset[:60]]}) from None
        seq = (number >> 64 & 0xFFF) << _LOW | number >> _CHECK & (1 << _LOW) - 1
        for entry in await self._read("AND seq = ?4", "LIMIT ?5", seq, 1):
            if entry.offset == offset.lower():
                return entry
        raise NotFound(
            f"The journal has no offset {offset[:60]}: it is older than the journal goes back, or of another app. "
            "Begin with the earliest entry.",
            context={"offset": [offset[:60]]},
        )

    async def _read(self, which: str, order: str, *args: object) -> list[Entry]:
        if self.installed is not None:
            which, args = f"{which} AND installed = ?6", (*args, self.installed)
        return [Entry(*row) for row in await self.unit.rows(f"{_COLUMNS} {which} {order}", self.app, self.start, *args)]


async def contents_of(store: Reader, portal: int, app: int, seq: int) -> tuple[Entry, Contents] | None:
    """An entry with what is in it."""
    sql = (
        "SELECT portal, app, seq, installed, at, document FROM journal_entry "
        "WHERE portal = ?1 AND app = ?2 AND seq = ?3"
    )
    rows = await store.rows(sql, portal, app, seq)
    return (Entry(*rows[0][:5]), _decode(rows[0][5])) if rows else None


async def body_of(store: Reader, entry: Entry, contents: Contents, *, here: bool) -> bytes:
    """The file of an entry, as JSON. What was erased meanwhile is not told; of an account that took the app out (not
    `here`) nothing but that. Made in parts, between which others get their turn."""
    parts: list[bytes] = []
    for start in range(0, len(contents.facts), FACTS_AT_ONCE):
        some = contents.facts[start : start + FACTS_AT_ONCE]
        facts = await facts_numbered(store, [seq for seq, _ in some])
        events: list[Told] = []
        for seq, way in some:
            spec = contents.specs[way]
            if seq in facts and (here or spec.kind == "APP_LIFECYCLE_EVENT"):
                events += told(facts[seq], spec)
        if events:
            parts.append(_encode(events)[1:-1])
        await asyncio.sleep(0)
    head = _encode({"offset": entry.offset, "publishedAt": iso(entry.at), "journalEvents": []})
    return head[:-2] + b",".join(parts) + b"]}"
