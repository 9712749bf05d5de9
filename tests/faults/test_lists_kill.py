"""`kill -9` while lists are evaluated and followed: afterwards the members are right, and each joined once."""

import time
from typing import Any

import pytest

from tests.crm.lists.asking import either, text
from tests.faults.conftest import Start
from tests.faults.wire import Wire

LISTS = "/crm/v3/lists"
RECORDS = 4_000


@pytest.mark.parametrize("after", [0.02, 0.1, 0.25])
def test_an_evaluation_goes_on_after_a_kill(start: Start, after: float) -> None:
    server = start()
    with Wire(server.url) as wire:
        for number in range(0, RECORDS, 100):
            inputs = [{"properties": {"firstname": "In" if one % 2 else "Out"}} for one in range(number, number + 100)]
            wire.post("/crm/v3/objects/contacts/batch/create", {"inputs": inputs})
        tree = either(text("firstname", "in"))
        body = {"name": "In", "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": tree}
        id = wire.post(LISTS, body)["list"]["listId"]
        wire.post("/crm/v3/objects/contacts", {"properties": {"firstname": "in"}})
        time.sleep(after)
    server.kill()
    server = start()
    with Wire(server.url) as wire:
        assert settled(wire, id, RECORDS // 2 + 1) == RECORDS // 2 + 1
        members = paged(wire, f"{LISTS}/{id}/memberships?limit=250")
        assert len(set(members)) == len(members) == RECORDS // 2 + 1
        history = wire.get(f"/crm/lists/2026-03/{id}/size-and-edits-history/between")
        assert history["sizeHistory"][-1]["size"] == RECORDS // 2 + 1  # facts of joining: each member once


def settled(wire: Wire, id: str, size: int) -> int:
    until = time.monotonic() + 60
    while True:
        one = wire.get(f"{LISTS}/{id}")["list"]
        done = one["processingStatus"] == "COMPLETE" and one.get("size") == size
        if done or time.monotonic() > until:
            return int(one.get("size", -1))
        time.sleep(0.05)


def paged(wire: Wire, path: str) -> list[str]:
    found: list[str] = []
    query = ""
    while True:
        page: Any = wire.get(path + query)
        found += [each["recordId"] for each in page["results"]]
        if "paging" not in page:
            return found
        query = f"&after={page['paging']['next']['after']}"
