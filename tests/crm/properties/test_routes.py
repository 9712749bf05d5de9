"""Property definitions as a client meets them. The shapes are recorded answers of the service (2022 and 2024)."""

from typing import Any

import pytest

from tests.world import World

TEXT = {
    "name": "my_new_property",
    "groupName": "ticketinformation",
    "description": "How much money do you have?",
    "fieldType": "text",
    "formField": True,
    "type": "string",
    "displayOrder": 0,
    "label": "This is my new property",
    "options": [],
}
COLOURS = [
    {"label": "Red", "value": "red", "displayOrder": 0, "hidden": False},
    {"label": "Blue", "value": "blue", "displayOrder": 1, "hidden": False},
]


def wanted(**changes: Any) -> dict[str, Any]:
    """A contact property to create."""
    return {
        "name": "favourite",
        "label": "Favourite",
        "type": "string",
        "fieldType": "text",
        "groupName": "contactinformation",
        **changes,
    }


async def test_create_answers_as_recorded(world: World) -> None:
    reply = await world.post("/crm/v3/properties/ticket", TEXT)
    assert reply.status == 201
    assert reply.headers["location"] == "http://hubstead.test/crm/v3/properties/ticket/my_new_property"
    answer = reply.json
    assert answer.pop("createdAt") == answer.pop("updatedAt")
    assert answer.pop("createdUserId") == answer.pop("updatedUserId")
    assert answer == {
        "name": "my_new_property",
        "label": "This is my new property",
        "type": "string",
        "fieldType": "text",
        "description": "How much money do you have?",
        "groupName": "ticketinformation",
        "options": [],
        "displayOrder": 0,
        "calculated": False,
        "externalOptions": False,
        "archived": False,
        "hasUniqueValue": False,
        "hidden": False,
        "modificationMetadata": {"archivable": True, "readOnlyDefinition": False, "readOnlyValue": False},
        "formField": True,
        "dataSensitivity": "non_sensitive",
    }


async def test_keys_stand_in_the_recorded_order(world: World) -> None:
    reply = await world.post("/crm/v3/properties/ticket", TEXT)
    assert list(reply.json) == [
        "updatedAt",
        "createdAt",
        "name",
        "label",
        "type",
        "fieldType",
        "description",
        "groupName",
        "options",
        "createdUserId",
        "updatedUserId",
        "displayOrder",
        "calculated",
        "externalOptions",
        "archived",
        "hasUniqueValue",
        "hidden",
        "modificationMetadata",
        "formField",
        "dataSensitivity",
    ]


async def test_user_ids_are_there_only_when_a_user_stands_behind_the_token(world: World) -> None:
    token = await world.token("pat-na1-nobody", ("crm.schemas.contacts.write",))
    reply = await world.post("/crm/v3/properties/contacts", wanted(), token=token)
    assert reply.status == 201
    assert "createdUserId" not in reply.json
    assert "updatedUserId" not in reply.json


async def test_a_default_property_has_the_recorded_shape(world: World) -> None:
    reply = await world.get("/crm/v3/properties/contacts/lifecyclestage")
    assert list(reply.json) == [
        "name",
        "label",
        "type",
        "fieldType",
        "description",
        "groupName",
        "options",
        "displayOrder",
        "calculated",
        "externalOptions",
        "hasUniqueValue",
        "hidden",
        "hubspotDefined",
        "modificationMetadata",
        "formField",
        "dataSensitivity",
    ]
    assert reply.json["hubspotDefined"] is True
    assert reply.json["modificationMetadata"] == {
        "archivable": True,
        "readOnlyDefinition": True,
        "readOnlyValue": False,
    }
    assert reply.json["options"][0] == {
        "label": "Subscriber",
        "value": "subscriber",
        "displayOrder": 0,
        "hidden": False,
    }


@pytest.mark.parametrize(
    "path", ["/crm/v3/properties/Ticket", "/crm/properties/2026-03/0-5", "/crm/v3/properties/TICKETS/"]
)
async def test_every_spelling_of_a_type_and_version_is_the_same_resource(world: World, path: str) -> None:
    await world.post("/crm/v3/properties/tickets", TEXT)
    names = [found["name"] for found in (await world.get(path)).json["results"]]
    assert "my_new_property" in names
    assert names == sorted(names)


async def test_the_list_can_be_narrowed_to_names(world: World) -> None:
    reply = await world.get("/crm/v3/properties/contacts?properties=email,firstname")
    assert [found["name"] for found in reply.json["results"]] == ["email", "firstname"]


async def test_names_are_stored_in_lower_case_and_found_in_any(world: World) -> None:
    assert (await world.post("/crm/v3/properties/contacts", wanted(name="Favourite"))).json["name"] == "favourite"
    assert (await world.get("/crm/v3/properties/contacts/FAVOURITE")).status == 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "1st"}, "'1st' is not a valid internal name."),
        ({"name": "a-b"}, "'a-b' is not a valid internal name."),
        ({"name": "a" * 101}, "is not a valid internal name."),
        ({"label": "  "}, "The label of a property cannot be empty."),
        ({"groupName": "nowhere"}, "Property group 'nowhere' does not exist."),
        (
            {"type": "colour"},
            "Property type 'colour' is not one of the allowed types: "
            "[bool, date, datetime, enumeration, number, phone_number, string]",
        ),
        (
            {"type": "number"},
            "Field type 'text' does not fit properties of type 'number'. Allowed: [number, calculation_equation]",
        ),
        (
            {"type": "enumeration", "fieldType": "select"},
            "Enumeration property 'favourite' needs at least one option.",
        ),
        (
            {"type": "enumeration", "fieldType": "select", "options": [COLOURS[0], COLOURS[0]]},
            "Option values must be unique. These are not: [red]",
        ),
        (
            {"type": "enumeration", "fieldType": "select", "externalOptions": True},
            "A property with external options needs a referencedObjectType and no options.",
        ),
        (
            {"type": "bool", "fieldType": "booleancheckbox", "options": COLOURS},
            "Boolean properties must have exactly two options; one with a value of true, the other with a value of "
            "false",
        ),
        ({"fieldType": "calculation_equation"}, "A calculation_equation property needs a calculationFormula."),
        (
            {"type": "date", "fieldType": "date", "hasUniqueValue": True},
            "Only string and number properties that are not calculated can have unique values.",
        ),
        (
            {"currencyPropertyName": "currency"},
            "A property that does not show a currency symbol cannot have a currency property name set to 'currency'",
        ),
        (
            {"dataSensitivity": "secret"},
            "dataSensitivity 'secret' is not one of: [non_sensitive, sensitive, highly_sensitive]",
        ),
        (
            {"calculationFormula": "nothing_there + 1", "type": "number"},
            "Invalid calculation formula for property 'favourite': There is no property 'nothing_there'",
        ),
        (
            {"calculationFormula": "favourite + 1", "type": "number"},
            "Invalid calculation formula for property 'favourite': it needs its own result",
        ),
    ],
)
async def test_create_refuses(world: World, changes: dict[str, Any], message: str) -> None:
    reply = await world.post("/crm/v3/properties/contacts", wanted(**changes))
    assert reply.status == 400
    assert reply.json["category"] == "VALIDATION_ERROR"
    assert message in reply.json["message"]


async def test_create_names_the_field_that_is_missing(world: World) -> None:
    body = wanted()
    del body["label"]
    reply = await world.post("/crm/v3/properties/contacts", body)
    assert reply.status == 400
    assert reply.json["category"] == "VALIDATION_ERROR"
    assert reply.json["message"].endswith("Some required fields were not set: [label]")


async def test_a_boolean_gets_its_options(world: World) -> None:
    reply = await world.post("/crm/v3/properties/contacts", wanted(type="bool", fieldType="booleancheckbox"))
    assert [(option["label"], option["value"]) for option in reply.json["options"]] == [
        ("True", "true"),
        ("False", "false"),
    ]


async def test_a_taken_name_is_a_conflict(world: World) -> None:
    await world.post("/crm/v3/properties/contacts", wanted())
    reply = await world.post("/crm/v3/properties/contacts", wanted(label="Another"))
    assert reply.status == 409
    assert reply.json["message"] == "A property named 'favourite' already exists."
    assert reply.json["category"] == "OBJECT_ALREADY_EXISTS"
    assert reply.json["subCategory"] == "Properties.PROPERTY_WITH_NAME_EXISTS"


async def test_a_type_takes_ten_unique_properties(world: World) -> None:
    for number in range(10):
        reply = await world.post("/crm/v3/properties/contacts", wanted(name=f"key_{number}", hasUniqueValue=True))
        assert reply.status == 201
    reply = await world.post("/crm/v3/properties/contacts", wanted(name="key_10", hasUniqueValue=True))
    assert reply.status == 400
    assert reply.json["message"] == "Contacts already have 10 properties with unique values, which is the most."


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_a_missing_property_is_a_json_404(world: World, method: str) -> None:
    reply = await world.call(method, "/crm/v3/properties/contacts/nope", {"label": "x"})
    assert reply.status == 404
    assert reply.headers["x-hubspot-notfound"] == "true"
    assert reply.json["message"] == "Couldn't find a Property with the given name 'nope'"
    assert reply.json["category"] == "OBJECT_NOT_FOUND"


async def test_an_update_changes_what_it_names_and_replaces_options(world: World) -> None:
    choice = wanted(type="enumeration", fieldType="select", options=COLOURS)
    before = (await world.post("/crm/v3/properties/contacts", choice)).json
    url = "/crm/v3/properties/contacts/favourite"
    reply = await world.patch(url, {"label": "Colour", "description": None, "hasUniqueValue": True})
    assert reply.status == 200
    assert reply.json == {**before, "label": "Colour", "updatedAt": reply.json["updatedAt"]}
    green = [{"label": "Green", "value": "green"}]
    assert [option["value"] for option in (await world.patch(url, {"options": green})).json["options"]] == ["green"]
    refused = await world.post("/crm/v3/objects/contacts", {"properties": {"favourite": "red"}})
    assert refused.status == 400
    assert "INVALID_OPTION" in refused.json["message"]


async def test_removing_an_option_leaves_the_values_that_records_have(world: World) -> None:
    await world.post("/crm/v3/properties/contacts", wanted(type="enumeration", fieldType="select", options=COLOURS))
    id = await world.create("contacts", email="a@example.com", favourite="red")
    await world.patch("/crm/v3/properties/contacts/favourite", {"options": COLOURS[1:]})
    reply = await world.get(f"/crm/v3/objects/contacts/{id}?properties=favourite")
    assert reply.json["properties"]["favourite"] == "red"


async def test_an_archived_property_is_out_of_sight_until_its_name_is_created_again(world: World) -> None:
    created = (await world.post("/crm/v3/properties/contacts", wanted())).json
    id = await world.create("contacts", email="a@example.com", favourite="tea")
    url = "/crm/v3/properties/contacts/favourite"
    assert (await world.delete(url)).status == 204
    assert (await world.get(url)).status == 404
    assert (await world.delete(url)).status == 404
    archived = (await world.get(f"{url}?archived=true")).json
    assert archived["archived"] is True
    assert archived["archivedAt"] >= created["createdAt"]
    seen = (await world.get(f"/crm/v3/objects/contacts/{id}?properties=favourite")).json["properties"]
    assert "favourite" not in seen
    again = await world.post("/crm/v3/properties/contacts", wanted(label="Favourite drink"))
    assert again.status == 201
    assert again.json["label"] == "Favourite drink"
    assert again.json["createdAt"] == created["createdAt"]
    assert "archivedAt" not in again.json
    seen = (await world.get(f"/crm/v3/objects/contacts/{id}?properties=favourite")).json["properties"]
    assert seen["favourite"] == "tea"


async def test_unique_values_are_free_while_the_property_is_archived_and_kept_again_after(world: World) -> None:
    await world.post("/crm/v3/properties/contacts", wanted(hasUniqueValue=True))
    id = await world.create("contacts", email="a@example.com", favourite="tea")
    await world.delete("/crm/v3/properties/contacts/favourite")
    unknown = await world.get("/crm/v3/objects/contacts/tea?idProperty=favourite")
    assert unknown.status == 400
    await world.post("/crm/v3/properties/contacts", wanted(hasUniqueValue=True))
    reply = await world.get("/crm/v3/objects/contacts/tea?idProperty=favourite")
    assert reply.json["id"] == id
    other = await world.create("contacts", email="b@example.com")
    taken = await world.patch(f"/crm/v3/objects/contacts/{other}", {"properties": {"favourite": "tea"}})
    assert taken.status == 400
    assert taken.json["message"].endswith(f"on {other}. {id} already has that value.")


async def test_a_default_property_cannot_be_deleted(world: World) -> None:
    reply = await world.delete("/crm/v3/properties/contacts/fax")
    assert reply.status == 400
    assert reply.json["message"] == "Property fax of object type 0-1 is a default property and cannot be deleted"


async def test_of_a_default_property_some_fields_can_change(world: World) -> None:
    url = "/crm/v3/properties/contacts/hs_lead_status"
    options = [*(await world.get(url)).json["options"], {"label": "Asleep", "value": "ASLEEP", "displayOrder": 9}]
    reply = await world.patch(url, {"label": "Status", "options": options, "type": "enumeration"})
    assert reply.status == 200
    assert reply.json["label"] == "Status"
    assert reply.json["hubspotDefined"] is True
    assert reply.json["archived"] is False
    assert reply.json["options"][-1]["value"] == "ASLEEP"
    assert await world.create("contacts", email="a@example.com", hs_lead_status="ASLEEP")


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("fax", {"type": "number"}, "Property fax is a default property: type cannot be changed."),
        (
            "hubspot_owner_id",
            {"options": COLOURS},
            "Property hubspot_owner_id is a default property: its options cannot be changed.",
        ),
        ("fax", {"label": ""}, "The label of a property cannot be empty."),
    ],
)
async def test_of_a_default_property_the_rest_cannot_change(
    world: World, name: str, change: dict[str, Any], message: str
) -> None:
    reply = await world.patch(f"/crm/v3/properties/contacts/{name}", change)
    assert reply.status == 400
    assert reply.json["message"] == message


async def test_sensitive_properties_are_shown_only_when_asked_for(world: World) -> None:
    await world.post("/crm/v3/properties/contacts", wanted(dataSensitivity="sensitive"))
    url = "/crm/v3/properties/contacts/favourite"
    assert (await world.get(url)).status == 404
    assert (await world.get(f"{url}?dataSensitivity=sensitive")).json["dataSensitivity"] == "sensitive"
    names = [found["name"] for found in (await world.get("/crm/v3/properties/contacts")).json["results"]]
    assert "favourite" not in names
    only = (await world.get("/crm/v3/properties/contacts?dataSensitivity=sensitive")).json["results"]
    assert [found["name"] for found in only] == ["favourite"]


async def test_stages_and_pipelines_are_options_of_their_properties(world: World) -> None:
    stage = (await world.get("/crm/v3/properties/deals/dealstage")).json
    assert [option["value"] for option in stage["options"]][:2] == ["appointmentscheduled", "qualifiedtobuy"]
    made = await world.post(
        "/crm/v3/pipelines/deals",
        {
            "label": "Renewals",
            "displayOrder": 1,
            "pipelineId": "renewals",
            "stages": [{"label": "Due", "displayOrder": 0, "stageId": "due", "metadata": {"probability": "0.5"}}],
        },
    )
    assert made.status == 201
    stage = (await world.get("/crm/v3/properties/deals/dealstage")).json
    assert stage["options"][-1] == {"label": "Due", "value": "due", "displayOrder": 7, "hidden": False}
    pipeline = (await world.get("/crm/v3/properties/deals/pipeline")).json
    assert [(option["label"], option["value"]) for option in pipeline["options"]] == [
        ("Sales Pipeline", "default"),
        ("Renewals", "renewals"),
    ]


async def test_scopes_of_the_schema_and_of_the_records_let_a_caller_read(world: World) -> None:
    for scope in ("crm.schemas.contacts.read", "crm.objects.contacts.read", "crm.objects.contacts.write"):
        token = await world.token(f"pat-na1-{scope}", (scope,))
        assert (await world.get("/crm/v3/properties/contacts/email", token=token)).status == 200
    stranger = await world.token("pat-na1-stranger", ("crm.objects.deals.read",))
    reply = await world.get("/crm/v3/properties/contacts/email", token=stranger)
    assert reply.status == 403
    assert reply.json["category"] == "MISSING_SCOPES"


async def test_only_the_write_scope_of_the_schema_lets_a_caller_change(world: World) -> None:
    token = await world.token("pat-na1-records-only", ("crm.objects.contacts.write",))
    reply = await world.post("/crm/v3/properties/contacts", wanted(), token=token)
    assert reply.status == 403
    assert reply.json["errors"][0]["context"] == {"requiredGranularScopes": ["crm.schemas.contacts.write"]}


async def test_an_unknown_type_is_refused(world: World) -> None:
    reply = await world.get("/crm/v3/properties/spaceships")
    assert reply.status == 400
    assert reply.json["message"] == "Unable to infer object type from: spaceships"
