from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.client.process import ServerProcess

Start = Callable[[], ServerProcess]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts servers on one data folder (`data`), one after the other, with one log (`log`); none outlives the test."""
    with ExitStack() as servers:
        yield lambda: servers.enter_context(
            ServerProcess("--data", str(tmp_path / "data"), log=tmp_path / "log"),
        )
