"""The webhook lab: what a test of a receiver can let go wrong."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hubstead.webhooks import sender, signature
from tests.sandbox.conftest import Sandboxed
from tests.webhooks.conftest import CONTACTS, Developer
from tests.webhooks.receiver import DEADLINE, Receiver
from tests.world import PORTAL

DISTURBANCES = f"/portals/{PORTAL}/webhooks/disturbances"


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as made:
        yield made


async def creating(world: Sandboxed, receiver: Receiver) -> Developer:
    developer = await Developer.of(world)
    await developer.settings(receiver.url)
    await developer.subscribe("contact.creation")
    return developer


async def create(world: Sandboxed, *names: str) -> list[int]:
    inputs = [{"properties": {"email": f"{name}@example.com"}} for name in names]
    answer = await world.call("POST", f"{CONTACTS}/batch/create", {"inputs": inputs})
    return sorted(int(one["id"]) for one in answer.json["results"])


async def spent(world: Sandboxed) -> None:
    """Wait until nothing more is to go wrong."""
    async with asyncio.timeout(DEADLINE):
        while (await world.ask("GET", DISTURBANCES)).json["results"]:
            await asyncio.sleep(0.01)


async def test_a_dropped_request_is_retried_when_the_clock_gets_there(sandboxed: Sandboxed, receiver: Receiver) -> None:
    developer = await creating(sandboxed, receiver)
    added = await sandboxed.ask("POST", DISTURBANCES, {"kind": "drop", "times": 1})
    assert (added.status, added.json["results"][0]["times"]) == (201, 1)
    [lost] = await create(sandboxed, "lost")
    await spent(sandboxed)
    [next_one] = await create(sandboxed, "next")
    assert [event["objectId"] for event in await receiver.until(1)] == [next_one]
    await sandboxed.ask("POST", f"/portals/{PORTAL}/clock/advance", {"seconds": 61})
    event = (await receiver.until(2))[1]
    assert (event["objectId"], event["attemptNumber"]) == (lost, 1)
    assert receiver.is_signed(receiver.got[1], developer.made.client_secret)


async def test_requests_are_doubled_and_late(sandboxed: Sandboxed, receiver: Receiver) -> None:
    await creating(sandboxed, receiver)
    await sandboxed.ask("POST", DISTURBANCES, {"kind": "duplicate", "times": 1})
    await sandboxed.ask("POST", DISTURBANCES, {"kind": "delay", "times": 1, "milliseconds": 300})
    began = time.monotonic()
    [id] = await create(sandboxed, "ann")
    assert [event["objectId"] for event in await receiver.until(2)] == [id, id]
    assert time.monotonic() - began >= 0.3
    assert receiver.got[0].body == receiver.got[1].body


async def test_events_and_requests_come_out_of_order(
    sandboxed: Sandboxed, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "LATEST", DEADLINE)
    await creating(sandboxed, receiver)
    await sandboxed.ask("POST", DISTURBANCES, {"kind": "reorder", "times": 1})
    first = await create(sandboxed, "a", "b", "c")
    await spent(sandboxed)
    second = await create(sandboxed, "d")
    await receiver.until(4)
    told = [[event["objectId"] for event in got.events] for got in receiver.got]
    assert told[0] == second
    assert told[1] == first[::-1]


async def test_disturbances_end(sandboxed: Sandboxed) -> None:
    await sandboxed.ask("POST", DISTURBANCES, {"kind": "drop"})
    assert (await sandboxed.ask("DELETE", DISTURBANCES)).status == 204
    assert (await sandboxed.ask("GET", DISTURBANCES)).json["results"] == []
    for wrong in ({"kind": "explode"}, {"kind": "drop", "times": 0}, {"kind": "delay", "milliseconds": -1}):
        assert (await sandboxed.ask("POST", DISTURBANCES, wrong)).status == 400
    assert (await sandboxed.ask("GET", "/portals/1/webhooks/disturbances")).status == 404


async def test_a_signature_is_verified_and_explained(sandboxed: Sandboxed) -> None:
    body, url, at = '[{"a":1}]', "https://example.com/hook", int(time.time() * 1000)
    right = signature.v3("secret", "POST", url, body.encode(), at)
    given = {"secret": "secret", "signature": right, "body": body, "url": url, "timestamp": at}
    assert (await sandboxed.ask("POST", "/webhooks/verify", given)).json == {
        "valid": True, "expected": right, "problems": []
    }  # fmt: skip
    respaced = await sandboxed.ask("POST", "/webhooks/verify", {**given, "body": '[{"a": 1}]'})
    assert (respaced.json["valid"], len(respaced.json["problems"])) == (False, 1)
    old = at - 301_000
    late = {**given, "timestamp": old, "signature": signature.v3("secret", "POST", url, body.encode(), old)}
    problems = (await sandboxed.ask("POST", "/webhooks/verify", late)).json["problems"]
    assert problems == ["The timestamp is more than five minutes old."]
