"""Reading records: one, a page, a batch."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from hubstead.crm.associations.shown import associated
from hubstead.crm.objects import wire
from hubstead.crm.objects.find import ids_of
from hubstead.crm.objects.history import histories
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record, as_id
from hubstead.crm.records.rules import as_of
from hubstead.store.unit import Unit


class View(NamedTuple):
    """What of a record is asked for. `base_url` makes links that can be followed; empty: no links."""

    properties: tuple[str, ...] = ()
    with_history: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    archived: bool = False
    base_url: str = ""


async def one(unit: Unit, definition: TypeDefinition, key: str, id_property: str | None, view: View) -> Any | None:
    """One record, or `None`."""
    id = as_id(key) if id_property is None else (await ids_of(unit, definition, [key], id_property)).get(key)
    if id is None:
        return None
    found = await records.load(unit, definition.type.id, [id], archived=view.archived)
    return (await show(unit, definition, [found[id]], view))[0] if id in found else None


async def many(
    unit: Unit, definition: TypeDefinition, keys: Sequence[str | int], id_property: str | None, view: View
) -> tuple[list[Any], list[str]]:
    """The records of a batch in the order asked, each once, and the keys that no record has."""
    ids = await ids_of(unit, definition, keys, id_property)
    found = await records.load(unit, definition.type.id, ids.values(), archived=view.archived)
    wanted: dict[int, Record] = {}
    missing: list[str] = []
    for key in map(str, keys):
        record = found.get(ids.get(key, -1))
        if record is None:
            missing.append(key)
        else:
            wanted.setdefault(record.id, record)
    return await show(unit, definition, list(wanted.values()), view), missing


async def page(
    unit: Unit, definition: TypeDefinition, after: int, limit: int, view: View
) -> tuple[list[Any], int | None]:
    """A page in ascending order of id, and where the next one starts (`None`: this is the last)."""
    found = await records.page(unit, definition.type.id, after, limit + 1, view.archived)
    following = found[limit - 1].id + 1 if len(found) > limit else None
    return await show(unit, definition, found[:limit], view), following


async def show(unit: Unit, definition: TypeDefinition, found: Sequence[Record], view: View) -> list[Any]:
    """Records as JSON values."""
    plan = definition.plan(view.properties)
    for record in found:
        as_of(record, unit.now)
    answers = [wire.shown(record, plan) for record in found]
    if view.with_history:
        await _add_history(unit, definition, found, answers, view.with_history)
    if view.associations:
        links = await associated(
            unit, definition.type, [record.id for record in found], view.associations, view.base_url
        )
        for record, answer in zip(found, answers, strict=True):
            if links.get(record.id):
                answer["associations"] = links[record.id]
    if view.base_url:
        for answer in answers:
            answer["url"] = f"{view.base_url}/contacts/{unit.portal}/record/{definition.type.id}/{answer['id']}"
    return answers


async def _add_history(
    unit: Unit,
    definition: TypeDefinition,
    found: Sequence[Record],
    answers: Sequence[dict[str, Any]],
    names: Sequence[str],
) -> None:
    known = tuple(name for name in names if name in definition.properties)
    past: Mapping[int, Any] = await histories(unit, definition.type.id, [record.id for record in found], known)
    for record, answer in zip(found, answers, strict=True):
        answer["properties"].update({name: record.values.get(name) for name in known})
        answer["properties"] = dict(sorted(answer["properties"].items()))
        answer["propertiesWithHistory"] = past[record.id]
