"""A server in memory with an app that gets webhooks."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from hubstead.apps import public_apps
from hubstead.apps.app import by_id
from hubstead.apps.install import install
from hubstead.apps.public_apps import Made
from hubstead.kit import clock
from hubstead.store.unit import Unit, write
from hubstead.webhooks import deliverer, sender
from hubstead.webhooks.delivery import Delivery, of
from tests.jobs.conftest import ACTOR
from tests.webhooks.receiver import DEADLINE, Receiver
from tests.world import PORTAL, Reply, World

CONTACTS = "/crm/v3/objects/contacts"


class Developer:
    """A public app of the first portal that is installed there, and requests of its developer."""

    def __init__(self, world: World, made: Made) -> None:
        self.world = world
        self.made = made
        self.app = made.app_id

    @classmethod
    async def of(cls, world: World, name: str = "Hooks") -> "Developer":
        store = world.server.store
        made = await public_apps.create(store, PORTAL, name)
        app = await by_id(store, made.app_id)
        assert app is not None

        async def work(unit: Unit) -> None:
            await install(unit, app, ("oauth",), 1002)

        await write(store, ACTOR, work)
        return cls(world, made)

    async def ask(self, method: str, path: str, body: Any = None, version: str = "v3") -> Reply:
        """With the developer API key."""
        url = f"/webhooks/{version}/{self.app}{path}?hapikey={self.made.developer_api_key}"
        return await self.world.call(method, url, body, token=None)

    async def settings(self, url: str, at_once: int = 10) -> None:
        given = {"targetUrl": url, "throttling": {"maxConcurrentRequests": at_once}}
        assert (await self.ask("PUT", "/settings", given)).status == 200

    async def subscribe(self, event_type: str, property: str | None = None, object_type: str | None = None) -> int:
        given = {"eventType": event_type, "active": True}
        given |= {"propertyName": property} if property else {}
        given |= {"objectTypeId": object_type} if object_type else {}
        answer = await self.ask("POST", "/subscriptions", given)
        assert answer.status == 201, answer.json
        return int(answer.json["id"])

    async def settled(self) -> list[Delivery]:
        """Wait until every event so far was tried once, and what became of it is written: the log, oldest first."""
        newest = await self.world.server.store.newest_fact()
        sql = "SELECT cursor FROM webhook_cursor WHERE app = ?1 AND cursor >= ?2"
        async with asyncio.timeout(DEADLINE):
            while not await self.world.server.store.rows(sql, self.app, newest):
                await asyncio.sleep(0.005)
        return await self.log()

    async def tried(self, times: int) -> list[Delivery]:
        """Wait until so many attempts in all are in the log."""
        async with asyncio.timeout(DEADLINE):
            while sum(len(one.tries) for one in await self.log()) < times:
                await asyncio.sleep(0.005)
        return await self.log()

    async def log(self) -> list[Delivery]:
        sql = "SELECT id, state, due, document FROM webhook_delivery WHERE app = ?1 ORDER BY id"
        return [of(*row) for row in await self.world.server.store.rows(sql, self.app)]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log is written and waiting deliveries are looked for often; receivers have as long as a test."""
    monkeypatch.setattr(deliverer, "FLUSH", 0.01)
    monkeypatch.setattr(sender, "RETRY_POLL", 0.02)
    monkeypatch.setattr(sender, "TIMEOUT", DEADLINE)
    yield
    clock.turn(PORTAL, None)


@pytest.fixture
async def developer(world: World) -> Developer:
    return await Developer.of(world)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as made:
        yield made
