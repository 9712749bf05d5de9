"""Users: a person of a portal is an owner, and a record of type `users` that searches and associations know."""

from hubstead.account import owners
from hubstead.account.owners import Owner
from hubstead.crm.object_types.resolve import resolve
from hubstead.crm.objects.write import fresh, saved
from hubstead.crm.properties.definition import define
from hubstead.crm.records import change
from hubstead.store.unit import Unit

USER = "0-115"


async def add(unit: Unit, *, email: str, first_name: str, last_name: str) -> Owner:
    """Make a person a user of the portal, and so an owner."""
    owner = await owners.add(unit, email=email, first_name=first_name, last_name=last_name)
    definition = await define(unit, await resolve(unit, USER))
    values = {
        "hs_email": email,
        "hs_given_name": first_name,
        "hs_family_name": last_name,
        "hs_internal_user_id": str(owner.user_id),
        "hubspot_owner_id": owner.id,
    }
    moment = fresh(await change.context_of(unit, definition), await unit.new_ids(1), values)
    await saved(unit, definition, [moment])
    return owner
