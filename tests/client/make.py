"""Records for tests whose subject is something else."""

from hubspot import HubSpot
from hubspot.crm import objects

from tests.client.groups import GENERIC, GROUPS
from tests.client.unique import fresh

_RECORDS = {group.name: group.record for group in GROUPS + GENERIC}


def make(hubspot: HubSpot, type: str, **values: str) -> str:
    """The id of a new valid record of a type."""
    properties = {**fresh(_RECORDS[type]), **values}
    made = hubspot.crm.objects.basic_api.create(type, objects.SimplePublicObjectInputForCreate(properties=properties))
    return str(made.id)
