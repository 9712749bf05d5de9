"""Owners: the people of a portal that records can be assigned to. Each user of the portal is one."""

from collections.abc import Mapping

import msgspec

from hubstead.store import definitions
from hubstead.store.unit import Unit

KIND = "owner"


class Owner(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """An owner. `user_id` is the user behind it; timestamps in ms."""

    id: str
    email: str
    user_id: int
    type: str = "PERSON"
    first_name: str = ""
    last_name: str = ""
    created_at: int = 0
    updated_at: int = 0
    archived: bool = False


_decode = msgspec.json.Decoder(Owner).decode


async def owners_of(unit: Unit) -> Mapping[str, Owner]:
    """All owners of the portal by id, archived ones too."""

    async def make() -> Mapping[str, Owner]:
        documents = await definitions.documents(unit, KIND, "")
        return {name: _decode(document) for name, document in documents.items()}

    return await unit.definition(("owners",), make)


async def add(unit: Unit, *, email: str, first_name: str, last_name: str) -> Owner:
    """Make a person an owner, with ids of their own for owner and user."""
    first = await unit.new_ids(2)
    owner = Owner(
        id=str(first),
        email=email,
        user_id=first + 1,
        first_name=first_name,
        last_name=last_name,
        created_at=unit.now,
        updated_at=unit.now,
    )
    definitions.put(unit, KIND, "", owner.id, msgspec.json.encode(owner))
    await definitions.changed(unit, KIND, "", owner.id)
    return owner
