"""What only the PostgreSQL engine meets: deadlocks, a server that goes and comes back, passwords in URLs."""

import asyncio
import traceback

import asyncpg
import pytest

from hubstead.kit.errors import Unavailable
from hubstead.store import unit
from hubstead.store.engine import Raced, Writer
from hubstead.store.engines import postgres
from hubstead.store.engines.postgres import PostgresEngine
from hubstead.store.generations import Definitions
from hubstead.store.tables import PORTAL as PORTALS
from hubstead.store.tables import RECORD, UNIQUE_VALUE
from hubstead.store.unit import Actor, Origin, Unit
from tests.contract.sample import PORTAL, contact, put, save, saved
from tests.postgres import PASSWORD, Cluster, cluster


async def test_a_unit_does_not_hold_its_portals_counter(engine: PostgresEngine) -> None:
    async def outer(writer: Writer) -> tuple[int, int]:
        first = await writer.new_ids(PORTAL, 1)
        return first, await engine.write(lambda writer: writer.new_ids(PORTAL, 1))

    first, second = await asyncio.wait_for(engine.write(outer), 2)
    assert second == first + 1


async def test_units_that_take_ids_do_not_wait_for_each_other_for_ever(engine: PostgresEngine) -> None:
    async def work(writer: Writer) -> int:
        await writer.rows("SELECT 1")
        return await writer.new_ids(PORTAL, 1)

    ids = await asyncio.wait_for(asyncio.gather(*(engine.write(work) for _ in range(100))), 10)
    assert len(set(ids)) == 100


async def test_a_deadlock_is_broken_and_both_units_succeed(
    url: str, engine: PostgresEngine, other: asyncpg.Connection
) -> None:
    await save(engine, 1, 2)
    await engine.write(put(PORTALS, (PORTAL, 0, "{}")))
    await other.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET deadlock_timeout = '20ms'")
    patient = PostgresEngine(url)
    await patient.open()
    both = asyncio.Barrier(2)
    runs = []

    async def lock(unit: Unit, ids: tuple[int, int]) -> None:
        runs.append(ids)
        sql = "SELECT id FROM record WHERE portal = ?1 AND id = ?2 FOR UPDATE"
        await unit.rows(sql, ids[0])
        if len(runs) <= 2:
            await both.wait()
        await unit.rows(sql, ids[1])
        unit.put(RECORD, contact(ids[0], "locked"))

    actor = Actor(PORTAL, 0, Origin("API"), Definitions())
    await asyncio.gather(
        unit.write(patient, actor, lambda unit: lock(unit, (1, 2))),
        unit.write(patient, actor, lambda unit: lock(unit, (2, 1))),
    )
    assert len(runs) >= 3  # on a busy machine the loser may come back before the winner has ended, and lose again
    assert await engine.rows("SELECT id FROM record WHERE document = 'locked' ORDER BY id") == [(1,), (2,)]
    await patient.close()


async def test_a_unit_that_meets_a_unique_value_of_a_running_one_waits_and_has_raced(engine: PostgresEngine) -> None:
    taken, go = asyncio.Event(), asyncio.Event()
    row = (PORTAL, "contacts", "email", "a@example.com")

    async def holder(writer: Writer) -> None:
        await writer.put(UNIQUE_VALUE, [(*row, 1)])
        taken.set()
        await go.wait()

    first = asyncio.ensure_future(engine.write(holder))
    await taken.wait()
    second = asyncio.ensure_future(engine.write(put(UNIQUE_VALUE, (*row, 2))))
    await asyncio.sleep(0.05)
    assert not second.done()
    go.set()
    await first
    with pytest.raises(Raced):
        await second


async def test_a_cancelled_unit_gives_its_locks_back(engine: PostgresEngine) -> None:
    locked = asyncio.Event()

    async def holder(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1)])
        locked.set()
        await asyncio.Event().wait()

    for _ in range(postgres.CONNECTIONS * 2):
        locked.clear()
        task = asyncio.ensure_future(engine.write(holder))
        await locked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.wait_for(save(engine, 1), 2)


async def test_a_unit_may_be_cancelled_while_it_waits_for_a_lock(
    engine: PostgresEngine, other: asyncpg.Connection
) -> None:
    async with other.transaction():
        await other.execute("LOCK TABLE record")
        tasks = [asyncio.ensure_future(save(engine, id)) for id in range(postgres.CONNECTIONS * 2)]
        await asyncio.sleep(0.3)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    await save(engine, 100)
    assert await saved(engine) == [100]


async def test_keys_compare_by_code_point_in_a_database_of_any_language(engine: PostgresEngine) -> None:
    rows = await engine.rows(
        "SELECT DISTINCT coalesce(collation_name, 'of the database') "
        "FROM information_schema.columns JOIN information_schema.key_column_usage "
        "USING (table_schema, table_name, column_name) WHERE data_type = 'text'"
    )
    assert rows == [("C",)]


FAILING = {
    "disk_full": "its disk is full",
    "out_of_memory": "it is out of memory",
    "io_error": "its disk fails",
    "query_canceled": "it does not answer in time",
}


@pytest.mark.parametrize("name", FAILING)
async def test_a_failing_server_makes_the_store_unavailable_and_it_recovers(
    engine: PostgresEngine, other: asyncpg.Connection, name: str
) -> None:
    await other.execute(
        f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE {name}; END';"
        "CREATE TRIGGER fail BEFORE INSERT ON record FOR EACH ROW EXECUTE FUNCTION fail()"
    )
    with pytest.raises(Unavailable, match=FAILING[name]):
        await save(engine, 1)
    await other.execute("DROP TRIGGER fail ON record")
    await save(engine, 2)
    assert await saved(engine) == [2]


async def test_a_connection_lost_before_the_commit_saves_nothing(
    engine: PostgresEngine, other: asyncpg.Connection
) -> None:
    async def work(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1)])
        [(process,)] = await writer.rows("SELECT pg_backend_pid()")
        await other.execute("SELECT pg_terminate_backend($1)", process)
        await writer.put(RECORD, [contact(2)])

    with pytest.raises(Unavailable, match=r"Nothing was saved"):
        await engine.write(work)
    await save(engine, 3)
    assert await saved(engine) == [3]


async def test_a_connection_lost_in_the_commit_leaves_the_outcome_open(
    engine: PostgresEngine, other: asyncpg.Connection
) -> None:
    async def work(writer: Writer) -> None:
        await writer.put(RECORD, [contact(1)])
        [(process,)] = await writer.rows("SELECT pg_backend_pid()")
        await other.execute("SELECT pg_terminate_backend($1)", process)

    with pytest.raises(Unavailable, match=r"It is not known whether this was saved"):
        await engine.write(work)


async def test_a_mistake_in_a_query_is_not_hidden(engine: PostgresEngine) -> None:
    with pytest.raises(asyncpg.UndefinedColumnError):
        await engine.rows("SELECT nonsense FROM record")
    with pytest.raises(asyncpg.DataError):
        await engine.rows("SELECT id FROM record WHERE type = ?1", 5)


async def test_the_store_is_unavailable_while_the_server_is_down_and_comes_back_with_it() -> None:
    server = Cluster()
    with server.database() as url:
        engine = PostgresEngine(url)
        await engine.open()
        await save(engine, 1)
        server.stop()
        for _ in range(3):
            with pytest.raises(Unavailable):
                await save(engine, 2)
            with pytest.raises(Unavailable):
                await engine.rows("SELECT id FROM record")
        server.start()
        await save(engine, 3)
        assert await saved(engine) == [1, 3]
        await engine.close()
    server.remove()


async def test_a_server_without_a_free_connection_makes_the_store_unavailable_until_one_is_free() -> None:
    server = Cluster(max_connections="5", superuser_reserved_connections="0", max_wal_senders="0")
    with server.database() as url:
        engine = PostgresEngine(url)
        await engine.open()
        others = [await asyncpg.connect(url) for _ in range(5)]
        with pytest.raises(Unavailable, match="no connection left"):
            await engine.rows("SELECT id FROM record")
        for other in others:
            await other.close()
        assert await saved(engine) == []
        await engine.close()
    server.remove()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("127.0.0.1:", "127.0.0.2:"), Unavailable),
        (("127.0.0.1:", "127.0.0.1:9"), ValueError),
        ((PASSWORD, "wrong-donkey"), Unavailable),
        (("/test_", "/absent_"), Unavailable),
        ((PASSWORD, f"{PASSWORD}@x"), ValueError),
        ((PASSWORD, f"{PASSWORD}/x"), ValueError),
        ((PASSWORD, f"{PASSWORD}#x"), ValueError),
        (("postgresql:", "mysql:"), ValueError),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
async def test_a_password_is_never_shown(url: str, change: tuple[str, str], expected: type[Exception]) -> None:
    asked = url.replace(*change)
    with pytest.raises(expected) as caught:
        await PostgresEngine(asked).open()
    shown = "".join(traceback.format_exception(caught.value))
    assert not [secret for secret in (PASSWORD, "wrong-donkey", "correct", "horse") if secret in shown]
    assert isinstance(caught.value, ValueError) or f":{cluster().port}/" in str(caught.value)
