"""The figures, each a function that answers rows of (name, value, unit, how it was made)."""

import json
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench import load, people
from bench.servers import HUBSTEAD, TOKEN, Running, floor, hubstead

CONTACTS = "/crm/v3/objects/contacts"


class Figure(NamedTuple):
    """One measured value."""

    name: str
    value: float
    unit: str
    made: str


def call(server: Running, method: str, path: str, body: object = None) -> object:
    """One request."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def start(folder: Path) -> Iterator[Figure]:
    """Cold start to the first answered request, and memory at rest."""
    times = []
    for attempt in range(5):
        began = time.perf_counter()
        with hubstead(folder / f"start{attempt}") as server:
            call(server, "GET", CONTACTS)
            times.append(time.perf_counter() - began)
            memory = server.memory()
    yield Figure("cold start to the first answer", sorted(times)[2], "s", "median of 5, empty data folder")
    yield Figure("memory at rest", memory, "MB", "resident, after one request")


def requests(folder: Path) -> Iterator[Figure]:
    """Reads, lists and single creates against the bare-ASGI floor, in turn."""
    with floor() as port:
        bare = load.run(port, lambda: load.http("GET", "/", TOKEN), 32, 4).rate
    yield Figure("bare-ASGI floor", bare, "requests/s", "400 bytes answered, 32 connections")
    with hubstead(folder / "requests") as server:
        contact = call(server, "POST", CONTACTS, {"properties": people.person(0)})
        assert isinstance(contact, dict)
        get = load.http("GET", f"{CONTACTS}/{contact['id']}", TOKEN)
        reads = load.run(server.port, lambda: get, 32, 4)
        yield Figure("GET by id", reads.rate, "requests/s", "32 connections")
        yield Figure("GET by id, share of the floor", reads.rate / bare, "", "")
        numbers = iter(range(1, 10_000_000))
        creates = load.run(server.port, lambda: _create(next(numbers)), 64, 5)
        assert set(creates.statuses) == {201}, creates.statuses
        yield Figure("single creates", creates.rate, "contacts/s", "64 connections, 5 properties, durable")
        page = load.http("GET", f"{CONTACTS}?limit=20", TOKEN)
        yield Figure("list of 20", load.run(server.port, lambda: page, 32, 4).rate, "requests/s", "32 connections")


def _create(number: int) -> bytes:
    body = json.dumps(
        {"properties": {"email": f"c{number}@example.com", "firstname": "F", "lastname": "L", "phone": "1",
                        "company": "C"}}
    )  # fmt: skip
    return load.http("POST", CONTACTS, TOKEN, body.encode())


def upserts(folder: Path, records: int) -> Iterator[Figure]:
    """Batch upserts into an empty store, and into one of many records; the clock stops when searches see them all."""
    with hubstead(folder / "large") as server:
        yield Figure("batch upsert, empty store", write_contacts(server, 0, 30_000), "contacts/s",
                     "100 contacts x 15 properties a batch, 4 connections, columns caught up")  # fmt: skip
        write_contacts(server, 30_000, max(0, records - 30_000))
        yield Figure(
            f"batch upsert, store of {records:,}", write_contacts(server, records, 30_000), "contacts/s", "as above"
        )
        yield Figure("memory", server.memory(), "MB", f"resident, after {records:,} contacts were written")
        yield from searches(server)
        yield Figure("memory after searches", server.memory(), "MB", "")


def write_contacts(server: Running, first: int, count: int) -> float:
    """Upsert contacts from a number on, in batches; how many a second were written and found by searches."""
    if not count:
        return 0.0
    path = f"{CONTACTS}/batch/upsert"
    done, began, busy = 0, time.perf_counter(), 0.0
    while done < count:
        size = min(20_000, count - done)
        bodies = people.upserts(first + done)
        ready = iter([load.http("POST", path, TOKEN, next(bodies)) for _ in range(size // 100 + 4)])
        began = time.perf_counter()
        result = load.run(server.port, ready.__next__, 4, 600, size // 100)
        assert set(result.statuses) == {200}, result.statuses
        _search(server, {"limit": 1})
        busy += time.perf_counter() - began
        done += size
    return done / busy


def _search(server: Running, body: dict[str, object]) -> float:
    began = time.perf_counter()
    call(server, "POST", f"{CONTACTS}/search", body)
    return (time.perf_counter() - began) * 1000


def _filter(name: str, operator: str, **operand: object) -> dict[str, object]:
    return {"propertyName": name, "operator": operator, **operand}


SEARCHES: dict[str, dict[str, object]] = {
    "EQ": {"filters": [_filter("city", "EQ", value="Berlin")]},
    "NEQ": {"filters": [_filter("city", "NEQ", value="Berlin")]},
    "LT": {"filters": [_filter("createdate", "LT", value="2100-01-01")]},
    "LTE": {"filters": [_filter("hs_object_id", "LTE", value="500000")]},
    "GT": {"filters": [_filter("createdate", "GT", value="2000-01-01")]},
    "GTE": {"filters": [_filter("hs_object_id", "GTE", value="500000")]},
    "BETWEEN": {"filters": [_filter("hs_object_id", "BETWEEN", value="2000", highValue="700000")]},
    "IN": {"filters": [_filter("lifecyclestage", "IN", values=["lead", "customer"])]},
    "NOT_IN": {"filters": [_filter("lifecyclestage", "NOT_IN", values=["lead", "customer"])]},
    "HAS_PROPERTY": {"filters": [_filter("phone", "HAS_PROPERTY")]},
    "NOT_HAS_PROPERTY": {"filters": [_filter("phone", "NOT_HAS_PROPERTY")]},
    "CONTAINS_TOKEN": {"filters": [_filter("email", "CONTAINS_TOKEN", value="example7.com")]},
    "NOT_CONTAINS_TOKEN": {"filters": [_filter("company", "NOT_CONTAINS_TOKEN", value="gmbh")]},
    "sorted by lastname": {"filters": [_filter("city", "EQ", value="Oslo")], "sorts": ["lastname"], "limit": 100},
    "four groups": {
        "filterGroups": [{"filters": [_filter("city", "EQ", value=city)]} for city in ("Oslo", "Rome", "Lyon", "Paris")]
    },
    "free text": {"query": "anna berl"},
}


def searches(server: Running) -> Iterator[Figure]:
    """Each operator 20 times with a page of 100; then searches straight after a write."""
    for name, body in SEARCHES.items():
        times = sorted(_search(server, {"limit": 100, **body}) for _ in range(20))
        yield Figure(f"search {name}", times[18], "ms", "p95 of 20, exact total, page of 100")
    after = []
    for number in range(30):
        email = f"fresh{number}.{time.time_ns()}@example.com"
        call(server, "POST", CONTACTS, {"properties": {"email": email, "firstname": f"Fresh{number}"}})
        after.append(_search(server, {"filters": [_filter("firstname", "EQ", value=f"Fresh{number}")]}))
    yield Figure("search straight after a write", sorted(after)[15], "ms", "median of 30")


def csv_import(folder: Path, records: int) -> Iterator[Figure]:
    """The command-line import of a large file into a new data folder."""
    path = folder / "people.csv"
    names = list(people.person(0))[:10]
    with path.open("w") as file:
        file.write(",".join(names) + "\n")
        for number in range(records):
            each = people.person(number)
            file.write(",".join(str(each[name]) for name in names) + "\n")
    data = ["--data", str(folder / "csv")]
    subprocess.run([HUBSTEAD, "portal", "create", *data], check=True, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    command = [HUBSTEAD, "import", "csv", str(path), "--object", "contacts", *data]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    yield Figure(f"CSV import of {records:,} rows", time.perf_counter() - began, "s", "10 columns, new data folder")


def all_figures(folder: Path, records: int) -> dict[str, Callable[[], Iterator[Figure]]]:
    """Every group of figures by name."""
    return {
        "start": lambda: start(folder),
        "requests": lambda: requests(folder),
        "upserts": lambda: upserts(folder, records),
        "csv": lambda: csv_import(folder, records),
    }
