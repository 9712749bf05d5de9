"""What a formula computes with: decimal numbers, texts and booleans.

Days and times are numbers too: milliseconds since the epoch. Nothing stands for a missing value; who needs one that
is missing raises `NoValue`, and the whole formula has no result unless a function such as `coalesce` asks for it.
"""

from collections.abc import Callable, Mapping
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.properties.text import MAX_LENGTH

Value = Decimal | str | bool
Node = Callable[[Mapping[str, str]], Value]
"""A part of a compiled formula: from the stored values of a record to its own. Raises one of `NO_VALUE`."""

_MAX_INTEGER = 2**53
_TRAPS = [DivisionByZero, InvalidOperation, Overflow]
CONTEXT = Context(prec=34, Emin=-308, Emax=308, traps=_TRAPS)
_SHOWN = Context(prec=20, Emin=-308, Emax=308, traps=_TRAPS)  # less than computed with: 2 / 3 * 3 is 2 again


class NoValue(Exception):
    """The formula needs a value that is missing or of another type."""


NO_VALUE = (NoValue, ArithmeticError)


def number(value: Value) -> Decimal:
    """The value as a number; a boolean counts as 1 or 0."""
    if isinstance(value, str):
        raise NoValue
    return value if isinstance(value, Decimal) else Decimal(value)


def integer(value: Value) -> int:
    """The value as a number without its fraction, up to 2^53."""
    exact = number(value)
    if abs(exact) > _MAX_INTEGER:
        raise NoValue
    return int(exact)


def truth(value: Value) -> bool:
    """The value as a condition; a number holds unless it is 0."""
    if isinstance(value, str):
        raise NoValue
    return bool(value)


def text(value: Value) -> str:
    """The value as text, which must be one."""
    if not isinstance(value, str):
        raise NoValue
    return value


def stored(value: Value) -> str:
    """The value as a record stores it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if len(value) <= MAX_LENGTH else ""
    digits = format(_SHOWN.plus(value), "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def decimal(digits: str) -> Decimal:
    """The number that a text spells."""
    found = CONTEXT.create_decimal(digits)
    if not found.is_finite():
        raise NoValue
    return found


def joined(parts: list[str]) -> str:
    """The texts one after the other, if a record can store that."""
    if sum(map(len, parts)) > MAX_LENGTH:
        raise NoValue
    return "".join(parts)


def property_node(name: str, type_: str) -> Node:
    """The value of a property of that type."""
    read = _READERS.get(type_, str)

    def value(values: Mapping[str, str]) -> Value:
        given = values.get(name)
        if not given:
            raise NoValue
        return read(given)

    return value


def _moment(given: str) -> Decimal:
    try:
        return Decimal(parse_datetime(given))
    except ValueError:
        raise NoValue from None


def _flag(given: str) -> bool:
    return given in ("true", "1")


_READERS: Mapping[str, Callable[[str], Value]] = {
    "number": decimal,
    "currency_number": decimal,
    "bool": _flag,
    "date": _moment,
    "datetime": _moment,
}
