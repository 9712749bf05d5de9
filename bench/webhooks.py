"""Figures of webhooks: how soon an event is at the receiver, how many a second, and what a backlog costs in memory."""

import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from bench import load
from bench.figures import CONTACTS, Figure, call
from bench.servers import TOKEN, Running, hubstead

PROPERTIES = ("email", "firstname", "lastname", "city", "company", "jobtitle", "phone", "state", "zip", "address")
"""Ten subscriptions make ten events of each contact of the backlog."""
HEAD = b"HTTP/1.1 204 No Content\r\n\r\n"


def _receive(told: "Connection[Any, Any]") -> None:
    """A fast receiver in a process of its own: keeps when each event came and when it had happened (ms)."""
    import asyncio

    came: list[tuple[int, int]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                now = time.time_ns() // 1_000_000
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                body = await reader.readexactly(length)
                came.extend((now, event["occurredAt"]) for event in json.loads(body))
                writer.write(HEAD)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def main() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
        told.send(server.sockets[0].getsockname()[1])
        while True:
            await asyncio.sleep(0.02)
            if told.poll():
                asked = told.recv()
                if asked == "count":
                    told.send(len(came))
                else:
                    told.send(list(came))
                    came.clear()

    asyncio.run(main())


class Receiver:
    """The receiver's process, asked over a pipe."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe
        self.url = f"http://127.0.0.1:{pipe.recv()}/hook"

    def ask(self, what: str) -> Any:
        self._pipe.send(what)
        return self._pipe.recv()

    def until(self, count: int, seconds: float) -> int:
        """Wait for so many events; how many came."""
        deadline = time.monotonic() + seconds
        while (found := self.ask("count")) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        return int(found)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that answers at once."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_receive, args=(theirs,), daemon=True)
    process.start()
    yield Receiver(ours)
    process.terminate()
    process.join()


class App(NamedTuple):
    """The private app of the server's token."""

    server: Running
    base: str

    def ask(self, method: str, path: str, body: object = None) -> Any:
        return call(self.server, method, self.base + path, body)


def app_of(server: Running, url: str, *events: dict[str, str]) -> App:
    """Webhooks of the app that the token is of."""
    info: Any = call(server, "POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})
    app = App(server, f"/hubstead/v1/webhooks/{info['appId']}")
    app.ask("PUT", "/settings", {"targetUrl": url})
    for event in events:
        app.ask("POST", "/subscriptions", {**event, "active": True})
    return app


def _batch(number: int, size: int) -> bytes:
    inputs = [{"properties": {name: f"{name}{number}x{place}@example.com" if name == "email" else f"{place}"
               for name in PROPERTIES}} for place in range(size)]  # fmt: skip
    return load.http("POST", f"{CONTACTS}/batch/create", TOKEN, json.dumps({"inputs": inputs}).encode())


def _paced(server: Running, requests: Iterator[bytes], rate: float, seconds: float) -> None:
    """Send requests at a rate, one after the other on one connection."""
    began = time.perf_counter()
    number = 0

    def next_one() -> bytes:
        nonlocal number
        number += 1
        time.sleep(max(0.0, began + number / rate - time.perf_counter()))
        return next(requests)

    result = load.run(server.port, next_one, 1, seconds)
    assert set(result.statuses) == {201}, result.statuses


def webhooks(folder: Path, backlog: int = 200_000) -> Iterator[Figure]:
    """Latency at 200 and at 1,000 events/s, and a backlog."""
    created = {"eventType": "contact.creation"}
    with receiver() as fast, hubstead(folder / "webhooks") as server:
        app_of(server, fast.url, created)
        for name, rate, size in (("200 events/s", 200.0, 1), ("1,000 events/s", 20.0, 50)):
            numbers = iter(range(10_000_000))
            requests = (_batch(int(rate) * 1_000_000 + number, size) for number in numbers)
            _paced(server, requests, rate, 8)
            time.sleep(0.5)
            came = fast.ask("all")
            late = sorted(now - at for now, at in came)
            took = (max(now for now, _ in came) - min(at for _, at in came)) / 1000
            made = "from the write's beginning to the receiver's socket"
            rate_reached = f"{len(late) / took:.0f} events/s"
            yield Figure(f"webhooks at {name}, p50", late[len(late) // 2], "ms", made)
            yield Figure(f"webhooks at {name}, p99", late[int(len(late) * 0.99)], "ms", rate_reached)

    every = [{"eventType": "contact.propertyChange", "propertyName": name} for name in PROPERTIES]
    with receiver() as fast, hubstead(folder / "backlog") as server:
        app = app_of(server, fast.url, *every)
        app.ask("POST", "/pause")
        info: Any = call(server, "POST", "/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})
        wanted = {"subscriptionType": "OBJECT", "portalId": info["hubId"], "objectTypeId": "0-1", "actions": ["CREATE"]}
        call(server, "POST", "/webhooks-journal/subscriptions/2026-03", wanted)
        numbers = iter(range(10_000_000))
        load.run(server.port, lambda: _batch(next(numbers), 100), 4, 600, most=backlog // 1_000)
        time.sleep(3)  # the columns have caught up
        before = server.memory()
        began = time.perf_counter()
        app.ask("POST", "/resume")
        found = fast.until(backlog, 120)
        took = time.perf_counter() - began
        yield Figure("webhooks of a backlog", found / took, "events/s", f"{backlog:,} events, one fast receiver")
        yield Figure("webhooks of a backlog, memory", server.memory() - before, "MB", "more than before it was sent")
        began = time.perf_counter()
        read = _journal(server)
        yield Figure("journal, reading", read / (time.perf_counter() - began), "events/s", f"{read:,} events")


def _journal(server: Running) -> int:
    """Read the journal from its beginning to its end; how many events it tells of."""
    base, offset, events = "/webhooks-journal/journal/2026-03/batch", "", 0
    while True:
        path = f"{base}/{offset}/next/100" if offset else f"{base}/earliest/100"
        answer: Any = call(server, "GET", path)
        if not answer["results"]:
            return events
        for entry in answer["results"]:
            file: Any = call(server, "GET", "/" + entry["url"].split("/", 3)[3])
            events += len(file["journalEvents"])
        offset = answer["results"][-1]["currentOffset"]
