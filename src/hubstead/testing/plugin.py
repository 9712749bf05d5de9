"""The pytest plugin: four fixtures. The server starts when a test first asks for it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from hubstead.testing.portal import Portal, PortalClock, PortalFaults
    from hubstead.testing.server import ServerThread


@pytest.fixture(scope="session")
def hubstead() -> "Iterator[ServerThread]":
    """A server in this process, on a free port, in memory: one per test run and xdist worker."""
    from hubstead.testing.server import ServerThread  # the server's modules are only for runs that use them

    with ServerThread() as server:
        yield server


@pytest.fixture
def hubstead_portal(hubstead: "ServerThread") -> "Iterator[Portal]":
    """An empty portal of its own for each test: `url`, `token`, `client` and `sdk`."""
    portal = hubstead.portal()
    yield portal
    portal.delete()


@pytest.fixture
def hubstead_clock(hubstead_portal: "Portal") -> "PortalClock":
    """The clock of this test's portal: `freeze`, `set`, `advance`, `release`."""
    return hubstead_portal.clock


@pytest.fixture
def hubstead_faults(hubstead_portal: "Portal") -> "PortalFaults":
    """The fault rules of this test's portal: `add(status=503, times=2)`."""
    return hubstead_portal.faults
