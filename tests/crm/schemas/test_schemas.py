"""Custom objects as a client meets them. The shape of a schema is recorded (2022), its rules were observed in 2026."""

from typing import Any

import pytest

from tests.world import PORTAL, World

URL = "/crm-object-schemas/v3/schemas"
HEAD = [
    "labels",
    "requiredProperties",
    "searchableProperties",
    "primaryDisplayProperty",
    "secondaryDisplayProperties",
    "archived",
    "restorable",
    "metaType",
    "id",
    "fullyQualifiedName",
    "createdAt",
    "updatedAt",
    "objectTypeId",
    "properties",
    "associations",
    "name",
]
"""The keys of a recorded schema, in their order."""
ASSOCIATION = [
    "fromObjectTypeId",
    "toObjectTypeId",
    "name",
    "cardinality",
    "inverseCardinality",
    "id",
    "createdAt",
    "updatedAt",
]


def car(**changes: Any) -> dict[str, Any]:
    """A custom object to create."""
    return {
        "name": "car",
        "labels": {"singular": "Car", "plural": "Cars"},
        "requiredProperties": ["vin"],
        "searchableProperties": ["vin", "model"],
        "primaryDisplayProperty": "model",
        "secondaryDisplayProperties": ["vin"],
        "properties": [
            {"name": "vin", "label": "VIN", "type": "string", "fieldType": "text", "hasUniqueValue": True},
            {"name": "model", "label": "Model", "type": "string", "fieldType": "text"},
        ],
        "associatedObjects": ["CONTACT"],
        **changes,
    }


async def made(world: World, **changes: Any) -> dict[str, Any]:
    """The answer to a create."""
    reply = await world.post(URL, car(**changes))
    assert reply.status == 201, reply.body
    answer: dict[str, Any] = reply.json
    return answer


async def test_there_are_none_at_first(world: World) -> None:
    for url in (URL, "/crm/v3/schemas", "/crm/schemas/v3", "/crm-object-schemas/2026-03/schemas"):
        reply = await world.get(url)
        assert reply.status == 200
        assert reply.json == {"results": []}


async def test_create_answers_the_recorded_shape(world: World) -> None:
    answer = await made(world)
    assert [key for key in answer if key in HEAD] == HEAD
    number = answer["id"]
    assert number.isdigit()
    assert answer["objectTypeId"] == f"2-{number}"
    assert answer["fullyQualifiedName"] == f"p{PORTAL}_car"
    assert answer["name"] == "car"
    assert answer["labels"] == {"singular": "Car", "plural": "Cars"}
    assert answer["metaType"] == "PORTAL_SPECIFIC"
    assert answer["requiredProperties"] == ["vin"]
    assert answer["searchableProperties"] == ["vin", "model"]
    assert answer["primaryDisplayProperty"] == "model"
    assert answer["secondaryDisplayProperties"] == ["vin"]
    assert answer["archived"] is False
    assert answer["restorable"] is True
    assert answer["createdAt"] == answer["updatedAt"]


async def test_its_properties_are_the_given_ones_and_those_of_every_custom_object(world: World) -> None:
    answer = await made(world)
    properties = {found["name"]: found for found in answer["properties"]}
    assert list(properties) == sorted(properties)
    recorded_defaults = {
        "hs_all_accessible_team_ids",
        "hs_all_assigned_business_unit_ids",
        "hs_created_by_user_id",
        "hs_createdate",
        "hs_lastmodifieddate",
        "hs_merged_object_ids",
        "hs_object_id",
        "hs_unique_creation_key",
        "hs_updated_by_user_id",
        "hs_user_ids_of_all_notification_followers",
        "hs_user_ids_of_all_notification_unfollowers",
        "hs_user_ids_of_all_owners",
    }
    assert recorded_defaults < properties.keys()
    assert properties["hs_object_id"]["groupName"] == "car_information"
    assert properties["hs_object_id"]["hubspotDefined"] is True
    assert properties["vin"]["groupName"] == "car_information"
    assert properties["vin"]["hasUniqueValue"] is True
    assert "hubspotDefined" not in properties["vin"]
    group = (await world.get("/crm/v3/properties/p_car/groups/car_information")).json
    assert group["label"] == "Car Information"


async def test_its_associations_are_pairs_of_ids_from_one_on(world: World) -> None:
    answer = await made(world)
    type = answer["objectTypeId"]
    first, second = answer["associations"][:2]
    assert first == {
        "fromObjectTypeId": type,
        "toObjectTypeId": "0-1",
        "name": "car_to_contact",
        "cardinality": "ONE_TO_MANY",
        "inverseCardinality": "ONE_TO_MANY",
        "id": "1",
        "createdAt": None,
        "updatedAt": None,
    }
    assert list(first) == ASSOCIATION
    assert second == {**first, "fromObjectTypeId": "0-1", "toObjectTypeId": type, "id": "2"}
    names = {found["name"] for found in answer["associations"]}
    assert {"car_to_task", "car_to_call", "car_to_note", "car_to_email", "car_to_meeting"} < names
    ids = [int(found["id"]) for found in answer["associations"]]
    assert ids == list(range(1, len(ids) + 1))
    other = await made(world, name="boat", associatedObjects=["COMPANY"])
    assert int(other["associations"][0]["id"]) == len(ids) + 1


async def test_every_spelling_reads_it(world: World) -> None:
    answer = await made(world)
    for spelling in (answer["objectTypeId"], "p_car", "P_CAR", f"p{PORTAL}_car"):
        for url in (URL, "/crm/v3/schemas", "/crm-object-schemas/2026-03/schemas"):
            reply = await world.get(f"{url}/{spelling}")
            assert reply.status == 200
            assert reply.json["properties"] == answer["properties"]
            assert sorted(reply.json["associations"], key=lambda found: int(found["id"])) == answer["associations"]
    assert [found["name"] for found in (await world.get(URL)).json["results"]] == ["car"]
    assert (await world.get(f"{URL}/p_nothing")).status == 400


async def test_its_records_work_at_once(world: World) -> None:
    await made(world)
    contact = await world.create("contacts", email="a@example.com")
    link = {
        "to": {"id": contact},
        "types": [{"associationCategory": "USER_DEFINED", "associationTypeId": 1}],
    }
    created = await world.post(
        "/crm/v3/objects/p_car", {"properties": {"vin": "V1", "model": "T"}, "associations": [link]}
    )
    assert created.status == 201
    linked = await world.get(f"/crm/v4/objects/contacts/{contact}/associations/p_car")
    (found,) = linked.json["results"]
    assert str(found["toObjectId"]) == created.json["id"]
    assert found["associationTypes"] == [{"category": "USER_DEFINED", "typeId": 2, "label": None}]
    missing = await world.post("/crm/v3/objects/p_car", {"properties": {"model": "T"}})
    assert missing.status == 400
    assert "vin" in missing.json["errors"][0]["message"]
    searched = await world.post("/crm/v3/objects/p_car/search", {"query": "T"})
    assert searched.json["total"] == 1


async def test_what_is_required_changes_at_once(world: World) -> None:
    await made(world)
    reply = await world.patch(f"{URL}/p_car", {"requiredProperties": []})
    assert reply.status == 200
    assert reply.json["requiredProperties"] == []
    assert (await world.post("/crm/v3/objects/p_car", {"properties": {"model": "T"}})).status == 201


async def test_update_answers_the_definition_alone_and_keeps_what_it_does_not_name(world: World) -> None:
    before = await made(world)
    reply = await world.patch(f"{URL}/p_car", {"labels": {"plural": "Autos"}, "description": "On wheels"})
    assert reply.status == 200
    assert reply.json["labels"] == {"singular": "Car", "plural": "Autos"}
    assert reply.json["description"] == "On wheels"
    assert reply.json["primaryDisplayProperty"] == "model"
    assert reply.json["createdAt"] == before["createdAt"]
    assert reply.json["updatedAt"] > before["updatedAt"]
    assert "properties" not in reply.json
    assert "associations" not in reply.json
    cleared = await world.patch(f"{URL}/p_car", {"clearDescription": True})
    assert "description" not in cleared.json


@pytest.mark.parametrize(
    ("changes", "status", "message", "sub_category"),
    [
        ({"name": "1car"}, 400, "invalid object type name 1car", "InboundDbObjectTypeError.OBJECT_TYPE_NAME_FORMAT"),
        ({"name": "a" * 51}, 400, "invalid object type name a", "InboundDbObjectTypeError.OBJECT_TYPE_NAME_FORMAT"),
        ({"labels": {"singular": "Car"}}, 400, "The labels of an object type, singular and plural, have 1 to", None),
        (
            {"primaryDisplayProperty": "nope"},
            400,
            "Invalid primaryDisplayProperty: nope does not exist",
            "ObjectSchemasSandboxesSyncErrorType.INVALID_PRIMARY_DISPLAY_PROPERTY",
        ),
        (
            {"secondaryDisplayProperties": ["nope"]},
            400,
            "Invalid secondaryDisplayProperties: nope does not exist",
            "ObjectSchemasSandboxesSyncErrorType.INVALID_SECONDARY_DISPLAY_PROPERTY",
        ),
        (
            {"requiredProperties": ["nope"]},
            400,
            "Invalid requiredProperties: nope does not exist",
            "InvalidPropertiesError.INVALID_REQUIRED_PROPERTIES",
        ),
        (
            {"searchableProperties": ["nope"]},
            400,
            "Invalid searchableProperties: nope does not exist",
            "ObjectSchemasSandboxesSyncErrorType.INVALID_SEARCHABLE_PROPERTIES",
        ),
        (
            {"secondaryDisplayProperties": ["vin", "model", "hs_object_id"]},
            400,
            "secondaryDisplayProperties takes at most 2 properties, each once.",
            None,
        ),
        ({"associatedObjects": ["SPACESHIP"]}, 400, "Unable to infer object type from: SPACESHIP", None),
        (
            {"properties": [{"name": "vin", "label": "VIN", "type": "string", "fieldType": "number"}]},
            400,
            "Field type 'number' does not fit properties of type 'string'.",
            None,
        ),
    ],
)
async def test_create_refuses(
    world: World, changes: dict[str, Any], status: int, message: str, sub_category: str | None
) -> None:
    reply = await world.post(URL, car(**changes))
    assert reply.status == status
    assert reply.json["message"].startswith(message)
    assert reply.json.get("subCategory") == sub_category
    assert (await world.get(URL)).json == {"results": []}


async def test_a_taken_name_is_a_conflict_in_any_case(world: World) -> None:
    await made(world)
    reply = await world.post(URL, car(name="CAR"))
    assert reply.status == 409
    assert reply.json["message"] == "CAR already exists"
    assert reply.json["category"] == "OBJECT_ALREADY_EXISTS"
    assert reply.json["subCategory"] == "InboundDbObjectTypeError.OBJECT_TYPE_ALREADY_EXIST"


async def test_a_property_that_the_schema_names_cannot_be_deleted(world: World) -> None:
    type = (await made(world))["objectTypeId"]
    reply = await world.delete("/crm/v3/properties/p_car/vin")
    assert reply.status == 400
    assert (
        reply.json["message"]
        == f"Property: vin of object type {type} is currently used in 3 places and cannot be deleted"
    )
    assert [error["context"]["parentName"] for error in reply.json["errors"]] == [
        ["secondaryDisplayProperties"],
        ["requiredProperties"],
        ["searchableProperties"],
    ]


async def test_it_is_archived_only_without_records(world: World) -> None:
    type = (await made(world))["objectTypeId"]
    id = await world.create("p_car", vin="V1", model="T")
    reply = await world.delete(f"{URL}/p_car")
    assert reply.status == 400
    assert reply.json["message"] == f"Object type {type} cannot be deleted until all object records are deleted"
    assert reply.json["subCategory"] == "ObjectSchemaError.EXISTING_OBJECT_RECORDS"
    await world.delete(f"/crm/v3/objects/p_car/{id}")
    assert (await world.delete(f"{URL}/p_car")).status == 204
    assert (await world.get(URL)).json == {"results": []}
    assert (await world.get(f"{URL}/p_car")).status == 400
    assert (await world.get("/crm/v3/objects/p_car")).status == 400
    (archived,) = (await world.get(f"{URL}?archived=true")).json["results"]
    assert archived["archived"] is True
    assert archived["properties"] == []
    assert archived["associations"] == []
    linked = (await world.get(f"{URL}/CONTACT")).json["associations"]
    assert not [found for found in linked if found["name"] == "car_to_contact"]


@pytest.mark.parametrize("url", [f"{URL}/p_car?archived=true", f"{URL}/p_car/purge"])
async def test_an_archived_one_can_be_purged(world: World, url: str) -> None:
    await made(world)
    early = await world.delete(url)
    assert early.status == 400
    assert early.json["message"] == "Couldn't find soft-deleted object type(s)"
    await world.delete(f"{URL}/p_car")
    assert (await world.delete(url)).status == 204
    assert (await world.get(f"{URL}?archived=true")).json == {"results": []}


async def test_the_name_of_an_archived_one_makes_a_new_one(world: World) -> None:
    first = await made(world)
    await world.post(
        "/crm/v3/properties/p_car",
        {"name": "seats", "label": "Seats", "type": "number", "fieldType": "number", "groupName": "car_information"},
    )
    await world.delete(f"{URL}/p_car")
    second = await made(world)
    assert second["objectTypeId"] != first["objectTypeId"]
    assert (await world.get("/crm/v3/properties/p_car/seats")).status == 404
    assert len((await world.get(f"{URL}?archived=true")).json["results"]) == 1


async def test_a_standard_type_is_read_in_the_recorded_shape(world: World) -> None:
    reply = await world.get("/crm/v3/schemas/CONTACT")
    assert reply.status == 200
    answer = reply.json
    assert [key for key in answer if key in HEAD] == HEAD
    assert {key: answer[key] for key in HEAD if key not in ("properties", "associations", "searchableProperties")} == {
        "labels": {"singular": "Contact", "plural": "Contacts"},
        "requiredProperties": [],
        "primaryDisplayProperty": "firstname",
        "secondaryDisplayProperties": ["lastname", "email", "phone"],
        "archived": False,
        "restorable": True,
        "metaType": "HUBSPOT",
        "id": "1",
        "fullyQualifiedName": "CONTACT",
        "createdAt": "1970-01-01T00:00:00Z",
        "updatedAt": "1970-01-01T00:00:00Z",
        "objectTypeId": "0-1",
        "name": "CONTACT",
    }
    assert set(answer["searchableProperties"]) == {
        "firstname",
        "hs_additional_emails",
        "phone",
        "mobilephone",
        "hs_searchable_calculated_phone_number",
        "hs_searchable_calculated_mobile_number",
        "hs_searchable_calculated_international_mobile_number",
        "company",
        "fax",
        "hs_searchable_calculated_international_phone_number",
        "email",
        "lastname",
    }
    links = {found["name"]: found for found in answer["associations"]}
    assert links["CONTACT_TO_DEAL"] == {
        "fromObjectTypeId": "0-1",
        "toObjectTypeId": "0-3",
        "name": "CONTACT_TO_DEAL",
        "cardinality": "ONE_TO_MANY",
        "inverseCardinality": "ONE_TO_MANY",
        "id": "4",
        "createdAt": None,
        "updatedAt": None,
    }
    assert links["CONTACT_TO_COMPANY"]["cardinality"] == "ONE_TO_ONE"
    assert links["CONTACT_TO_COMPANY"]["id"] == "1"


async def test_a_standard_type_cannot_be_changed(world: World) -> None:
    for reply in (await world.patch(f"{URL}/contacts", {"labels": {}}), await world.delete(f"{URL}/contacts")):
        assert reply.status == 400
        assert reply.json["message"] == "CONTACT is a standard object type: its schema cannot be changed."


async def test_parts_can_be_left_out(world: World) -> None:
    await made(world)
    url = "/crm-object-schemas/2026-03/schemas"
    reply = await world.get(f"{url}/p_car?includePropertyDefinitions=false&includeAssociationDefinitions=false")
    assert reply.json["properties"] == []
    assert reply.json["associations"] == []
    body = {
        "inputs": ["p_car", "CONTACT"],
        "includePropertyDefinitions": False,
        "includeAssociationDefinitions": True,
        "includeAuditMetadata": False,
    }
    batch = await world.post(f"{url}/batch/read", body)
    assert batch.status == 200
    assert [found["name"] for found in batch.json["results"]] == ["car", "CONTACT"]
    assert batch.json["results"][0]["properties"] == []
    assert batch.json["results"][0]["associations"]


async def test_associations_are_added_and_removed(world: World) -> None:
    type = (await made(world))["objectTypeId"]
    body = {"fromObjectTypeId": type, "toObjectTypeId": "0-2", "name": "car_fleet"}
    reply = await world.post(f"{URL}/p_car/associations", body)
    assert reply.status == 201
    assert {key: reply.json[key] for key in ("fromObjectTypeId", "toObjectTypeId", "name")} == body
    again = await world.post(f"{URL}/p_car/associations", body)
    assert again.status == 409
    company, car_id = await world.create("companies", name="Fleet"), await world.create("p_car", vin="V1")
    linked = await world.put(f"/crm/v4/objects/p_car/{car_id}/associations/default/companies/{company}")
    assert linked.status == 200
    assert (await world.delete(f"{URL}/p_car/associations/{reply.json['id']}")).status == 204
    gone = await world.delete(f"{URL}/p_car/associations/{reply.json['id']}")
    assert gone.status == 404
    assert gone.json["message"] == f"No association '{reply.json['id']}' was defined for p{PORTAL}_car."
    elsewhere = await world.post(f"{URL}/p_car/associations", {"fromObjectTypeId": "0-1", "toObjectTypeId": "0-2"})
    assert elsewhere.status == 400
    assert elsewhere.json["message"] == f"An association of p{PORTAL}_car goes from it or to it."


async def test_scopes(world: World) -> None:
    reader = await world.token("pat-na1-reader", ("crm.objects.custom.read",))
    assert (await world.get(URL, token=reader)).status == 200
    refused = await world.post(URL, car(), token=reader)
    assert refused.status == 403
    assert refused.json["errors"][0]["context"] == {"requiredGranularScopes": ["crm.schemas.custom.write"]}
    assert (await world.get(f"{URL}/contacts", token=reader)).status == 403
    writer = await world.token("pat-na1-writer", ("crm.schemas.custom.write",))
    assert (await world.post(URL, car(), token=writer)).status == 201
