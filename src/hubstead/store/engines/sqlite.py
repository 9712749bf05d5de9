"""The truth store on SQLite: a file beside the server, or memory.

One process writes. Statements run straight on the event loop (a read costs less than a thread hop); COMMIT, which waits
for the disk, runs in a thread, and every unit that arrived meanwhile shares the next one (group commit).
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from hubstead.kit.errors import Unavailable
from hubstead.store.engine import FIRST_ID, Fact, Raced, Row, Writer
from hubstead.store.migrate import migrations, unknown_schema
from hubstead.store.tables import FACT, Table

T = TypeVar("T")
Waiting = tuple[Callable[[Writer], Awaitable[Any]], asyncio.Future[Any]]
Outcome = tuple[asyncio.Future[Any], Any, BaseException | None]

LOCKED_FOR = 5.0
"""Seconds that a group waits for another process's lock (a command beside the server) before it is refused."""
PAGE_SIZE = 8192
"""A table without rowid keeps a row in its tree up to a quarter of a page and gives a longer one a page of its own:
with the usual 4096 a million contacts took 6 GB, with this 2.5."""
PIECE = 250
"""Facts that are read at once: some milliseconds of the event loop."""
_WORDS = {
    "clustered": "WITHOUT ROWID",
    "fleeting": "",
    "sequence": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "text": "TEXT",
}
_PRAGMAS = ("synchronous=FULL", "wal_autocheckpoint=8000", "cache_size=-131072", "temp_store=MEMORY")
_ANY = re.compile(r"= ANY(?:_TEXT)?\(\?(\d+)\)")
_LOCKING = re.compile(r" FOR UPDATE(?: SKIP LOCKED)?")
_memories = count(1)
_json = msgspec.json.Encoder()


class SqliteEngine:
    """See `hubstead.store.engine.Engine`. `path` is the database file, or `None` for memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._queue: list[Waiting] = []
        self._busy = False
        self._lent = False
        self._ended = asyncio.Event()
        self._wakes: list[Callable[[], None]] = []
        self.commits: int | None = 0
        self._committer = ThreadPoolExecutor(1, thread_name_prefix="commit")

    async def open(self) -> None:
        """Open the file (made when missing) and walk the schema's history."""
        source = self._path.absolute().as_uri() if self._path else f"file:/hubstead-{next(_memories)}?vfs=memdb"
        try:
            self._write = self._connect(source)
            self._migrate()
            self._reader = self._connect(source)
        except sqlite3.Error as error:
            raise Unavailable(f"The database {self._path} cannot be opened: {error}") from error
        self._session = SqliteWriter(self._write)

    def _connect(self, source: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            source, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=512, uri=True
        )
        connection.execute(f"PRAGMA page_size={PAGE_SIZE}")  # of a new file; an old one keeps its own
        if self._path:
            connection.execute("PRAGMA busy_timeout=5000")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA busy_timeout=0")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _migrate(self) -> None:
        done = self._write.execute("PRAGMA user_version").fetchone()[0]
        for number, statements in migrations(_WORDS):
            if number > done:
                self._write.execute("PRAGMA busy_timeout=5000")
                self._write.execute("BEGIN IMMEDIATE")
                if self._write.execute("PRAGMA user_version").fetchone()[0] < number:
                    for statement in statements:
                        self._write.execute(statement)
                    self._write.execute(f"PRAGMA user_version={number}")
                self._write.execute("COMMIT")
                self._write.execute("PRAGMA busy_timeout=0")

    async def close(self) -> None:
        """Wait for the last commit and close."""
        while self._busy:
            await asyncio.sleep(0.001)
        self._committer.shutdown()
        self._reader.close()
        self._write.close()

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """What is committed."""
        return _fetch(self._reader, sql, args)

    async def newest_fact(self) -> int:
        """See the protocol."""
        return cast(int, _fetch(self._reader, "SELECT coalesce(max(seq), 0) FROM fact", ())[0][0])

    async def facts_after(self, cursor: int, limit: int) -> list[tuple[int, Fact]]:
        """See the protocol. One writer commits at a time, so the order of numbers is the order of commits."""
        facts: list[tuple[int, Fact]] = []
        while len(facts) < limit:
            asked = min(PIECE, limit - len(facts))
            rows = _fetch(self._reader, _FACTS, (facts[-1][0] if facts else cursor, asked))
            facts += [(row[0], Fact(*row[1:])) for row in rows]
            if len(rows) < asked:
                break
            await asyncio.sleep(0)  # requests get their turn
        return facts

    def on_commit(self, wake: Callable[[], None]) -> None:
        """See the protocol."""
        self._wakes.append(wake)

    async def damage(self) -> list[str]:
        """See the protocol."""
        found = [row[0] for row in self._reader.execute("PRAGMA integrity_check") if row[0] != "ok"]
        number = self._reader.execute("PRAGMA user_version").fetchone()[0]
        return found + unknown_schema(number)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Queue the unit for the next group; the answer comes when the group is on the disk."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._queue.append((work, done))
        if not self._busy:
            self._begin(loop)
        return await done

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[None]:
        """See the protocol. The group under way ends first."""
        self._lent = True
        try:
            while self._busy:
                self._ended.clear()
                await self._ended.wait()
            yield
        finally:
            self._lent = False
            if not self._busy:
                self._begin(asyncio.get_running_loop())

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have the next group run, if units wait and the store is not lent."""
        self._busy = bool(self._queue) and not self._lent
        if self._busy:
            loop.call_soon(self._round, loop, loop.time() + LOCKED_FOR)
        else:
            self._ended.set()

    def _round(self, loop: asyncio.AbstractEventLoop, deadline: float) -> None:
        """Run every waiting unit inside one transaction, then have it committed."""
        try:
            self._write.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if _is_locked(error) and loop.time() < deadline:
                loop.call_later(0.002, self._round, loop, deadline)
            else:
                group, self._queue = self._queue, []
                self._finish(loop, [(done, None, None) for _, done in group], error)
            return
        group, self._queue = self._queue, []
        outcomes = self._run_all(group, careful=False)
        if not self._write.in_transaction:  # SQLite gave up the whole transaction (full disk)
            self._finish(loop, outcomes, sqlite3.OperationalError("the transaction was rolled back"))
        elif self._path is None:
            self._finish(loop, outcomes, self._commit())
        else:
            committed = loop.run_in_executor(self._committer, self._commit)
            committed.add_done_callback(lambda future: self._finish(loop, outcomes, future.result()))

    def _run_all(self, group: list[Waiting], *, careful: bool) -> list[Outcome]:
        """Run the units of a group. Savepoints cost more than most units: the first run goes without, and only when a
        unit fails that has written already is the transaction begun again, each unit then in a savepoint of its own."""
        self._session.begin(careful)
        outcomes = [self._run(work, done) for work, done in group if not done.cancelled()]
        if self._session.spoiled and self._write.in_transaction:
            self._write.execute("ROLLBACK")
            self._write.execute("BEGIN IMMEDIATE")
            return self._run_all(group, careful=True)
        return outcomes

    def _run(self, work: Callable[[Writer], Awaitable[Any]], done: asyncio.Future[Any]) -> Outcome:
        if self._session.spoiled or not self._write.in_transaction:
            return done, None, None
        try:
            value = _run_now(work(self._session))
            self._session.keep()
        except sqlite3.IntegrityError as error:
            self._session.discard()
            return done, None, Raced(str(error))
        except Exception as error:
            self._session.discard()
            return done, None, error
        return done, value, None

    def _commit(self) -> sqlite3.Error | None:
        try:
            self._session.settle()
            self._write.execute("COMMIT")
        except sqlite3.Error as error:
            if self._write.in_transaction:
                with suppress(sqlite3.Error):
                    self._write.execute("ROLLBACK")
            return error
        return None

    def _finish(self, loop: asyncio.AbstractEventLoop, outcomes: list[Outcome], failed: sqlite3.Error | None) -> None:
        """Answer everybody who waited, also when the commit failed; then start the next group."""
        for done, value, error in outcomes:
            if done.cancelled():
                continue
            if failed is not None:
                done.set_exception(_unavailable(failed))
            elif isinstance(error, sqlite3.Error):
                done.set_exception(_unavailable(error))
            elif error is not None:
                done.set_exception(error)
            else:
                done.set_result(value)
        self.commits = (self.commits or 0) + 1
        for wake in self._wakes:
            wake()
        self._begin(loop)


class SqliteWriter:
    """The writing connection inside a group of units."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.begin(careful=False)

    def begin(self, careful: bool) -> None:
        """A new transaction; `careful` gives each unit a savepoint, so that one can fail without the others."""
        self._careful = careful
        self._written = False
        self._counters: dict[int, int] = {}
        self.spoiled = False
        """Whether a unit failed whose rows cannot be taken back alone."""

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """What this transaction sees: committed rows and those of the units before it in the group."""
        if not sql.startswith("SELECT"):
            self._begin_writing()
        return _fetch(self._connection, sql, args)

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        """See the protocol."""
        self._begin_writing()
        self._connection.executemany(_put_sql(table), rows)

    async def remove(self, table: Table, keys: Collection[Row]) -> None:
        """See the protocol."""
        self._begin_writing()
        self._connection.executemany(_remove_sql(table), keys)

    async def append(self, facts: Sequence[Fact]) -> None:
        """See the protocol."""
        self._begin_writing()
        self._connection.executemany(_APPEND, facts)

    async def new_ids(self, portal: int, count: int) -> int:
        """See the protocol. Counted in memory inside a group: no other writer can be in between."""
        first = self._counters.get(portal)
        if first is None:
            rows = _fetch(self._connection, "SELECT next FROM counter WHERE portal = ?1", (portal,))
            first = cast(int, rows[0][0]) if rows else FIRST_ID
        self._counters[portal] = first + count
        return first

    async def alone(self) -> None:
        """See the protocol. One unit runs at a time; only the ids counted before it have to reach the table, outside
        of this unit's savepoint."""
        self.settle()
        self._counters.clear()
        self._begin_writing()

    def settle(self) -> None:
        """Write the counters, before the commit."""
        if self._counters:
            self._connection.executemany("INSERT OR REPLACE INTO counter VALUES (?, ?)", self._counters.items())

    def _begin_writing(self) -> None:
        if self._careful and not self._written:
            self._connection.execute("SAVEPOINT unit")
        self._written = True

    def keep(self) -> None:
        """The unit succeeded: what it wrote belongs to the group."""
        if self._careful and self._written:
            self._connection.execute("RELEASE unit")
        self._written = False

    def discard(self) -> None:
        """The unit failed: nothing of it stays. The group goes on."""
        if self._written and self._connection.in_transaction:
            if self._careful:
                self._connection.execute("ROLLBACK TO unit")
                self._connection.execute("RELEASE unit")
            else:
                self.spoiled = True
        self._written = False


_APPEND = f"INSERT INTO fact ({', '.join(FACT.columns)}) VALUES ({', '.join('?' * len(FACT.columns))})"
_FACTS = f"SELECT seq, {', '.join(FACT.columns)} FROM fact WHERE seq > ?1 AND copied = 0 ORDER BY seq LIMIT ?2"
_sql: dict[str, tuple[str, tuple[int, ...]]] = {}
_puts: dict[Table, str] = {}


def _fetch(connection: sqlite3.Connection, sql: str, args: tuple[object, ...]) -> list[Row]:
    translated = _sql.get(sql)
    if translated is None:
        translated = _sql[sql] = _translate(sql)
    text, lists = translated
    if lists:
        args = tuple(_json.encode(arg).decode() if place in lists else arg for place, arg in enumerate(args, 1))
    try:
        return connection.execute(text, args).fetchall()
    except sqlite3.OperationalError as error:
        raise _unavailable(error) from error


def _translate(sql: str) -> tuple[str, tuple[int, ...]]:
    lists = tuple(int(place) for place in _ANY.findall(sql))
    return _ANY.sub(r"IN (SELECT value FROM json_each(?\1))", _LOCKING.sub("", sql)), lists


def _put_sql(table: Table) -> str:
    sql = _puts.get(table)
    if sql is None:
        words = "INSERT" if table.strict else "INSERT OR REPLACE"
        places = ", ".join("?" * len(table.columns))
        sql = _puts[table] = f"{words} INTO {table.name} ({', '.join(table.columns)}) VALUES ({places})"
    return sql


def _remove_sql(table: Table) -> str:
    return f"DELETE FROM {table.name} WHERE " + " AND ".join(f"{name} = ?" for name in table.columns[: table.key])


def _run_now(work: Awaitable[T]) -> T:
    """Run a coroutine that waits for nothing but this store, which never makes it wait."""
    coroutine = cast(Coroutine[Any, Any, T], work)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return cast(T, stop.value)
    coroutine.close()
    raise RuntimeError("a unit of work must not wait for anything but its store")


def _is_locked(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _unavailable(error: sqlite3.Error) -> Unavailable:
    return Unavailable(f"The database cannot take this request now ({error}). Nothing was saved; try again.")
