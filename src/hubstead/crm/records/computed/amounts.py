"""Exact arithmetic with number values. Results keep every digit, as the service's do: 8 x 400.00 is 3200.00."""

from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException
from functools import lru_cache

_EXACT = Context(prec=2_000, rounding=ROUND_HALF_UP)
_LARGEST = 307
"""The power of ten beyond which no property holds a number."""


def number(value: str | None) -> Decimal | None:
    """A stored number value; `None` for no value."""
    if not value:
        return None
    try:
        found = Decimal(value)
    except DecimalException:
        return None
    return found if found.is_finite() else None


def shown(amount: Decimal | None) -> str | None:
    """An amount as a value to store; `None` for none and for what is too large."""
    return None if amount is None or amount.adjusted() > _LARGEST else format(amount, "f")


def times(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """The product; `None` where a factor is missing."""
    return None if first is None or second is None else _EXACT.multiply(first, second)


def minus(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """The difference; `None` where there is nothing to take from. Nothing to take is 0."""
    return first if first is None or second is None else _EXACT.subtract(first, second)


def plus(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """The sum, under the rules of `minus`."""
    return first if first is None or second is None else _EXACT.add(first, second)


def over(first: Decimal, second: Decimal, places: int = 6) -> Decimal:
    """The quotient with the digits of `first` behind the point where that is exact, else rounded to `places`."""
    exact = _EXACT.divide(first, second)
    kept = _EXACT.quantize(exact, Decimal(1).scaleb(min(int(first.as_tuple().exponent), 0)))
    return kept if kept == exact else _EXACT.quantize(exact, Decimal(1).scaleb(-places))


@lru_cache(maxsize=1_000)
def as_binary(value: str) -> str:
    """A fraction with the digits of the binary number nearest to it: 0.2 is 0.200000000000000011102230246251565…

    The service computes probabilities in floating point and shows them so.
    """
    return format(Decimal(float(value)), "f")
