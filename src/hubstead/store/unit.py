"""A unit of work: one transaction of one portal. No table can be reached without one, so no portal can reach another's.

Writes gather in memory and leave together at the end, a statement per table: a unit that fails half-way has written
nothing, and a batch of a hundred costs five statements. Reads go to the store and do not see what still waits; rooms
that change a record twice keep it in hand (`crm/records`).
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, TypeVar, cast

from hubstead.kit import clock
from hubstead.kit.errors import Unauthenticated, Unavailable
from hubstead.store.access import Access
from hubstead.store.engine import Engine, Fact, Raced, Reader, Row, Writer
from hubstead.store.generations import Definitions
from hubstead.store.tables import Table

T = TypeVar("T")
RACES = 8
"""How often a unit is run again after losing a race before the store counts as unavailable."""


class Origin(NamedTuple):
    """Where a change comes from, in HubSpot's words: `API`, `INTEGRATION`, `CRM_UI`, `IMPORT`, with its id."""

    source: str
    source_id: str = ""
    user_id: int = 0


class Actor(NamedTuple):
    """In whose name a unit works: the portal, the state of its definitions, and where its changes come from.

    `generation` counts the portal's definition changes; `definitions` remembers what was read at which generation.
    `access` bounds which records a user may see and change; `None` where an app or a command works.
    """

    portal: int
    generation: int
    origin: Origin
    definitions: Definitions
    access: Access | None = None


class Unit:
    """Reads and writes of one portal. `now` is one moment for everything that the unit does (ms)."""

    __slots__ = ("_actor", "_facts", "_kept", "_reader", "_removed", "_rows", "access", "now", "origin", "portal")

    def __init__(self, reader: Reader, actor: Actor) -> None:
        self._reader = reader
        self._actor = actor
        self.portal = actor.portal
        self.origin = actor.origin
        self.access = actor.access
        self.now = clock.now(actor.portal)
        self._rows: dict[Table, dict[Row, Row]] = {}
        self._removed: dict[Table, dict[Row, None]] = {}
        self._facts: list[Fact] = []
        self._kept: dict[str, Any] = {}

    async def rows(self, sql: str, *args: object) -> list[Row]:
        """Rows of a query; `?1` is always this unit's portal."""
        return await self._reader.rows(sql, self.portal, *args)

    async def new_ids(self, count: int) -> int:
        """The first of `count` new ascending ids."""
        return await cast(Writer, self._reader).new_ids(self.portal, count)

    def put(self, table: Table, row: Row) -> None:
        """Write a row at the end of the unit."""
        self._rows.setdefault(table, {})[row[: table.key]] = row

    def written(self, table: Table, key: Row) -> Row | None:
        """The row with this key as this unit will write it; `None` when it does not."""
        return self._rows.get(table, {}).get(key)

    def remove(self, table: Table, key: Row) -> None:
        """Delete a row at the end of the unit."""
        self._rows.get(table, {}).pop(key, None)
        self._removed.setdefault(table, {})[key] = None

    def happened(self, kind: str, type: str, id: int, body: str) -> None:
        """Append a fact: webhooks, audit log, search columns and history live on these."""
        source, source_id, user_id = self.origin
        self._facts.append(Fact(self.portal, kind, type, id, self.now, source, source_id, user_id, body))

    async def definition(self, key: tuple[str, ...], make: Callable[[], Awaitable[T]]) -> T:
        """Something made of the portal's definitions, made once per generation. `key` starts with the room's name."""
        definitions, generation = self._actor.definitions, self._actor.generation
        found = definitions.find(self.portal, key, generation)
        if found is None:
            found = await make()
            definitions.remember(self.portal, key, generation, found)
        return cast(T, found)

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Something of a room that lives as long as this unit."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(T, self._kept[name])

    async def flush(self) -> None:
        """Send what waits to the open transaction."""
        writer = cast(Writer, self._reader)
        for table, keys in self._removed.items():
            await writer.remove(table, keys)
        for table, rows in self._rows.items():
            if rows:
                await writer.put(table, list(rows.values()))
        if self._facts:
            await writer.append(self._facts)
        self._removed, self._rows, self._facts = {}, {}, []


async def write(engine: Engine, actor: Actor, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Run `work` as one durable transaction of the actor's portal, with the definitions as they are at its beginning:
    they may have changed since the actor was made. Raises `Unauthenticated` when the portal was deleted meanwhile."""
    clock.tick(actor.portal)
    return await transaction(engine, actor.definitions, lambda writer: within(writer, actor, work))


async def within(writer: Writer, actor: Actor, work: Callable[[Unit], Awaitable[T]]) -> T:
    """Run `work` as a unit of a transaction that is open: for listeners, whose work is of many portals at once."""
    rows = await writer.rows("SELECT generation FROM portal WHERE id = ?1", actor.portal)
    if not rows:
        raise Unauthenticated("The portal of these credentials does not exist any more.")
    unit = Unit(writer, actor._replace(generation=rows[0][0]))
    result = await work(unit)
    await unit.flush()
    return result


async def transaction(engine: Engine, definitions: Definitions, run: Callable[[Writer], Awaitable[T]]) -> T:
    """Run `run` as one durable transaction, again when it loses a race. Raises `Unavailable`."""
    for _ in range(RACES):
        try:
            return await engine.write(run)
        except Raced:
            continue
        except Unavailable:  # units of the lost group may have remembered definitions that were never committed
            definitions.forget()
            raise
    raise Unavailable("Too many requests change the same records at this moment. Nothing was saved; try again.")
