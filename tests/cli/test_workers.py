"""`hubstead serve --workers`, over PostgreSQL."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.command import CONTACTS, ask, hubstead, search
from tests.client.process import ServerProcess
from tests.postgres import database

PATIENCE = 20.0


@pytest.fixture
def url() -> Iterator[str]:
    """A database."""
    with database() as url:
        yield url


def children(pid: int) -> list[int]:
    """The processes of a server, the keeper of the columns first."""
    found = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    return sorted(int(row[0]) for row in rows if int(row[1]) == pid and "spawn_main" in row[2])


def eventually(met: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_share_the_port_and_forward_searches(url: str, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    log = tmp_path / "log"
    with ServerProcess("--data", data, "--database", url, "--workers", "2", log=log) as server:
        for number in range(5):
            body = {"properties": {"email": f"p{number}@example.com", "city": f"Town {number}"}}
            assert ask("POST", server.url + CONTACTS, body)[0] == 201
            assert search(server.url, "city", f"Town {number}")
        status, refused = ask("POST", f"{server.url}{CONTACTS}/search", {"filters": [{"propertyName": "nope",
                              "operator": "EQ", "value": "x"}]})  # fmt: skip
        assert (status, refused["category"]) == (400, "VALIDATION_ERROR")
        assert ask("POST", f"{server.url}{CONTACTS}/search", {}, token="pat-na1-unknown-token")[0] == 401
        assert hubstead("check", "--data", data, "--database", url).code == 0
        assert "6 records and visits" in hubstead("reindex", "--data", data, "--database", url).err
        keeper, *workers = children(server.pid)
        assert len(workers) == 2
        os.kill(keeper, signal.SIGKILL)
        assert search(server.url, "city", "Town 3")
        os.kill(workers[0], signal.SIGKILL)
        eventually(lambda: len(children(server.pid)) == 3 and workers[0] not in children(server.pid))
        assert ask("GET", server.url + CONTACTS)[0] == 200


def test_no_process_outlives_a_killed_server(url: str, tmp_path: Path) -> None:
    server = ServerProcess("--memory", "--database", url, "--workers", "2", log=tmp_path / "log")
    assert ask("GET", server.url + CONTACTS)[0] == 200
    processes = children(server.pid)
    assert len(processes) == 3
    os.kill(server.pid, signal.SIGKILL)
    eventually(lambda: not any(alive(pid) for pid in processes))
    server.kill()
