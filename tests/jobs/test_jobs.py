"""What a job promises to those who queue it and to those who write its function; on every engine."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from hubstead.jobs import job as jobs
from hubstead.jobs import kind as kinds
from hubstead.jobs import lease
from hubstead.jobs.job import Job
from hubstead.jobs.kind import Hopeless, Kind, wait_after
from hubstead.jobs.running import Running
from hubstead.kit import clock
from hubstead.kit.clock import Clock
from hubstead.store import contents
from hubstead.store.engine import Writer
from hubstead.store.tables import LISTENER, MERGED
from hubstead.store.unit import Unit, write
from tests.jobs.conftest import ACTOR, PORTAL, Desk


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Failed jobs come back after a few milliseconds; no clock stays turned."""
    monkeypatch.setattr(kinds, "FIRST_WAIT", 5)
    yield
    clock.turn(PORTAL, None)


async def effect(job: Running, number: int, **kept: object) -> None:
    """Write one row that a second time would make a second of: its id is a new one."""

    async def work(unit: Unit) -> None:
        unit.put(MERGED, (PORTAL, "effect", await unit.new_ids(1), number))

    await job.write(work, **kept)  # type: ignore[arg-type]


async def effects(desk: Desk) -> list[int]:
    rows = await desk.store.rows("SELECT into_id FROM merged WHERE portal = ?1 AND type = 'effect' ORDER BY id", PORTAL)
    return [number for (number,) in rows]


async def test_a_job_runs_with_what_it_was_queued_with_and_its_result_is_kept(desk: Desk) -> None:
    async def run(job: Running) -> object:
        await job.write(done=2, total=3)
        return {"sum": sum(job.read(list[int]))}

    runner = await desk.run(Kind("sum", run))
    id = await desk.queue("sum", [1, 2, 3])
    await runner.settled()
    job = await desk.job(id)
    assert (job.state, bytes(job.result), job.done, job.total, job.error) == ("done", b'{"sum":6}', 2, 3, "")


async def test_a_job_of_a_unit_that_fails_was_never_queued(desk: Desk) -> None:
    ran: list[int] = []

    async def run(job: Running) -> None:
        ran.append(job.id)

    async def work(unit: Unit) -> None:
        await jobs.queue(unit, "any", None)
        raise ValueError("no")

    runner = await desk.run(Kind("any", run))
    with pytest.raises(ValueError, match="no"):
        await write(desk.store, ACTOR, work)
    await asyncio.sleep(0.15)
    await runner.settled()
    assert ran == []


async def test_a_job_that_fails_goes_on_from_its_last_step(desk: Desk) -> None:
    async def run(job: Running) -> None:
        for number in range(job.state(int) or 0, 4):
            await effect(job, number, state=number + 1, done=number + 1)
            if number == 1 and not await desk.store.rows("SELECT 1 FROM listener WHERE name = 'failed once'"):
                await desk.store.write(lambda writer: writer.put(LISTENER, [("failed once", 1)]))
                raise RuntimeError("half-way")

    runner = await desk.run(Kind("steps", run))
    id = await desk.queue("steps")
    while (await desk.job(id)).state != "done":
        await asyncio.sleep(0.01)
    assert await effects(desk) == [0, 1, 2, 3]
    await runner.settled()


async def test_a_job_without_hope_is_dead_with_its_error_until_somebody_retries_it(desk: Desk) -> None:
    fail = [True, True, True]
    dead: list[tuple[int, int, str]] = []

    async def run(_: Running) -> str:
        if fail:
            fail.pop()
            raise KeyError("nothing there")
        return "well"

    async def failed(unit: Unit, job: Job) -> None:
        dead.append((unit.portal, job.id, job.error.partition("\n")[0]))

    await desk.run(Kind("fails", run, attempts=3, failed=failed))
    id = await desk.queue("fails")
    while (await desk.job(id)).state != "dead":
        await asyncio.sleep(0.01)
    assert (await desk.job(id)).attempt == 3
    assert dead == [(PORTAL, id, "KeyError: 'nothing there'")]
    assert await desk.do(jobs.retry, id)
    while (await desk.job(id)).state != "done":
        await asyncio.sleep(0.01)
    assert bytes((await desk.job(id)).result) == b'"well"'
    assert not await desk.do(jobs.retry, id)


async def test_a_hopeless_job_is_not_tried_again(desk: Desk) -> None:
    tries: list[int] = []

    async def run(job: Running) -> None:
        tries.append(job.attempt)
        raise Hopeless("the file is empty")

    runner = await desk.run(Kind("hopeless", run))
    id = await desk.queue("hopeless")
    await runner.settled()
    job = await desk.job(id)
    assert (job.state, job.error, tries) == ("dead", "the file is empty", [0])


async def test_waits_double_up_to_five_minutes_and_half_of_each_is_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "FIRST_WAIT", 1_000)
    monkeypatch.setattr(kinds, "random", lambda: 1.0)
    assert [wait_after(n) for n in (0, 1, 2, 8, 9, 100)] == [1_000, 2_000, 4_000, 256_000, 300_000, 300_000]
    monkeypatch.setattr(kinds, "random", lambda: 0.0)
    assert wait_after(2) == 2_000


async def test_a_scheduled_job_waits_for_the_clock_of_its_portal(desk: Desk) -> None:
    async def run(job: Running) -> None:
        await effect(job, 1)

    clock.turn(PORTAL, Clock(frozen=1_000_000))
    runner = await desk.run(Kind("later", run))
    id = await desk.queue("later", at=1_000_000 + 3_600_000)
    await asyncio.sleep(0.15)
    assert (await desk.job(id)).state == "queued"
    clock.turn(PORTAL, Clock(frozen=1_000_000 + 3_600_000))
    await runner.settled()
    assert ((await desk.job(id)).state, await effects(desk)) == ("done", [1])


async def test_of_one_key_one_job_waits_at_a_time(desk: Desk) -> None:
    first = await desk.queue("list", key="7")
    assert await desk.queue("list", key="7") == first
    assert await desk.queue("list", key="8") != first

    async def both(unit: Unit) -> tuple[int, int]:
        return await jobs.queue(unit, "list", 1, key="9"), await jobs.queue(unit, "list", 2, key="9")

    one, two = await write(desk.store, ACTOR, both)
    assert one == two
    assert bytes((await desk.job(one)).payload) == b"1"


async def test_while_a_job_of_a_key_runs_the_next_may_wait(desk: Desk) -> None:
    go = asyncio.Event()

    async def run(_: Running) -> None:
        await go.wait()

    runner = await desk.run(Kind("list", run))
    first = await desk.queue("list", key="7")
    while (await desk.job(first)).state != "running":
        await asyncio.sleep(0.005)
    second = await desk.queue("list", key="7")
    go.set()
    await runner.settled()
    assert second != first
    assert [(await desk.job(id)).state for id in (first, second)] == ["done", "done"]


async def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(desk: Desk) -> None:
    go = asyncio.Event()

    async def run(job: Running) -> None:
        await effect(job, 1)
        await go.wait()
        await effect(job, 2)

    waiting = await desk.queue("waits", at=clock.true_now() + 3_600_000)
    assert await desk.do(jobs.cancel, waiting)
    assert (await desk.job(waiting)).state == "cancelled"

    runner = await desk.run(Kind("long", run))
    id = await desk.queue("long")
    while not await effects(desk):
        await asyncio.sleep(0.005)
    assert await desk.do(jobs.cancel, id)
    assert (await desk.job(id)).state == "cancelling"
    go.set()
    await runner.settled()
    assert ((await desk.job(id)).state, await effects(desk)) == ("cancelled", [1])
    assert not await desk.do(jobs.cancel, id)


async def test_kinds_do_not_starve_each_other_and_each_keeps_its_bound(desk: Desk) -> None:
    go = asyncio.Event()
    at_once: list[int] = []
    running = 0

    async def slow(_: Running) -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await go.wait()
        running -= 1

    async def quick(_: Running) -> None:
        pass

    for _ in range(8):
        await desk.queue("slow")
    id = await desk.queue("quick")
    runner = await desk.run(Kind("slow", slow, at_once=3), Kind("quick", quick))
    while (await desk.job(id)).state != "done":
        await asyncio.sleep(0.005)
    assert at_once == [1, 2, 3]
    go.set()
    await runner.settled()
    assert (len(at_once), max(at_once)) == (8, 3)


async def test_blocking_work_leaves_the_event_loop_free(desk: Desk) -> None:
    entered, leave = threading.Event(), threading.Event()

    def block() -> str:
        entered.set()
        assert leave.wait(60)
        return threading.current_thread().name

    async def run(job: Running) -> str:
        return await job.in_thread(block)

    runner = await desk.run(Kind("blocks", run))
    id = await desk.queue("blocks")
    while not entered.is_set():
        await asyncio.sleep(0.005)
    leave.set()
    await runner.settled()
    assert bytes((await desk.job(id)).result).startswith(b'"job')


async def test_a_stop_lets_jobs_go_on_at_the_next_start_and_counts_no_failure(desk: Desk) -> None:
    async def run(job: Running) -> None:
        for number in range(job.state(int) or 0, 300):
            await effect(job, number, state=number + 1)
            await asyncio.sleep(0.001)

    first = await desk.run(Kind("steps", run))
    id = await desk.queue("steps")
    while len(await effects(desk)) < 5:
        await asyncio.sleep(0.005)
    await first.stop()
    stopped = await desk.job(id)
    assert (stopped.state, stopped.attempt) == ("queued", 0)
    assert 5 <= len(await effects(desk)) < 300
    second = await desk.run(Kind("steps", run))
    await second.settled()
    assert ((await desk.job(id)).state, await effects(desk)) == ("done", list(range(300)))


async def test_two_runners_share_the_work_and_nothing_is_done_twice(desk: Desk) -> None:
    async def run(job: Running) -> None:
        await asyncio.sleep(0)

        async def work(unit: Unit) -> None:
            unit.put(MERGED, (PORTAL, "effect", await unit.new_ids(1), job.read(int)))

        await job.finish(work)

    for number in range(120):
        await desk.queue("one", number)
    one, two = await desk.run(Kind("one", run, at_once=5)), await desk.run(Kind("one", run, at_once=5))
    await asyncio.gather(one.settled(), two.settled())
    assert sorted(await effects(desk)) == list(range(120))


async def test_who_lost_the_lease_writes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that hung until its lease ran out cannot do again what another one does meanwhile."""
    go, hung = asyncio.Event(), asyncio.Event()
    tries: list[int] = []

    async def run(job: Running) -> None:
        tries.append(len(tries))
        if len(tries) == 1:
            hung.set()
            await go.wait()
        await effect(job, len(tries), state=True)

    monkeypatch.setattr(lease, "LEASE", 300)
    first = await desk.run(Kind("hangs", run))
    id = await desk.queue("hangs")
    await hung.wait()
    for task in first._tasks:  # it neither renews nor takes any more
        task.cancel()
    await desk.run(Kind("hangs", run))
    while (await desk.job(id)).state != "done":
        await asyncio.sleep(0.01)
    go.set()
    await first.settled()
    assert (await desk.job(id)).state == "done"
    assert await effects(desk) == [2]


async def deleted(writer: Writer) -> None:
    await writer.alone()
    await contents.delete(writer, PORTAL, 1)


async def test_jobs_of_a_deleted_portal_end_without_a_word(desk: Desk) -> None:
    go, began = asyncio.Event(), asyncio.Event()

    async def run(job: Running) -> None:
        began.set()
        await go.wait()
        await effect(job, 1)

    runner = await desk.run(Kind("any", run))
    await desk.queue("any")
    await began.wait()
    await desk.store.write(deleted)
    go.set()
    await runner.settled()
    assert await effects(desk) == []
