"""A place to change records at chosen moments: one portal in memory, with two owners, and no request around it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec

from hubstead.account import owners, portals
from hubstead.account.owners import Owner
from hubstead.crm.object_types import catalog
from hubstead.crm.objects import wire, write
from hubstead.crm.properties.datetimes import format_datetime, parse_datetime
from hubstead.crm.properties.definition import TypeDefinition, define
from hubstead.crm.records import record as records
from hubstead.crm.records.record import Record
from hubstead.store import definitions, unit
from hubstead.store.engines.sqlite import SqliteEngine
from hubstead.store.generations import Definitions
from hubstead.store.unit import Origin, Unit

T = TypeVar("T")
NOW = "2024-11-20T14:08:52.191Z"
OLIVIA = Owner(id="31871900", email="olivia@example.com", user_id=5555888)
OTTO = Owner(id="156644386", email="otto@example.com", user_id=11598694)
APP = Origin("INTEGRATION", "1024738")


class Desk:
    """Use as a context manager; every verb is one transaction at one moment, by an app of the portal."""

    def __init__(self, origin: Origin = APP) -> None:
        self.origin = origin
        self._store = SqliteEngine(None)
        self._definitions = Definitions()

    async def __aenter__(self) -> "Desk":
        await self._store.open()
        self.portal = (await portals.create(self._store, "Test", 0)).id
        await self.work(_hire)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()

    async def work(self, work: Callable[[Unit], Awaitable[T]], at: str = NOW) -> T:
        """Run a unit that believes it is `at`."""

        async def run(unit: Unit) -> T:
            unit.now = parse_datetime(at)
            return await work(unit)

        actor = await portals.actor(self._store, self.portal, self.origin, self._definitions)
        return await unit.write(self._store, actor, run)

    async def create(self, type: str, values: Mapping[str, Any], at: str = NOW) -> dict[str, Any]:
        """The `properties` of the answer to a create."""

        async def work(unit: Unit) -> dict[str, Any]:
            outcome = (await write.create(unit, await _define(unit, type), [wire.CreateInput(dict(values))]))[0]
            return _properties(outcome)

        return await self.work(work, at)

    async def update(self, type: str, id: str, values: Mapping[str, Any], at: str = NOW) -> dict[str, Any]:
        """The `properties` of the answer to an update."""

        async def work(unit: Unit) -> dict[str, Any]:
            definition = await _define(unit, type)
            return _properties((await write.update(unit, definition, [wire.BatchUpdateInput(id, dict(values))]))[0])

        return await self.work(work, at)

    async def record(self, type: str, id: str) -> Record:
        """A record as the store has it."""

        async def work(unit: Unit) -> Record:
            definition = await _define(unit, type)
            return (await records.load(unit, definition.type.id, [int(id)]))[int(id)]

        return await self.work(work)

    async def values(self, type: str, values: Mapping[str, Any], *changes: Mapping[str, Any]) -> dict[str, str]:
        """What is stored of a record that was created and then changed, an hour apart each time."""
        at = parse_datetime(NOW)
        id = (await self.create(type, values))["hs_object_id"]
        for hours, later in enumerate(changes, 1):
            await self.update(type, id, later, format_datetime(at + hours * 3_600_000))
        return (await self.record(type, id)).values

    async def definition(self, type: str) -> TypeDefinition:
        """The definition of a type."""
        return await self.work(lambda unit: _define(unit, type))


async def _hire(unit: Unit) -> None:
    for owner in (OLIVIA, OTTO):
        definitions.put(unit, owners.KIND, "", owner.id, msgspec.json.encode(owner))
    await definitions.changed(unit, owners.KIND, "", "")


async def _define(unit: Unit, type: str) -> TypeDefinition:
    found = catalog.resolve_standard(type)
    assert found is not None
    return await define(unit, found)


def _properties(outcome: write.Outcome) -> dict[str, Any]:
    if outcome.failure is not None or outcome.answer is None:
        raise outcome.failure or AssertionError("an outcome is an answer or a failure")
    properties: dict[str, Any] = outcome.answer["properties"]
    return properties
