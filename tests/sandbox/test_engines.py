"""The sandbox on every engine, with requests on their way meanwhile."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import database
from tests.sandbox.conftest import Sandboxed

CONTACTS = "/crm/v3/objects/contacts"


@pytest.fixture(params=["memory", "file", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Settings that choose an engine."""
    with ExitStack() as stack:
        chosen: dict[str, Any] = {} if request.param == "memory" else {"data": str(tmp_path)}
        if request.param == "postgres":
            chosen["database"] = stack.enter_context(database())
        yield chosen


async def test_portals_are_copied_reset_and_deleted_while_others_write(settings: dict[str, Any]) -> None:
    """Every answer is one that a client understands, and what is left agrees with itself."""
    world = Sandboxed(**settings)
    async with world:
        made = await world.portal(template="demo")
        other = await world.portal()
        id, token = made["portalId"], made["token"]
        assert (await world.ask("POST", f"/portals/{id}/snapshots", {"name": "begun"})).status == 201

        async def write(number: int, token: str) -> int:
            properties = {"email": f"c{number}@example.com", "firstname": str(number)}
            return (await world.post(CONTACTS, {"properties": properties}, token=token)).status

        for _ in range(3):
            writes = [write(number, token) for number in range(20)]
            others = [write(number, other["token"]) for number in range(3)]
            answers: list[Any] = await asyncio.gather(
                world.ask("POST", f"/portals/{id}/restore", {"snapshot": "begun"}),
                world.ask("POST", f"/portals/{id}/forks", {}),
                *writes,
                *others,
            )
            restored, forked, *statuses = answers
            assert (restored.status, forked.status) == (200, 201)
            assert set(statuses) <= {201, 409}
            for portal in (made, forked.json, other):
                await _agrees(world, portal)
            assert (await world.ask("DELETE", f"/portals/{forked.json['portalId']}")).status == 204
        assert (await world.ask("POST", f"/portals/{id}/restore", {"snapshot": "begun"})).status == 200
        assert (await world.ask("GET", f"/diff?from=begun&to={id}")).json == {"results": []}


async def _agrees(world: Sandboxed, portal: Any) -> None:
    """A search finds as many contacts as the list shows, and each e-mail address is claimed once."""
    total = (await world.post(f"{CONTACTS}/search", {"limit": 1}, token=portal["token"])).json["total"]
    listed, url = 0, f"{CONTACTS}?limit=100"
    while url:
        page = (await world.get(url, token=portal["token"])).json
        listed += len(page["results"])
        url = f"{CONTACTS}?limit=100&after={page['paging']['next']['after']}" if "paging" in page else ""
    claims = "SELECT count(*) FROM unique_value WHERE portal = ?1 AND type = '0-1' AND property = 'email'"
    assert total == listed
    assert await world.server.store.rows(claims, portal["portalId"]) == [(listed,)]
