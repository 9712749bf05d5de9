"""Figures of the collector: hits answered per second, each on the disk before its answer."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from bench import load
from bench.figures import Figure
from bench.servers import hubstead

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
VISITORS = [secrets.token_hex(16) for _ in range(5_000)]


def hit(number: int) -> bytes:
    """A page view as the tracking code sends it, about 650 bytes."""
    utk, now = VISITORS[number % len(VISITORS)], time.time_ns() // 1_000_000
    query = (
        "k=1&sd=1920x1080&cd=24-bit&cs=UTF-8&ln=de-de&bfp=00e63e0a8f1f4c0a9d6d1d9a3b2c4d5e&v=1.1&a=10000001"
        f"&rcu=https%3A%2F%2Fshop.example%2Fp%2F{number}&pu=https%3A%2F%2Fshop.example%2Fp%2F{number}"
        f"&t=Product+{number}&cts={now}&vi={utk}&nc=false&u=226818242.{utk}.{now}.{now}.{now}.1"
        f"&b=226818242.1.{now}&cc=15"
    )
    return f"GET /__ptq.gif?{query} HTTP/1.1\r\nHost: t.example\r\nUser-Agent: {AGENT}\r\n\r\n".encode()


def hits(folder: Path) -> Iterator[Figure]:
    """As many hits as go, from 64 and 256 connections."""
    for connections in (64, 256):
        with hubstead(folder / f"hits{connections}") as server:
            ready = iter([hit(number) for number in range(200_000)])
            result = load.run(server.port, ready.__next__, connections, 5)
            assert set(result.statuses) == {200}, result.statuses
            yield Figure("hits", result.rate, "hits/s", f"{connections} connections, durable")
            yield Figure("hits, p99", result.percentile(0.99), "ms", f"{connections} connections")
