"""Figures of imports: a large file beside requests that go on, and what those notice of it."""

import csv
import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench import load
from bench.figures import Figure
from bench.people import person
from bench.servers import TOKEN, hubstead

NAMES = ("email", "firstname", "lastname", "phone", "city", "jobtitle", "annualrevenue", "lifecyclestage")
GETS_A_SECOND = 100
_BOUNDARY = "bench-of-imports"
_AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


def imports(folder: Path, rows: int) -> Iterator[Figure]:
    """Import contacts of eight columns into an empty portal while contacts are read, 100 a second."""
    source = folder / "people.csv"
    _write(source, rows)
    with hubstead(folder / "imports") as server:
        stop = threading.Event()
        latencies: list[float] = []
        reader = threading.Thread(target=_read, args=(server.port, stop, latencies))
        id = _send(server.port, source)
        began = time.perf_counter()
        reader.start()
        counters = _ended(server.port, id)
        seconds = time.perf_counter() - began
        stop.set()
        reader.join()
    assert counters["CREATED_OBJECTS"] == rows, counters
    made = f"{rows} rows of 8 columns, {GETS_A_SECOND} GETs a second beside"
    yield Figure("import", seconds, "s", made)
    yield Figure("import, rows", rows / seconds, "rows/s", made)
    found = load.Result(seconds, latencies, {200: len(latencies)})
    yield Figure("GET beside an import, p50", found.percentile(0.5), "ms", f"{len(latencies)} requests")
    yield Figure("GET beside an import, p99", found.percentile(0.99), "ms", f"{len(latencies)} requests")


def _write(source: Path, rows: int) -> None:
    with source.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for number in range(rows):
            one = person(number)
            writer.writerow([one[name] for name in NAMES])


def _send(port: int, source: Path) -> str:
    columns = [{"columnObjectTypeId": "0-1", "columnName": name, "propertyName": name} for name in NAMES]
    page = {"hasHeader": True, "columnMappings": columns}
    request = {"name": "bench", "files": [{"fileName": source.name, "fileFormat": "CSV", "fileImportPage": page}]}
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    body = (
        f'{head}"importRequest"\r\n\r\n{json.dumps(request)}\r\n'
        f'{head}"files"; filename="{source.name}"\r\n\r\n'.encode()
        + source.read_bytes()
        + f"\r\n--{_BOUNDARY}--\r\n".encode()
    )
    content = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    return str(_asked(port, "POST", "/crm/v3/imports", body, content)["id"])


def _ended(port: int, id: str) -> dict[str, int]:
    while True:
        run = _asked(port, "GET", f"/crm/v3/imports/{id}")
        if run["state"] not in ("STARTED", "PROCESSING", "DEFERRED"):
            assert run["state"] == "DONE", run
            return dict(run["metadata"]["counters"])
        time.sleep(1)


def _asked(port: int, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None) -> dict:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, _AUTHORIZED | (more or {}))
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status < 300, content
        return dict(json.loads(content))
    finally:
        connection.close()


def _read(port: int, stop: threading.Event, latencies: list[float]) -> None:
    """Read a page of one contact at a fixed pace; a late answer counts from when it should have been asked for."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    due = time.perf_counter()
    while not stop.is_set():
        due += 1 / GETS_A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        connection.request("GET", "/crm/v3/objects/contacts?limit=1", headers=_AUTHORIZED)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        latencies.append(time.perf_counter() - due)
    connection.close()
