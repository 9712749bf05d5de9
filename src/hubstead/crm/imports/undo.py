"""Undoing an import: the records that it made go to the recycling bin, the values that it set go back.

What somebody changed since stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from hubstead.account.users import access_of
from hubstead.crm.imports import run as runs
from hubstead.crm.imports.run import Import
from hubstead.crm.imports.work import Payload
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.history import histories
from hubstead.crm.objects.write import bin_all, changed, saved
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import change, imported
from hubstead.crm.records import record as records
from hubstead.crm.records.imported import Effect
from hubstead.crm.records.moment import Moment
from hubstead.jobs.kind import Kind
from hubstead.jobs.running import Running
from hubstead.kit.errors import Failure
from hubstead.store.unit import Origin, Unit

FACTS_AT_ONCE = 100


class Progress(msgspec.Struct):
    """The fact up to which it is undone."""

    after: int = 0


async def work(job: Running) -> None:
    """Undo one import, or as much of it as is not undone yet."""
    run = await runs.find(Unit(job.rooms.store, job.actor()), job.read(Payload).id, 0)
    origin = Origin("IMPORT", str(run.id), run.user_id)
    after = (job.state(Progress) or Progress(run.facts)).after
    reading = Unit(job.rooms.store, job.actor())
    while found := await imported.page(reading, run.id, after, run.last, FACTS_AT_ONCE):
        after = found[-1].seq

        async def undo(unit: Unit, found: Sequence[Effect] = found) -> None:
            unit.access = await access_of(unit, run.user_id) if run.user_id else None
            for type in dict.fromkeys(effect.type for effect in found):
                await _undo(unit, run, type, [effect for effect in found if effect.type == type])

        await job.write(undo, state=Progress(after), origin=origin)

    async def ended(unit: Unit) -> None:
        held = await runs.held(unit, run.id)
        runs.save(unit, held.changed(unit.now, state="REVERTED"))

    await job.finish(ended, origin=origin)


UNDO = Kind("import.undo", work, at_once=1)


async def _undo(unit: Unit, run: Import, type: str, found: Sequence[Effect]) -> None:
    definition = await define(unit, await resolve(unit, type))
    made = {effect.id for effect in found if effect.made}
    live = await records.load(unit, type, made, lock=True)
    await bin_all(unit, definition, list(live.values()))
    await unit.flush()
    await _restore(unit, definition, run, {effect.id for effect in found} - made)


async def _restore(unit: Unit, definition: TypeDefinition, run: Import, ids: Collection[int]) -> None:
    """Set back the values that are still those of the import."""
    live = await records.load(unit, definition.type.id, ids, lock=True)
    if not live:
        return
    names = [
        property.name
        for property in definition.properties.values()
        if not (property.calculated or property.read_only_value)
    ]
    versions = await histories(unit, definition.type.id, list(live), names)
    context = await change.context_of(unit, definition)
    moments: list[Moment | Failure] = []
    for id, record in live.items():
        before = {name: value for name, told in versions[id].items() if (value := _before(told, run)) is not None}
        if before:
            moments.append(changed(unit, context, record, before))
    await saved(unit, definition, moments)


def _before(versions: Sequence[Mapping[str, Any]], run: Import) -> str | None:
    """The value before the import set it; `None` where the newest value is not the import's."""
    own = [one["sourceType"] == "IMPORT" and one.get("sourceId") == str(run.id) for one in versions]
    if not own or not own[0]:
        return None
    return next((str(one["value"]) for one, mine in zip(versions, own, strict=True) if not mine), "")
