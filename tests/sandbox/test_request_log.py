"""What the log keeps of requests, for how long, and how it is waited for."""

import asyncio
import time

import pytest

from hubstead.calls.paths import Pattern
from hubstead.sandbox.fault import Fault
from hubstead.sandbox.request_log import Limits, Wanted
from tests.sandbox.watched import watch
from tests.world import PORTAL, TOKEN, World

CONTACTS = "/crm/v3/objects/contacts"


async def test_a_request_is_kept_with_its_answer_and_without_its_token(world: World) -> None:
    log = watch(world).requests
    reply = await world.post(CONTACTS, {"properties": {"email": "ada@example.com"}})
    [entry] = log.newest_first(Wanted())
    assert (entry.portal, entry.method, entry.path, entry.status) == (PORTAL, "POST", CONTACTS, 201)
    assert entry.app > 0
    assert entry.correlation_id == reply.headers["x-hubspot-correlation-id"]
    assert entry.request.body == b'{"properties":{"email":"ada@example.com"}}'
    assert entry.response.body == reply.body
    assert entry.response.size == len(reply.body)
    assert dict(entry.request.headers)[b"authorization"] == b"Bearer redacted"
    assert TOKEN not in repr(entry)
    assert entry.fault is None
    assert abs(entry.started / 1000 - time.time()) < 60
    assert 0 < entry.duration < 5_000


async def test_the_fault_that_hit_is_named(world: World) -> None:
    watching = watch(world)
    rule = watching.faults.add(PORTAL, Fault(status=503, times=1))
    await world.get(CONTACTS)
    await world.get(CONTACTS)
    assert [entry.fault for entry in watching.requests.oldest_first(Wanted())] == [rule.id, None]
    assert len(list(watching.requests.oldest_first(Wanted(fault=rule.id)))) == 1


async def test_bodies_are_cut_and_say_so(world: World) -> None:
    log = watch(world).requests
    log.limit(Limits(body_bytes=20))
    await world.post(CONTACTS, {"properties": {"firstname": "x" * 100}})
    [entry] = log.newest_first(Wanted())
    assert entry.request.body == b'{"properties":{"firs'
    assert entry.request.cut
    assert entry.request.size == len('{"properties":{"firstname":""}}') + 100


async def test_the_oldest_go_first_and_zero_keeps_nothing(world: World) -> None:
    log = watch(world).requests
    log.limit(Limits(requests=2))
    for place in range(3):
        await world.get(f"{CONTACTS}?limit={place + 1}")
    assert [entry.query for entry in log.oldest_first(Wanted())] == ["limit=2", "limit=3"]
    log.limit(Limits(requests=0))
    await world.get(CONTACTS)
    assert list(log.oldest_first(Wanted())) == []


async def test_bodies_together_stay_within_their_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubstead.sandbox.request_log.MOST_BYTES", 6_000)
    log = watch(world).requests
    for _ in range(10):
        await world.post(CONTACTS, {"properties": {"firstname": "x" * 900}})
    kept = list(log.oldest_first(Wanted()))
    assert 1 <= len(kept) <= 3
    assert sum(entry.weight for entry in kept) <= 6_000


async def test_long_paths_and_headers_count_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubstead.sandbox.request_log.MOST_BYTES", 100_000)
    log = watch(world).requests
    for _ in range(10):
        await world.get(f"/{'x' * 20_000}", headers={"x-long": "y" * 20_000})
    assert 1 <= len(list(log.oldest_first(Wanted()))) <= 2


async def test_filters(world: World) -> None:
    log = watch(world).requests
    await world.get(CONTACTS)
    await world.post(CONTACTS, {"properties": {}})
    await world.get("/crm/v3/objects/companies/1")
    await world.get(CONTACTS, token=None)

    def found(**wanted: object) -> list[int]:
        return [entry.id for entry in log.oldest_first(Wanted(**wanted))]  # type: ignore[arg-type]

    assert found(method="POST") == [2]
    assert found(portal=PORTAL) == [1, 2, 3]
    assert found(portal=0) == [4]
    assert found(status="404") == [3]
    assert found(status="4xx") == [3, 4]
    assert found(path=Pattern("/crm/objects/0-1*")) == [1, 2, 4]
    assert found(since=int((time.time() + 60) * 1000)) == []
    assert [entry.id for entry in log.newest_first(Wanted(), 3)] == [2, 1]
    log.remove(Wanted(method="POST"))
    assert found() == [1, 3, 4]
    log.forget(PORTAL)
    assert found() == [4]


async def test_waiting_ends_with_the_request_that_fits(world: World) -> None:
    log = watch(world).requests
    wanted = Wanted(method="POST")
    waiting = asyncio.create_task(log.wait(wanted, 0, 120))
    await asyncio.sleep(0.01)
    await world.get(CONTACTS)
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await world.post(CONTACTS, {"properties": {}})
    async with asyncio.timeout(60):
        await waiting
    async with asyncio.timeout(60):
        await log.wait(wanted, 0, 120)


async def test_waiting_ends_in_time_without_one(world: World) -> None:
    begun = time.perf_counter()
    await watch(world).requests.wait(Wanted(), 0, 0.05)
    assert time.perf_counter() - begun >= 0.05


async def test_the_sandbox_itself_is_not_logged(world: World) -> None:
    log = watch(world).requests
    await world.get("/sandbox/v1/requests")
    await world.get("/hubstead/columns")
    assert list(log.oldest_first(Wanted())) == []
