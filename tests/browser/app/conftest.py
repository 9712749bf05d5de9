"""What all tests of the web app have: a server with the sample company, and no other site."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.office import Office, furnished, office

expect.set_options(timeout=60_000)


@pytest.fixture
def site() -> None:
    """The pages here are the app's own: no site of a customer is needed."""


@pytest.fixture(scope="session")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that each module's begins as. The website of its sample company has no visits."""
    data = tmp_path_factory.mktemp("furniture") / "data"
    with furnished(data, "--no-demo-visits"):
        pass
    return data


@pytest.fixture(scope="module")
def data(furniture: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a module's server."""
    return Path(shutil.copytree(furniture, tmp_path_factory.mktemp("office") / "data"))


@pytest.fixture(scope="module")
def place(data: Path) -> Iterator[Office]:
    """The server of a module's tests."""
    with office(data) as running:
        yield running
