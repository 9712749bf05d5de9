"""What the tests of tracking share."""

from collections.abc import Iterator

import pytest

from hubstead.kit import clock
from tests.tracking.browser import NOON, at
from tests.world import PORTAL, World


@pytest.fixture
def noon(world: World) -> Iterator[None]:
    """The world has started with the true time; from then on it is noon."""
    assert world.server.processor
    at(NOON)
    yield
    clock.turn(PORTAL, None)
