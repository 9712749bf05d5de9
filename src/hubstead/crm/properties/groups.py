"""Property groups: the defaults of the catalog with the portal's own laid over them."""

import msgspec

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Group
from hubstead.crm.properties.definition import properties_of
from hubstead.crm.properties.draft import internal_name
from hubstead.crm.properties.wire import GroupInput, GroupPatch
from hubstead.kit.errors import Conflict, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "property_group"
_decode = msgspec.json.Decoder(Group).decode


async def groups_of(unit: Unit, type: ObjectType) -> dict[str, Group]:
    """The live groups of a type by name, in display order (those without a place come last)."""
    defaults = catalog.custom_defaults(type.name).groups if type.custom else catalog.default_groups(type.id)
    own = await definitions.documents(unit, KIND, type.id)
    groups = {group.name: group for group in defaults} | {name: _decode(text) for name, text in own.items()}
    in_order = sorted(groups.values(), key=lambda group: (group.display_order < 0, group.display_order))
    return {group.name: group for group in in_order if not group.archived}


async def one(unit: Unit, type: ObjectType, name: str) -> Group:
    """One live group. Raises `NotFound`."""
    found = (await groups_of(unit, type)).get(name)
    if found is None:
        raise NotFound(f"Couldn't find a Group with the given name '{name}'.", context={"groupName": [name]})
    return found


async def create(unit: Unit, type: ObjectType, given: GroupInput) -> Group:
    """Make a group; the name of an archived one makes a new group. Raises `Conflict`."""
    await definitions.hold(unit)
    name = internal_name(given.name)
    if name in await groups_of(unit, type):
        raise Conflict(
            f"A property group named '{name}' already exists.",
            category="OBJECT_ALREADY_EXISTS",
            context={"groupName": [name]},
        )
    order = -1 if given.display_order is None else given.display_order
    return await save(unit, type, Group(name=name, label=_label(given.label), display_order=order))


async def update(unit: Unit, type: ObjectType, name: str, given: GroupPatch) -> Group:
    """Change a group's label or place."""
    await definitions.hold(unit)
    found = await one(unit, type, name)
    label = found.label if given.label is None else _label(given.label)
    order = found.display_order if given.display_order is None else given.display_order
    return await save(unit, type, msgspec.structs.replace(found, label=label, display_order=order))


async def archive(unit: Unit, type: ObjectType, name: str) -> None:
    """Move an empty group to the recycling bin. Raises `Invalid` while live properties are in it."""
    await definitions.hold(unit)
    found = await one(unit, type, name)
    known = await properties_of(unit, type)
    held = [property.name for property in known.values() if property.group_name == name and not property.archived]
    if held:
        raise Invalid(
            "Can't delete or purge a group with active properties",
            context={"groupName": [name], "properties": sorted(held)},
            sub_category="PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES",
        )
    await save(unit, type, msgspec.structs.replace(found, archived=True))


async def save(unit: Unit, type: ObjectType, group: Group) -> Group:
    """Write a group."""
    definitions.put(unit, KIND, type.id, group.name, msgspec.json.encode(group))
    await definitions.changed(unit, KIND, type.id, group.name)
    return group


def _label(text: str) -> str:
    if not text.strip():
        raise Invalid("The label of a property group cannot be empty.", context={"label": [text]})
    return text
