"""The list of the contacts that an import made or updated (`createContactListFromImport`)."""

from collections.abc import Collection

from hubstead.crm.imports.plan import CONTACT
from hubstead.crm.imports.request import Request
from hubstead.crm.imports.run import Import
from hubstead.crm.lists import manage, member
from hubstead.crm.lists.list import MANUAL, by_ids, by_name
from hubstead.crm.lists.wire import ListInput
from hubstead.store.unit import Unit


async def make(unit: Unit, request: Request, types: Collection[str], id: int) -> tuple[str, ...]:
    """Make the list if the import asks for one and has contacts; answers its id, or nothing. Raises `Invalid` where the
    portal has as many lists as it can have."""
    if not request.create_contact_list_from_import or CONTACT not in types:
        return ()
    name = (request.name or "").strip()[: manage.LONGEST_NAME - 30] or "Import"
    if await by_name(unit, name):
        name = f"{name} ({id})"
    made = await manage.create(unit, ListInput(CONTACT, MANUAL, name))
    return (str(made.id),)


async def join(unit: Unit, run: Import, contacts: Collection[int]) -> None:
    """Let contacts join the list, unless somebody deleted it or it is none that people fill any more."""
    for one in (await by_ids(unit, [int(id) for id in run.lists], lock=True)).values():
        there = await member.among(unit, one.id, sorted(contacts))
        if joining := set(contacts) - there:
            member.change(unit, one, sorted(joining), ())
