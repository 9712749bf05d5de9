"""The disk is full: writes are refused in HubSpot's form, nothing is half written, and room mends it all."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.client.process import ServerProcess
from tests.faults.disk import small_disk
from tests.faults.wire import Wire

CONTACTS = "/crm/v3/objects/contacts"
PATIENCE = 60.0


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_answers_5xx_and_recovers(tmp_path: Path, mounted: bool) -> None:
    with small_disk(tmp_path / "disk", mounted=mounted) as disk:
        data = str(disk.folder / "data")
        with ServerProcess("--data", data, log=tmp_path / "log") as server, Wire(server.url) as wire:
            before = ids(wire.post(f"{CONTACTS}/batch/create", batch(0)))
            assert wire.found("city", "Turin") == before

            disk.fill(server)
            kept, refused = before, 0
            for number in range(1, 200):
                status, answer = wire.ask("POST", f"{CONTACTS}/batch/create", batch(number))
                if status == 201:  # there was still room in what the files had already
                    kept = kept | ids(answer)
                    continue
                assert (status, answer["status"], answer["category"]) == (503, "error", "SERVICE_UNAVAILABLE")
                refused += 1
                if refused == 5:
                    break
            assert refused == 5
            contact = min(kept)
            assert wire.get(f"{CONTACTS}/{contact}")["id"] == contact

            disk.clear(server)
            made = ids(accepted(wire, batch(1_000)))
            assert everybody(wire) == kept | made
            assert wire.found("city", "Turin") == kept | made

        with ServerProcess("--data", data, log=tmp_path / "log") as server, Wire(server.url) as wire:
            assert everybody(wire) == kept | made
            assert wire.found("city", "Turin") == kept | made


def batch(number: int) -> dict[str, Any]:
    """A hundred contacts of about 2 kB each."""
    return {
        "inputs": [
            {
                "properties": {
                    "email": f"{number}.{place}@example.com",
                    "city": "Turin",
                    "message": f"{number} {place} " * 200,
                }
            }
            for place in range(100)
        ]
    }


def ids(answer: Any) -> set[str]:
    return {made["id"] for made in answer["results"]}


def accepted(wire: Wire, body: Any) -> Any:
    """The answer to a write as soon as it is taken again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        status, answer = wire.ask("POST", f"{CONTACTS}/batch/create", body)
        if status == 201:
            return answer
        assert status == 503
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)


def everybody(wire: Wire) -> set[str]:
    found: set[str] = set()
    after = "0"
    while after:
        page = wire.get(f"{CONTACTS}?limit=100&after={after}")
        found |= ids(page)
        after = page["paging"]["next"]["after"] if "paging" in page else ""
    return found
