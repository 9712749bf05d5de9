"""`kill -9` while hits come in, on one data folder: no hit that was answered is lost, and none counts twice.

The server is killed anywhere: also between the transaction that makes visits of hits and the one that takes the visits
into the columns, from which events and reports are read.
"""

import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

from tests.client.process import ServerProcess
from tests.faults.conftest import Start
from tests.faults.wire import Wire
from tests.tracking.browser import CHROME
from tests.world import PORTAL

SENDERS = 4
KILLS = 4


class Sender:
    """A visitor that sends page views, each another page, and remembers which were answered."""

    def __init__(self, url: str, number: int) -> None:
        self.utk = f"{number:032x}"
        self.answered = 0
        self.unanswered = 0
        self._place = urlsplit(url).hostname, urlsplit(url).port

    def run(self) -> None:
        """Send until the server is gone."""
        try:
            with socket.create_connection(self._place) as connection:
                while True:
                    self.unanswered = 1
                    connection.sendall(self._request())
                    if not self._read(connection):
                        return
                    self.answered += 1
                    self.unanswered = 0
        except OSError:
            return

    def _request(self) -> bytes:
        query = f"k=1&a={PORTAL}&vi={self.utk}&u=1&cts={time.time_ns()}&pu=https://shop.example/{self.answered}"
        query += f"&i=email%3D{self.utk}%2540example.com" if self.answered == 0 else ""
        return f"GET /__ptq.gif?{query} HTTP/1.1\r\nHost: t.example\r\nUser-Agent: {CHROME}\r\n\r\n".encode()

    def _read(self, connection: socket.socket) -> bool:
        answer = b""
        while not answer.endswith(b";"):
            part = connection.recv(65536)
            if not part:
                return False
            answer += part
        assert answer.startswith(b"HTTP/1.1 200")
        return True


@pytest.mark.timeout(180)
def test_kill_9_loses_no_answered_hit_and_counts_none_twice(start: Start) -> None:
    senders: list[Sender] = []
    server = start()
    for kill in range(KILLS):
        several = [Sender(server.url, kill * SENDERS + number) for number in range(SENDERS)]
        send_and_kill(server, several, after=0.4 + 0.3 * kill)
        senders += several
        server = start()
    with Wire(server.url) as wire:
        kept = settled(wire)
        assert events(wire) == kept
    answered = sum(sender.answered for sender in senders)
    assert answered > 100
    assert answered <= kept <= answered + sum(sender.unanswered for sender in senders)


def send_and_kill(server: ServerProcess, senders: list[Sender], *, after: float) -> None:
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    time.sleep(after)
    server.kill()
    for thread in threads:
        thread.join()


def settled(wire: Wire) -> int:
    """How many hits counted, once that stays the same."""
    before = -1
    while (now := kept(wire)) != before:
        before = now
        time.sleep(1)
    return now


def events(wire: Wire) -> int:
    """How many page views the columns have, read page by page; each of them is another one."""
    ids: list[str] = []
    url = "/events/v3/events?eventType=e_visited_page&limit=1000"
    page = wire.get(url)
    while True:
        ids += [event["id"] for event in page["results"]]
        if "next" not in page.get("paging", {}):
            break
        page = wire.get(f"{url}&after={page['paging']['next']['after']}")
    assert len(ids) == len(set(ids))
    return len(ids)


def kept(wire: Wire) -> int:
    days = wire.get("/hubstead/tracking/hits")["results"]
    assert all(set(day["outcomes"]) == {"KEPT"} for day in days), days
    return sum(day["outcomes"]["KEPT"] for day in days)
