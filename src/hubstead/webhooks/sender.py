"""Sends the events of one app: new ones from the log of facts, and those that failed when their time comes.

Facts are the backlog. The sender reads on only while a request may be opened, so a receiver that is slow, or away for
days, costs no memory; and each app has a sender of its own, so it slows no other.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from typing import NamedTuple

import msgspec

from hubstead.kit import clock
from hubstead.kit.errors import Unavailable
from hubstead.kit.waiting import happened
from hubstead.outbound.client import Client, Unreachable
from hubstead.outbound.guard import Refused
from hubstead.store.engine import Engine, Fact, Row, facts_numbered
from hubstead.webhooks import signature
from hubstead.webhooks.completed import told_apart
from hubstead.webhooks.delivery import ANSWER, EVENTS, TIMEOUT, Delivery, Ref, Try, of, ref_of
from hubstead.webhooks.events import Fields, Matcher, event
from hubstead.webhooks.lab import Lab
from hubstead.webhooks.target import Subscription, Target, active_of, is_change

FACTS_AT_ONCE = 1_000
POLL = 0.05
"""Seconds between looks for what other processes committed."""
GATHER = 0.004
"""Seconds after a commit in which more events may join the same request."""
GRACE = 1.0
"""Seconds that open requests get when the server stops."""
RETRY_POLL = 1.0
"""Seconds between looks for deliveries whose time has come."""
RETRIES_AT_ONCE = 100
LATEST = 1.0
"""Seconds that a request waits for another one to overtake it, where the lab asks for that."""
_HEADERS = {"Content-Type": "application/json", "User-Agent": "HubSpot Webhooks/1.0 (Hubstead)"}
_encode = msgspec.json.Encoder().encode
_log = logging.getLogger(__name__)


class Setup(NamedTuple):
    """An app as its sender needs it. `portals` are those whose facts it is told; an empty secret signs nothing."""

    portal: int
    app: int
    target: Target
    subscriptions: tuple[Subscription, ...]
    portals: frozenset[int]
    secret: str


class Outcomes:
    """What became of deliveries and how far senders are, kept until it is written for all of them at once."""

    def __init__(self) -> None:
        self.deliveries: dict[tuple[int, int, int], Row] = {}
        self.cursors: dict[tuple[int, int], int] = {}


class Sender:
    """The sender of one app, from a cursor on."""

    def __init__(self, setup: Setup, cursor: int, store: Engine, client: Client, outcomes: Outcomes, lab: Lab) -> None:
        self.wake = asyncio.Event()
        self.retrying: set[int] = set()
        """Deliveries that were taken up again and whose outcome is not written yet."""
        self._store = store
        self._client = client
        self._outcomes = outcomes
        self._lab = lab
        self._next_left = asyncio.Event()
        self._read = max([cursor, min((one.since for one in setup.subscriptions), default=0)])
        self._open: dict[int, int] = {}
        self._free = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._last = 0
        self._tasks: list[asyncio.Task[None]] = []
        self.setup = setup
        self.use(setup)

    def use(self, setup: Setup) -> None:
        """Go on with other settings."""
        self.setup = setup
        self._matcher = Matcher(setup.subscriptions)
        self._free.set()

    def start(self) -> None:
        """Begin to send."""
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._retry())]

    async def stop(self) -> None:
        """Stop; requests that are open get a moment to end. Those that do not are sent again at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sending:
            await asyncio.wait(self._sending, timeout=GRACE)
        for request in list(self._sending):
            request.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            self.wake.clear()
            try:
                if await self._step():
                    continue
            except Unavailable as error:
                _log.warning("Facts for webhooks cannot be read now, trying again: %s", error)
                await asyncio.sleep(1)
            except Exception:
                _log.exception("Webhooks of app %d stopped at a fact, trying again", self.setup.app)
                await asyncio.sleep(1)
            await happened(self.wake, POLL)
            await asyncio.sleep(GATHER)

    async def _step(self) -> bool:
        """Send the events of the next facts; says whether there may be more."""
        facts = await self._store.facts_after(self._read, FACTS_AT_ONCE)
        whole = len(facts) == FACTS_AT_ONCE
        facts, cut = await self._up_to_change(facts)
        batch: list[Ref] = []
        told: list[Fields] = []
        for seq, place, fact in await told_apart(self._store, facts, wanted=self._matcher.wants_events):
            self._heed(fact)
            if fact.portal in self.setup.portals:
                for subscription, about, fields in self._matcher.of(seq, fact):
                    batch.append(ref_of(seq, place, subscription.id))
                    told.append(event(batch[-1], fact, self.setup.app, subscription, about, fields, 0))
                    if len(batch) == EVENTS:
                        await self._dispatch(batch, told)
                        batch, told = [], []
        if batch:
            await self._dispatch(batch, told)
        if facts:
            self._read = facts[-1][0]
            self._keep_place()
        return whole or cut

    async def _up_to_change(self, facts: list[tuple[int, Fact]]) -> tuple[list[tuple[int, Fact]], bool]:
        """The facts before the next change of what the app subscribed to, and whether others follow. A change that
        comes first is taken in: what happened after it is told as it says, whichever process made it."""
        portal, app = self.setup.portal, self.setup.app
        changes = [place for place, (_, fact) in enumerate(facts) if is_change(fact, portal, app)]
        if changes[:1] == [0]:
            self.use(self.setup._replace(subscriptions=await active_of(self._store, portal, app)))
        later = [place for place in changes if place]
        return (facts[: later[0]], True) if later else (facts, False)

    def _heed(self, fact: Fact) -> None:
        """An account that installs the app is told from that very fact on."""
        if fact.id == self.setup.app and fact.kind in ("app.installed", "app.uninstalled"):
            gone = fact.kind == "app.uninstalled"
            there = self.setup.portals - {fact.portal} if gone else self.setup.portals | {fact.portal}
            self.setup = self.setup._replace(portals=there)

    async def _dispatch(self, batch: list[Ref], told: list[Fields]) -> None:
        """Open a request when one may be opened."""
        delivery = Delivery(id=self._new_id(), state="waiting", due=0, events=tuple(batch))
        await self._slot()
        self._open[delivery.id] = batch[0][0]
        self._begin(delivery, told)

    async def _slot(self) -> None:
        while len(self._sending) >= self.setup.target.at_once:
            self._free.clear()
            await self._free.wait()

    def _begin(self, delivery: Delivery, told: list[Fields]) -> None:
        task = asyncio.create_task(self._send(delivery, told))
        self._sending.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._free.set()

    async def _send(self, delivery: Delivery, told: list[Fields]) -> None:
        setup = self.setup
        attempt = await self._disturbed(setup, told)
        now = clock.now(setup.portal)
        done = delivery.after(attempt, setup.target.url, now)
        key = (setup.portal, setup.app, delivery.id)
        self._outcomes.deliveries[key] = done.row(setup.portal, setup.app)
        self._open.pop(delivery.id, None)
        self._keep_place()

    async def _disturbed(self, setup: Setup, told: list[Fields]) -> Try:
        """One attempt, with what the lab lets go wrong."""
        wrong = self._lab.take(setup.portal, setup.app)
        if "delay" in wrong:
            await asyncio.sleep(wrong["delay"].milliseconds / 1_000)
        if "reorder" in wrong:
            told = told[::-1]
            await self._overtaken()
        if "drop" in wrong:
            return Try(at=clock.now(setup.portal), took=0, error="The webhook lab dropped this request.")
        if "duplicate" in wrong:
            await self._attempt(setup, _encode(told))
        attempt = await self._attempt(setup, _encode(told))
        self._next_left.set()
        return attempt

    async def _overtaken(self) -> None:
        """Wait until another request was sent, a second at most."""
        self._next_left.clear()
        await happened(self._next_left, LATEST)

    async def _attempt(self, setup: Setup, body: bytes) -> Try:
        url, at = setup.target.url, clock.true_now()
        began = time.monotonic()
        status, answer, error = 0, "", ""
        try:
            if not setup.secret:
                raise Refused("The app has no secret that events can be signed with: give it a new one.")
            headers = _HEADERS | signature.headers(setup.secret, url, body, at)
            reply = await self._client.post(url, headers, body, timeout=TIMEOUT)
            status, answer = reply.status, reply.body.decode("utf-8", "replace")[:ANSWER].replace("\0", "")
        except (Refused, Unreachable) as refused:
            error = str(refused)
        except Exception as unexpected:
            error = f"The request failed: {type(unexpected).__name__}"
        took = round((time.monotonic() - began) * 1000)
        return Try(at=clock.now(setup.portal), took=took, status=status, answer=answer, error=error)

    def _keep_place(self) -> None:
        """Up to here every event was sent once: a request that is open keeps the place where it began."""
        place = min(self._open.values()) - 1 if self._open else self._read
        self._outcomes.cursors[self.setup.portal, self.setup.app] = place

    def _new_id(self) -> int:
        """Ids of deliveries follow the time, so that newer ones are larger; below 2^53."""
        self._last = max(self._last + 1, clock.true_now() * 1_000)
        return self._last

    async def _retry(self) -> None:
        while True:
            try:
                async for delivery, told in self._due():
                    if told:
                        await self._slot()
                        self._begin(delivery, told)
                    else:
                        self._give_up(delivery)
            except Unavailable as error:
                _log.warning("Webhooks that wait cannot be read now, trying again: %s", error)
            except Exception:
                _log.exception("Webhooks of app %d could not be retried, trying again", self.setup.app)
            await asyncio.sleep(RETRY_POLL)

    def _give_up(self, delivery: Delivery) -> None:
        """Nothing is left to tell: the records were erased, or the subscriptions ended."""
        setup = self.setup
        ended = msgspec.structs.replace(delivery, state="failed", due=clock.now(setup.portal))
        self._outcomes.deliveries[setup.portal, setup.app, delivery.id] = ended.row(setup.portal, setup.app)

    async def _due(self) -> AsyncIterator[tuple[Delivery, list[Fields]]]:
        """Deliveries whose time has come, with their events as they are to be sent now."""
        sql = (
            "SELECT id, state, due, document FROM webhook_delivery "
            "WHERE portal = ?1 AND app = ?2 AND state = 'waiting' AND due <= ?3 ORDER BY due LIMIT ?4"
        )
        setup = self.setup
        limit = RETRIES_AT_ONCE + len(self.retrying)
        for row in await self._store.rows(sql, setup.portal, setup.app, clock.now(setup.portal), limit):
            delivery = of(*row)
            if delivery.id not in self.retrying:
                self.retrying.add(delivery.id)
                yield delivery, await self.told(delivery)

    async def told(self, delivery: Delivery) -> list[Fields]:
        """The events of a delivery as its next attempt tells them; what was erased meanwhile is not among them."""
        return await told(self._store, self.setup, delivery, len(delivery.tries))


async def told(store: Engine, setup: Setup, delivery: Delivery, attempt: int) -> list[Fields]:
    """The events of a delivery, made anew from their facts."""
    held = await facts_numbered(store, [ref[0] for ref in delivery.events])
    every = tuple(msgspec.structs.replace(one, since=0) for one in setup.subscriptions)
    matcher = Matcher(every)
    apart = await told_apart(store, sorted(held.items()), wanted=matcher.wants_events)
    facts = {(seq, place): fact for seq, place, fact in apart}
    found: list[Fields] = []
    for seq, *which, wanted in delivery.events:
        place = which[0] if which else 0
        if (seq, place) not in facts:
            continue
        fact, ref = facts[seq, place], ref_of(seq, place, wanted)
        for subscription, about, fields in matcher.of(seq, fact):
            if subscription.id == wanted:
                found.append(event(ref, fact, setup.app, subscription, about, fields, attempt))
    return found
