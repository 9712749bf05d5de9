"""All senders of a server: which apps have one, and the writing of what became of their requests."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hubstead.apps import app as apps
from hubstead.kit import clock
from hubstead.outbound.client import Client
from hubstead.store.engine import Engine, Writer
from hubstead.store.tables import WEBHOOK_CURSOR, WEBHOOK_DELIVERY, WEBHOOK_SUBSCRIPTION, WEBHOOK_TARGET
from hubstead.webhooks.lab import Lab
from hubstead.webhooks.sender import Outcomes, Sender, Setup
from hubstead.webhooks.target import all_subscriptions, all_targets

RELOAD = 1.0
"""Seconds after which a change by another process is known here."""
FLUSH = 0.1
"""Seconds between two writings: what was sent in between is sent again after a crash."""
SWEEP = 3_600.0
_DAY = 86_400_000
_log = logging.getLogger(__name__)


class Deliverer:
    """Follows the facts for every app with an active subscription; does nothing where there is none."""

    def __init__(self, store: Engine, client: Client, log_days: int) -> None:
        self.guard = client.guard
        self.lab = Lab()
        self._store = store
        self._client = client
        self._log_days = log_days
        self._senders: dict[tuple[int, int], Sender] = {}
        self._outcomes = Outcomes()
        self._loading = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to send."""
        self._store.on_commit(self._wake)
        self._tasks = [asyncio.create_task(loop) for loop in (self._reload(), self._flush(), self._sweep())]
        await self.load()

    async def stop(self) -> None:
        """Let open requests end, and keep what became of them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(sender.stop() for sender in self._senders.values()))
        if self._tasks:
            await self._write()
        self._senders.clear()
        await self._client.close()

    async def load(self) -> None:
        """Take in what apps subscribed to. In a process that sends nothing there is nothing to do."""
        if not self._tasks:
            return
        async with self._loading:
            setups = {(setup.portal, setup.app): setup for setup in await setups_of(self._store)}
            for key, sender in list(self._senders.items()):
                if key not in setups:
                    del self._senders[key]
                    await sender.stop()
                elif sender.setup != setups[key]:
                    sender.use(setups[key])
            for key in setups.keys() - self._senders.keys():
                await self._client.load()
                await self._write()
                sender = Sender(
                    setups[key], await self._cursor(*key), self._store, self._client, self._outcomes, self.lab
                )
                self._senders[key] = sender
                sender.start()

    async def _cursor(self, portal: int, app: int) -> int:
        sql = "SELECT cursor FROM webhook_cursor WHERE portal = ?1 AND app = ?2"
        rows = await self._store.rows(sql, portal, app)
        return int(rows[0][0]) if rows else 0

    def _wake(self) -> None:
        for sender in self._senders.values():
            sender.wake.set()

    async def _reload(self) -> None:
        while True:
            await asyncio.sleep(RELOAD)
            await self._safely(self.load)

    async def _flush(self) -> None:
        while True:
            await asyncio.sleep(FLUSH)
            await self._safely(self._write)

    async def _sweep(self) -> None:
        while True:
            await self._safely(self._forget)
            await asyncio.sleep(SWEEP)

    async def _safely(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            _log.warning("Webhooks cannot be kept up now, trying again: %s", error)

    async def _write(self) -> None:
        """Write what became of requests, and how far each sender is."""
        async with self._writing:
            taken, self._outcomes.deliveries = self._outcomes.deliveries, {}
            cursors, self._outcomes.cursors = self._outcomes.cursors, {}
            if not taken and not cursors:
                return

            async def work(writer: Writer) -> None:
                if taken:
                    await writer.put(WEBHOOK_DELIVERY, list(taken.values()))
                if cursors:
                    await writer.put(WEBHOOK_CURSOR, [(*key, place) for key, place in cursors.items()])

            try:
                await self._store.write(work)
            except Exception:
                self._outcomes.deliveries = taken | self._outcomes.deliveries
                self._outcomes.cursors = cursors | self._outcomes.cursors
                raise
            for portal, app, id in taken:
                if (portal, app) in self._senders:
                    self._senders[portal, app].retrying.discard(id)

    async def _forget(self) -> None:
        """Remove deliveries that ended long ago, by the true time, and what apps left that are deleted."""
        until = clock.true_now() - self._log_days * _DAY

        async def work(writer: Writer) -> None:
            sql = "DELETE FROM webhook_delivery WHERE state <> 'waiting' AND id < ?1"
            await writer.rows(sql, until * 1_000)
            for table in (WEBHOOK_TARGET, WEBHOOK_SUBSCRIPTION, WEBHOOK_CURSOR, WEBHOOK_DELIVERY):
                own = f"app.id = {table.name}.app AND app.portal = {table.name}.portal"
                await writer.rows(f"DELETE FROM {table.name} WHERE NOT EXISTS (SELECT 1 FROM app WHERE {own})")

        await self._store.write(work)


async def setups_of(store: Engine) -> list[Setup]:
    """Every app that is to be sent events now."""
    targets = {key: target for key, target in (await all_targets(store)).items() if not target.held}
    if not targets:
        return []
    subscriptions = await all_subscriptions(store)
    found: list[Setup] = []
    for key, target in targets.items():
        if key in subscriptions:
            app = await apps.by_id(store, key[1])
            if app is not None and app.portal == key[0]:
                installed = await portals_of(store, app)
                secret = app.signing_secret(clock.now(app.portal))
                found.append(Setup(*key, target, tuple(subscriptions[key]), installed, secret))
    return found


async def portals_of(store: Engine, app: apps.App) -> frozenset[int]:
    """The portals whose changes an app is told: where it is installed, a private one its own."""
    if app.config.kind != "public":
        return frozenset((app.portal,))
    return frozenset(row[0] for row in await store.rows("SELECT portal FROM install WHERE app = ?1", app.id))
