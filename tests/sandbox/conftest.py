from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from tests.world import Reply, World

KEY = "sandbox-key-of-the-tests"


class Sandboxed(World):
    """A world whose sandbox is on. `ask` calls the sandbox with its key."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"sandbox": True, "sandbox_key": KEY, **settings})

    async def ask(self, method: str, path: str, body: Any = None) -> Reply:
        """One request to `/sandbox/v1` + `path`."""
        return await self.call(method, f"/sandbox/v1{path}", body, token=KEY)

    async def portal(self, **fields: Any) -> Any:
        """A new portal as the sandbox answers it."""
        made = await self.ask("POST", "/portals", fields)
        assert made.status == 201, made.body
        return made.json


@pytest_asyncio.fixture
async def sandboxed() -> AsyncIterator[Sandboxed]:
    """A fresh server in memory with its sandbox on."""
    world = Sandboxed()
    async with world:
        yield world
