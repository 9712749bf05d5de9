"""Figures of files: large ones taken in and sent, small ones sent, and the memory that it takes."""

import http.client
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from bench import load
from bench.figures import Figure
from bench.servers import TOKEN, Running, hubstead

MEGABYTE = 1_048_576
GIGABYTE = 1_024 * MEGABYTE
_BOUNDARY = "b0undary-of-the-bench"
_FIELDS = {"options": '{"access": "PUBLIC_INDEXABLE"}', "folderPath": "/bench"}
_RANDOM = os.urandom(MEGABYTE)


def upload(port: int, name: str, size: int) -> str:
    """Upload a file of random bytes, a megabyte at a time; answers its path on the server."""
    parts = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in _FIELDS.items()
    )
    parts += f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    end = f"\r\n--{_BOUNDARY}--\r\n"
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(
            f"POST /files/v3/files HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\n"
            f"Content-Length: {len(parts) + size + len(end)}\r\n\r\n{parts}".encode()
        )
        for start in range(0, size, MEGABYTE):
            client.sendall(_RANDOM[: size - start])
        client.sendall(end.encode())
        answer = http.client.HTTPResponse(client)
        answer.begin()
        made = json.loads(answer.read())
        assert answer.status == 201, made
    return urlsplit(made["url"]).path


def peak(server: Running) -> float:
    """The most memory that was resident since the start, in MB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1]) / 1024


def files(folder: Path) -> Iterator[Figure]:
    """One upload and download of 1 GB, then small files."""
    with hubstead(folder / "files") as server:
        upload(server.port, "warm.bin", MEGABYTE)
        began = time.perf_counter()
        path = upload(server.port, "large.bin", GIGABYTE)
        rate = GIGABYTE / 1e6 / (time.perf_counter() - began)
        yield Figure("upload of 1 GB", rate, "MB/s", "one client, until it is on the disk")
        yield Figure("memory, at most, during it", peak(server), "MB", "resident")
        yield Figure("download of 1 GB", _download(server.port, path), "MB/s", "one client")
        yield Figure("memory, at most, during both", peak(server), "MB", "resident")
        began = time.perf_counter()
        small = [upload(server.port, f"{number}.txt", 4_000) for number in range(200)]
        yield Figure("uploads of 4 kB", 200 / (time.perf_counter() - began), "files/s", "one client, each on the disk")
        numbers = count()
        requests = [f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode() for path in small]
        result = load.run(server.port, lambda: requests[next(numbers) % len(requests)], 32, 5)
        assert set(result.statuses) == {200}, result.statuses
        yield Figure("downloads of 4 kB", result.rate, "files/s", "32 connections")


def _download(port: int, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    connection.request("GET", path)
    answer, size = connection.getresponse(), 0
    while piece := answer.read(MEGABYTE):
        size += len(piece)
    assert size == GIGABYTE
    return size / 1e6 / (time.perf_counter() - began)
