"""Currencies of an account: the company's own, further ones, and what they are worth, from when on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import NamedTuple

import msgspec

from hubstead.kit.errors import Invalid, NotFound
from hubstead.store import definitions, portal
from hubstead.store.portal import portal_of
from hubstead.store.unit import Unit

KIND = "exchange_rate"
COMPANY_CHANGED = "currency.company_changed"
"""Kind of the fact that the account has another company currency."""


class Rate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What one unit of a currency is worth in the company's, from a moment on. Timestamps in ms."""

    id: int
    from_currency: str
    to_currency: str
    rate: float
    effective_at: int
    visible: bool = True
    created_at: int = 0
    updated_at: int = 0


class Given(NamedTuple):
    """A rate that somebody gives: of which currency, how much, from when on (`None`: now)."""

    currency: str
    rate: float
    effective_at: int | None


_decode = msgspec.json.Decoder(Rate).decode


@cache
def names() -> Mapping[str, str]:
    """The currencies that the service knows (ISO 4217, some of the past among them): names by code."""
    text = (files("hubstead.account") / "currencies.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in text.splitlines())


async def rates_of(unit: Unit) -> Mapping[int, Rate]:
    """All exchange rates of the account, by ascending id."""
    return await definitions.numbered(unit, KIND, _decode)


def current(rates: Iterable[Rate], now: int) -> list[Rate]:
    """Of each pair of currencies the rate that holds now; none for a pair whose rates all lie ahead."""
    newest: dict[tuple[str, str], Rate] = {}
    for rate in rates:
        pair = (rate.from_currency, rate.to_currency)
        known = newest.get(pair)
        if rate.effective_at <= now and (known is None or rate.effective_at >= known.effective_at):
            newest[pair] = rate
    return list(newest.values())


async def add(unit: Unit, given: Sequence[Given]) -> list[Rate]:
    """Add exchange rates; their currencies become currencies of the account. Raises `Invalid`."""
    await definitions.hold(unit)
    account = await portal_of(unit)
    for one in given:
        known(one.currency)
        _check_rate(one.rate)
        if one.currency == account.currency:
            raise Invalid(f"{account.currency} is the company currency: it needs no exchange rate.")
    first = await unit.new_ids(len(given))
    added = [_new(unit, first + place, one, account.currency) for place, one in enumerate(given)]
    more = tuple(dict.fromkeys((*account.additional_currencies, *(one.currency for one in given))))
    if more != account.additional_currencies:
        about = {"name": more[-1], "action": "CREATE"}
        await portal.change(unit, "currency.added", about, additional_currencies=more)
    return [await _saved(unit, rate, "CREATE") for rate in added]


async def change(unit: Unit, id: str, value: float, effective_at: int | None) -> Rate:
    """Change a rate. Raises `NotFound` and `Invalid`."""
    await definitions.hold(unit)
    rate = await one(unit, id)
    _check_rate(value)
    moment = rate.effective_at if effective_at is None else effective_at
    changed = msgspec.structs.replace(rate, rate=value, effective_at=moment, updated_at=unit.now)
    return await _saved(unit, changed, "UPDATE")


async def show(unit: Unit, from_currency: str, to_currency: str, visible: bool) -> None:
    """Show a pair of currencies among the settings, or hide it. Raises `NotFound` when there is no such pair."""
    await definitions.hold(unit)
    pair = (from_currency, to_currency)
    found = [rate for rate in (await rates_of(unit)).values() if (rate.from_currency, rate.to_currency) == pair]
    if not found:
        raise NotFound(f"There is no exchange rate from {from_currency} to {to_currency}.")
    for rate in found:
        await _saved(unit, msgspec.structs.replace(rate, visible=visible, updated_at=unit.now), "UPDATE")


async def be_company_currency(unit: Unit, code: str) -> None:
    """Let the account keep its books in a currency; the one before becomes a further one (our choice). Rates stay, to
    the currency that they were given for. Raises `Invalid`."""
    known(code)
    await definitions.hold(unit)
    account = await portal_of(unit)
    if code == account.currency:
        return
    others = tuple(one for one in (*account.additional_currencies, account.currency) if one != code)
    about = {"name": code, "action": "UPDATE"}
    await portal.change(unit, COMPANY_CHANGED, about, currency=code, additional_currencies=others)


async def company_currency_since(unit: Unit) -> int:
    """When the account got its company currency (ms)."""
    rows = await unit.rows("SELECT MAX(at) FROM fact WHERE portal = ?1 AND kind = ?2", COMPANY_CHANGED)
    return int(rows[0][0] or (await portal_of(unit)).created_at)


async def one(unit: Unit, id: str) -> Rate:
    """A rate. Raises `NotFound`."""
    rates = await rates_of(unit)
    if id.isascii() and id.isdigit() and len(id) <= 18 and int(id) in rates:
        return rates[int(id)]
    raise NotFound(f"There is no exchange rate {id[:100]}.", context={"id": [id[:100]]})


def known(code: str) -> None:
    """Raise `Invalid` unless this is the code of a currency."""
    if code not in names():
        raise Invalid(f"{code[:100]} is not the code of a currency (ISO 4217).", context={"currencyCode": [code[:100]]})


def _check_rate(value: float) -> None:
    if not (isfinite(value) and value > 0):
        raise Invalid("The conversionRate must be a number above 0.", context={"conversionRate": [str(value)]})


def _new(unit: Unit, id: int, given: Given, to_currency: str) -> Rate:
    return Rate(
        id=id,
        from_currency=given.currency,
        to_currency=to_currency,
        rate=given.rate,
        effective_at=unit.now if given.effective_at is None else given.effective_at,
        created_at=unit.now,
        updated_at=unit.now,
    )


async def _saved(unit: Unit, rate: Rate, action: str) -> Rate:
    definitions.put(unit, KIND, "", str(rate.id), msgspec.json.encode(rate))
    await definitions.changed(unit, KIND, "", str(rate.id), {"action": action})
    return rate
