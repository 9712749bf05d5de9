"""`hubstead serve`: start, refusals, stop."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hubstead.commands.reasons import refusal_of
from hubstead.settings import Settings
from tests.cli.command import CONTACTS, ask, hubstead
from tests.client.process import COMMAND, TOKEN, ServerProcess

RUNNING = 20.0
"""Seconds in which a stop must be over; generous, for busy machines."""


def test_first_start_prints_a_token_and_a_snippet_that_works(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUBSTEAD_")}
    process = subprocess.Popen(
        [COMMAND, "serve", "--data", tmp_path / "data", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        printed = ""
        while "Ctrl+C" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        snippet = printed[printed.index("from hubspot") : printed.index("Ctrl+C")].strip()
        assert len(snippet.splitlines()) == 3
        assert re.search(r"shown only now\): (pat-na1-\S+)\n", printed)
        done = subprocess.run([sys.executable, "-c", snippet], capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "'results': []" in done.stdout
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        process.stdout.close()
    with ServerProcess("--data", str(tmp_path / "data"), log=tmp_path / "log") as again:
        assert ask("GET", again.url + CONTACTS) == (200, {"results": []})


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ServerProcess("--data", str(data), log=tmp_path / "log") as first:
        done = hubstead("serve", "--data", data, "--port", "0")
        assert done.code == 1
        assert f"in use by the server on {first.url} (process {first.pid})" in done.err
        assert ask("GET", first.url + CONTACTS)[0] == 200
    assert not (data / "server.json").exists()


def test_the_data_folder_is_free_again_after_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    killed = ServerProcess("--data", str(data), log=tmp_path / "log")
    killed.kill()
    assert (data / "server.json").exists()
    assert hubstead("check", "--data", data).code == 0
    with ServerProcess("--data", str(data), log=tmp_path / "log") as server:
        assert ask("GET", server.url + CONTACTS)[0] == 200


def test_the_note_of_the_server_is_for_its_owner_alone(tmp_path: Path) -> None:
    with ServerProcess("--data", str(tmp_path / "data"), log=tmp_path / "log"):
        assert (tmp_path / "data" / "server.json").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_administration_asks_for_the_key(tmp_path: Path) -> None:
    with ServerProcess("--data", str(tmp_path / "data"), log=tmp_path / "log") as server:
        assert ask("GET", f"{server.url}/hubstead/columns")[0] == 404
        assert ask("POST", f"{server.url}/hubstead/columns/rebuild", {})[0] == 404


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = hubstead("serve", "--memory", "--port", str(port))
    assert done.code == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.err


@pytest.mark.parametrize(
    ("words", "environment", "code", "message"),
    [
        (["serve", "--data", "/etc/passwd"], {}, 1, "/etc/passwd is not a folder"),
        (["serve", "--memory", "--data", "x"], {}, 2, "not both"),
        (["serve", "--data", ""], {}, 2, "--data is empty"),
        (["serve", "--memory", "--port", "70000"], {}, 2, "HUBSTEAD_PORT"),
        (["serve"], {"HUBSTEAD_WORKERS": "many"}, 2, "HUBSTEAD_WORKERS"),
        (["serve", "--memory", "--workers", "2"], {}, 2, "Several workers need PostgreSQL"),
        (["serve", "--memory", "--port", "0", "--database", "mysql://x"], {}, 2, "postgresql://user:password@host"),
        (
            ["serve", "--memory", "--port", "0", "--database", "postgresql://u:secret@127.0.0.1:9/x"],
            {},
            1,
            "PostgreSQL at 127.0.0.1:9/x cannot be used",
        ),
        (["serve", "--memory", "--host", "192.0.2.1"], {}, 1, "Cannot listen on 192.0.2.1:8080"),
        (
            ["token", "create", "--name", "x", "--scopes", "all", "--data", "/nowhere"],
            {},
            1,
            "There are no data in /nowhere",
        ),
        (["check", "--data", "memory"], {}, 2, "name a folder"),
        (["token", "create", "--name", " ", "--scopes", "all"], {}, 2, "--name"),
        (["portal", "create", "--name", ""], {}, 2, "--name"),
        (["serve", "--memory", "--port", "0"], {"HUBSTEAD_TOKEN": "short"}, 1, "12 to 300 printable"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], environment: dict[str, str], code: int, message: str
) -> None:
    done = hubstead(*words, **environment)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("hubstead: ")
    assert message in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/data/new"),
            "/data/new cannot be written (Permission denied)",
        ),
        (OSError(errno.EROFS, "Read-only file system", "/data/new/server.lock"), "/data/new cannot be written"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/data/new/server.json.new"),
            "The disk of /data/new is full",
        ),
        (PermissionError(errno.EACCES, "Permission denied"), "Port 80 needs more rights"),
    ],
)
def test_what_the_system_refuses_is_said_in_our_words(error: OSError, message: str) -> None:
    # Tests that run as root are refused nothing, so these come from no real call.
    refusal = refusal_of(error, Settings(data="/data/new", port=80))
    assert refusal is not None
    assert message in str(refusal)


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "hubstead.db").write_bytes(b"this is not a database, but it is long enough to look at" * 20)
    done = hubstead("serve", "--data", tmp_path, "--port", "0")
    assert done.code == 1
    assert "hubstead.db cannot be opened" in done.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_the_server_at_once_with_open_connections(tmp_path: Path, number: signal.Signals) -> None:
    server = ServerProcess("--memory", log=tmp_path / "log")
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as kept:
        kept.sendall(f"GET {CONTACTS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\r\n".encode())
        assert kept.recv(15) == b"HTTP/1.1 200 OK"
        started = time.monotonic()
        server.stop(number)  # one signal only: a second one ends a server where it stands
    assert time.monotonic() - started < RUNNING
    assert (tmp_path / "log").read_text().endswith(" stopped\n")  # and nothing after it


def test_help_has_examples() -> None:
    assert hubstead("--help").code == 0
    for command in (["serve"], ["token", "create"], ["portal", "create"], ["import", "csv"], ["reindex"], ["check"]):
        done = hubstead(*command, "--help")
        assert done.code == 0
        assert f"Examples:\n  hubstead {' '.join(command)}" in done.out
