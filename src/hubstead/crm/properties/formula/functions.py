"""The functions of the formula language, by name."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import NamedTuple

from hubstead.crm.properties.formula.values import (
    CONTEXT,
    NO_VALUE,
    Node,
    NoValue,
    Value,
    decimal,
    integer,
    joined,
    number,
    stored,
    text,
)

_MAX_PLACES = 30
_MANY = 100  # arguments
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Function(NamedTuple):
    """How to make a call's node from its arguments' nodes, and how many of these it takes."""

    make: Callable[[Sequence[Node]], Node]
    fewest: int
    most: int


def _strict(apply: Callable[..., Value], fewest: int, most: int | None = None) -> Function:
    """A function that needs the values of all its arguments."""

    def make(arguments: Sequence[Node]) -> Node:
        return lambda values: apply(*[argument(values) for argument in arguments])

    return Function(make, fewest, fewest if most is None else most)


def _present(arguments: Sequence[Node]) -> Node:
    (argument,) = arguments
    return lambda values: _value(argument, values) is not None


def _blank(arguments: Sequence[Node]) -> Node:
    (argument,) = arguments
    return lambda values: _value(argument, values) is None


def _coalesce(arguments: Sequence[Node]) -> Node:
    return lambda values: _known(arguments, values)[0]


def _greatest(arguments: Sequence[Node]) -> Node:
    return lambda values: max(number(value) for value in _known(arguments, values))


def _least(arguments: Sequence[Node]) -> Node:
    return lambda values: min(number(value) for value in _known(arguments, values))


def _known(arguments: Sequence[Node], values: Mapping[str, str]) -> list[Value]:
    """The values that there are, at least one."""
    found = [value for argument in arguments if (value := _value(argument, values)) is not None]
    if not found:
        raise NoValue
    return found


def _value(argument: Node, values: Mapping[str, str]) -> Value | None:
    try:
        value = argument(values)
    except NO_VALUE:
        return None
    return None if value == "" else value


def _rounding(mode: str) -> Function:
    def apply(value: Value, places: Value = Decimal(0)) -> Value:
        exact, digits = number(value), integer(places)
        if abs(digits) > _MAX_PLACES:
            raise NoValue
        step = Decimal(1).scaleb(-digits)
        return exact if exact == exact.to_integral_value() and digits >= 0 else exact.quantize(step, mode, CONTEXT)

    return _strict(apply, 1, 2)


def _substring(value: Value, start: Value, end: Value | None = None) -> Value:
    whole = text(value)
    first, last = integer(start), len(whole) if end is None else integer(end)
    return whole[max(first, 0) : max(last, 0)]


def _moment(milliseconds: Value) -> datetime:
    return _EPOCH + timedelta(milliseconds=integer(milliseconds))


FUNCTIONS: Mapping[str, Function] = {
    "is_present": Function(_present, 1, 1),
    "is_blank": Function(_blank, 1, 1),
    "coalesce": Function(_coalesce, 2, _MANY),
    "max": Function(_greatest, 1, _MANY),
    "min": Function(_least, 1, _MANY),
    "abs": _strict(lambda value: CONTEXT.abs(number(value)), 1),
    "sqrt": _strict(lambda value: CONTEXT.sqrt(number(value)), 1),
    "power": _strict(lambda base, exponent: CONTEXT.power(number(base), number(exponent)), 2),
    "round_up": _rounding(ROUND_UP),
    "round_down": _rounding(ROUND_DOWN),
    "round_nearest": _rounding(ROUND_HALF_UP),
    "number_to_string": _strict(lambda value: stored(number(value)), 1),
    "string_to_number": _strict(lambda value: decimal(text(value).strip()), 1),
    "concatenate": _strict(lambda *parts: joined([text(part) for part in parts]), 1, _MANY),
    "contains": _strict(lambda whole, part: text(part) in text(whole), 2),
    "begins_with": _strict(lambda whole, start: text(whole).startswith(text(start)), 2),
    "to_lower_case": _strict(lambda value: text(value).lower(), 1),
    "to_upper_case": _strict(lambda value: text(value).upper(), 1),
    "string_length": _strict(lambda value: Decimal(len(text(value))), 1),
    "substring": _strict(_substring, 2, 3),
    "time_between": _strict(lambda start, end: CONTEXT.subtract(number(end), number(start)), 2),
    "year": _strict(lambda moment: Decimal(_moment(moment).year), 1),
    "month": _strict(lambda moment: Decimal(_moment(moment).month), 1),
}

SAME: Mapping[str, str] = {
    "is_known": "is_present",
    "concat": "concatenate",
    "starts_with": "begins_with",
    "lower": "to_lower_case",
    "upper": "to_upper_case",
    "round": "round_nearest",
}
"""The formula editor's names for the same functions."""
