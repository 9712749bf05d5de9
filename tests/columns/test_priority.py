"""What searches do not wait for leaves the processor to the requests, and what they wait for does not."""

import asyncio
import os
import threading
from typing import Any

import pytest

from hubstead.columns import pace
from tests.world import World

LONG = 3_600.0
NICEST = 19


def _own() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


async def _found(world: World, email: str) -> int:
    reply = await world.post("/crm/v3/objects/contacts/search", {"query": email})
    return int(reply.json["total"])


async def test_a_batch_steps_back_unless_a_search_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with World() as world:
        await _found(world, "nobody@example.com")  # what the server began with is in
        monkeypatch.setattr(pace, "GATHER", LONG)
        feed = world.server.feed
        assert feed is not None
        seen: list[int] = []
        written, apply = asyncio.Event(), feed.columns.apply
        loop = asyncio.get_running_loop()

        def watched(*given: Any) -> None:
            seen.append(_own())
            apply(*given)
            loop.call_soon_threadsafe(written.set)

        monkeypatch.setattr(feed.columns, "apply", watched)
        await world.create("contacts", email="ada@example.com")
        await asyncio.wait_for(written.wait(), 60)
        assert seen == [min(_own() + pace.NICER, NICEST)]  # nobody searched

        await world.create("contacts", email="grace@example.com")  # waits now for the pause to end, or for a search
        assert await _found(world, "grace@example.com") == 1
        assert seen[1:] == [_own()]
