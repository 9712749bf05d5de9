"""Changing the properties of a type: create (which also restores), update, archive.

A revision holds the definitions of the portal while it works, so two requests cannot make the same name, and shows
later steps what earlier ones did; `save` writes what changed.
"""

import msgspec

from hubstead.crm.object_types.object_type import ObjectType
from hubstead.crm.object_types.property import Group, Property
from hubstead.crm.properties.calculated import check_formulas
from hubstead.crm.properties.definition import KIND, properties_of
from hubstead.crm.properties.draft import drafted, redrafted
from hubstead.crm.properties.groups import groups_of
from hubstead.crm.properties.uses import in_use, uses_of
from hubstead.crm.properties.wire import PropertyInput, PropertyPatch
from hubstead.kit.errors import Conflict, Invalid, NotFound
from hubstead.store import definitions
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit
from hubstead.web.features import require_feature

UNIQUE_LIMIT = 10
"""Properties with unique values that a portal may add to a type."""


class Revision:
    """The properties of a type as they were, and as they are about to be."""

    def __init__(self, unit: Unit, type: ObjectType, before: dict[str, Property], groups: dict[str, Group]) -> None:
        self.unit = unit
        self.type = type
        self.before = before
        self.now = dict(before)
        self.groups = groups
        self._user = str(unit.origin.user_id) if unit.origin.user_id else None

    def create(self, given: PropertyInput) -> Property:
        """Make a property; the name of an archived one restores it, with its values, as it is described now.

        Raises `Conflict` and `Invalid`.
        """
        property = drafted(given, self.unit.now, self._user)
        old = self.now.get(property.name)
        if old is not None and not old.archived:
            raise Conflict(
                f"A property named '{property.name}' already exists.",
                category="OBJECT_ALREADY_EXISTS",
                sub_category="Properties.PROPERTY_WITH_NAME_EXISTS",
            )
        if old is not None:
            property = msgspec.structs.replace(property, created_at=old.created_at)
        self._check_unique(property)
        return self._put(property)

    def update(self, name: str, given: PropertyPatch) -> Property:
        """Change a property. Raises `NotFound` and `Invalid`."""
        return self._put(redrafted(self.live(name), given, self.unit.now, self._user))

    def archive(self, name: str) -> None:
        """Move a property to the recycling bin; its values stay with the records, out of sight.

        Raises `NotFound`, and `Invalid` for a default property or one that something uses.
        """
        property = self.live(name)
        if property.hubspot_defined:
            raise Invalid(
                f"Property {name} of object type {self.type.id} is a default property and cannot be deleted",
                context={"property": [name], "objectTypeId": [self.type.id]},
            )
        uses = uses_of(self.type, name, self.now)
        if uses:
            raise in_use(self.type, name, uses)
        now = self.unit.now
        self.now[name] = msgspec.structs.replace(
            property, archived=True, archived_at=now, updated_at=now, updated_user_id=self._user
        )

    def live(self, name: str) -> Property:
        """A property that is not archived. Raises `NotFound`."""
        found = self.now.get(name.lower())
        if found is None or found.archived:
            raise not_found(name)
        return found

    async def save(self) -> None:
        """Write what changed. Raises `Forbidden` for formulas that the account's plan does not include."""
        for name, property in self.now.items():
            if self.before.get(name) is not property:
                if property.calculation_formula:
                    require_feature(await portal_of(self.unit), "calculated-properties")
                definitions.put(self.unit, KIND, self.type.id, name, msgspec.json.encode(property))
                await definitions.changed(self.unit, KIND, self.type.id, name)

    def _put(self, property: Property) -> Property:
        if property.group_name not in self.groups:
            raise Invalid(
                f"Property group '{property.group_name}' does not exist.", context={"groupName": [property.group_name]}
            )
        after = {**self.now, property.name: property}
        check_formulas(property, after)
        self.now = after
        return property

    def _check_unique(self, property: Property) -> None:
        live = [found for found in self.now.values() if found.has_unique_value and not found.archived]
        own = [found for found in live if not found.hubspot_defined]
        if property.has_unique_value and len(own) >= UNIQUE_LIMIT:
            raise Invalid(
                f"{self.type.plural} already have {UNIQUE_LIMIT} properties with unique values, which is the most.",
                context={"propertyName": [property.name]},
            )


async def revise(unit: Unit, type: ObjectType) -> Revision:
    """Begin to change the properties of a type."""
    await definitions.hold(unit)
    return Revision(unit, type, await properties_of(unit, type), await groups_of(unit, type))


def not_found(name: str) -> NotFound:
    """The 404 for a property."""
    return NotFound(f"Couldn't find a Property with the given name '{name}'", context={"propertyName": [name]})
