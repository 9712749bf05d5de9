"""Deals: what stage, amount and close date say. Values marked so are those of a real account."""

from typing import Any

import pytest

from hubstead.crm.properties.datetimes import parse_datetime
from tests.crm.records.desk import NOW, Desk

FIFTH = "0.200000000000000011102230246251565404236316680908203125"


def _of(values: dict[str, str], *names: str) -> tuple[str | None, ...]:
    return tuple(values.get(name) for name in names)


@pytest.mark.parametrize(
    ("stage", "closed", "won", "lost", "probability"),
    [
        ("appointmentscheduled", "false", "false", "false", FIFTH),  # as a real account shows it
        ("contractsent", "false", "false", "false", "0.90000000000000002220446049250313080847263336181640625"),  # too
        ("closedwon", "true", "true", "false", "1"),
        ("closedlost", "true", "false", "true", "0"),
    ],
)
async def test_the_stage_decides(desk: Desk, stage: str, closed: str, won: str, lost: str, probability: str) -> None:
    values = await desk.values("deals", {"dealname": "Big one", "dealstage": stage})
    assert _of(values, "hs_is_closed", "hs_is_closed_won", "hs_is_closed_lost") == (closed, won, lost)
    assert _of(values, "hs_deal_stage_probability", "hs_deal_stage_probability_shadow") == (probability, probability)
    counts = tuple("1" if flag == "true" else "0" for flag in (closed, won))
    assert _of(values, "hs_is_closed_count", "hs_closed_won_count") == counts
    assert values["hs_is_open_count"] == ("0" if closed == "true" else "1")
    assert values["hs_is_in_first_deal_stage"] == ("true" if stage == "appointmentscheduled" else "false")


async def test_an_open_deal_as_a_real_account_showed_it(desk: Desk) -> None:
    given = {"dealname": "Another Deal", "amount": "1000000.0", "dealstage": "appointmentscheduled"}
    id = (await desk.create("deals", given, "2025-03-21T15:06:02.943Z"))["hs_object_id"]
    expected = {
        "amount_in_home_currency": "1000000.0",
        "days_to_close": "0",
        "hs_closed_amount": "0",
        "hs_closed_amount_in_home_currency": "0",
        "hs_closed_deal_close_date": "0",
        "hs_closed_deal_create_date": "0",
        "hs_closed_won_count": "0",
        "hs_days_to_close_raw": "0",
        "hs_forecast_amount": "1000000.0",
        "hs_is_closed_count": "0",
        "hs_is_open_count": "1",
        "hs_open_deal_create_date": "1742569562943",
        "hs_projected_amount": "200000.0000000000111022302462515654042363166809082031250000000",
        "hs_projected_amount_in_home_currency": "200000.0000000000111022302462515654042363166809082031250000000",
        "hs_v2_date_entered_current_stage": "2025-03-21T15:06:02.943Z",
        "hs_v2_time_in_current_stage": "2025-03-21T15:06:02.943Z",
        "pipeline": "default",
    }
    assert expected.items() <= (await desk.record("deals", id)).values.items()


@pytest.mark.parametrize(
    ("created", "closes", "days", "raw"),
    [
        ("2024-08-26T14:37:49.792Z", "2024-12-07T16:50:06.678Z", "103", "103.091862"),  # as a real account shows it
        ("2025-08-22T07:33:08.716Z", "2023-12-07T16:50:06.678Z", "0", "0"),  # too: it closed before it was made
        ("2025-01-01T00:00:00Z", "2025-01-03T12:00:00Z", "2", "2.5"),
    ],
)
async def test_days_to_close(desk: Desk, created: str, closes: str, days: str, raw: str) -> None:
    id = (await desk.create("deals", {"dealname": "Big one", "closedate": closes}, created))["hs_object_id"]
    assert _of((await desk.record("deals", id)).values, "days_to_close", "hs_days_to_close_raw") == (days, raw)


async def test_a_won_deal_brings_in_its_amount(desk: Desk) -> None:
    given = {"dealname": "Big one", "amount": "250.50", "hs_exchange_rate": "2"}
    values = await desk.values("deals", given, {"dealstage": "closedwon"})
    won = "2024-11-20T15:08:52.191Z"
    assert _of(values, "hs_closed_amount", "hs_closed_amount_in_home_currency") == ("250.50", "501.00")
    assert _of(values, "hs_open_amount_in_home_currency", "hs_projected_amount") == ("0", "250.50")
    assert _of(values, "closedate", "hs_closed_won_date") == (won, won)
    assert values["hs_closed_deal_close_date"] == str(parse_datetime(won))
    assert values["hs_closed_deal_create_date"] == str(parse_datetime(NOW))
    assert values["hs_open_deal_create_date"] == "0"


async def test_a_deal_that_is_opened_again(desk: Desk) -> None:
    given = {"dealname": "Big one", "amount": "250", "dealstage": "closedwon"}
    values = await desk.values("deals", given, {"dealstage": "contractsent"})
    assert _of(values, "hs_is_closed", "hs_closed_amount", "hs_closed_won_date") == ("false", "0", None)
    assert values["hs_open_amount_in_home_currency"] == "250"


async def test_a_probability_by_hand_holds_until_the_next_stage(desk: Desk) -> None:
    by_hand: dict[str, Any] = {"hs_deal_stage_probability": "0.5"}
    values = await desk.values("deals", {"dealname": "Big one", "amount": "100"}, by_hand)
    assert _of(values, "hs_deal_stage_probability", "hs_projected_amount") == ("0.5", "50.0")
    values = await desk.values("deals", {"dealname": "Big one", "amount": "100"}, by_hand, {"dealstage": "closedwon"})
    assert _of(values, "hs_deal_stage_probability", "hs_projected_amount") == ("1", "100")


async def test_the_forecast_has_a_probability_of_its_own(desk: Desk) -> None:
    values = await desk.values("deals", {"dealname": "Big one", "amount": "100", "hs_forecast_probability": "0.25"})
    assert values["hs_forecast_amount"] == "25.00"


async def test_a_deal_without_amount_expects_nothing(desk: Desk) -> None:
    values = await desk.values("deals", {"dealname": "Big one", "amount": "100"}, {"amount": ""})
    assert not {"amount_in_home_currency", "hs_projected_amount", "hs_forecast_amount"} & values.keys()


async def test_amounts_too_large_for_a_number_are_left_out(desk: Desk) -> None:
    values = await desk.values("deals", {"dealname": "Big one", "amount": "9" * 300, "hs_exchange_rate": "9" * 300})
    assert "amount_in_home_currency" not in values


async def test_when_the_next_step_changed(desk: Desk) -> None:
    values = await desk.values("deals", {"dealname": "Big one"}, {"hs_next_step": "Call"}, {"dealname": "Bigger one"})
    assert values["hs_next_step_updated_at"] == "2024-11-20T15:08:52.191Z"
