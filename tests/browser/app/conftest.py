"""What all tests of the web app have: a server with the sample company, and no other site."""

from collections.abc import Iterator

import pytest
from playwright.async_api import expect

from tests.browser.office import Office, office

expect.set_options(timeout=60_000)


@pytest.fixture
def site() -> None:
    """The pages here are the app's own: no site of a customer is needed."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The server of a module's tests."""
    with office(tmp_path_factory.mktemp("office")) as running:
        yield running
