"""The truth store on PostgreSQL, where many processes write at once.

A unit is one READ COMMITTED transaction on a connection of its own; the server groups the commits. A batch travels as
one array per column, sorted by key, so that writers meet row locks in the same order and seldom deadlock.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

import asyncpg

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import FIRST_ID, Fact, Raced, Row, Writer
from hubstead.store.migrate import migrations, unknown_schema
from hubstead.store.tables import FACT, Table

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool = asyncpg.Pool[asyncpg.Record]
    Connection = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]

T = TypeVar("T")

CONNECTIONS = 16
"""Connections of one process for units and reads; two more count ids."""
LOCKED_FOR = 5.0
"""Seconds that a unit waits for another's row lock, or for a free connection, before it is refused."""
SILENT_FOR = 30.0
"""Seconds without an answer after which the server counts as gone, and after which the server ends an idle unit."""
_WORDS = {
    "clustered": "",
    "fleeting": "UNLOGGED",
    # Sequences cache one number, so they hand numbers out in the order of the calls: `_settle` builds on it.
    "sequence": "BIGINT GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY",
    "text": 'TEXT COLLATE "C"',
}
_SQL_TYPES = {"int": "bigint", "text": "text"}
_MALFORMED = (
    "The database URL must be postgresql://user:password@host:port/database, with / ? # @ in the password "
    "written as %2F %3F %23 %40"
)


class PostgresEngine:
    """See `hubstead.store.engine.Engine`. `url` is `postgresql://user:password@host:port/database`.

    Raises `ValueError` for a URL that is none.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._place = _place(url)
        self._settled = 0
        self.commits: int | None = None
        self._wakes: list[Callable[[], None]] = []

    async def open(self) -> None:
        """Bring the schema up to date and get ready to connect."""
        try:
            connection = await asyncpg.connect(self._url, timeout=LOCKED_FOR)
        except (ValueError, OverflowError):
            # The original would quote pieces of a password whose special characters are not encoded.
            raise ValueError(_MALFORMED) from None
        except _TROUBLE as error:
            raise Unavailable(f"PostgreSQL at {self._place} cannot be used: {error}") from error
        try:
            await _migrate(connection)
        finally:
            await connection.close()
        self._pool = self._make_pool(CONNECTIONS)
        # Ids are counted in transactions of their own, so that a unit does not hold its portal's counter until it
        # commits. They need not reach the disk by themselves: a unit that used them commits later, and its flush of
        # the log takes the count along. On connections of their own, because a unit that holds one connection and waits
        # for a second would wait for ever when all do.
        self._counters = self._make_pool(2, synchronous_commit="off")
        await self._pool
        await self._counters

    def _make_pool(self, size: int, **settings: str) -> "Pool":
        return asyncpg.create_pool(
            self._url,
            min_size=0,
            max_size=size,
            reset=_keep,
            timeout=LOCKED_FOR,
            command_timeout=SILENT_FOR,
            statement_cache_size=512,
            max_cached_statement_lifetime=0,
            server_settings={
                "application_name": "hubstead",
                "default_transaction_isolation": "read committed",
                "idle_in_transaction_session_timeout": str(round(SILENT_FOR * 1000)),
                "jit": "off",  # pays for queries of seconds only
                "lock_timeout": str(round(LOCKED_FOR * 1000)),
                **settings,
            },
        )

    async def close(self) -> None:
        """Wait for the last commit and close."""
        await self._pool.close()
        await self._counters.close()

    def lent(self) -> AbstractAsyncContextManager[None]:
        """Nothing is to be done for it: many write at once."""
        return nullcontext()

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """What is committed."""
        try:
            async with self._pool.acquire(timeout=LOCKED_FOR) as connection:
                return await _fetch(connection, sql, args)
        except _TROUBLE as error:
            raise _unavailable(error) from error

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Run the unit in a transaction; the server answers its COMMIT when it is on the disk."""
        committing = False
        try:
            async with self._pool.acquire(timeout=LOCKED_FOR) as connection, connection.transaction():
                result = await work(PostgresWriter(connection, self._counters))
                committing = True
        except _RACES as error:
            raise Raced(str(error)) from error
        except _TROUBLE as error:
            raise _unavailable(error, committing) from error
        for wake in self._wakes:
            wake()
        return result

    async def newest_fact(self) -> int:
        """See the protocol."""
        return cast(int, (await self.rows("SELECT coalesce(max(seq), 0) FROM fact"))[0][0])

    async def facts_after(self, cursor: int, limit: int) -> list[tuple[int, Fact]]:
        """See the protocol. Waits for units that are just committing lower numbers (milliseconds)."""
        found = await self._settled_after(cursor, limit) if cursor < self._settled else []
        if not found:  # nothing settled, or what was has been deleted with its portal
            await self._settle()
            found = await self._settled_after(cursor, limit)
        return found

    async def _settled_after(self, cursor: int, limit: int) -> list[tuple[int, Fact]]:
        names = ", ".join(FACT.columns)
        sql = f"SELECT seq, {names} FROM fact WHERE seq > ?1 AND seq <= ?2 AND copied = 0 ORDER BY seq LIMIT ?3"
        return [(row[0], Fact(*row[1:])) for row in await self.rows(sql, cursor, self._settled, limit)]

    async def _settle(self) -> None:
        """Learn up to which number every fact is there that ever will be.

        A fact takes its number when it is inserted, not when it commits, so numbers become visible out of order. But a
        unit that holds a number below the newest visible one inserted it before that one committed, and from before the
        insertion until its own outcome is visible it holds ROW EXCLUSIVE on the table. So: look at the newest number,
        then wait until everybody who holds that lock now has ended. (Transaction ids would not do: they are handed out
        earlier, in another order than the numbers, and one long transaction in another database of the server would
        stop every listener.)
        """
        newest = await self.newest_fact()
        if newest > self._settled:
            inserting = await self._inserting()
            while inserting:
                await asyncio.sleep(0.001)
                inserting &= await self._inserting()
            self._settled = max(self._settled, newest)

    async def _inserting(self) -> set[str]:
        """The transactions that have inserted facts and have not ended."""
        return {row[0] for row in await self.rows(_INSERTING)}

    def on_commit(self, wake: Callable[[], None]) -> None:
        """See the protocol. Only this process's commits; those of others are found by asking."""
        self._wakes.append(wake)

    async def damage(self) -> list[str]:
        """See the protocol. The server looks after its own files."""
        return unknown_schema((await self.rows("SELECT number FROM schema_version WHERE id = 1"))[0][0])


class PostgresWriter:
    """One open transaction."""

    def __init__(self, connection: "Connection", counters: "Pool") -> None:
        self._connection = connection
        self._counters: Pool | Connection = counters

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """What this transaction sees."""
        return await _fetch(self._connection, sql, args)

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        """See the protocol."""
        await self._connection.execute(_put_sql(table), *_arrays(sorted(rows)))

    async def remove(self, table: Table, keys: Collection[Row]) -> None:
        """See the protocol."""
        await self._connection.execute(_remove_sql(table), *_arrays(sorted(keys)))

    async def append(self, facts: Sequence[Fact]) -> None:
        """See the protocol."""
        await self._connection.execute(_insert_sql(FACT), *_arrays(facts))

    async def new_ids(self, portal: int, count: int) -> int:
        """See the protocol."""
        following = await self._counters.fetchval(_NEW_IDS, portal, FIRST_ID + count, count)
        return cast(int, following) - count

    async def alone(self) -> None:
        """See the protocol. Every unit reads its portal's row at its beginning, and so holds a lock of this table until
        it ends. Ids are counted in this transaction from now on: it may write the counter itself."""
        await self._connection.execute("LOCK TABLE portal IN ACCESS EXCLUSIVE MODE")
        self._counters = self._connection


_NEW_IDS = (
    "INSERT INTO counter VALUES ($1, $2) ON CONFLICT (portal) DO UPDATE SET next = counter.next + $3 RETURNING next"
)
_INSERTING = (
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = 'fact'::regclass "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND mode = 'RowExclusiveLock' AND granted"
)


async def _fetch(connection: "Connection", sql: str, args: tuple[object, ...]) -> list[Row]:
    return [tuple(record) for record in await connection.fetch(_translate(sql), *args)]


@cache
def _translate(sql: str) -> str:
    sql = re.sub(r"= ANY\(\?(\d+)\)", r"= ANY($\1::bigint[])", sql)
    sql = re.sub(r"= ANY_TEXT\(\?(\d+)\)", r"= ANY($\1::text[])", sql)
    return re.sub(r"\?(\d+)", r"$\1", sql)


def _arrays(rows: Iterable[Row]) -> Iterable[Row]:
    return zip(*rows, strict=True)


@cache
def _insert_sql(table: Table) -> str:
    return f"INSERT INTO {table.name} ({', '.join(table.columns)}) SELECT * FROM unnest({_parameters(table.types)})"


@cache
def _put_sql(table: Table) -> str:
    if table.strict:
        return _insert_sql(table)
    keys, others = table.columns[: table.key], table.columns[table.key :]
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f"{_insert_sql(table)} ON CONFLICT ({', '.join(keys)}) DO " + (
        f"UPDATE SET {changes}" if others else "NOTHING"
    )


@cache
def _remove_sql(table: Table) -> str:
    keys = table.columns[: table.key]
    same = " AND ".join(f"{table.name}.{name} = gone.{name}" for name in keys)
    return (
        f"DELETE FROM {table.name} USING unnest({_parameters(table.types[: table.key])}) AS gone ({', '.join(keys)}) "
        f"WHERE {same}"
    )


def _parameters(types: Iterable[str]) -> str:
    return ", ".join(f"${place}::{_SQL_TYPES[type]}[]" for place, type in enumerate(types, 1))


async def _migrate(connection: "Connection") -> None:
    """Walk the schema's history in one transaction. Workers that start together wait for each other at the row."""
    if await connection.fetchval("SELECT to_regclass('schema_version')") is None:
        with suppress(*_MADE_MEANWHILE):  # another worker was faster
            await connection.execute("CREATE TABLE schema_version (id BIGINT PRIMARY KEY, number BIGINT NOT NULL)")
    await connection.execute("INSERT INTO schema_version VALUES (1, 0) ON CONFLICT DO NOTHING")
    async with connection.transaction():
        done = await connection.fetchval("SELECT number FROM schema_version WHERE id = 1 FOR UPDATE")
        for number, statements in migrations(_WORDS):
            if number > done:
                await connection.execute("; ".join(statements))
                await connection.execute("UPDATE schema_version SET number = $1 WHERE id = 1", number)


async def _keep(_: "Connection") -> None:
    """Nothing to reset between units: none changes a session's settings, and it would cost a round trip."""


_MADE_MEANWHILE = (asyncpg.UniqueViolationError, asyncpg.DuplicateTableError, asyncpg.DuplicateObjectError)
"""PostgreSQL's three ways to say that a table is there already: its index, itself, or the type of its rows."""
_RACES = (asyncpg.UniqueViolationError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "it does not answer in time, or all connections are busy"),
    (asyncpg.QueryCanceledError, "it does not answer in time"),
    (asyncpg.LockNotAvailableError, "another writer holds the same rows for too long"),
    (asyncpg.DiskFullError, "its disk is full"),
    (asyncpg.TooManyConnectionsError, "it has no connection left"),
    (asyncpg.InsufficientResourcesError, "it is out of memory"),
    (asyncpg.PostgresIOError, "its disk fails"),
    (asyncpg.ReadOnlySQLTransactionError, "it is a read-only standby"),
    (asyncpg.InvalidAuthorizationSpecificationError, "it refuses the user"),
    (asyncpg.InvalidCatalogNameError, "it has no such database"),
    (asyncpg.IdleInTransactionSessionTimeoutError, "the transaction waited too long"),
    (asyncpg.OperatorInterventionError, "it is stopping or starting"),
    (asyncpg.PostgresConnectionError, "the connection to it is lost"),
    (asyncpg.InterfaceError, "the connection to it is lost"),
    (asyncpg.InternalClientError, "the connection to it is lost"),  # it ended between two messages
    (OSError, "it cannot be reached"),
)
_TROUBLE = tuple(kind for kind, _ in _REASONS)
_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
)


def _unavailable(error: BaseException, committing: bool = False) -> Unavailable:
    """What a client may know of it; the original error is kept as the cause."""
    reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
    outcome = (
        "It is not known whether this was saved." if committing and isinstance(error, _LOST) else "Nothing was saved."
    )
    return Unavailable(f"The database cannot take this request now ({reason}). {outcome} Try again.")


def _place(url: str) -> str:
    """Host, port and database of the URL: what may be shown of it."""
    credentials, _, place = url.partition("://")[2].rpartition("@")
    if not place or set("/?#@") & set(credentials):
        raise ValueError(_MALFORMED)
    return place.partition("?")[0]
