"""A delivery: one request with up to a hundred events, and every attempt at it."""

from random import random
from typing import Literal

import msgspec

from hubstead.store.engine import Row

EVENTS = 100
"""Events in one request (documented)."""
TIMEOUT = 5.0
"""Seconds that a receiver has (documented)."""
RETRIES = tuple(minutes * 60_000 for minutes in (1, 5, 15, 30, 60, 120, 180, 240, 300, 480))
"""Waits in ms before the ten retries: 24 hours in all, less what chance takes from each."""
ANSWER = 1_000
"""Characters of an answer that are kept."""
Ref = tuple[int, int] | tuple[int, int, int]
"""What an event is of: the number of a fact, which of the events that the fact tells of (left out for the first), and
the id of a subscription."""
State = Literal["waiting", "delivered", "failed"]
STATES: tuple[State, ...] = ("waiting", "delivered", "failed")


class Try(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One attempt: when (ms), how long it took (ms), and the answer, or why there was none."""

    at: int
    took: int
    status: int = 0
    answer: str = ""
    error: str = ""

    @property
    def good(self) -> bool:
        """Any 2xx is a delivery; a redirect is none."""
        return 200 <= self.status < 300


class _Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    events: tuple[tuple[int, ...], ...]
    url: str = ""
    tries: tuple[Try, ...] = ()
    begun: int = 0


class Delivery(_Document, frozen=True, kw_only=True, omit_defaults=True):
    """`events` are as `Ref` says. `due` (ms, by the clock of the app's portal) is the next
    attempt of a waiting one. `begun` is how many attempts there were when it was last begun anew."""

    id: int
    state: State
    due: int

    def row(self, portal: int, app: int) -> Row:
        """Its row of `WEBHOOK_DELIVERY`."""
        document = _Document(events=self.events, url=self.url, tries=self.tries, begun=self.begun)
        return portal, app, self.id, self.state, self.due, msgspec.json.encode(document).decode()

    def after(self, attempt: Try, url: str, now: int) -> "Delivery":
        """The delivery after one more attempt."""
        tried = msgspec.structs.replace(self, tries=(*self.tries, attempt), url=url)
        retries = len(self.tries) - self.begun
        if attempt.good:
            return msgspec.structs.replace(tried, state="delivered", due=now)
        if retries >= len(RETRIES):
            return msgspec.structs.replace(tried, state="failed", due=now)
        return msgspec.structs.replace(tried, state="waiting", due=now + wait(retries))

    def again(self, now: int) -> "Delivery":
        """The delivery, to be sent at once and then retried as a new one."""
        return msgspec.structs.replace(self, state="waiting", due=now, begun=len(self.tries))


def ref_of(seq: int, place: int, subscription: int) -> Ref:
    """What an event is of; see `Ref`."""
    return (seq, place, subscription) if place else (seq, subscription)


_decode = msgspec.json.Decoder(_Document).decode


def of(id: int, state: State, due: int, document: str) -> Delivery:
    """A delivery from its row."""
    found = _decode(document)
    return Delivery(id=id, state=state, due=due, **msgspec.structs.asdict(found))


def wait(retry: int) -> int:
    """Milliseconds before a retry (from 0); a fifth of it is chance, so that receivers are not hit by all at once."""
    return round(RETRIES[retry] * (1 - random() / 5))
