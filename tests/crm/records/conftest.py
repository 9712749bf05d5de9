"""A desk for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.crm.records.desk import Desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Desk() as desk:
        yield desk
