"""Line items: from price, quantity and discount to the values of the contract."""

import re
from decimal import Decimal

from hubstead.crm.records.computed.amounts import minus, number, over, plus, shown, times
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule

_FREQUENCY, _PERIOD = "recurringbillingfrequency", "hs_recurring_billing_period"
_BILLS_A_YEAR = {"weekly": Decimal(52), "biweekly": Decimal(26)}
_MONTHS = {
    "monthly": Decimal(1),
    "quarterly": Decimal(3),
    "per_six_months": Decimal(6),
    "annually": Decimal(12),
    "per_two_years": Decimal(24),
    "per_three_years": Decimal(36),
    "per_four_years": Decimal(48),
    "per_five_years": Decimal(60),
}
"""Months from one bill to the next."""
_YEAR = Decimal(12)
_TERM = re.compile(r"P(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?")


@rule()
def defaults(moment: Moment) -> None:
    """A line item stands first on its quote and, unless it recurs, is paid once."""
    moment.default("hs_position_on_quote", "0")
    if not moment.get(_FREQUENCY):
        moment.default("hs_recurring_billing_number_of_payments", "1")


@rule(_PERIOD)
def term(moment: Moment) -> None:
    """The term in months: `P1Y6M` is 18."""
    found = _TERM.fullmatch(moment.get(_PERIOD) or "")
    years, months = found.groups() if found else (None, None)
    moment.set("hs_term_in_months", str(int(years or 0) * 12 + int(months or 0)) if years or months else None)


@rule("price", "quantity", "discount", "hs_discount_percentage", "tax", "hs_cost_of_goods_sold", _FREQUENCY, _PERIOD)
def values(moment: Moment) -> None:
    """Net price, discount, tax and margin of one bill, and what it makes per month, per year and in the whole term."""
    quantity = number(moment.get("quantity")) or Decimal(1)
    full = times(number(moment.get("price")), quantity)
    discount = _discount(moment, full, quantity)
    net = minus(full, discount)
    margin = minus(net, times(number(moment.get("hs_cost_of_goods_sold")), quantity))
    moment.set("hs_pre_discount_amount", shown(full))
    moment.set("hs_total_discount", shown(discount))
    moment.set("amount", shown(net))
    moment.set("hs_post_tax_amount", shown(plus(net, number(moment.get("tax")))))
    moment.set("hs_margin", shown(margin))
    _contract(moment, net, "hs_")
    _contract(moment, margin, "hs_margin_")


def _discount(moment: Moment, full: Decimal | None, quantity: Decimal) -> Decimal | None:
    """An amount per unit, or else a percentage of the full price."""
    unit, percentage = number(moment.get("discount")), number(moment.get("hs_discount_percentage"))
    if full is None:
        return None
    if unit is not None:
        return times(unit, quantity)
    return times(full, percentage.scaleb(-2)) if percentage else _nothing(full)


def _contract(moment: Moment, bill: Decimal | None, prefix: str) -> None:
    """Monthly and annual recurring revenue, annual and total contract value of a bill.

    A single payment does not recur and counts fully for the contract. Without a term there is no total.
    """
    frequency = moment.get(_FREQUENCY)
    monthly = annual = total = yearly = None
    if bill is not None and frequency:
        months = number(moment.get("hs_term_in_months"))
        monthly, annual = _in_months(bill, Decimal(1), frequency), _in_months(bill, _YEAR, frequency)
        total = _in_months(bill, months, frequency) if months else None
        yearly = total if months and months <= _YEAR else annual
    elif bill is not None:
        monthly = annual = _nothing(bill)
        total = yearly = bill
    for name, amount in (("mrr", monthly), ("arr", annual), ("tcv", total), ("acv", yearly)):
        moment.set(prefix + name, shown(amount))


def _in_months(bill: Decimal, months: Decimal, frequency: str) -> Decimal | None:
    """What so many months bring."""
    if frequency in _MONTHS:
        return over(times(bill, months) or bill, _MONTHS[frequency])
    a_year = times(bill, _BILLS_A_YEAR.get(frequency))
    return over(times(a_year, months) or a_year, _YEAR) if a_year is not None else None


def _nothing(amount: Decimal) -> Decimal:
    """Zero with as many digits behind the point."""
    return Decimal((0, (0,), min(int(amount.as_tuple().exponent), 0)))


RULES = (defaults, term, values)
