"""`kill -9` while hits come in, on one data folder: no hit that was answered is lost, and none counts twice.

The server is killed anywhere: also between the transaction that makes visits of hits and the one that takes the visits
into the columns, from which events and reports are read.
"""

import socket
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hubstead.tracking.hit import Door, Hit, encode
from tests.client.process import ServerProcess
from tests.faults.conftest import Start
from tests.faults.wire import Wire
from tests.tracking.browser import CHROME
from tests.world import PORTAL

SENDERS = 4
KILLS = 3
ROWS, IN_A_ROW = 500, 4
"""So many that the server has them processed apart."""


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
def test_kill_9_loses_no_answered_hit_and_counts_none_twice(start: Start, tmp_path: Path) -> None:
    senders: list[Sender] = []
    server = start()
    for kill in range(KILLS):
        several = [Sender(server.url, kill * SENDERS + number) for number in range(SENDERS)]
        send_and_kill(server, several, after=50 * (kill + 1))
        senders += several
        server = start()
    with Wire(server.url) as wire:
        wait_until_processed(tmp_path / "data" / "hubstead.db")
        counted = kept(wire)
        assert events(wire) == counted
    answered = sum(sender.answered for sender in senders)
    assert answered >= 300
    assert answered <= counted <= answered + sum(sender.unanswered for sender in senders)


@pytest.mark.timeout(180)
def test_kill_9_while_a_process_of_its_own_makes_visits_counts_every_hit_once(start: Start, tmp_path: Path) -> None:
    """That process ends with its server, in the midst of its work, and the next one goes on."""
    start().stop()
    store = tmp_path / "data" / "hubstead.db"
    for kill in range(KILLS):
        have_wait(store, kill * ROWS)
        server = start()
        apart = process_beside(server)
        wait_until_processed(store, at_most=waiting(store) * 3 // 4)
        server.kill()
        wait_until_gone(apart)
    with Wire(start().url) as wire:
        wait_until_processed(store)
        assert events(wire) == kept(wire) == KILLS * ROWS * IN_A_ROW


def have_wait(store: Path, first: int) -> None:
    """Add rows of hits to the journal, as a server leaves them that was killed: twenty page views of each contact."""
    now = time.time_ns() // 1_000_000
    hits: list[Hit] = []
    for number in range(first * IN_A_ROW, (first + ROWS) * IN_A_ROW):
        visitor = number // 20
        query = f"k=1&a={PORTAL}&vi={visitor:032x}&u=1&pu=https://shop.example/{number}"
        query += f"&i=email%3Dp{visitor}%2540example.com" if number % 20 == 0 else ""
        hits.append(Hit(Door.PAGE, now + number, "192.0.2.1", CHROME, False, query))
    rows = [(PORTAL, encode(hits[place : place + IN_A_ROW]).decode()) for place in range(0, len(hits), IN_A_ROW)]
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.executemany("INSERT INTO hits (portal, body) VALUES (?, ?)", rows)


def process_beside(server: ServerProcess) -> int:
    """The pid of the server's only child, once there is one."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    deadline = time.monotonic() + 60
    while not (found := children.read_text().split()):
        assert time.monotonic() < deadline, "the server starts no process"
        time.sleep(0.01)
    [pid] = found
    return int(pid)


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 60
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline, f"the process {pid} outlives its server"
        time.sleep(0.01)


def send_and_kill(server: ServerProcess, senders: list[Sender], *, after: int) -> None:
    """Kill the server in the midst of hits, after so many of them."""
    threads = [threading.Thread(target=sender.run) for sender in senders]
    for thread in threads:
        thread.start()
    while sum(sender.answered for sender in senders) < after and any(thread.is_alive() for thread in threads):
        time.sleep(0.005)
    server.kill()
    for thread in threads:
        thread.join()


def wait_until_processed(store: Path, at_most: int = 0) -> None:
    """Until so few rows of hits wait: what is made of them is written in the transaction that takes them out of the
    journal. They come there through a log, which is its head alone (12 bytes) once all of them did."""
    deadline = time.monotonic() + 60
    log = store.with_name("hits.log")
    while (rows := waiting(store)) > at_most or (not at_most and log.stat().st_size > 12):
        assert time.monotonic() < deadline, f"{rows} rows of hits wait still"
        time.sleep(0.02)


def waiting(store: Path) -> int:
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM hits").fetchone()[0])


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
