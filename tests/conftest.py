from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.world import World


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    """A fresh server in memory."""
    async with World() as world:
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_world() -> AsyncIterator[World]:
    """A server in memory that the tests of a module share: for those that change nothing, or nothing that matters to
    the others."""
    async with World() as world:
        yield world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A server belongs to a loop; so every test that shares one runs in the loop of its module."""
    for item in items:
        if "shared_world" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)
