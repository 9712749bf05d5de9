"""Pipelines and stages: defaults, what fits together, and the dates and durations of each move."""

from typing import Any

import pytest

from hubstead.crm.properties.stage_properties import in_names, stage_names
from hubstead.kit.errors import Invalid
from tests.crm.records.desk import Desk

HOUR = 3_600_000
FIRST, SECOND, THIRD = "2024-03-01T10:00:00Z", "2024-03-01T10:00:02.500Z", "2024-03-02T10:00:00Z"


@pytest.mark.parametrize(
    ("given", "pipeline", "stage"),
    [
        ({}, "default", "appointmentscheduled"),
        ({"pipeline": "default"}, "default", "appointmentscheduled"),
        ({"dealstage": "contractsent"}, "default", "contractsent"),
        ({"pipeline": "default", "dealstage": "closedlost"}, "default", "closedlost"),
    ],
)
async def test_what_is_missing_is_filled_in(desk: Desk, given: dict[str, Any], pipeline: str, stage: str) -> None:
    stored = await desk.values("deals", {"dealname": "Big one", **given})
    assert (stored["pipeline"], stored["dealstage"]) == (pipeline, stage)


@pytest.mark.parametrize(
    ("given", "name", "message"),
    [
        ({"dealstage": "nowhere"}, "dealstage", "nowhere was not one of the allowed options: [appointmentscheduled, "),
        ({"pipeline": "nowhere"}, "pipeline", "nowhere was not one of the allowed options: [default]"),
    ],
)
async def test_what_does_not_fit_is_refused(desk: Desk, given: dict[str, Any], name: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.create("deals", {"dealname": "Big one", **given})
    error: Any = refused.value.errors[0]
    assert (error["code"], error["context"]) == ("INVALID_OPTION", {"propertyName": [name]})
    assert error["message"].startswith(message)


async def test_a_cleared_stage_is_the_first_one_again(desk: Desk) -> None:
    stored = await desk.values("deals", {"dealname": "Big one", "dealstage": "contractsent"}, {"dealstage": ""})
    assert stored["dealstage"] == "appointmentscheduled"


async def test_each_move_leaves_dates_and_durations(desk: Desk) -> None:
    id = (await desk.create("tickets", {"subject": "Help", "hs_pipeline_stage": "1"}, FIRST))["hs_object_id"]
    await desk.update("tickets", id, {"hs_pipeline_stage": "2"}, SECOND)
    values = (await desk.record("tickets", id)).values
    assert values["hs_v2_date_entered_1"] == values["hs_date_entered_1"] == FIRST
    assert values["hs_v2_date_exited_1"] == values["hs_date_exited_1"] == SECOND
    assert values["hs_v2_latest_time_in_1"] == values["hs_v2_cumulative_time_in_1"] == values["hs_time_in_1"] == "2500"
    assert values["hs_v2_date_entered_current_stage"] == values["hs_v2_time_in_current_stage"] == SECOND
    assert "hs_v2_latest_time_in_2" not in values


async def test_a_second_stay_adds_to_the_first(desk: Desk) -> None:
    back_and_forth = [{"hs_pipeline_stage": stage} for stage in ("2", "1", "2")]  # an hour in each
    values = await desk.values("tickets", {"subject": "Help", "hs_pipeline_stage": "1"}, *back_and_forth)
    assert values["hs_v2_latest_time_in_1"] == str(HOUR)
    assert values["hs_v2_cumulative_time_in_1"] == str(2 * HOUR)
    assert values["hs_v2_cumulative_time_in_2"] == str(HOUR)


async def test_coming_back_takes_the_exit_away(desk: Desk) -> None:
    values = await desk.values(
        "tickets", {"subject": "Help", "hs_pipeline_stage": "1"}, {"hs_pipeline_stage": "2"}, {"hs_pipeline_stage": "1"}
    )
    assert "hs_v2_date_exited_1" not in values
    assert values["hs_v2_date_entered_1"] > values["hs_v2_date_entered_2"]


async def test_an_update_of_something_else_moves_no_date(desk: Desk) -> None:
    values = await desk.values("tickets", {"subject": "Help", "hs_pipeline_stage": "1"}, {"subject": "Help!"})
    assert values["hs_v2_date_entered_1"] == values["createdate"]
    assert "hs_v2_date_exited_1" not in values


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("closedwon", "hs_v2_date_entered_closedwon"),
        ("1", "hs_v2_date_entered_1"),
        ("attempting-stage-id", "hs_v2_date_entered_attempting_stage_id_745667965"),
        ("unqualified-stage-id", "hs_v2_date_entered_unqualified_stage_id_1675714327"),
    ],
)
def test_stage_properties_are_spelled_as_the_service_spells_them(stage: str, name: str) -> None:
    assert stage_names(stage).entered == name


def test_stages_that_look_alike_have_names_of_their_own() -> None:
    spelled = [in_names(stage) for stage in ("a-b", "a.b", "a_b", "A-B")]
    assert len(set(spelled)) == 4
    assert all(name.startswith("a_b") for name in spelled)


@pytest.mark.parametrize(
    ("type", "stage", "label"),
    [
        ("leads", "new-stage-id", 'Date entered "New (Lead pipeline)"'),
        ("tasks", "af0e6a5c-2ea3-4c72-b69f-7c6cb3fdb591", 'Date entered "Completed (Task pipeline)"'),
        ("orders", "aa99e8d0-c1d5-4071-b915-d240bbb1aed9", 'Date entered "Shipped (Order Pipeline)"'),
    ],
)
async def test_every_default_stage_has_its_properties(desk: Desk, type: str, stage: str, label: str) -> None:
    known = (await desk.definition(type)).properties
    names = stage_names(stage)
    assert [known[name].type for name in names] == ["datetime", "datetime", "number", "number"]
    assert known[names.entered].label == label
    assert all(known[name].read_only_value for name in names)


async def test_a_lead_takes_its_states_from_the_stage(desk: Desk) -> None:
    values = await desk.values("leads", {"hs_lead_name": "Ada"}, {"hs_pipeline_stage": "connected-stage-id"})
    assert values["hs_pipeline_stage_category"] == "IN_PROGRESS"
    flags = ("is_new", "is_in_progress", "is_qualified", "is_disqualified", "is_open")
    assert [values[f"hs_lead_{flag}"] for flag in flags] == ["false", "true", "false", "false", "true"]
    assert values["hs_pipeline_stage_last_updated"] == values["hs_v2_date_entered_connected_stage_id_2058487257"]
    assert values["hs_v2_latest_time_in_new_stage_id_1318266061"] == str(HOUR)


async def test_a_closed_ticket_knows_how_long_it_took(desk: Desk) -> None:
    opened, closed = {"subject": "Help", "hs_pipeline_stage": "1"}, {"hs_pipeline_stage": "4"}
    values = await desk.values("tickets", opened, closed)
    assert values["closed_date"] == values["hs_last_closed_date"] == "2024-11-20T15:08:52.191Z"
    assert values["time_to_close"] == str(HOUR)


async def test_a_ticket_can_be_born_closed(desk: Desk) -> None:
    values = await desk.values("tickets", {"subject": "Help", "hs_pipeline_stage": "4"})
    assert (values["closed_date"], values["time_to_close"]) == (values["createdate"], "0")


async def test_a_reopened_ticket_is_not_closed_any_more(desk: Desk) -> None:
    closed, reopened = {"subject": "Help", "hs_pipeline_stage": "4"}, {"hs_pipeline_stage": "3"}
    values = await desk.values("tickets", closed, reopened)
    assert not {"closed_date", "time_to_close"} & values.keys()
    assert values["hs_last_closed_date"] == values["createdate"]
    assert values["hs_ticket_reopened_at"] == "2024-11-20T15:08:52.191Z"
