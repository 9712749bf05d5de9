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
    return await definitions.every(unit, KIND, _decode)


async def join(unit: Unit, *, email: str, first_name: str, last_name: str) -> Owner:
    """Let a person be an owner: the archived one with this e-mail address comes back, else there is a new one, with ids
    of their own for owner and user. Hold the definitions before."""
    known = await _by_email(unit, email)
    if known is None:
        first = await unit.new_ids(2)
        known = Owner(id=str(first), email=email, user_id=first + 1, created_at=unit.now)
    return await save(unit, known, first_name=first_name, last_name=last_name, archived=False)


async def save(unit: Unit, owner: Owner, **fields: object) -> Owner:
    """Write an owner with these fields changed."""
    changed = msgspec.structs.replace(owner, updated_at=unit.now, **fields)
    definitions.put(unit, KIND, "", changed.id, msgspec.json.encode(changed))
    await definitions.changed(unit, KIND, "", changed.id)
    return changed


async def of_user(unit: Unit, user_id: int) -> Owner:
    """The owner that a user is; every user of the portal is one."""
    return next(owner for owner in (await owners_of(unit)).values() if owner.user_id == user_id)


async def _by_email(unit: Unit, email: str) -> Owner | None:
    return next((owner for owner in (await owners_of(unit)).values() if owner.email.lower() == email), None)
