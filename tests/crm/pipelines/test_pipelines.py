"""Pipelines as a client meets them. Messages and rules are those that the service showed in 2026."""

from typing import Any

import pytest

from tests.world import World

DEALS = "/crm/v3/pipelines/deals"
TICKETS = "/crm/v3/pipelines/tickets"


def stage(label: str, order: int, **metadata: Any) -> dict[str, Any]:
    """A stage to create."""
    return {"label": label, "displayOrder": order, "metadata": metadata}


def renewals(**changes: Any) -> dict[str, Any]:
    """A deal pipeline to create."""
    return {
        "label": "Renewals",
        "displayOrder": 1,
        "pipelineId": "renewals",
        "stages": [
            {**stage("Due", 0, probability="0.5"), "stageId": "due"},
            {**stage("Renewed", 1, probability="1"), "stageId": "renewed"},
            {**stage("Lost", 2, probability=0), "stageId": "lost"},
        ],
        **changes,
    }


async def test_the_default_deal_pipeline_as_recorded(world: World) -> None:
    reply = await world.get(DEALS)
    assert reply.status == 200
    (pipeline,) = reply.json["results"]
    assert {key: pipeline[key] for key in ("id", "label", "displayOrder", "archived")} == {
        "id": "default",
        "label": "Sales Pipeline",
        "displayOrder": 0,
        "archived": False,
    }
    assert pipeline["createdAt"] == "1970-01-01T00:00:00Z"
    assert pipeline["stages"][0] == {
        "id": "appointmentscheduled",
        "label": "Appointment Scheduled",
        "displayOrder": 0,
        "metadata": {"isClosed": "false", "probability": "0.2"},
        "createdAt": "1970-01-01T00:00:00Z",
        "updatedAt": "1970-01-01T00:00:00Z",
        "archived": False,
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
    }
    assert [found["metadata"]["probability"] for found in pipeline["stages"]] == [
        "0.2",
        "0.4",
        "0.6",
        "0.8",
        "0.9",
        "1.0",
        "0.0",
    ]
    assert [found["metadata"]["isClosed"] for found in pipeline["stages"]] == ["false"] * 5 + ["true"] * 2


async def test_create_keeps_given_ids_and_prints_probabilities_as_the_service_does(world: World) -> None:
    reply = await world.post(DEALS, renewals())
    assert reply.status == 201
    assert reply.json["id"] == "renewals"
    assert [(found["id"], found["metadata"]) for found in reply.json["stages"]] == [
        ("due", {"isClosed": "false", "probability": "0.5"}),
        ("renewed", {"isClosed": "true", "probability": "1.0"}),
        ("lost", {"isClosed": "true", "probability": "0.0"}),
    ]
    assert (await world.get(f"{DEALS}/renewals")).json == reply.json
    assert [found["id"] for found in (await world.get(DEALS)).json["results"]] == ["default", "renewals"]


async def test_ids_that_are_not_given_are_numbers(world: World) -> None:
    reply = await world.post(DEALS, {"label": "New", "displayOrder": 0, "stages": [stage("In", 0, probability=0.5)]})
    assert reply.json["id"].isdigit()
    assert reply.json["stages"][0]["id"].isdigit()


@pytest.mark.parametrize(
    ("body", "status", "message", "sub_category"),
    [
        (
            renewals(stages=[stage("Due", 0)]),
            400,
            "must specify probability when writing a dealstage",
            None,
        ),
        (
            renewals(stages=[stage("Due", 0, probability="1.5")]),
            400,
            "dealstage probability is not valid, must be between 0.0 and 1.0 (inclusive)",
            None,
        ),
        (
            renewals(stages=[stage("Due", 0, probability="high")]),
            400,
            "dealstage probability is not valid, must be between 0.0 and 1.0 (inclusive)",
            None,
        ),
        (renewals(stages=[]), 400, "Pipeline must have at least one stage", None),
        (renewals(displayOrder=-1), 400, "Pipeline display order cannot be negative", None),
        (renewals(label=" sales PIPELINE"), 400, "An active pipeline with label  sales PIPELINE already exists.", None),
        (
            renewals(pipelineId="default"),
            400,
            "There's another pipeline in this portal with pipelineId (default).",
            None,
        ),
        (
            renewals(stages=[stage("Due", 0, probability="0.1"), stage("due ", 1, probability="0.2")]),
            400,
            "Stage with label due  already exists",
            "PipelineError.STAGE_LABEL_EXISTS",
        ),
        (
            renewals(stages=[{**stage("Won", 0, probability="1"), "stageId": "closedwon"}]),
            409,
            "There's another pipeline in this portal with one of the same stages",
            "PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE",
        ),
    ],
)
async def test_create_refuses(
    world: World, body: dict[str, Any], status: int, message: str, sub_category: str | None
) -> None:
    reply = await world.post(DEALS, body)
    assert reply.status == status
    assert reply.json["message"] == message
    assert reply.json.get("subCategory") == sub_category


async def test_types_without_stages_take_no_pipelines(world: World) -> None:
    assert (await world.get("/crm/v3/pipelines/products")).json == {"results": []}
    reply = await world.post("/crm/v3/pipelines/products", renewals())
    assert reply.status == 400
    assert reply.json["message"] == "Products cannot have more pipelines."


async def test_patch_changes_what_it_names_and_makes_a_default_pipeline_the_portals_own(world: World) -> None:
    before = (await world.get(f"{DEALS}/default")).json
    reply = await world.patch(f"{DEALS}/default", {"label": "Selling"})
    assert reply.status == 200
    assert reply.json["label"] == "Selling"
    assert reply.json["displayOrder"] == 0
    assert reply.json["createdAt"] == before["createdAt"]
    assert reply.json["updatedAt"] > before["updatedAt"]
    assert [found["id"] for found in reply.json["stages"]] == [found["id"] for found in before["stages"]]
    assert (await world.get(f"{DEALS}/default")).json == reply.json


async def test_nothing_is_restored(world: World) -> None:
    reply = await world.patch(f"{DEALS}/default", {"archived": False})
    assert reply.status == 400
    assert reply.json["message"] == (
        "`archived` can only be given to restore, and what was deleted cannot be restored."
    )


async def test_put_keeps_stages_that_it_names_and_drops_the_others(world: World) -> None:
    created = (await world.post(DEALS, renewals())).json
    reply = await world.put(
        f"{DEALS}/renewals",
        {
            "label": "Extensions",
            "displayOrder": 3,
            "stages": [
                {**stage("Coming", 0, probability="0.3"), "stageId": "due"},
                stage("Fresh", 1, probability="0.6"),
            ],
        },
    )
    assert reply.status == 200
    assert (reply.json["label"], reply.json["displayOrder"]) == ("Extensions", 3)
    assert reply.json["createdAt"] == created["createdAt"]
    kept, fresh = reply.json["stages"]
    assert (kept["id"], kept["label"], kept["createdAt"]) == ("due", "Coming", created["stages"][0]["createdAt"])
    assert fresh["id"].isdigit()


async def test_a_deleted_pipeline_is_gone_and_its_name_and_id_are_free(world: World) -> None:
    await world.post(DEALS, renewals())
    assert (await world.delete(f"{DEALS}/renewals")).status == 204
    missing = await world.get(f"{DEALS}/renewals")
    assert missing.status == 404
    assert missing.headers["content-type"] == "text/html;charset=iso-8859-1"
    again = await world.delete(f"{DEALS}/renewals")
    assert again.status == 404
    assert again.json["message"] == "No pipeline found with id renewals"
    assert again.json["category"] == "OBJECT_NOT_FOUND"
    assert (await world.post(DEALS, renewals())).status == 201


async def test_a_deleted_default_pipeline_stays_away(world: World) -> None:
    await world.post(DEALS, renewals())
    assert (await world.delete(f"{DEALS}/default")).status == 204
    assert [found["id"] for found in (await world.get(DEALS)).json["results"]] == ["renewals"]
    id = await world.create("deals", dealname="Deal")
    seen = (await world.get(f"/crm/v3/objects/deals/{id}?properties=pipeline,dealstage")).json["properties"]
    assert (seen["pipeline"], seen["dealstage"]) == ("renewals", "due")


async def test_the_last_pipeline_stays(world: World) -> None:
    reply = await world.delete(f"{DEALS}/default")
    assert reply.status == 400
    assert reply.json["message"] == "The last pipeline of Deals cannot be deleted."


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("/crm/v3/pipelines/deals/renewals", False),
        ("/crm/v3/pipelines/deals/renewals?validateReferencesBeforeDelete=true", True),
        ("/crm/v3/pipelines/deals/renewals?validateDealStageUsagesBeforeDelete=true", True),
        ("/crm/pipelines/2026-03/deals/renewals", False),
        ("/crm/pipelines/2026-09/deals/renewals", True),
        ("/crm/pipelines/2026-09/deals/renewals?validateDealStageUsagesBeforeDelete=false", False),
    ],
)
async def test_references_are_checked_when_asked_and_since_2026_09(world: World, url: str, checked: bool) -> None:
    await world.post(DEALS, renewals())
    id = await world.create("deals", dealname="Deal", pipeline="renewals", dealstage="due")
    reply = await world.delete(url)
    if not checked:
        assert reply.status == 204
        return
    assert reply.status == 400
    assert reply.json["message"] == (f"Stage IDs: [due, renewed, lost] are being referenced by object IDs: [{id}]")
    assert reply.json["context"] == {"stageIds": ["[due, renewed, lost]"], "objectIds": [f"[{id}]"]}
    assert reply.json["category"] == "VALIDATION_ERROR"
    assert reply.json["subCategory"] == "PipelineError.STAGE_ID_IN_USE"
    await world.delete(f"/crm/v3/objects/deals/{id}")
    assert (await world.delete(url)).status == 204


async def test_a_replacement_that_drops_a_stage_with_records_is_refused(world: World) -> None:
    await world.post(DEALS, renewals())
    id = await world.create("deals", dealname="Deal", pipeline="renewals", dealstage="due")
    body = renewals(stages=renewals()["stages"][1:])
    reply = await world.put("/crm/pipelines/2026-09/deals/renewals", body)
    assert reply.status == 400
    assert reply.json["message"] == f"Stage IDs: [due] are being referenced by object IDs: [{id}]"
    assert (await world.put("/crm/pipelines/2026-03/deals/renewals", body)).status == 200


async def test_only_the_very_stage_counts_as_a_reference(world: World) -> None:
    """Stage ids that are patterns, other cases, or stand in other values do not match."""
    stages = [
        {**stage("Under", 0, probability="0.5"), "stageId": "d_e"},
        {**stage("Percent", 1, probability="0.5"), "stageId": "d%"},
        {**stage("Upper", 2, probability="0.5"), "stageId": "DUE"},
    ]
    await world.post(DEALS, renewals())
    await world.post(DEALS, renewals(label="Other", pipelineId="other", stages=stages))
    name = 'say "dealstage":"DUE" or "dealstage":"d%"'
    await world.create("deals", dealname=name, pipeline="renewals", dealstage="due")
    assert (await world.delete("/crm/pipelines/2026-09/deals/other")).status == 204


async def test_the_lifecycle_is_a_pipeline_whose_stages_are_options(world: World) -> None:
    url = "/crm/v3/pipelines/contacts/contacts-lifecycle-pipeline"
    assert [found["id"] for found in (await world.get(url)).json["stages"]] == [
        "subscriber",
        "lead",
        "marketingqualifiedlead",
        "salesqualifiedlead",
        "opportunity",
        "customer",
        "evangelist",
        "other",
    ]
    made = await world.post(f"{url}/stages", {**stage("Fan", 8), "stageId": "fan"})
    assert made.status == 201
    options = (await world.get("/crm/v3/properties/contacts/lifecyclestage")).json["options"]
    assert options[-1] == {"label": "Fan", "value": "fan", "displayOrder": 8, "hidden": False}
    added = [*options, {"label": "Friend", "value": "friend", "displayOrder": 9}]
    await world.patch("/crm/v3/properties/contacts/lifecyclestage", {"options": added})
    assert [found["id"] for found in (await world.get(url)).json["stages"]][-2:] == ["fan", "friend"]
    id = await world.create("contacts", email="a@example.com", lifecyclestage="fan")
    seen = await world.get(f"/crm/v3/objects/contacts/{id}?properties=hs_v2_date_entered_fan")
    assert seen.json["properties"]["hs_v2_date_entered_fan"] == seen.json["createdAt"]
    assert (await world.delete(f"{url}/stages/friend")).status == 204
    options = (await world.get("/crm/v3/properties/contacts/lifecyclestage")).json["options"]
    assert options[-1]["value"] == "fan"


async def test_a_custom_objects_stages_have_a_state(world: World) -> None:
    schema = {
        "name": "car",
        "labels": {"singular": "Car", "plural": "Cars"},
        "requiredProperties": [],
        "properties": [{"name": "model", "label": "Model", "type": "string", "fieldType": "text"}],
        "associatedObjects": [],
        "primaryDisplayProperty": "model",
    }
    assert (await world.post("/crm/v3/schemas", schema)).status == 201
    body = {
        "label": "Sale",
        "displayOrder": 0,
        "pipelineId": "sale",
        "stages": [
            {**stage("In", 0, colour="red"), "stageId": "in"},
            {**stage("Out", 1, state="CLOSED"), "stageId": "out"},
        ],
    }
    made = await world.post("/crm/v3/pipelines/p_car", body)
    assert [found["metadata"] for found in made.json["stages"]] == [
        {"state": "OPEN", "isClosed": "false"},
        {"state": "CLOSED", "isClosed": "true"},
    ]
    id = await world.create("p_car", model="T")
    seen = await world.get(f"/crm/v3/objects/p_car/{id}?properties=hs_pipeline,hs_pipeline_stage")
    assert seen.json["properties"]["hs_pipeline"] == "sale"
    assert seen.json["properties"]["hs_pipeline_stage"] == "in"
    assert (await world.delete("/crm/v3/pipelines/p_car/sale")).status == 204
    assert (await world.get("/crm/v3/pipelines/p_car")).json == {"results": []}


async def test_the_audit_tells_who_did_what_newest_first(world: World) -> None:
    await world.post(DEALS, renewals())
    await world.patch(f"{DEALS}/renewals", {"label": "Extensions"})
    (await world.delete(f"{DEALS}/renewals"))
    reply = await world.get(f"{DEALS}/renewals/audit")
    assert reply.status == 200
    assert [(entry["action"], entry["message"]) for entry in reply.json["results"]] == [
        ("DELETE", "Pipeline delete"),
        ("UPDATE", "Pipeline update"),
        ("CREATE", "Pipeline create"),
    ]
    newest = reply.json["results"][1]
    assert newest["portalId"] == 10_000_001
    assert newest["identifier"] == "10000001:renewals"
    assert isinstance(newest["fromUserId"], int)
    assert '"label":"Extensions"' in newest["rawObject"]
    assert '"pipelineId":"renewals"' in newest["rawObject"]
    assert (await world.get(f"{DEALS}/default/audit")).json == {"results": []}
    assert (await world.get(f"{DEALS}/nowhere/audit")).status == 404


async def test_scopes(world: World) -> None:
    reader = await world.token("pat-na1-deal-reader", ("crm.objects.deals.read",))
    assert (await world.get(DEALS, token=reader)).status == 200
    refused = await world.post(DEALS, renewals(), token=reader)
    assert refused.status == 403
    assert refused.json["errors"][0]["context"] == {"requiredGranularScopes": ["crm.schemas.deals.write"]}
    tickets = await world.token("pat-na1-tickets", ("tickets",))
    changed = await world.patch(f"{TICKETS}/0", {"label": "Help"}, token=tickets)
    assert changed.status == 200
