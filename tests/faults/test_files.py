"""Uploads that end in the middle: by `kill -9`, by the client, by a full disk. What was acknowledged is there, whole;
of the rest there is nothing to be seen, and nothing left behind."""

import hashlib
import json
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.client.process import TOKEN, ServerProcess
from tests.faults.conftest import Start
from tests.faults.disk import small_disk
from tests.faults.wire import Wire

FILES = "/files/v3/files"
BOUNDARY = "b0undary"
PUBLIC = '{"access": "PUBLIC_INDEXABLE"}'
KILLS = 4


class Uploads:
    """A client that uploads files one after the other until its server is gone; what it was answered, by name."""

    def __init__(self, url: str, name: str, size: int) -> None:
        self.url, self.name, self.size = url, name, size
        self.answered: dict[str, dict[str, Any]] = {}
        self.contents: dict[str, bytes] = {}

    def run(self) -> None:
        number = 0
        while True:
            name = f"{self.name}-{number}.bin"
            self.contents[name] = hashlib.sha256(name.encode()).digest() * (self.size // 32)
            try:
                answer = upload(self.url, name, self.contents[name])
            except OSError:
                return
            self.answered[name] = answer
            number += 1


def upload(url: str, name: str, content: bytes, *, stop_after: int | None = None) -> dict[str, Any]:
    """Upload a file over a socket of its own; with `stop_after` so many bytes of the content are sent, then no more."""
    host, _, port = url.removeprefix("http://").partition(":")
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in (("options", PUBLIC), ("folderPath", "/kept"))
    )
    head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    tail = f"\r\n--{BOUNDARY}--\r\n"
    length = len(head) + len(content) + len(tail)
    with socket.create_connection((host, int(port)), timeout=30) as client:
        client.sendall(
            f"POST {FILES} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {length}\r\n\r\n{head}".encode()
        )
        client.sendall(content if stop_after is None else content[:stop_after])
        if stop_after is not None:
            time.sleep(0.3)
            return {}
        client.sendall(tail.encode())
        answer = b""
        while piece := client.recv(65_536):
            answer += piece
    status, _, rest = answer.partition(b"\r\n")
    if not status.startswith(b"HTTP/1.1 201"):
        raise ConnectionError(answer.decode("latin-1"))
    made: dict[str, Any] = json.loads(rest.partition(b"\r\n\r\n")[2])
    return made


def listed(wire: Wire) -> dict[str, dict[str, Any]]:
    """All files by name and extension."""
    found: dict[str, dict[str, Any]] = {}
    after = 0
    while True:
        page = wire.get(f"{FILES}/search?limit=100&after={after}")
        found |= {f"{one['name']}.{one['extension']}": one for one in page["results"]}
        if "paging" not in page:
            return found
        after = int(page["paging"]["next"]["after"])


def test_kill_9_leaves_every_acknowledged_file_whole_and_nothing_else(start: Start, tmp_path: Path) -> None:
    everything: dict[str, bytes] = {}
    server = start()
    for kill in range(KILLS):
        clients = [Uploads(server.url, f"k{kill}-{size}", size) for size in (3_200, 64_000, 6_400_000)]
        threads = [threading.Thread(target=client.run) for client in clients]
        for thread in threads:
            thread.start()
        time.sleep(0.6 + 0.2 * kill)
        server.kill()
        for thread in threads:
            thread.join()
        server = start()
        acknowledged = {name: client.contents[name] for client in clients for name in client.answered}
        sent = {name: content for client in clients for name, content in client.contents.items()}
        with Wire(server.url) as wire:
            seen = listed(wire)
            assert everything.keys() | acknowledged.keys() <= seen.keys()
            new = seen.keys() - everything.keys()
            for name in new:  # also one that was committed and could not be acknowledged any more
                with urlopen(seen[name]["url"]) as answer:
                    assert answer.read() == sent[name], name
        everything |= {name: sent[name] for name in new}
    assert len(everything) > KILLS
    assert sum(file.stat().st_size for file in (tmp_path / "data" / "files").rglob("*") if file.is_file()) > 0


def test_a_client_that_goes_away_leaves_nothing(start: Start, tmp_path: Path) -> None:
    server = start()
    for size in (1_000, 3_000_000):
        upload(server.url, "half.bin", b"x" * 8_000_000, stop_after=size)
    with Wire(server.url) as wire:
        assert listed(wire) == {}
    deadline = time.monotonic() + 60
    while left := [path for folder in ("files", "incoming") for path in (tmp_path / "data" / folder).rglob("*")
                   if path.is_file()]:  # fmt: skip
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def test_left_overs_of_a_killed_server_are_cleared_away(start: Start, tmp_path: Path) -> None:
    server = start()

    def send() -> None:
        with suppress(ConnectionError):  # the server is killed while it is being sent
            upload(server.url, "half.bin", b"x" * 8_000_000, stop_after=6_000_000)

    client = threading.Thread(target=send)
    client.start()
    incoming = tmp_path / "data" / "incoming"
    deadline = time.monotonic() + 60
    while not (incoming.is_dir() and any(incoming.iterdir())):
        assert time.monotonic() < deadline
    server.kill()
    client.join()
    assert any(incoming.iterdir())
    start()
    assert not any(incoming.iterdir())


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_refuses_a_file_and_leaves_nothing_of_it(tmp_path: Path, mounted: bool) -> None:
    with small_disk(tmp_path / "disk", mounted=mounted) as disk:
        data = disk.folder / "data"
        with ServerProcess("--data", str(data), log=tmp_path / "log") as server:
            kept = upload(server.url, "kept.bin", b"k" * 100_000)
            disk.fill(server)
            for size, words in ((2_000, "503"), (5_000_000, "503|Broken pipe|reset")):  # refused before all of it came
                with pytest.raises(ConnectionError, match=words):
                    upload(server.url, "refused.bin", b"x" * size)
            disk.clear(server)
            made = upload(server.url, "again.bin", b"y" * 100_000)
            with Wire(server.url) as wire:
                assert {one["id"] for one in listed(wire).values()} == {kept["id"], made["id"]}
            contents = [path for path in (data / "files").rglob("*") if path.is_file()]
            assert sorted(path.stat().st_size for path in contents) == [100_000, 100_000]
            assert [path for path in (data / "incoming").rglob("*") if path.is_file()] == []
