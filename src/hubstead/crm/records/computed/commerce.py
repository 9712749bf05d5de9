"""Orders, carts, payments, invoices and quotes: their amounts in the company's currency, and their defaults."""

from datetime import UTC, datetime
from decimal import Decimal

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.records.computed.amounts import minus, number, shown, times
from hubstead.crm.records.computed.stages import stage_of
from hubstead.crm.records.moment import Moment
from hubstead.crm.records.rule import rule
from hubstead.kit.ids import secret_bytes

DAY = 86_400_000


@rule("hs_total_price", "hs_exchange_rate", "hs_currency_code")
def home_amount(moment: Moment) -> None:
    """The total in the company's currency; unknown for a currency without a rate."""
    rate = number(moment.get("hs_exchange_rate")) or (None if moment.get("hs_currency_code") else Decimal(1))
    moment.set("hs_homecurrency_amount", shown(times(number(moment.get("hs_total_price")), rate)))


@rule("hs_pipeline", "hs_pipeline_stage")
def order_closed(moment: Moment) -> None:
    """Whether the order is done, where its stage says so."""
    stage = stage_of(moment)
    if stage is not None and "isClosed" in stage.metadata:
        moment.flag("hs_is_closed", stage.closed)


@rule("hs_initial_amount", "hs_fees_amount", "hs_refunds_amount")
def payment_net(moment: Moment) -> None:
    """What a payment leaves after fees, and after refunds."""
    net = minus(number(moment.get("hs_initial_amount")), number(moment.get("hs_fees_amount")))
    moment.set("hs_net_amount", shown(net))
    moment.set("hs_net_amount_after_refunds", shown(minus(net, number(moment.get("hs_refunds_amount")))))


@rule()
def invoice_defaults(moment: Moment) -> None:
    """An invoice begins as a draft."""
    moment.default("hs_invoice_status", "draft")


def invoice_as_of(values: dict[str, str], now: int) -> None:
    """Whole days since an open invoice was due. `now` in ms."""
    due = values.get("hs_due_date")
    if due and values.get("hs_invoice_status") == "open":
        values["hs_days_overdue"] = str(max(0, (now - parse_datetime(due)) // DAY))


@rule()
def quote_defaults(moment: Moment) -> None:
    """A quote begins as a draft, with a number made of its time (`20240311-101500250`) and a key for its address."""
    made = datetime.fromtimestamp(moment.context.now / 1000, UTC)
    moment.default("hs_status", "DRAFT")
    moment.default("hs_quote_number", f"{made:%Y%m%d-%H%M%S}{moment.context.now % 1000:03d}")
    moment.default("hs_public_url_key", secret_bytes(16, moment.context.definition.portal).hex())


CARTS = (home_amount,)
ORDERS = (home_amount, order_closed)
PAYMENTS = (payment_net,)
INVOICES = (invoice_defaults,)
QUOTES = (quote_defaults,)
