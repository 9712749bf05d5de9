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
    if any(one.name.lower() == name.lower() for one in (await business_units_of(unit)).values()):
        raise Conflict(f"There is a business unit {name} already.")
    if logo_url and not logo_url.startswith(("https://", "http://")):
        raise Invalid(f"{logo_url[:200]} is not the address of a logo: it begins with https:// or http://.")
    id = await unit.new_ids(1)
    made = BusinessUnit(id=id, name=name, logo_url=logo_url, logo_alt_text=logo_alt_text, users=tuple(users))
    definitions.put(unit, KIND, "", str(id), msgspec.json.encode(made))
    await definitions.changed(unit, KIND, "", str(id), {"action": "CREATE"})
    return made
