"""Rolling windows that several processes share, exactly: one row of the truth store per window.

A window lets only so many requests in, so it is also claimed only so often: requests that wait for the same window
claim their places together in one transaction, and while a window is known to be full nobody asks the store. A window
holds never more than its limit; no process keeps places back that another could use.
"""

import asyncio
from collections.abc import Sequence

import msgspec

from hubstead.kit import clock
from hubstead.kit.errors import Unavailable
from hubstead.limits.profiles import LONGEST
from hubstead.limits.window import Grant, Window
from hubstead.limits.windows import Claim, Taken, grant
from hubstead.store.engine import Engine, Raced, Writer
from hubstead.store.tables import RATE_WINDOW

KEPT_FOR = LONGEST
"""Milliseconds of true time after its last use at which a window's row may be removed."""
SWEPT_EVERY = 60_000
"""Milliseconds of true time between looks for such rows."""
_LOCK = (
    "INSERT INTO rate_window (portal, app, family, used_at, grants) VALUES (?1, ?2, ?3, ?4, '[]') "
    "ON CONFLICT (portal, app, family) DO UPDATE SET used_at = excluded.used_at RETURNING grants"
)
"""Makes the row where there is none, locks it, and answers what it holds; in one statement nobody comes between."""
_QUIET = "DELETE FROM rate_window WHERE used_at < ?1 RETURNING portal"
_decode = msgspec.json.Decoder(list[Grant]).decode
Claims = tuple[Claim, ...]


class SharedWindows:
    """See `hubstead.limits.windows.Windows`. Where the store does not answer, requests get its 503: they could not be
    served either."""

    def __init__(self, store: Engine) -> None:
        self._store = store
        self._waiting: dict[Claims, list[asyncio.Future[Taken]]] = {}
        self._claiming: dict[Claims, asyncio.Task[None]] = {}
        self._full: dict[Claims, tuple[int, int, int]] = {}
        """Claims that were refused: when, the moment before which asking again is in vain (ms), what the first left."""
        self._left: dict[Claim, int] = {}
        self._swept_at = 0

    async def take(self, claims: Sequence[Claim], now: int) -> Taken:
        """See the protocol."""
        key = tuple(claims)
        refused_at, until, left = self._full.get(key, (0, 0, 0))
        if refused_at <= now < until:
            return Taken(0, left, until - now)
        future: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        if key not in self._claiming:
            self._claiming[key] = asyncio.create_task(self._serve(key))
        return await future

    async def _serve(self, claims: Claims) -> None:
        """Claim for all who wait, until nobody does."""
        try:
            while waiting := self._waiting.pop(claims, None):
                try:
                    taken = await self._claim(claims, len(waiting))
                except Exception as failure:  # whatever it is: who waits must not wait for ever
                    _answer(waiting, failure)
                else:
                    self._note(claims, taken, len(waiting))
                    _hand_out(waiting, taken)
        finally:
            del self._claiming[claims]

    async def _claim(self, claims: Claims, count: int) -> Taken:
        now = clock.now(claims[0].portal)

        async def work(writer: Writer) -> Taken:
            windows = {claim: await _locked(writer, claim) for claim in sorted(claims)}
            taken = grant(claims, [windows[claim] for claim in claims], now, count)
            rows = [(*claim[:3], clock.now(), _encoded(window)) for claim, window in windows.items()]
            await writer.put(RATE_WINDOW, rows)
            return taken

        try:
            return await self._store.write(work)
        except Raced as raced:
            raise Unavailable("Too many requests arrive at this moment. Nothing was done; try again.") from raced

    def _note(self, claims: Claims, taken: Taken, count: int) -> None:
        self._left[claims[0]] = taken.left
        if taken.granted < count:
            now = clock.now(claims[0].portal)
            self._full[claims] = (now, now + taken.wait, taken.left)

    def left(self, claim: Claim) -> int:
        """See the protocol: what it was when this process claimed last; for some seconds."""
        return self._left.get(claim, claim.most)

    async def forget_quiet(self) -> None:
        """See the protocol."""
        for claims, (refused_at, until, _) in list(self._full.items()):
            if not refused_at <= clock.now(claims[0].portal) < until:
                del self._full[claims]
        self._left.clear()
        now = clock.now()
        if now - self._swept_at >= SWEPT_EVERY:
            self._swept_at = now
            await self._store.write(lambda writer: writer.rows(_QUIET, now - KEPT_FOR))

    def forget(self, portal: int) -> None:
        """See the protocol. Rows in the store are the caller's to remove."""
        self._full = {claims: full for claims, full in self._full.items() if claims[0].portal != portal}


async def _locked(writer: Writer, claim: Claim) -> Window:
    rows = await writer.rows(_LOCK, claim.portal, claim.app, claim.family, clock.now())
    return Window(_decode(rows[0][0]))


def _encoded(window: Window) -> str:
    return msgspec.json.encode(window.grants).decode()


def _hand_out(waiting: Sequence[asyncio.Future[Taken]], taken: Taken) -> None:
    """The first who came get the places; what is left counts down from one to the next."""
    for place, future in enumerate(waiting, 1):
        if future.done():  # its client went away
            continue
        if place <= taken.granted:
            future.set_result(Taken(1, taken.left + taken.granted - place, 0))
        else:
            future.set_result(Taken(0, taken.left, taken.wait))


def _answer(waiting: Sequence[asyncio.Future[Taken]], failure: Exception) -> None:
    for future in waiting:
        if not future.done():
            future.set_exception(failure)
