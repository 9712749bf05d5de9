"""HubSpot's JSON for currencies and exchange rates."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from hubstead.account.currencies import Given, Rate, names
from hubstead.kit.clock import iso
from hubstead.kit.errors import Invalid

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RateCreate(Struct, rename="camel"):
    """A new exchange rate, to the company currency; without `effectiveAt` it holds from now on."""

    from_currency_code: str
    conversion_rate: float
    effective_at: datetime | None = None

    def given(self) -> Given:
        """As the verbs take it."""
        return Given(self.from_currency_code, self.conversion_rate, moment(self.effective_at))


class RateUpdate(Struct, rename="camel"):
    """What to change of an exchange rate."""

    conversion_rate: float
    effective_at: datetime | None = None


class BatchRateUpdate(RateUpdate, kw_only=True, rename="camel"):
    """What to change of one of several exchange rates."""

    id: str


class RateId(Struct):
    """Which exchange rate."""

    id: str


class RateCreates(Struct):
    """Several new exchange rates."""

    inputs: list[RateCreate]


class RateIds(Struct):
    """Several exchange rates."""

    inputs: list[RateId]


class RateUpdates(Struct):
    """Several changes."""

    inputs: list[BatchRateUpdate]


class PairVisibility(Struct):
    """Whether the settings show a pair of currencies."""

    from_currency_code: str = msgspec.field(name="fromCurrencyCode")
    to_currency_code: str = msgspec.field(name="toCurrencyCode")
    visible: bool = msgspec.field(name="visibleInUI")


class CurrencyCode(Struct, rename="camel"):
    """A currency, by its code in ISO 4217."""

    currency_code: str


class RateShown(Struct, rename="camel"):
    """An exchange rate."""

    id: str
    from_currency_code: str
    to_currency_code: str
    conversion_rate: float
    effective_at: str
    created_at: str
    updated_at: str
    visible: bool = msgspec.field(name="visibleInUI")


class CompanyCurrency(Struct, rename="camel"):
    """The company currency: its code, and since when it is that."""

    id: str
    created_at: str


class CurrencyShown(Struct, rename="camel"):
    """A currency that the service knows."""

    currency_code: str
    currency_name: str


class CentralRates(Struct, rename="camel"):
    """Whether somebody else keeps the exchange rates: never here, this server asks no one."""

    central_exchange_rates_enabled: bool


def rate(rate: Rate) -> dict[str, Any]:
    """An exchange rate."""
    return {
        "id": str(rate.id),
        "fromCurrencyCode": rate.from_currency,
        "toCurrencyCode": rate.to_currency,
        "conversionRate": rate.rate,
        "effectiveAt": iso(rate.effective_at),
        "createdAt": iso(rate.created_at),
        "updatedAt": iso(rate.updated_at),
        "visibleInUI": rate.visible,
    }


def currencies() -> dict[str, Any]:
    """All currencies that the service knows."""
    return {"results": [{"currencyCode": code, "currencyName": name} for code, name in names().items()]}


def moment(given: datetime | None) -> int | None:
    """Milliseconds; a moment without a zone is meant in UTC. Raises `Invalid` where UTC has no such moment."""
    if given is None:
        return None
    if not 1 < given.year < 9999:
        raise Invalid("The effectiveAt is too far away.", context={"effectiveAt": [given.isoformat()]})
    aware = given if given.tzinfo else given.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(milliseconds=1)
