"""Do rows that belong together stand together: associations, tokens, definitions, facts and their listeners?"""

import msgspec

from hubstead.commands.checking.finding import Finding
from hubstead.store.engine import Engine

_SHOWN = 20
_ONE_SIDED = (
    "SELECT portal, from_type, from_id, to_type, to_id FROM association AS one WHERE NOT EXISTS (SELECT 1 "
    "FROM association AS other WHERE other.portal = one.portal AND other.from_type = one.to_type "
    "AND other.from_id = one.to_id AND other.to_type = one.from_type AND other.to_id = one.from_id) "
    f"ORDER BY portal, from_type, from_id LIMIT {_SHOWN}"
)
_DANGLING = (
    "SELECT portal, from_type, from_id, to_type, to_id FROM association AS one WHERE NOT EXISTS (SELECT 1 "
    "FROM record WHERE record.portal = one.portal AND record.type = one.from_type AND record.id = one.from_id "
    f"AND archived = 0) ORDER BY portal, from_type, from_id LIMIT {_SHOWN}"
)
_HOMELESS = "SELECT count(*) FROM {table} WHERE portal NOT IN (SELECT id FROM portal)"


async def check_associations(store: Engine) -> Finding:
    """Each is kept in both directions, and between records that are there."""
    count = (await store.rows("SELECT count(*) FROM association"))[0][0]
    one_sided = await store.rows(_ONE_SIDED)
    dangling = await store.rows(_DANGLING)
    return Finding(
        f"{count} rows of associations",
        [f"{_pair(*row)} is missing in the other direction" for row in one_sided]
        + [f"{_pair(*row)} belongs to a record that is gone" for row in dangling],
    )


async def check_definitions(store: Engine) -> Finding:
    """Portals, apps, tokens and definitions are JSON and belong to a portal."""
    problems: list[str] = []
    count = 0
    for table in ("portal", "token", "app", "install", "definition"):
        rows = await store.rows(f"SELECT document FROM {table}")
        count += len(rows)
        problems += [f"a document of {table} cannot be read" for row in rows if not _is_json(row[0])]
        if table != "portal" and (homeless := (await store.rows(_HOMELESS.format(table=table)))[0][0]):
            problems.append(f"{homeless} rows of {table} belong to no portal")
    return Finding(f"{count} portals, tokens and definitions", problems)


async def check_facts(store: Engine) -> Finding:
    """Facts belong to portals or (0) to the server, and no listener is ahead of them.

    One is after the restore of an older backup.
    """
    newest = await store.newest_fact()
    homeless = (await store.rows(_HOMELESS.format(table="fact") + " AND portal <> 0"))[0][0]
    problems = [f"{homeless} facts belong to no portal"] if homeless else []
    listeners = await store.rows("SELECT name, cursor FROM listener ORDER BY name")
    problems += [f"listener {name} is ahead: at {cursor} of {newest}" for name, cursor in listeners if cursor > newest]
    lags = "".join(f", {name} {newest - cursor} behind" for name, cursor in listeners)
    return Finding(f"facts up to number {newest}{lags}", problems)


def _pair(portal: int, from_type: str, from_id: int, to_type: str, to_id: int) -> str:
    return f"portal {portal}: the association {from_type} {from_id} to {to_type} {to_id}"


def _is_json(document: str) -> bool:
    try:
        msgspec.json.decode(document)
    except msgspec.DecodeError:
        return False
    return True
