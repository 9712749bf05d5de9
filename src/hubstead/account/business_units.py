"""Business units (brands) of an account, and who works for them."""

from collections.abc import Iterable, Mapping

import msgspec

from hubstead.kit.errors import Conflict, Invalid
from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "business_unit"


class BusinessUnit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """A business unit. `users` are ids of users; none named means all users of the account."""

    id: int
    name: str
    logo_url: str = ""
    logo_alt_text: str = ""
    users: tuple[int, ...] = ()

    def has(self, user_id: int) -> bool:
        """Whether a user of the account works for it."""
        return not self.users or user_id in self.users


_decode = msgspec.json.Decoder(BusinessUnit).decode


async def business_units_of(unit: Unit) -> Mapping[int, BusinessUnit]:
    """The business units of the account, by ascending id."""
    return await definitions.numbered(unit, KIND, _decode)


async def create(
    unit: Unit, name: str, *, logo_url: str = "", logo_alt_text: str = "", users: Iterable[int] = ()
) -> BusinessUnit:
    """Make a business unit. Raises `Conflict` when the name is taken, `Invalid` for a logo that has no web address."""
    await definitions.hold(unit)
    id = await unit.new_ids(1)
    made = BusinessUnit(id=id, name=name, logo_url=logo_url, logo_alt_text=logo_alt_text, users=tuple(users))
    return await _saved(unit, made, "CREATE")


async def change(unit: Unit, one: BusinessUnit, **fields: object) -> BusinessUnit:
    """Write a business unit with these fields changed. Raises as `create` does."""
    await definitions.hold(unit)
    return await _saved(unit, msgspec.structs.replace(one, **fields), "UPDATE")


async def delete(unit: Unit, one: BusinessUnit) -> None:
    """Delete a business unit. Records that name it in a property keep the value."""
    await definitions.hold(unit)
    definitions.remove(unit, KIND, "", str(one.id))
    await definitions.changed(unit, KIND, "", str(one.id), {"action": "DELETE"})


async def _saved(unit: Unit, one: BusinessUnit, action: str) -> BusinessUnit:
    others = (other for other in (await business_units_of(unit)).values() if other.id != one.id)
    if any(other.name.lower() == one.name.lower() for other in others):
        raise Conflict(f"There is a business unit {one.name} already.")
    if one.logo_url and not one.logo_url.startswith(("https://", "http://")):
        raise Invalid(f"{one.logo_url[:200]} is not the address of a logo: it begins with https:// or http://.")
    definitions.put(unit, KIND, "", str(one.id), msgspec.json.encode(one))
    await definitions.changed(unit, KIND, "", str(one.id), {"action": action})
    return one
