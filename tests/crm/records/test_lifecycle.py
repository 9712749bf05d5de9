"""The lifecycle of contacts and companies."""

import pytest

from hubstead.crm.properties.datetimes import parse_datetime
from tests.crm.records.desk import NOW, Desk

HOUR = 3_600_000
NEXT_HOUR = "2024-11-20T15:08:52.191Z"


@pytest.mark.parametrize("type", ["contacts", "companies"])
async def test_a_step_forward_leaves_its_dates(desk: Desk, type: str) -> None:
    values = await desk.values(type, {"lifecyclestage": "lead"}, {"lifecyclestage": "opportunity"})
    assert values["lifecyclestage"] == "opportunity"
    assert values["hs_v2_date_entered_lead"] == values["hs_date_entered_lead"] == NOW
    assert values["hs_v2_date_exited_lead"] == values["hs_date_exited_lead"] == NEXT_HOUR
    assert values["hs_v2_latest_time_in_lead"] == values["hs_time_in_lead"] == str(HOUR)
    assert values["hs_v2_date_entered_opportunity"] == values["hs_date_entered_opportunity"] == NEXT_HOUR


async def test_a_contact_became_what_it_is(desk: Desk) -> None:
    values = await desk.values("contacts", {"lifecyclestage": "lead"}, {"lifecyclestage": "opportunity"})
    assert values["hs_lifecyclestage_lead_date"] == NOW
    assert values["hs_lifecyclestage_opportunity_date"] == NEXT_HOUR


async def test_a_step_back_is_not_taken(desk: Desk) -> None:
    values = await desk.values("contacts", {"lifecyclestage": "opportunity"}, {"lifecyclestage": "lead", "city": "Ulm"})
    assert (values["lifecyclestage"], values["city"]) == ("opportunity", "Ulm")
    assert "hs_lifecyclestage_lead_date" not in values


async def test_a_cleared_stage_may_be_set_to_any(desk: Desk) -> None:
    steps = [{"lifecyclestage": ""}, {"lifecyclestage": "lead"}]
    values = await desk.values("contacts", {"lifecyclestage": "opportunity"}, *steps)
    assert values["lifecyclestage"] == "lead"
    assert values["hs_lifecyclestage_lead_date"] == "2024-11-20T16:08:52.191Z"
    assert values["hs_v2_date_exited_opportunity"] == NEXT_HOUR


async def test_a_customer_is_closed(desk: Desk) -> None:
    id = (await desk.create("contacts", {"lifecyclestage": "lead"}, "2024-11-01T12:00:00Z"))["hs_object_id"]
    await desk.update("contacts", id, {"lifecyclestage": "customer"}, "2024-11-04T11:00:00Z")
    values = (await desk.record("contacts", id)).values
    assert values["closedate"] == values["hs_lifecyclestage_customer_date"] == "2024-11-04T11:00:00Z"
    assert values["days_to_close"] == "2"  # 2 days and 23 hours
    took = parse_datetime("2024-11-04T11:00:00Z") - parse_datetime("2024-11-01T12:00:00Z")
    assert values["hs_time_to_move_from_lead_to_customer"] == str(took)


async def test_a_contact_is_unworked_until_somebody_works_on_it(desk: Desk) -> None:
    values = await desk.values("contacts", {"email": "ada@example.com", "hubspot_owner_id": "31871900"})
    assert values["hs_is_unworked"] == "true"
    assert values["hs_count_is_unworked"] == "1"
