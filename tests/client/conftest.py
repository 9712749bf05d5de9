"""One server process per test run and worker; a portal of its own for each test module."""

from collections.abc import Iterator
from typing import NamedTuple

import hubspot_sdk
import pytest
from hubspot import HubSpot

from hubstead.settings import Settings
from tests.client.portal import Portal, new_portal
from tests.client.process import ServerProcess


class Served(NamedTuple):
    """A running server and the settings with which commands reach its data."""

    url: str
    settings: Settings


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("server")
    data = str(folder / "data")
    with ServerProcess("--data", data, log=folder / "log") as server:
        yield Served(server.url, Settings(data=data))


@pytest.fixture(scope="module")
def portal(served: Served) -> Portal:
    return new_portal(served.url, served.settings)


@pytest.fixture(scope="module")
def hubspot(portal: Portal) -> HubSpot:
    """PyPI hubspot-api-client, pointed at the server by its own option."""
    return HubSpot(access_token=portal.token, host=portal.url)


@pytest.fixture(scope="module")
def sdk(portal: Portal) -> Iterator[hubspot_sdk.HubSpot]:
    """PyPI hubspot_sdk, likewise; it refuses answers that are not of the declared types."""
    with hubspot_sdk.HubSpot(
        access_token=portal.token, base_url=portal.url, max_retries=0, _strict_response_validation=True
    ) as client:
        yield client
