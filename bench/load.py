"""A load generator: many keep-alive connections from one thread, cheap enough to leave the server a core of its own."""

import select
import socket
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

Request = Callable[[], bytes]


class Result(NamedTuple):
    """What a run measured. `latencies` in seconds, in no order; `statuses` counts answers by status."""

    seconds: float
    latencies: list[float]
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """A latency in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


class Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answer = b""
        self.sent = 0.0

    def send(self, request: bytes) -> None:
        self.answer = b""
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Read what has arrived; says whether the answer is complete."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the server closed a connection")
        self.answer = self.answer + part if self.answer else part
        end = self.answer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self.answer[:end].lower()
        place = head.find(b"content-length: ")
        length = int(head[place + 16 :].split(b"\r", 1)[0]) if place >= 0 else 0
        return len(self.answer) >= end + 4 + length

    @property
    def status(self) -> int:
        return int(self.answer[9:12])


def http(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """The bytes of a request."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def run(port: int, request: Request, connections: int, seconds: float, most: int | None = None) -> Result:
    """Keep `connections` busy for some seconds, or until `most` requests were answered."""
    open_connections = [Connection(port) for _ in range(connections)]
    poll = select.epoll()
    by_number = {}
    for connection in open_connections:
        by_number[connection.socket.fileno()] = connection
        poll.register(connection.socket, select.EPOLLIN)
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    started = time.perf_counter()
    for connection in open_connections:
        connection.send(request())
    while True:
        for number, _ in poll.poll(5):
            connection = by_number[number]
            if connection.receive():
                now = time.perf_counter()
                latencies.append(now - connection.sent)
                statuses[connection.status] = statuses.get(connection.status, 0) + 1
                if now - started < seconds and (most is None or len(latencies) < most):
                    connection.send(request())
        elapsed = time.perf_counter() - started
        if elapsed >= seconds or (most is not None and len(latencies) >= most):
            break
    for connection in open_connections:
        connection.socket.close()
    poll.close()
    return Result(elapsed, latencies, statuses)


def paced(port: int, requests: Iterator[bytes], rate: float, seconds: float, connections: int = 64) -> Result:
    """Send `rate` requests a second for some seconds. A latency counts from the moment at which the request was due:
    one that had to wait for a connection is not better for it."""
    idle = [Connection(port) for _ in range(connections)]
    by_number = {connection.socket.fileno(): connection for connection in idle}
    latencies: list[float] = []
    statuses: dict[int, int] = {}
    total, sent = int(rate * seconds), 0
    with select.epoll() as poll:
        for number in by_number:
            poll.register(number, select.EPOLLIN)
        began = time.perf_counter()
        while len(latencies) < total:
            due = min(total, int((time.perf_counter() - began) * rate))
            while sent < due and idle:
                connection = idle.pop()
                connection.send(next(requests))
                connection.sent = began + sent / rate
                sent += 1
            for number, _ in poll.poll(0.001 if sent < total else 5):
                connection = by_number[number]
                if connection.receive():
                    latencies.append(time.perf_counter() - connection.sent)
                    statuses[connection.status] = statuses.get(connection.status, 0) + 1
                    idle.append(connection)
        elapsed = time.perf_counter() - began
    for connection in by_number.values():
        connection.socket.close()
    return Result(elapsed, latencies, statuses)
