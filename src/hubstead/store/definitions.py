"""A portal's own definitions (properties, pipelines, schemas, labels, owners, …): documents in one table.

They change seldom and are read by every request, so what a room makes of them is remembered (`generations`) until the
portal's generation moves; every change of a definition moves it in the same transaction.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from hubstead.store.tables import DEFINITION, PORTAL
from hubstead.store.unit import Unit

T = TypeVar("T")


async def documents(unit: Unit, kind: str, type: str) -> dict[str, str]:
    """The JSON documents of one kind of definition of an object type (`""` where none), by name, in name order."""
    sql = "SELECT name, document FROM definition WHERE portal = ?1 AND kind = ?2 AND type = ?3 ORDER BY name"
    return {row[0]: row[1] for row in await unit.rows(sql, kind, type)}


async def every(unit: Unit, kind: str, decode: Callable[[str], T]) -> Mapping[str, T]:
    """All definitions of a kind that belongs to no object type, decoded, by name."""

    async def make() -> Mapping[str, T]:
        return {name: decode(document) for name, document in (await documents(unit, kind, "")).items()}

    return await unit.definition((kind, "by name"), make)


async def numbered(unit: Unit, kind: str, decode: Callable[[str], T]) -> Mapping[int, T]:
    """The same of a kind whose names are numbers, by ascending number."""

    async def make() -> Mapping[int, T]:
        found = await every(unit, kind, decode)
        return {int(name): found[name] for name in sorted(found, key=int)}

    return await unit.definition((kind, "by number"), make)


def put(unit: Unit, kind: str, type: str, name: str, document: bytes) -> None:
    """Write one definition. Follow with `changed`."""
    unit.put(DEFINITION, (unit.portal, kind, type, name, document.decode()))


def remove(unit: Unit, kind: str, type: str, name: str) -> None:
    """Delete one definition. Follow with `changed`."""
    unit.remove(DEFINITION, (unit.portal, kind, type, name))


async def hold(unit: Unit) -> None:
    """Wait until no other unit changes this portal's definitions; what is read after this stays true until the end."""
    await _portal(unit)


async def changed(unit: Unit, kind: str, type: str, name: str, about: Mapping[str, object] | None = None) -> None:
    """Move the portal's generation, so that every process makes its things anew, and record the change as a fact.

    `about` goes into the body of the fact, beside the name.
    """
    if not unit.written(PORTAL, (unit.portal,)):
        generation, document = await _portal(unit)
        unit.put(PORTAL, (unit.portal, generation + 1, document))
    unit.happened(f"{kind}.changed", type, 0, msgspec.json.encode({"name": name, **(about or {})}).decode())


async def _portal(unit: Unit) -> tuple[int, str]:
    rows = await unit.rows("SELECT generation, document FROM portal WHERE id = ?1 FOR UPDATE")
    return rows[0][0], rows[0][1]
