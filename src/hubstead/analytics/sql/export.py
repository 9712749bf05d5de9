"""Everything as files: the traffic from the columns, records from the truth store, as they are written there."""

import asyncio
from pathlib import Path

from hubstead.analytics.sql.run import EXPORT_SECONDS, run
from hubstead.analytics.sql.tables import shown
from hubstead.columns.traffic import TABLES
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.properties.definition import define
from hubstead.kit.errors import NotFound
from hubstead.store.unit import Unit
from hubstead.web.call import Call

AT_ONCE = 5_000
DATED = tuple(name for name in TABLES if name not in ("visitors", "pages"))
"""Tables whose rows have a day."""


async def export(
    call: Call, unit: Unit, types: dict[str, ObjectType], name: str, suffix: str, days: tuple[str, str] | None
) -> Path:
    """A file with all rows of a table, or those of some days. Raises `NotFound` for a table that there is not."""
    if name in TABLES:
        when = f" WHERE day BETWEEN '{days[0]}' AND '{days[1]}'" if days and name in DATED else ""
        order = " ORDER BY day" if name in DATED else ""
        sql = f"SELECT * FROM {name}{when}{order}"
        seen = shown(unit, {})
        return await run(call, lambda store: store.write_out(seen, sql, suffix, seconds=EXPORT_SECONDS))
    if name not in types:
        known = ", ".join(sorted((*TABLES, *types)))
        raise NotFound(f"There is no table '{name[:100]}'. There are: {known}.", context={"table": [name[:100]]})
    return await _records(call, unit, types[name], suffix)


async def _records(call: Call, unit: Unit, type: ObjectType, suffix: str) -> Path:
    """All live records of a type: a column for each property."""
    definition = await define(unit, type)
    columns = {name: found.type for name, found in sorted(definition.properties.items())}
    source = await run(call, lambda store: store.place("json"))
    try:
        await _write(unit, type, source)
        return await run(call, lambda store: store.write_documents(source, columns, suffix, seconds=EXPORT_SECONDS))
    finally:
        source.unlink(missing_ok=True)


async def _write(unit: Unit, type: ObjectType, source: Path) -> None:
    """All documents of a type, one a line."""
    after = -1
    sql = (
        "SELECT id, document FROM record WHERE portal = ?1 AND type = ?2 AND id > ?3 AND archived = 0 "
        "ORDER BY id LIMIT ?4"
    )
    with source.open("wb") as file:
        while rows := await unit.rows(sql, type.id, after, AT_ONCE):
            await asyncio.to_thread(file.write, "".join(f"{row[1]}\n" for row in rows).encode())
            after = rows[-1][0]
