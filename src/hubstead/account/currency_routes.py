"""Currencies and exchange rates over HTTP."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hubstead.account import currencies, currency_wire
from hubstead.account.currencies import Rate, rates_of
from hubstead.account.currency_wire import (
    BatchRateUpdate,
    CentralRates,
    CompanyCurrency,
    CurrencyCode,
    CurrencyShown,
    PairVisibility,
    RateCreate,
    RateCreates,
    RateIds,
    RateShown,
    RateUpdate,
    RateUpdates,
)
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid, NotFound
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit
from hubstead.web.answer import Reply
from hubstead.web.call import Call
from hubstead.web.envelopes import Batch, Page, Results
from hubstead.web.failure import item_of
from hubstead.web.paging import limit_of, page_by_id
from hubstead.web.route import Route

T = TypeVar("T")
PAGE_LIMIT = BATCH_LIMIT = 100
READ = ("settings.currencies.read", "multi-currency-read")
WRITE = ("settings.currencies.write", "multi-currency-write")


async def get_codes(_: Call) -> Any:
    """The currencies that an account may use."""
    return currency_wire.currencies()


async def get_company_currency(call: Call) -> Any:
    """The company currency."""
    unit = call.reading()
    since = await currencies.company_currency_since(unit)
    return {"id": call.caller.portal.currency, "createdAt": iso(since)}


async def put_company_currency(call: Call) -> Any:
    """Change the company currency; exchange rates are not converted."""
    code = call.read(CurrencyCode).currency_code

    async def work(unit: Unit) -> int:
        already = (await portal_of(unit)).currency == code
        await currencies.be_company_currency(unit, code)
        return await currencies.company_currency_since(unit) if already else unit.now

    return {"id": code, "createdAt": iso(await call.write(work))}


async def get_page(call: Call) -> Any:
    """A page of exchange rates, in ascending order of id."""
    limit = limit_of(call, PAGE_LIMIT, PAGE_LIMIT)
    source, target = call.one("fromCurrencyCode"), call.one("toCurrencyCode")
    found = [
        rate
        for rate in (await rates_of(call.reading())).values()
        if source in (None, rate.from_currency) and target in (None, rate.to_currency)
    ]
    return page_by_id(call, found, limit, lambda rate: rate.id, currency_wire.rate)


async def get_current(call: Call) -> Any:
    """The exchange rates that hold now."""
    found = currencies.current((await rates_of(call.reading())).values(), call.now())
    return {"results": [currency_wire.rate(rate) for rate in found]}


async def get_by_id(call: Call) -> Any:
    """One exchange rate."""
    return currency_wire.rate(await currencies.one(call.reading(), call.path[0]))


async def create(call: Call) -> Any:
    """Add an exchange rate to the company currency; the currency becomes one of the account's."""
    given = call.read(RateCreate).given()
    return currency_wire.rate((await call.write(lambda unit: currencies.add(unit, [given])))[0])


async def update(call: Call) -> Any:
    """Change an exchange rate."""
    given = call.read(RateUpdate)
    return currency_wire.rate(await call.write(lambda unit: _changed(unit, call.path[0], given)))


async def update_visibility(call: Call) -> None:
    """Show a pair of currencies in the settings, or hide it."""
    given = call.read(PairVisibility)
    pair = (given.from_currency_code, given.to_currency_code)
    await call.write(lambda unit: currencies.show(unit, *pair, given.visible))


async def batch_create(call: Call) -> Any:
    """Add up to 100 exchange rates, all or none."""
    started, given = call.now(), [one.given() for one in _few(call.read(RateCreates).inputs)]
    return _batch(call, started, await call.write(lambda unit: currencies.add(unit, given)))


async def batch_read(call: Call) -> Any:
    """Up to 100 exchange rates; 207 when some do not exist."""
    started, unit = call.now(), call.reading()
    found, errors = [], []
    for wanted in _few(call.read(RateIds).inputs):
        try:
            found.append(await currencies.one(unit, wanted.id))
        except NotFound as failure:
            errors.append(item_of(failure))
    answer = _batch(call, started, found)
    return Reply(207, {**answer, "numErrors": len(errors), "errors": errors}) if errors else answer


async def batch_update(call: Call) -> Any:
    """Change up to 100 exchange rates, all or none."""
    started, given = call.now(), _few(call.read(RateUpdates).inputs)

    async def work(unit: Unit) -> list[Rate]:
        return [await _changed(unit, one.id, one) for one in given]

    return _batch(call, started, await call.write(work))


async def get_central(_: Call) -> Any:
    """Whether exchange rates are kept centrally: they are not, all are the account's own."""
    return {"centralExchangeRatesEnabled": False}


async def get_unsupported(_: Call) -> Any:
    """Currencies without a central exchange rate: all, as there are none."""
    return currency_wire.currencies()


async def add_central(call: Call) -> Any:
    """Add a currency with a central exchange rate: refused, as there are none."""
    code = call.read(CurrencyCode).currency_code
    currencies.known(code)
    raise Invalid(
        f"There is no central exchange rate for {code}: this server asks nobody for rates. "
        "Add the currency with a rate of your own: POST /settings/v3/currencies/exchange-rates.",
        context={"currencyCode": [code]},
    )


async def _changed(unit: Unit, id: str, given: RateUpdate | BatchRateUpdate) -> Rate:
    return await currencies.change(unit, id, given.conversion_rate, currency_wire.moment(given.effective_at))


def _few(inputs: Sequence[T]) -> Sequence[T]:
    if len(inputs) > BATCH_LIMIT:
        raise Invalid(f"A batch has at most {BATCH_LIMIT} inputs, not {len(inputs)}. Split it.")
    return inputs


def _batch(call: Call, started: int, rates: Sequence[Rate]) -> dict[str, Any]:
    return {
        "status": "COMPLETE",
        "results": [currency_wire.rate(rate) for rate in rates],
        "startedAt": iso(started),
        "completedAt": iso(call.now()),
    }


_ROOT = "/settings/currencies"
_RATES = f"{_ROOT}/exchange-rates"
_CENTRAL = f"{_ROOT}/central-fx-rates"
_SEVERAL: dict[str, Any] = {"feature": "currencies", "permission": "account"}
ROUTES = (
    Route("GET", f"{_ROOT}/codes", get_codes, READ, "List currencies", answer=Results[CurrencyShown]),
    Route("GET", f"{_ROOT}/company-currency", get_company_currency, READ, "Read the company currency",
          answer=CompanyCurrency),
    Route("PUT", f"{_ROOT}/company-currency", put_company_currency, WRITE, "Change the company currency",
          CurrencyCode, CompanyCurrency, permission="account"),
    Route("GET", _RATES, get_page, READ, "List exchange rates", answer=Page[RateShown],
          query=("fromCurrencyCode", "toCurrencyCode", "limit", "after")),
    Route("POST", _RATES, create, WRITE, "Add an exchange rate", RateCreate, RateShown, 201, **_SEVERAL),
    Route("GET", f"{_RATES}/current", get_current, READ, "List the exchange rates of now", answer=Results[RateShown]),
    Route("POST", f"{_RATES}/update-visibility", update_visibility, WRITE, "Show or hide a pair of currencies",
          PairVisibility, status=204, permission="account"),
    Route("POST", f"{_RATES}/batch/create", batch_create, WRITE, "Add exchange rates", RateCreates, Batch[RateShown],
          201, **_SEVERAL),
    Route("POST", f"{_RATES}/batch/read", batch_read, READ, "Read exchange rates", RateIds, Batch[RateShown]),
    Route("POST", f"{_RATES}/batch/update", batch_update, WRITE, "Change exchange rates", RateUpdates,
          Batch[RateShown], permission="account"),
    Route("GET", f"{_RATES}/{{exchangeRateId}}", get_by_id, READ, "Read an exchange rate", answer=RateShown),
    Route("PATCH", f"{_RATES}/{{exchangeRateId}}", update, WRITE, "Change an exchange rate", RateUpdate, RateShown,
          permission="account"),
    Route("GET", f"{_CENTRAL}/information", get_central, READ, "Read about central rates", answer=CentralRates),
    Route("GET", f"{_CENTRAL}/unsupported-currencies", get_unsupported, READ, "List currencies without central rate",
          answer=Results[CurrencyShown]),
    Route("POST", f"{_CENTRAL}/add-currency", add_central, WRITE, "Add a currency with a central rate",
          CurrencyCode, status=201, **_SEVERAL),
)  # fmt: skip
