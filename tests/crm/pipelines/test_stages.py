"""Stages of a pipeline as a client meets them. Messages and rules are those that the service showed in 2026."""

from typing import Any

import pytest

from tests.world import World

DEALS = "/crm/v3/pipelines/deals/default/stages"
TICKETS = "/crm/v3/pipelines/tickets/0/stages"


def stage(label: str, order: int, **metadata: Any) -> dict[str, Any]:
    """A stage to create."""
    return {"label": label, "displayOrder": order, "metadata": metadata}


async def order(world: World, url: str = DEALS) -> list[tuple[str, int]]:
    """Labels and places of the stages of a pipeline."""
    return [(found["label"], found["displayOrder"]) for found in (await world.get(url)).json["results"]]


async def test_read(world: World) -> None:
    assert await order(world, TICKETS) == [
        ("New", 0),
        ("Waiting on contact", 1),
        ("Waiting on us", 2),
        ("Closed", 3),
    ]
    one = await world.get(f"{TICKETS}/4")
    assert one.json["label"] == "Closed"
    assert one.json["metadata"] == {"ticketState": "CLOSED", "isClosed": "true"}
    assert (await world.get(f"{TICKETS}/99")).status == 404
    missing = await world.get("/crm/v3/pipelines/tickets/99/stages")
    assert missing.status == 404
    assert missing.json["message"] == "resource not found"


async def test_create_at_a_free_place_leaves_the_others(world: World) -> None:
    reply = await world.post(DEALS, {**stage("Signed", 20, probability="0.95"), "stageId": "signed"})
    assert reply.status == 201
    assert reply.json["id"] == "signed"
    assert reply.json["metadata"] == {"isClosed": "false", "probability": "0.95"}
    assert reply.json["createdAt"] == reply.json["updatedAt"]
    assert (await order(world))[-2:] == [("Closed Lost", 6), ("Signed", 20)]


async def test_create_at_a_taken_place_comes_after_it_and_numbers_all_anew(world: World) -> None:
    await world.post(DEALS, stage("Signed", 4, probability="0.95"))
    assert (await order(world))[3:] == [
        ("Decision Maker Bought-In", 3),
        ("Contract Sent", 4),
        ("Signed", 5),
        ("Closed Won", 6),
        ("Closed Lost", 7),
    ]


async def test_a_record_can_move_into_a_new_stage_and_the_move_is_dated(world: World) -> None:
    id = (await world.post(DEALS, stage("Signed", 20, probability="0.25"))).json["id"]
    deal = await world.create("deals", dealname="Deal", amount=100, dealstage=id)
    names = f"hs_deal_stage_probability,hs_v2_date_entered_{id}"
    seen = (await world.get(f"/crm/v3/objects/deals/{deal}?properties={names}")).json
    assert seen["properties"]["hs_deal_stage_probability"] == "0.25"
    assert seen["properties"][f"hs_v2_date_entered_{id}"] == seen["createdAt"]
    property = (await world.get(f"/crm/v3/properties/deals/hs_v2_date_entered_{id}")).json
    assert property["label"] == 'Date entered "Signed (Sales Pipeline)"'
    assert property["hubspotDefined"] is True


@pytest.mark.parametrize(
    ("url", "body", "message", "sub_category"),
    [
        (DEALS, stage("Signed", 9), "must specify probability when writing a dealstage", None),
        (DEALS, stage("Signed", -1, probability=1), "Pipeline display order cannot be negative", None),
        (
            DEALS,
            stage("closed won ", 9, probability=1),
            "Stage with label closed won  already exists",
            "PipelineError.STAGE_LABEL_EXISTS",
        ),
        (
            DEALS,
            {**stage("Signed", 9, probability=1), "stageId": "closedwon"},
            "An existing active stage is already using stage id closedwon",
            None,
        ),
        (
            TICKETS,
            stage("Odd", 9, ticketState="open"),
            "Failed to deserialize metadata for object type 0-5: ticketState must be one of [OPEN, CLOSED]",
            "PipelineError.INVALID_PIPELINE_STAGE_METADATA",
        ),
        (
            TICKETS,
            {**stage("Long", 9), "stageId": "x" * 101},
            "A stageId has at most 100 printable characters and no slash.",
            None,
        ),
    ],
)
async def test_create_refuses(
    world: World, url: str, body: dict[str, Any], message: str, sub_category: str | None
) -> None:
    reply = await world.post(url, body)
    assert reply.status == 400
    assert reply.json["message"] == message
    assert reply.json.get("subCategory") == sub_category


async def test_patch_keeps_what_it_does_not_name(world: World) -> None:
    reply = await world.patch(f"{DEALS}/contractsent", {"label": "Sent", "metadata": {}})
    assert reply.status == 200
    assert reply.json["label"] == "Sent"
    assert reply.json["displayOrder"] == 4
    assert reply.json["metadata"] == {"isClosed": "false", "probability": "0.9"}
    assert reply.json["createdAt"] == "1970-01-01T00:00:00Z"
    closed = await world.patch(f"{DEALS}/contractsent", {"metadata": {"probability": 1}})
    assert closed.json["metadata"] == {"isClosed": "true", "probability": "1.0"}
    cleared = await world.patch(f"{DEALS}/contractsent", {"metadata": {"probability": None}})
    assert cleared.status == 400


async def test_put_describes_a_stage_anew_and_merges_metadata(world: World) -> None:
    reply = await world.put(f"{DEALS}/contractsent", {"label": "Sent", "displayOrder": 9, "metadata": {}})
    assert reply.status == 200
    assert (reply.json["id"], reply.json["label"], reply.json["displayOrder"]) == ("contractsent", "Sent", 9)
    assert reply.json["metadata"]["probability"] == "0.9"
    missing = await world.put(f"{DEALS}/contractsent", {"label": "Sent"})
    assert missing.status == 400
    assert missing.json["message"].endswith("Some required fields were not set: [displayOrder]")


async def test_change_of_a_missing_stage(world: World) -> None:
    assert (await world.patch(f"{DEALS}/nowhere", {"label": "x"})).status == 404
    assert (await world.patch("/crm/v3/pipelines/deals/nowhere/stages/closedwon", {"label": "x"})).status == 404


async def test_a_stage_is_deleted_for_good_and_a_missing_one_is_gone_already(world: World) -> None:
    assert (await world.delete(f"{DEALS}/contractsent")).status == 204
    assert (await world.delete(f"{DEALS}/contractsent")).status == 204
    assert (await world.delete("/crm/v3/pipelines/deals/nowhere/stages/closedwon")).status == 204
    assert "Contract Sent" not in [label for label, _ in await order(world)]
    assert "Closed Won" in [label for label, _ in await order(world)]
    refused = await world.post("/crm/v3/objects/deals", {"properties": {"dealname": "x", "dealstage": "contractsent"}})
    assert refused.status == 400


async def test_a_stage_with_records_is_kept_when_references_are_checked(world: World) -> None:
    id = await world.create("deals", dealname="Deal", dealstage="contractsent")
    url = "/crm/pipelines/2026-09/deals/default/stages/contractsent"
    reply = await world.delete(url)
    assert reply.status == 400
    assert reply.json["message"] == f"Stage IDs: [contractsent] are being referenced by object IDs: [{id}]"
    assert (await world.delete(f"{url}?validateDealStageUsagesBeforeDelete=false")).status == 204


async def test_a_ticket_pipeline_keeps_a_closed_stage(world: World) -> None:
    for change in (world.delete(f"{TICKETS}/4"), world.patch(f"{TICKETS}/4", {"metadata": {"ticketState": "OPEN"}})):
        reply = await change
        assert reply.status == 400
        assert reply.json["message"] == "TICKET pipeline: 0 must have at least one closed stage"
        assert reply.json["subCategory"] == "PipelineError.MISSING_CLOSED_STAGE"


async def test_the_last_stage_stays(world: World) -> None:
    stages = [{**stage("Only", 0, probability="0.5"), "stageId": "only"}]
    body = {"label": "Short", "displayOrder": 1, "pipelineId": "short", "stages": stages}
    await world.post("/crm/v3/pipelines/deals", body)
    reply = await world.delete("/crm/v3/pipelines/deals/short/stages/only")
    assert reply.status == 400
    assert reply.json["message"] == "Pipeline must have at least one stage"


async def test_the_audit_of_a_stage(world: World) -> None:
    await world.post(DEALS, {**stage("Signed", 20, probability="0.95"), "stageId": "signed"})
    await world.patch(f"{DEALS}/signed", {"label": "Agreed"})
    await world.patch(f"{DEALS}/closedwon", {"label": "Won"})
    await world.delete(f"{DEALS}/signed")
    results = (await world.get(f"{DEALS}/signed/audit")).json["results"]
    assert [entry["action"] for entry in results] == ["DELETE", "UPDATE", "CREATE"]
    assert results[0]["identifier"] == "10000001:signed"
    assert results[0]["rawObject"] == "null"
    assert '"label":"Agreed"' in results[1]["rawObject"]
    assert (await world.get(f"{DEALS}/nowhere/audit")).status == 404


async def test_the_audit_of_a_stage_is_found_without_a_pipeline(world: World) -> None:
    """The Python SDK 12 leaves the placeholder of the pipeline's id in the path."""
    await world.patch(f"{DEALS}/closedwon", {"label": "Won"})
    reply = await world.get("/crm/v3/pipelines/deals/%7BpipelineId%7D/stages/closedwon/audit")
    assert reply.status == 200
    assert [entry["action"] for entry in reply.json["results"]] == ["UPDATE"]
