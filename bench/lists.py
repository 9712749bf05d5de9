"""Dynamic lists over many contacts: how long new filters take, and how soon a change is followed."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import people
from bench.figures import CONTACTS, Figure, call
from bench.servers import TOKEN, Running, hubstead
from hubstead.app import application
from hubstead.settings import Settings
from hubstead.store.engine import Writer
from hubstead.store.tables import RECORD

LISTS = "/crm/v3/lists"
PORTAL = 10_000_001
FIRST = 1_000_000
"""The id of the first contact: below it are owners, users and lists."""
AT_ONCE = 20_000
FILTERS: dict[str, tuple[tuple[str, str, str, Any], ...]] = {
    "few members": (("email", "STRING", "CONTAINS", ".777777@"),),
    "1.4 % are members": (
        ("city", "STRING", "IS_EQUAL_TO", "Berlin"),
        ("lifecyclestage", "ENUMERATION", "IS_ANY_OF", ["lead"]),
    ),
    "8 % are members": (("city", "STRING", "IS_EQUAL_TO", "Berlin"),),
}  # fmt: skip


def lists(folder: Path, records: int) -> Iterator[Figure]:
    """A store of so many contacts, its columns built; each figure as a client sees it."""
    path = folder / "lists"
    asyncio.run(_fill(path, records))
    with hubstead(path) as server:
        search = {"filters": [{"propertyName": "city", "operator": "EQ", "value": "x"}], "limit": 1}
        _patient(server, f"{CONTACTS}/search", search)
        for name, conditions in FILTERS.items():
            taken = _evaluated(server, name, conditions)
            yield Figure(f"new list, {name}", taken, "s", f"{records:,} contacts, until COMPLETE")
        target = FIRST + records // 2
        times = [_followed(server, target + place) for place in range(10)]
        yield Figure("change followed by a list", statistics.median(times), "s", "median of 10, to the member's lists")


def _evaluated(server: Running, name: str, conditions: tuple[tuple[str, str, str, Any], ...]) -> float:
    filters = [
        {"filterType": "PROPERTY", "property": property, "operation":
            {"operationType": kind, "operator": operator, "values" if isinstance(value, list) else "value": value}}
        for property, kind, operator, value in conditions
    ]  # fmt: skip
    tree = {"filterBranchType": "OR", "filterBranches": [{"filterBranchType": "AND", "filters": filters}]}
    body = {"name": name, "objectTypeId": "0-1", "processingType": "DYNAMIC", "filterBranch": tree}
    began = time.perf_counter()
    made: Any = call(server, "POST", LISTS, body)
    while True:
        found: Any = call(server, "GET", f"{LISTS}/{made['list']['listId']}")
        if found["list"]["processingStatus"] == "COMPLETE":
            return time.perf_counter() - began
        time.sleep(0.01)


def _followed(server: Running, contact: int) -> float:
    """Seconds until a contact that moves is in a list more, or in one less."""
    path = f"{LISTS}/records/0-1/{contact}/memberships"
    before: Any = call(server, "GET", path)
    city = "Berlin" if not before["results"] else "Elsewhere"
    began = time.perf_counter()
    call(server, "PATCH", f"{CONTACTS}/{contact}", {"properties": {"city": city}})
    while True:
        after: Any = call(server, "GET", path)
        if len(after["results"]) != len(before["results"]):
            return time.perf_counter() - began
        time.sleep(0.01)


def _patient(server: Running, path: str, body: object) -> None:
    """Ask until the columns are built."""
    while True:
        try:
            call(server, "POST", path, body)
        except OSError:
            time.sleep(0.5)
        else:
            return


async def _fill(folder: Path, records: int) -> None:
    """Contacts as rows: the columns are built from them when the server starts."""
    _, server = application(Settings(data=str(folder), token=TOKEN))
    await server.start()
    await server.stop()
    _, server = application(Settings(data=str(folder), token=TOKEN, columns=False))
    await server.store.open()
    for start in range(0, records, AT_ONCE):
        await server.store.write(_Rows(range(FIRST + start, FIRST + min(start + AT_ONCE, records))).put)
    await server.store.close()
    for path in folder.glob("columns.duckdb*"):
        path.unlink()


class _Rows:
    def __init__(self, ids: range) -> None:
        self._ids = ids

    async def put(self, writer: Writer) -> None:
        """Write the contacts with these ids."""
        await writer.put(RECORD, [_row(id) for id in self._ids])


def _row(id: int) -> tuple[Any, ...]:
    made = 1_767_225_600_000
    values = {**people.person(id), "hs_object_id": str(id), "createdate": "2026-01-01T00:00:00Z"}
    return (PORTAL, "0-1", id, made, made, 0, json.dumps(values, separators=(",", ":")))
