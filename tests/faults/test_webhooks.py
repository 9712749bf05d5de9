"""`kill -9` under load: whatever was acknowledged reaches the receiver, signed, and stands in the journal once,
however often the server is killed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any, NamedTuple

import msgspec
from hubspot.utils.signature import Signature

from tests.cli.command import ask
from tests.client.process import TOKEN, ServerProcess
from tests.faults.conftest import Start

KILLS = 2
DEADLINE = 150.0
"""Seconds; a request that a slow machine kept from being answered in time is sent again after a minute."""
CONTACTS = "/crm/v3/objects/contacts"


class Heard(NamedTuple):
    """What the receiver got: events by record, and requests whose signature was wrong."""

    url: str
    events: dict[int, list[dict[str, Any]]]
    unsigned: list[str]
    secret: list[str]


@contextmanager
def receiver() -> Iterator[Heard]:
    heard = Heard("", {}, [], [])
    lock = threading.Lock()

    class Hook(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            announced = int(self.headers["Content-Length"])
            body = self.rfile.read(announced).decode()
            if len(body.encode()) < announced:  # the sender was killed half-way: no request, and nothing to answer
                self.close_connection = True
                return
            signature, at = self.headers["X-HubSpot-Signature-v3"], self.headers["X-HubSpot-Request-Timestamp"]
            good = Signature.is_valid(signature, heard.secret[0], body, url, "POST", "v3", at)
            with lock:
                if not good:
                    heard.unsigned.append(body)
                for event in msgspec.json.decode(body):
                    heard.events.setdefault(event["objectId"], []).append(event)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    url = f"http://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield heard._replace(url=url)
    server.shutdown()
    server.server_close()


def write_until_killed(server: ServerProcess, batches: int, kill: int) -> set[int]:
    """Ids of contacts whose creation was acknowledged before the server was killed, in the middle of a write."""
    made: set[int] = set()
    enough = threading.Event()

    def kill_it() -> None:
        enough.wait()
        server.kill()

    killer = threading.Thread(target=kill_it)
    killer.start()
    for number in range(10_000):
        inputs = [{"properties": {"email": f"k{kill}-{number}-{place}@example.com"}} for place in range(20)]
        if number == batches:
            enough.set()
        try:
            status, answer = ask("POST", f"{server.url}{CONTACTS}/batch/create", {"inputs": inputs})
        except OSError:
            break
        assert status == 201
        made |= {int(one["id"]) for one in answer["results"]}
    killer.join()
    return made


def journaled(url: str, offset: str = "") -> tuple[list[int], str]:
    """The records that the journal tells of, in order, from an offset on or from the beginning; the last offset."""
    ids: list[int] = []
    base = f"{url}/webhooks-journal/journal/2026-03"
    while True:
        status, entry = ask("GET", f"{base}/offset/{offset}/next" if offset else f"{base}/earliest")
        if status == 204:
            return ids, offset
        assert status == 200, entry
        offset = entry["currentOffset"]
        ids += [event["objectId"] for event in ask("GET", entry["url"])[1]["journalEvents"]]


def test_kill_9_loses_no_event_and_the_journal_doubles_none(start: Start) -> None:
    random = Random(7)
    with receiver() as heard:
        server = start()
        info = ask("POST", f"{server.url}/oauth/v2/private-apps/get/access-token-info", {"tokenKey": TOKEN})[1]
        base = f"{server.url}/hubstead/v1/webhooks/{info['appId']}"
        status, place = ask("PUT", f"{base}/settings", {"targetUrl": heard.url})
        assert status == 200
        heard.secret.append(place["signingSecret"])
        assert ask("POST", f"{base}/subscriptions", {"eventType": "contact.creation", "active": True})[0] == 201

        wanted = {"subscriptionType": "OBJECT", "portalId": info["hubId"], "objectTypeId": "0-1", "actions": ["CREATE"]}
        assert ask("POST", f"{server.url}/webhooks-journal/subscriptions/2026-03", wanted)[0] == 200

        made: set[int] = set()
        for kill in range(KILLS):
            made |= write_until_killed(server, random.randint(4, 12), kill)
            server = start()
        deadline = time.monotonic() + DEADLINE
        while not made <= heard.events.keys() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert made - heard.events.keys() == set()
        assert heard.unsigned == []
        assert len(made) >= KILLS * 80
        told, offset = journaled(server.url)
        deadline = time.monotonic() + DEADLINE
        while not made <= set(told) and time.monotonic() < deadline:
            more, offset = journaled(server.url, offset)
            told += more
        assert made <= set(told)
        assert len(told) == len(set(told))
        assert journaled(server.url)[0][: len(told)] == told
        server.stop()
    again = [events for events in heard.events.values() if len(events) > 1]
    assert all(len({event["eventId"] for event in events}) == 1 for events in again)
