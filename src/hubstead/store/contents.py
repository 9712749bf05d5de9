"""What a portal holds, as a whole: emptied, copied, deleted. Which tables that concerns follows from `tables`.

Work that calls these calls `Writer.alone` first: copies are of one moment, and no unit that began before goes on
writing into a portal that was emptied.
"""

from hubstead.store.engine import Fact, Writer
from hubstead.store.tables import (
    ALL,
    APP,
    ENDING_CALL,
    FACT,
    INSTALL,
    JOURNAL_ENTRY,
    JOURNAL_SNAPSHOT,
    JOURNAL_SUBSCRIPTION,
    PORTAL,
    RATE_WINDOW,
    SANDBOX,
    TIMELINE_TEMPLATE,
    TOKEN,
    TOKEN_USE,
    USAGE,
    WEBHOOK_CURSOR,
    WEBHOOK_SUBSCRIPTION,
    WEBHOOK_TARGET,
    Table,
)

EMPTIED = "portal.emptied"
"""The fact, of portal 0 (the server's own), that a portal's rows are gone; its id is the portal's."""
COPIED = "portal.copied"
"""The fact, of portal 0, that a portal was filled from another one; its id is the portal's. Facts that were copied are
part of its history only: listeners are not shown them, for nothing is to follow from them a second time."""
_ITSELF = (
    PORTAL,
    SANDBOX,
    TOKEN,
    TOKEN_USE,
    APP,
    TIMELINE_TEMPLATE,
    INSTALL,
    WEBHOOK_TARGET,
    WEBHOOK_SUBSCRIPTION,
    WEBHOOK_CURSOR,
    JOURNAL_SUBSCRIPTION,
)
"""What makes a portal and lets people and apps in: it outlives what the portal holds and is not copied."""
_PORTAL_S = tuple(table for table in ALL if "portal" in table.columns)
_CONTENTS = tuple(table for table in _PORTAL_S if table not in _ITSELF)
_OF_APPS = (USAGE, ENDING_CALL, RATE_WINDOW, JOURNAL_ENTRY, JOURNAL_SNAPSHOT)
"""What apps have used of their limits, and their journals: emptied, but not copied, for the apps are not."""


async def empty(writer: Writer, portal: int, now: int) -> None:
    """Delete what a portal holds: records, definitions, history, counters. The portal, its apps and tokens stay.

    A fact says so (`now` in ms): who follows the facts (search columns) forgets the portal before it reads on.
    """
    await _delete(writer, _CONTENTS, portal)
    await writer.append([_of_server(EMPTIED, portal, now)])


async def delete(writer: Writer, portal: int, now: int) -> None:
    """Delete a portal with everything that is its own, its apps and tokens too."""
    await empty(writer, portal, now)
    await _delete(writer, tuple(table for table in _ITSELF if table is not PORTAL), portal)
    await writer.remove(PORTAL, [(portal,)])


async def copy(writer: Writer, source: int, target: int, now: int) -> None:
    """Copy what a portal holds into another one, which is empty; ids stay the same. A fact says so (`now` in ms)."""
    for table in _CONTENTS:
        if table not in _OF_APPS:
            await writer.rows(_copying(table), source, target)
    await writer.append([_of_server(COPIED, target, now)])


def _copying(table: Table) -> str:
    names = ", ".join(table.columns)
    values = ", ".join("CAST(?2 AS BIGINT)" if name == "portal" else name for name in table.columns)
    if table is FACT:
        return f"INSERT INTO fact ({names}, copied) SELECT {values}, 1 FROM fact WHERE portal = ?1 ORDER BY seq"
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} WHERE portal = ?1"


def _of_server(kind: str, portal: int, now: int) -> Fact:
    return Fact(0, kind, "", portal, now, "INTERNAL_PROCESSING", "", 0, "{}")


async def _delete(writer: Writer, tables: tuple[Table, ...], portal: int) -> None:
    for table in tables:
        await writer.rows(f"DELETE FROM {table.name} WHERE portal = ?1", portal)
