"""`kill -9` during an import, again and again: it goes on where it stopped, and every row counts once."""

import json
import time
from http.client import HTTPConnection
from random import Random
from typing import Any
from urllib.parse import urlsplit

from tests.client.process import TOKEN
from tests.crm.imports.desk import BOUNDARY, column, multipart, request
from tests.faults.conftest import Start
from tests.faults.wire import Wire

ROWS = 12_000
COLUMNS = [column("Email", "email"), column("Visits", "hs_lead_status"), column("Domain", "domain", "0-2")]


def test_kill_9_during_an_import_loses_no_row_and_doubles_none(start: Start) -> None:
    random = Random(1)
    server = start()
    rows = [f"p{n}@x{n % 50}.com,{'NEW' if n % 10 else 'wrong'},x{n % 50}.com" for n in range(ROWS)]
    id = send(server.url, "\n".join(["Email,Visits,Domain", *rows]))
    kills = 0
    while not ended(server.url, id):
        time.sleep(random.uniform(0.2, 0.7))
        if kills < 5:
            server.kill()
            server, kills = start(), kills + 1
    assert kills == 5
    with Wire(server.url) as wire:
        run = wire.get(f"/crm/v3/imports/{id}")
        assert run["state"] == "DONE"
        counters = run["metadata"]["counters"]
        assert (counters["TOTAL_ROWS"], counters["ERRORS"]) == (ROWS, ROWS // 10)
        assert counters["CREATED_OBJECTS"] == counters["UNIQUE_OBJECTS_WRITTEN"] == ROWS + 50
        contacts = wire.post("/crm/v3/objects/contacts/search", {"limit": 1})
        companies = wire.post("/crm/v3/objects/companies/search", {"limit": 100})
        assert (contacts["total"], companies["total"]) == (ROWS, 50)
        lines = error_lines(wire, id)
        assert lines == [number + 2 for number in range(0, ROWS, 10)]
        for company in companies["results"]:
            linked = wire.get(f"/crm/v4/objects/companies/{company['id']}/associations/contacts?limit=500")
            assert len(linked["results"]) == ROWS // 50


def error_lines(wire: Wire, id: str) -> list[int]:
    lines: list[int] = []
    after = "0"
    while after:
        page = wire.get(f"/crm/v3/imports/{id}/errors?limit=100&after={after}")
        lines += [error["sourceData"]["lineNumber"] for error in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after", "")
    return lines


def ended(url: str, id: str) -> bool:
    with Wire(url) as wire:
        return bool(wire.get(f"/crm/v3/imports/{id}")["state"] == "DONE")


def send(url: str, content: str) -> Any:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    asked = json.dumps(request(("a.csv", COLUMNS))).encode()
    body = multipart([("files", "a.csv", content.encode()), ("importRequest", None, asked)])
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    connection.request("POST", "/crm/v3/imports", body, {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind})
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.status == 200, told
    return told["id"]
