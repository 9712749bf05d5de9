"""Line items and what else has amounts."""

from typing import Any

import pytest

from hubstead.crm.objects.read import View, one
from hubstead.store.unit import Unit
from tests.crm.records.desk import NOW, Desk

AMOUNTS = ("hs_pre_discount_amount", "hs_total_discount", "amount", "hs_post_tax_amount", "hs_margin")
CONTRACT = ("hs_mrr", "hs_arr", "hs_tcv", "hs_acv")


async def test_a_line_item_as_a_real_account_showed_it(desk: Desk) -> None:
    answer = await desk.create("line_items", {"name": "Item 7", "price": "400.00", "quantity": "8"})
    expected = {
        "amount": "3200.00",
        "hs_acv": "3200.00",
        "hs_arr": "0.00",
        "hs_margin": "3200.00",
        "hs_margin_acv": "3200.00",
        "hs_margin_arr": "0.00",
        "hs_margin_mrr": "0.00",
        "hs_margin_tcv": "3200.00",
        "hs_mrr": "0.00",
        "hs_position_on_quote": "0",
        "hs_post_tax_amount": "3200.00",
        "hs_pre_discount_amount": "3200.00",
        "hs_recurring_billing_number_of_payments": "1",
        "hs_tcv": "3200.00",
        "hs_total_discount": "0.00",
        "price": "400.00",
        "quantity": "8",
    }
    assert expected.items() <= answer.items()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"price": "10", "quantity": "3"}, ("30", "0", "30", "30", "30")),
        ({"price": "10"}, ("10", "0", "10", "10", "10")),
        ({"price": "10", "quantity": "3", "discount": "2"}, ("30", "6", "24", "24", "24")),
        ({"price": "19.90", "quantity": "2", "hs_discount_percentage": "25"},
         ("39.80", "9.9500", "29.8500", "29.8500", "29.8500")),
        ({"price": "10", "quantity": "3", "tax": "5.70", "hs_cost_of_goods_sold": "4"},
         ("30", "0", "30", "35.70", "18")),
        ({"quantity": "3"}, (None, None, None, None, None)),
    ],
)  # fmt: skip
async def test_from_price_to_net_price(desk: Desk, given: dict[str, str], expected: tuple[str | None, ...]) -> None:
    values = await desk.values("line_items", given)
    assert tuple(values.get(name) for name in AMOUNTS) == expected


@pytest.mark.parametrize(
    ("frequency", "term", "expected"),
    [
        ("monthly", "P12M", ("100", "1200", "1200", "1200")),
        ("monthly", "P2Y", ("100", "1200", "2400", "1200")),
        ("monthly", "P6M", ("100", "1200", "600", "600")),
        ("annually", "P3Y", ("8.333333", "100", "300", "100")),
        ("quarterly", "P1Y6M", ("33.333333", "400", "600", "400")),
        ("weekly", "P12M", ("433.333333", "5200", "5200", "5200")),
        ("monthly", "", ("100", "1200", None, "1200")),
    ],
)
async def test_what_a_recurring_line_item_is_worth(
    desk: Desk, frequency: str, term: str, expected: tuple[str | None, ...]
) -> None:
    given = {"price": "100", "recurringbillingfrequency": frequency, "hs_recurring_billing_period": term}
    values = await desk.values("line_items", given)
    assert tuple(values.get(name) for name in CONTRACT) == expected


async def test_the_term_in_months(desk: Desk) -> None:
    values = await desk.values("line_items", {"hs_recurring_billing_period": "P1Y6M"})
    assert values["hs_term_in_months"] == "18"


@pytest.mark.parametrize(
    ("type", "given", "name", "expected"),
    [
        ("orders", {"hs_total_price": "20.50", "hs_exchange_rate": "1.1"}, "hs_homecurrency_amount", "22.550"),
        ("carts", {"hs_total_price": "20.50"}, "hs_homecurrency_amount", "20.50"),
        ("carts", {"hs_total_price": "20.50", "hs_currency_code": "EUR"}, "hs_homecurrency_amount", None),
        ("services", {"hs_name": "A", "hs_total_cost": "100", "hs_amount_paid": "30.5"}, "hs_amount_remaining", "69.5"),
        ("projects", {"hs_name": "A", "hs_total_cost": "100"}, "hs_amount_remaining", "100"),
        ("invoices", {"hs_currency": "USD"}, "hs_invoice_status", "draft"),
    ],
)
async def test_single_values(desk: Desk, type: str, given: dict[str, str], name: str, expected: str | None) -> None:
    assert (await desk.values(type, given)).get(name) == expected


async def test_what_a_payment_leaves(desk: Desk) -> None:
    given = {"hs_initial_amount": "100.00", "hs_initiated_date": NOW, "hs_fees_amount": "2.90"}
    values = await desk.values("commerce_payments", given, {"hs_refunds_amount": "50"})
    assert (values["hs_net_amount"], values["hs_net_amount_after_refunds"]) == ("97.10", "47.10")


async def test_a_quote_has_a_number_and_a_key(desk: Desk) -> None:
    values = await desk.values("quotes", {"hs_title": "Offer", "hs_expiration_date": NOW})
    assert (values["hs_status"], values["hs_quote_number"]) == ("DRAFT", "20241120-140852191")
    assert len(bytes.fromhex(values["hs_public_url_key"])) == 16


async def test_the_length_of_an_appointment(desk: Desk) -> None:
    values = await desk.values("appointments", {
        "hs_appointment_name": "Checkup",
        "hs_appointment_start": "2024-11-20T10:00:00Z",
        "hs_appointment_end": "2024-11-20T10:45:00Z",
    })  # fmt: skip
    assert values["hs_duration"] == "2700000"


async def test_how_far_a_goal_is(desk: Desk) -> None:
    given = {"hs_goal_name": "Sell", "hs_target_amount": "300", "hs_start_datetime": NOW, "hs_end_datetime": NOW}
    values = await desk.values("goal_targets", given, {"hs_kpi_value": "100"})
    assert values["hs_kpi_progress_percent"] == "33.333333"


@pytest.mark.parametrize(
    ("type", "given", "name", "expected"),
    [
        ("invoices", {"hs_currency": "USD", "hs_invoice_status": "open", "hs_due_date": "2024-11-25T00:00:00Z"},
         "hs_days_overdue", "5"),
        ("invoices", {"hs_currency": "USD", "hs_due_date": "2024-11-25T00:00:00Z"}, "hs_days_overdue", None),
        ("marketing_events", {"hs_event_name": "Fair", "hs_start_datetime": "2024-11-29T00:00:00Z"},
         "hs_event_status", "ONGOING"),
        ("marketing_events", {"hs_event_name": "Fair", "hs_start_datetime": "2024-12-29T00:00:00Z"},
         "hs_event_status", "UPCOMING"),
        ("marketing_events", {"hs_event_name": "Fair", "hs_end_datetime": "2024-11-29T00:00:00Z"},
         "hs_event_status", "PAST"),
    ],
)  # fmt: skip
async def test_what_time_alone_changes(
    desk: Desk, type: str, given: dict[str, str], name: str, expected: str | None
) -> None:
    id = (await desk.create(type, given))["hs_object_id"]
    definition = await desk.definition(type)

    async def read(unit: Unit) -> Any:
        return await one(unit, definition, id, None, View(properties=(name,)))

    assert (await desk.work(read, "2024-11-30T12:00:00Z"))["properties"][name] == expected
