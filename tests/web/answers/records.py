"""Calls of records and their definitions."""

from typing import Any

from tests.crm.exports.test_exports import EXPORT, view
from tests.crm.imports.desk import people
from tests.world import World

CONTACT = "/crm/v3/objects/contacts"
LABELS = "/crm/v4/associations/contacts/companies"
SCHEMA = {
    "name": "car",
    "labels": {"singular": "Car", "plural": "Cars"},
    "primaryDisplayProperty": "plate",
    "requiredProperties": ["plate"],
    "properties": [{"name": "plate", "label": "Plate", "type": "string", "fieldType": "text"}],
    "associatedObjects": ["CONTACT"],
}
PROPERTY = {
    "name": "shoe",
    "label": "Shoe",
    "type": "enumeration",
    "fieldType": "select",
    "groupName": "contactinformation",
    "options": [{"label": "Left", "value": "left", "displayOrder": 0, "hidden": False}],
}
PIPELINE = {
    "label": "Second",
    "displayOrder": 1,
    "stages": [{"label": "One", "displayOrder": 0, "metadata": {"probability": "0.1"}}],
}
STAGE = {"label": "Two", "displayOrder": 1, "metadata": {"probability": "0.5"}}


def of_records(company: str, one: str, two: str, deal: str, owner: str) -> list[tuple[str, str, Any]]:
    """In an order that makes sense: `two` is merged into `one`."""
    split = {"id": deal, "splits": [{"ownerId": owner, "percentage": 1}]}
    pair = {"from": {"id": one}, "to": {"id": company}}
    plain = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}]
    limit = {"category": "HUBSPOT_DEFINED", "typeId": 279, "maxToObjectIds": 5}
    limits = "/crm/v4/associations/definitions/configurations"
    return [
        ("PUT", f"/crm/v4/objects/contacts/{one}/associations/default/companies/{company}", None),
        ("PUT", f"/crm/v4/objects/contacts/{one}/associations/companies/{company}", plain),
        ("GET", f"/crm/v4/objects/contacts/{one}/associations/companies", None),
        ("POST", f"{LABELS}/batch/read", {"inputs": [{"id": one}, {"id": two}]}),
        ("POST", f"{LABELS}/batch/create", {"inputs": [{**pair, "types": plain}]}),
        ("POST", f"{LABELS}/batch/associate/default", {"inputs": [pair]}),
        ("GET", "/crm/v3/associations/contacts/companies/types", None),
        ("POST", f"{LABELS}/labels", {"name": "boss", "label": "Boss"}),
        ("GET", f"{LABELS}/labels", None),
        ("POST", f"{limits}/contacts/companies/batch/create", {"inputs": [limit]}),
        ("POST", f"{limits}/contacts/companies/batch/update", {"inputs": [limit]}),
        ("GET", f"{limits}/contacts/companies", None),
        ("GET", f"{limits}/all", None),
        ("GET", f"{CONTACT}?limit=1&associations=companies&propertiesWithHistory=email", None),
        ("POST", CONTACT, {"properties": {"firstname": "Alan"}}),
        ("GET", f"{CONTACT}/{one}", None),
        ("PATCH", f"{CONTACT}/{one}", {"properties": {"firstname": "Ada"}}),
        ("POST", f"{CONTACT}/batch/read", {"inputs": [{"id": one}, {"id": "1000000"}], "properties": ["email"]}),
        ("POST", f"{CONTACT}/batch/create", {"inputs": [{"properties": {"x": "1"}, "objectWriteTraceId": "t"}]}),
        ("POST", f"{CONTACT}/batch/update", {"inputs": [{"id": one, "properties": {"city": "London"}}]}),
        ("POST", f"{CONTACT}/batch/upsert", {"inputs": [{"id": "a@b.com", "idProperty": "email", "properties": {}}]}),
        ("POST", f"{CONTACT}/search", {"limit": 1}),
        ("POST", "/crm/v3/objects/deals/splits/batch/upsert", {"inputs": [split]}),
        ("POST", "/crm/v3/objects/deals/splits/batch/read", {"inputs": [{"id": deal}, {"id": "1"}]}),
        ("POST", f"{CONTACT}/merge", {"primaryObjectId": one, "objectIdToMerge": two}),
        ("POST", "/crm/v3/properties/contacts", PROPERTY),
        ("GET", "/crm/v3/properties/contacts", None),
        ("GET", "/crm/v3/properties/contacts/shoe", None),
        ("PATCH", "/crm/v3/properties/contacts/shoe", {"label": "Shoes"}),
        ("POST", "/crm/v3/properties/contacts/batch/read", {"inputs": [{"name": "shoe"}, {"name": "hat"}]}),
        ("POST", "/crm/v3/properties/contacts/batch/create", {"inputs": [{**PROPERTY, "name": "sock"}]}),
        ("GET", "/crm/v3/properties/contacts/groups", None),
        ("POST", "/crm/v3/properties/contacts/groups", {"name": "clothes", "label": "Clothes"}),
        ("GET", "/crm/v3/properties/contacts/groups/clothes", None),
        ("PATCH", "/crm/v3/properties/contacts/groups/clothes", {"label": "All clothes"}),
        ("GET", "/crm/v3/pipelines/tickets", None),
        ("POST", "/crm/v3/pipelines/deals", PIPELINE),
        ("GET", "/crm/v3/pipelines/deals/default", None),
        ("PATCH", "/crm/v3/pipelines/deals/default", {"label": "First"}),
        ("GET", "/crm/v3/pipelines/deals/default/audit", None),
        ("GET", "/crm/v3/pipelines/deals/default/stages", None),
        ("POST", "/crm/v3/pipelines/deals/default/stages", STAGE),
        ("GET", "/crm/v3/pipelines/deals/default/stages/contractsent", None),
        ("PATCH", "/crm/v3/pipelines/deals/default/stages/contractsent", {"label": "Sent"}),
        ("PUT", "/crm/v3/pipelines/deals/default/stages/contractsent", {**STAGE, "label": "Sent out"}),
        ("GET", "/crm/v3/pipelines/deals/default/stages/contractsent/audit", None),
        ("POST", "/crm/v3/schemas", SCHEMA),
        ("GET", "/crm/v3/schemas", None),
        ("GET", "/crm/v3/schemas/contacts", None),
        ("PATCH", "/crm/v3/schemas/p_car", {"labels": {"singular": "Car", "plural": "Automobiles"}}),
        ("POST", "/crm/v3/schemas/batch/read", {"inputs": ["p_car"]}),
        ("POST", "/crm/v3/schemas/p_car/associations", {"fromObjectTypeId": "p_car", "toObjectTypeId": "0-3"}),
    ]


async def of_recycle_bin(world: World) -> list[tuple[str, str, Any]]:
    gone = await world.create("tickets", subject="Gone", hs_pipeline_stage="1")
    await world.delete(f"/crm/v3/objects/tickets/{gone}")
    return [
        ("GET", "/hubstead/objects/tickets/archived", None),
        ("POST", "/hubstead/objects/tickets/restore", {"inputs": [{"id": gone}]}),
    ]


async def of_files_of_records(world: World) -> list[tuple[str, str, Any]]:
    imported = (await world.post("/crm/v3/imports", people("first", "x"))).json["id"]
    await world.server.jobs.settled()
    exported = (await world.post(f"{EXPORT}/async", view("email"))).json["id"]
    return [
        ("POST", "/crm/v3/imports", people("second")),
        ("GET", "/crm/v3/imports?limit=1", None),
        ("GET", f"/crm/v3/imports/{imported}", None),
        ("GET", f"/crm/v3/imports/{imported}/errors?includeErrorMessage=true&includeRowData=true", None),
        ("POST", f"/crm/v3/imports/{imported}/cancel", None),
        ("POST", f"/hubstead/imports/{imported}/undo", None),
        ("POST", f"{EXPORT}/async", view("email")),
        ("GET", f"{EXPORT}/{exported}", None),
        ("GET", f"{EXPORT}/async/tasks/{exported}/status", None),
    ]
