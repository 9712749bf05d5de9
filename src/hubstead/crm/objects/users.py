"""Users: a person of a portal is a user of the account, an owner, and a record of type `users` that searches and
associations know. Whoever adds, changes or removes people does it here, so that the three stay one."""

from hubstead.account import people
from hubstead.account.people import Joined, Place
from hubstead.account.users import User
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.write import fresh, saved
from hubstead.crm.properties.definition import define
from hubstead.crm.records import change as changes
from hubstead.crm.records import record as records
from hubstead.store.unit import Unit

USER = "0-115"


async def add(unit: Unit, email: str, place: Place = people.ANYWHERE, *, super_admin: bool = False) -> Joined:
    """Make a person a user of the portal. Raises `Invalid` and `Conflict`."""
    joined = await people.add(unit, email, place, super_admin=super_admin)
    await _keep(unit, joined)
    return joined


async def change(unit: Unit, user: User, place: Place) -> User:
    """Give a user other names, roles or teams. Raises `Invalid`."""
    joined = await people.change(unit, user, place)
    await _keep(unit, joined)
    return joined.user


async def readdress(unit: Unit, user: User, email: str, first_name: str, last_name: str) -> User:
    """Let a user have another e-mail address and names. Raises `Invalid` and `Conflict`."""
    joined = await people.readdress(unit, user, email, first_name, last_name)
    await _keep(unit, joined)
    return joined.user


async def remove(unit: Unit, user: User) -> None:
    """Let a person be a user no longer; the record stays, marked as deactivated. Raises `Invalid`."""
    await _keep(unit, await people.remove(unit, user))


async def _keep(unit: Unit, joined: Joined) -> None:
    """Let the record of type `users` say what the account says."""
    user, owner = joined
    definition = await define(unit, await resolve(unit, USER))
    context = await changes.context_of(unit, definition)
    held = await records.holders(unit, USER, "hs_internal_user_id", [str(user.id)])
    found = await records.load(unit, USER, held.values(), lock=True) if held else {}
    values = {
        "hs_email": user.email,
        "hs_given_name": user.first_name,
        "hs_family_name": user.last_name,
        "hs_internal_user_id": str(user.id),
        "hubspot_owner_id": owner.id,
    }
    if found:
        values["hs_deactivated"] = "false" if user.active else "true"
        moment = changes.revise(context, next(iter(found.values())), values)
    else:
        moment = fresh(context, await unit.new_ids(1), values)
    await saved(unit, definition, [moment])
