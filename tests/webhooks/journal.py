"""Reading a journal in tests, as an app does: from offset to offset."""

import asyncio
from typing import Any

from hubstead.apps.app import by_id
from hubstead.apps.install import install
from hubstead.store.unit import Unit, write
from tests.jobs.conftest import ACTOR
from tests.webhooks.conftest import Developer
from tests.webhooks.receiver import DEADLINE
from tests.webhooks.test_delivery import session
from tests.world import PORTAL, Reply

BASE = "/webhooks-journal/journal/2026-03"
SUBSCRIPTIONS = "/webhooks-journal/subscriptions/2026-03"
SNAPSHOTS = "/webhooks-journal/snapshots/2026-03/crm"


async def granted(developer: Developer, *scopes: str) -> None:
    """Let the app be installed with these scopes."""
    app = await by_id(developer.world.server.store, developer.app)
    assert app is not None

    async def work(unit: Unit) -> None:
        await install(unit, app, scopes, 1002)

    await write(developer.world.server.store, ACTOR, work)


class Reading:
    """An app that reads its journal. `offset` is the last one that it read."""

    def __init__(self, developer: Developer, token: str) -> None:
        self.world = developer.world
        self.app = developer.app
        self.token = token
        self.offset = ""

    @classmethod
    async def of(cls, developer: Developer) -> "Reading":
        return cls(developer, await session(developer.world, developer))

    async def ask(self, method: str, path: str, body: Any = None) -> Reply:
        return await self.world.call(method, path, body, token=self.token)

    async def subscribe(self, kind: str, *actions: str, status: int = 200, **more: Any) -> Any:
        given = {"subscriptionType": kind, "actions": actions, "portalId": PORTAL, **more}
        answer = await self.ask("POST", SUBSCRIPTIONS, given)
        assert answer.status == status, answer.json
        return answer.json

    async def settled(self) -> None:
        """Wait until the journals tell all that happened so far."""
        newest = await self.world.server.store.newest_fact()
        async with asyncio.timeout(DEADLINE):
            while await self.world.server.journaler.followed() < newest:
                await asyncio.sleep(0.005)

    async def next(self, query: str = "") -> Reply:
        """The next entry, or the earliest."""
        path = f"{BASE}/offset/{self.offset}/next" if self.offset else f"{BASE}/earliest"
        answer = await self.ask("GET", path + query)
        if answer.status == 200:
            self.offset = answer.json["currentOffset"]
        return answer

    async def file(self, entry: Any) -> Any:
        """What the link of an entry leads to; no token is sent."""
        path = entry["url"].removeprefix("http://hubstead.test")
        answer = await self.world.call("GET", path, token=None)
        assert answer.status == 200, answer.json
        assert answer.json["offset"] == entry["currentOffset"]
        return answer.json

    async def events(self) -> list[dict[str, Any]]:
        """All events that were not read yet and are known to happen."""
        await self.settled()
        found: list[dict[str, Any]] = []
        while (entry := await self.next()).status == 200:
            found += (await self.file(entry.json))["journalEvents"]
        assert entry.status == 204
        return found
