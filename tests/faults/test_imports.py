"""`kill -9` during an import, again and again: it goes on where it stopped, and every row counts once."""

import json
import time
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from hubstead.crm.imports import apart
from tests.client.process import TOKEN
from tests.crm.imports.desk import BOUNDARY, column, multipart, request
from tests.faults.conftest import Start
from tests.faults.wire import Wire

COLUMNS = [
    column("Email", "email"),
    column("Status", "hs_lead_status"),
    column("Domain", "domain", "0-2"),
    column("Message", "message"),
]
COMPANIES, KILLS = 10, 2


@pytest.mark.parametrize(("rows", "message"), [(1_000, ""), (5_000, "x" * 100)], ids=["here", "apart"])
def test_kill_9_during_an_import_loses_no_row_and_doubles_none(start: Start, rows: int, message: str) -> None:
    """The small file is imported by the server itself, the large one by a process of its own, which goes with it."""
    assert (rows * len(message) > apart.LARGE * 0.9) == bool(message)
    server = start()
    lines = [
        f"p{n}@x{n % COMPANIES}.com,{'NEW' if n % 10 else 'wrong'},x{n % COMPANIES}.com,{message}" for n in range(rows)
    ]
    id = send(server.url, "\n".join(["Email,Status,Domain,Message", *lines]))
    for _ in range(KILLS):
        server.kill()
        server = start()
        if further(server.url, id):
            break
    while not further(server.url, id):
        pass
    with Wire(server.url) as wire:
        run = wire.get(f"/crm/v3/imports/{id}")
        assert run["state"] == "DONE"
        counters = run["metadata"]["counters"]
        assert (counters["TOTAL_ROWS"], counters["ERRORS"]) == (rows, rows // 10)
        assert counters["CREATED_OBJECTS"] == counters["UNIQUE_OBJECTS_WRITTEN"] == rows + COMPANIES
        contacts = wire.post("/crm/v3/objects/contacts/search", {"limit": 1})
        companies = wire.post("/crm/v3/objects/companies/search", {"limit": 100})
        assert (contacts["total"], companies["total"]) == (rows, COMPANIES)
        assert error_lines(wire, id) == [number + 2 for number in range(0, rows, 10)]
        [made] = run["metadata"]["objectLists"]
        assert wire.get(f"/crm/v3/lists/{made['listId']}")["list"]["size"] == rows
        for company in companies["results"]:
            linked = wire.get(f"/crm/v4/objects/companies/{company['id']}/associations/contacts?limit=500")
            assert len(linked["results"]) == rows // COMPANIES


def error_lines(wire: Wire, id: str) -> list[int]:
    lines: list[int] = []
    after = "0"
    while after:
        page = wire.get(f"/crm/v3/imports/{id}/errors?limit=100&after={after}")
        lines += [error["sourceData"]["lineNumber"] for error in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after", "")
    return lines


def further(url: str, id: str) -> bool:
    """Wait until rows were imported since now; says whether the import is done."""
    end, before = time.monotonic() + 60, -1
    with Wire(url) as wire:
        while time.monotonic() < end:
            run = wire.get(f"/crm/v3/imports/{id}")
            rows = run["metadata"]["counters"].get("TOTAL_ROWS", 0)
            if run["state"] == "DONE" or -1 < before < rows:
                return bool(run["state"] == "DONE")
            before = rows
            time.sleep(0.01)
    raise AssertionError("the import does not go on")


def send(url: str, content: str) -> Any:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    asked = json.dumps(request(("a.csv", COLUMNS), createContactListFromImport=True)).encode()
    body = multipart([("files", "a.csv", content.encode()), ("importRequest", None, asked)])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    connection.request("POST", "/crm/v3/imports", body, {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.status == 200, told
    return told["id"]
