"""The processes that are measured: the server on a fresh data folder, and the bare-ASGI floor."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOKEN = "pat-na1-bench-token-0000"
HUBSTEAD = str(Path(sys.executable).with_name("hubstead"))
BARE = """
import asyncio
from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server
import uvloop
APPLICATION
async def main():
    await Server(app, port=PORT, interface=Interfaces.ASGINL, http=HTTPModes.http1, websockets=False,
                 log_enabled=False).serve()
uvloop.run(main())
"""
ANSWERS = """
BODY = b"x" * 400
HEADERS = [(b"content-type", b"application/json;charset=utf-8"), (b"content-length", b"400")]
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
"""
TAKES_HITS = """
import os, tempfile
HEADERS = [(b"content-type", b"image/gif"), (b"content-length", b"43")]
FILE = tempfile.TemporaryFile()
waiting, writer = [], None
def write(lines):
    os.write(FILE.fileno(), b"".join(lines))
    os.fdatasync(FILE.fileno())
async def write_groups():
    global waiting, writer
    while waiting:
        group, waiting = waiting, []
        await asyncio.get_running_loop().run_in_executor(None, write, [line for line, _ in group])
        for _, written in group:
            written.set_result(None)
    writer = None
async def app(scope, receive, send):
    global writer
    written = asyncio.get_running_loop().create_future()
    waiting.append((scope["query_string"], written))
    writer = writer or asyncio.create_task(write_groups())
    await written
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"x" * 43})
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the port answers; fails when the process ends first."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise RuntimeError("the server did not start")


@contextmanager
def floor(application: str = ANSWERS) -> Iterator[int]:
    """A server that does nothing but answer 400 bytes, which is what HTTP itself costs here, or but append the query
    strings of hits to a file and answer when they are on the disk."""
    port = free_port()
    program = BARE.replace("PORT", str(port)).replace("APPLICATION", application)
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


class Running:
    """A running server: its port, process and data folder."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, data: Path) -> None:
        self.process, self.port, self.data = process, port, data

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found
        return int(found[1]) / 1024

    def cpu(self) -> float:
        """Seconds of processor time that it took so far, in all its threads and processes."""
        own = self.process.pid
        children = [
            int(pid) for file in Path(f"/proc/{own}/task").glob("*/children") for pid in file.read_text().split()
        ]
        return (_ticks(own, ended=True) + sum(map(_ticks, children))) / _SECOND


_SECOND = os.sysconf("SC_CLK_TCK")


def _ticks(pid: int, *, ended: bool = False) -> int:
    """The time that a process took, with that of its children that ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if ended else 13]))


@contextmanager
def hubstead(data: Path, *options: str) -> Iterator[Running]:
    """The server on a data folder, everything durable."""
    port = free_port()
    command = [HUBSTEAD, "serve", "--data", str(data), "--port", str(port), *options]
    environment = {**os.environ, "HUBSTEAD_TOKEN": TOKEN}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield Running(process, port, data)
    finally:
        process.terminate()
        process.wait()
