"""Figures of hits: how many are taken, each on the disk before its answer, and how fast they become visits.

`python -m bench.hits --rate 8000 --seconds 20` measures a steady stream alone.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from bench import load
from bench.browsing import Browsing
from bench.figures import Figure
from bench.servers import TAKES_HITS, TOKEN, floor, hubstead

MOST_AT_ONCE = 200_000
"""Hits of the burst."""
AT_MOST = 300_000
"""Hits made ready for five seconds."""
STEADY = 8_000
CALM = (2_500, 5_000)
WARM = 2
"""Seconds: the first hit of an empty server has tables made, a process started and patterns of browsers read."""
GETS_A_SECOND = 100


def hits(folder: Path) -> Iterator[Figure]:
    """As many hits as go, a calm stream, a steady one, and a burst that is worked off."""
    for connections in (64, 256):
        with floor(TAKES_HITS) as port:
            bare = load.run(port, _ready(AT_MOST), connections, 5).rate
        yield Figure("hits, bare", bare, "hits/s", f"{connections} connections, nothing but appended to a file")
        with hubstead(folder / f"hits{connections}") as server:
            result = load.run(server.port, _ready(AT_MOST), connections, 5)
            yield from _taken("hits", result, f"{connections} connections, durable")
        yield Figure("hits, share of bare", result.rate / bare, "", f"{connections} connections")
    for rate in CALM:
        with hubstead(folder / f"calm{rate}") as server:
            load.paced(server.port, _requests(rate * WARM), rate, WARM)
            result = load.paced(server.port, _requests(rate * 10), rate, 10)
            yield from _taken("hits, calm", result, f"{rate} a second, durable, from second {WARM} on")
    yield from steady(folder / "steady", STEADY, 20)
    yield from _burst(folder / "burst")


def steady(folder: Path, rate: int, seconds: float) -> Iterator[Figure]:
    """So many hits a second while contacts are read: what the processor does meanwhile, and how far it is behind."""
    made = f"{rate} hits a second for {seconds:g} s"
    with hubstead(folder) as server, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as sender:
        before = server.cpu()
        sent = sender.submit(_send, server.port, rate, seconds)
        latencies, counted = _beside(server.port, sent)
        result = sent.result()
        yield from _taken("hits, steady", result, made)
        yield Figure("hits made visits meanwhile", counted / result.seconds, "hits/s", made)
        yield Figure("hits that wait at the end", float(len(result.latencies) - counted), "hits", made)
        yield Figure("worked off after", _worked_off(server.port, len(result.latencies)), "s", made)
        cost = (server.cpu() - before) / len(result.latencies)
        yield Figure("processor time of a hit", cost * 1e6, "µs", "taken, made a visit, in the columns; GETs beside")
        found = load.Result(seconds, latencies, {200: len(latencies)})
        yield Figure("GET beside hits, p50", found.percentile(0.5), "ms", f"{len(latencies)} requests, {made}")
        yield Figure("GET beside hits, p99", found.percentile(0.99), "ms", f"{len(latencies)} requests, {made}")


def _burst(folder: Path) -> Iterator[Figure]:
    with hubstead(folder) as server:
        result = load.run(server.port, _ready(MOST_AT_ONCE + 256), 256, 120, MOST_AT_ONCE)
        yield from _taken("burst", result, f"{MOST_AT_ONCE} hits from 256 connections")
        seconds = _worked_off(server.port, len(result.latencies))
        yield Figure("burst, worked off after", seconds, "s", f"{MOST_AT_ONCE} hits")


def _taken(name: str, result: load.Result, made: str) -> Iterator[Figure]:
    assert set(result.statuses) == {200}, result.statuses
    yield Figure(name, result.rate, "hits/s", made)
    yield Figure(f"{name}, p99", result.percentile(0.99), "ms", made)


def _send(port: int, rate: int, seconds: float) -> load.Result:
    return load.paced(port, _requests(int(rate * seconds)), rate, seconds)


def _requests(count: int) -> Iterator[bytes]:
    """They are made before the first is sent."""
    return iter(list(islice(Browsing().requests(), count)))


def _ready(count: int) -> load.Request:
    return _requests(count).__next__


def _beside(port: int, sent: "Future[load.Result]") -> tuple[list[float], int]:
    """Read contacts at a fixed pace until all hits are sent; how long that took, and how many hits counted then."""
    latencies: list[float] = []
    connection = load.Connection(port)
    while not _counted(port):  # the sender makes its hits first
        time.sleep(0.01)
    due = time.perf_counter()
    while not sent.done():
        due += 1 / GETS_A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        _get(connection, "/crm/v3/objects/contacts?limit=1")
        latencies.append(time.perf_counter() - due)
    return latencies, _counted(port)


def _worked_off(port: int, hits: int) -> float:
    """Seconds until so many hits became visits."""
    began = time.perf_counter()
    while _counted(port) < hits:
        time.sleep(0.1)
    return time.perf_counter() - began


def _counted(port: int) -> int:
    answer = _get(load.Connection(port), "/hubstead/tracking/hits")
    days = json.loads(answer.partition(b"\r\n\r\n")[2])["results"]
    return sum(count for day in days for count in day["outcomes"].values())


def _get(connection: load.Connection, path: str) -> bytes:
    connection.send(load.http("GET", path, TOKEN))
    while not connection.receive():
        pass
    assert connection.status == 200, connection.answer
    return connection.answer


def main() -> None:
    """A steady stream alone."""
    parser = argparse.ArgumentParser(prog="python -m bench.hits", description=__doc__)
    parser.add_argument("--rate", type=int, default=STEADY)
    parser.add_argument("--seconds", type=float, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hubstead-bench-") as folder:
        for figure in steady(Path(folder) / "data", chosen.rate, chosen.seconds):
            print(f"{figure.name:30} {figure.value:>14,.2f} {figure.unit:8} {figure.made}", flush=True)


if __name__ == "__main__":
    main()
