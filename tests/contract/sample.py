"""Rows and units that the contract tests write."""

from collections.abc import Awaitable, Callable

from hubstead.store.engine import Engine, Fact, Row, Writer
from hubstead.store.tables import RECORD, Table

PORTAL = 7


def contact(id: int, document: str = "{}", portal: int = PORTAL) -> Row:
    """A row of `record`."""
    return portal, "contacts", id, 1, 2, 0, document


def fact(id: int, body: str = "{}") -> Fact:
    """A fact about a contact."""
    return Fact(PORTAL, "record.changed", "contacts", id, 1_700_000_000_000, "API", "", 0, body)


def put(table: Table, *rows: Row) -> Callable[[Writer], Awaitable[None]]:
    """A unit that puts the rows."""
    return lambda writer: writer.put(table, rows)


def append(*facts: Fact) -> Callable[[Writer], Awaitable[None]]:
    """A unit that appends the facts."""
    return lambda writer: writer.append(facts)


async def save(engine: Engine, *ids: int) -> None:
    """Write contacts with these ids."""
    await engine.write(put(RECORD, *map(contact, ids)))


async def saved(engine: Engine) -> list[int]:
    """The ids of all contacts, ascending."""
    rows = await engine.rows("SELECT id FROM record WHERE portal = ?1 AND type = ?2 ORDER BY id", PORTAL, "contacts")
    return [id for (id,) in rows]


async def all_facts(engine: Engine, page: int = 100) -> list[tuple[int, Fact]]:
    """What a listener meets that starts at the beginning and reads until it has met the newest fact."""
    newest, met = await engine.newest_fact(), list[tuple[int, Fact]]()
    while not met or met[-1][0] < newest:
        met += await engine.facts_after(met[-1][0] if met else 0, page)
    return met
