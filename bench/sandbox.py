"""What test suites wait for: the plugin's start, portals, resets, forks and restores."""

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import people
from bench.figures import CONTACTS, Figure
from hubstead.testing.portal import Portal
from hubstead.testing.server import ServerThread

RECORDS = 10_000
_START = """import time
began = time.perf_counter()
from hubstead.testing.server import ServerThread
with ServerThread() as server:
    server.sandbox.ask("GET", "/portals")
    print(time.perf_counter() - began)"""


def sandbox(folder: Path) -> Iterator[Figure]:
    """In memory, as the pytest plugin serves; forks and restores in a SQLite file, too."""
    starts = [_start() for _ in range(5)]
    yield Figure("plugin start, imports included", statistics.median(starts), "s", "median of 5, first answer")
    with ServerThread() as server:
        portals: list[Portal] = []
        yield _median("portal created, with a token", lambda: portals.append(server.portal()))
        yield _median("portal reset", portals[0].reset)
        waiting = iter(portals)
        yield _median("portal deleted", lambda: next(waiting).delete())
        yield from _copies(server, "memory")
    with ServerThread(data=str(folder / "sandbox")) as server:
        yield from _copies(server, "SQLite file")


def _median(name: str, work: Callable[[], object]) -> Figure:
    times = [_timed(work) for _ in range(100)]
    made = f"median of 100 over a socket, slowest {max(times) * 1000:.0f} ms"
    return Figure(name, statistics.median(times) * 1000, "ms", made)


def _copies(server: ServerThread, where: str) -> Iterator[Figure]:
    """Forks and restores of a portal of 10,000 contacts, and the first search in each."""
    portal = server.portal()
    bodies = people.upserts(0)
    for _ in range(RECORDS // 100):
        _send(f"{portal.url}{CONTACTS}/batch/upsert", next(bodies), portal)
    forks: list[Portal] = []
    forked = [_timed(lambda: forks.append(portal.fork())) + _searched(forks[-1]) for _ in range(5)]
    portal.snapshot("bench")
    restored = [_timed(partial(fork.restore, "bench")) + _searched(fork) for fork in forks]
    made = f"median of 5, {where}, first search answered"
    yield Figure(f"fork of {RECORDS:,} contacts", statistics.median(forked), "s", made)
    yield Figure(f"restore of {RECORDS:,} contacts", statistics.median(restored), "s", made)


def _searched(portal: Portal) -> float:
    """Seconds until a search in a portal answers; it must find everything."""

    def search() -> None:
        found = _send(f"{portal.url}{CONTACTS}/search", b'{"limit": 1}', portal)
        assert found["total"] == RECORDS

    return _timed(search)


def _send(url: str, body: bytes, portal: Portal) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {portal.token}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
        read: dict[str, object] = json.load(answer)
    return read


def _start() -> float:
    return float(subprocess.run([sys.executable, "-c", _START], capture_output=True, check=True).stdout)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
