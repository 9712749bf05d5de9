from collections.abc import AsyncIterator

import pytest_asyncio

from tests.world import World


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A fresh server in memory."""
    async with World() as world:
        yield world
