"""Filters of subscriptions: an event is told when the record fits one of them, that is all of its conditions."""

import operator
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

Operator = Literal[
    "EQ", "N_EQ", "LT", "LTE", "GT", "GTE", "CONTAINS", "STARTS_WITH", "ENDS_WITH",
    "IN", "NOT_IN", "IS_EMPTY", "IS_NOT_EMPTY",
]  # fmt: skip


class JournalCondition(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A property of the record compared with `value`, or with `values` (`IN`, `NOT_IN`). Numbers are compared as
    numbers, anything else as text; parts of a text in any case."""

    filter_type: Literal["CRM_OBJECT_PROPERTY"]
    property: str
    operator: Operator
    value: str | None = None
    values: tuple[str, ...] | None = None


class JournalFilter(msgspec.Struct, frozen=True):
    """All conditions must hold."""

    conditions: tuple[JournalCondition, ...]


LISTED = ("IN", "NOT_IN")
UNARY = ("IS_EMPTY", "IS_NOT_EMPTY")
MOST = 100
"""Conditions of a filter, and filters of a subscription (our choice)."""


def problem(given: JournalFilter) -> str:
    """What is wrong with a filter; empty where nothing is."""
    if not 0 < len(given.conditions) <= MOST:
        return f"A filter has between 1 and {MOST} conditions."
    for condition in given.conditions:
        if condition.operator in LISTED and not condition.values:
            return f"{condition.operator} needs values."
        if condition.operator not in (*LISTED, *UNARY) and condition.value is None:
            return f"{condition.operator} needs a value."
    return ""


def fits(given: JournalFilter, values: Mapping[str, str | None]) -> bool:
    """Whether a record with these values fits."""
    return all(_holds(condition, values.get(condition.property) or "") for condition in given.conditions)


def _holds(condition: JournalCondition, held: str) -> bool:
    if condition.operator in UNARY:
        return (not held) == (condition.operator == "IS_EMPTY")
    if condition.operator in LISTED:
        return (held in (condition.values or ())) == (condition.operator == "IN")
    value = condition.value or ""
    if condition.operator in _TEXT:
        return _TEXT[condition.operator](held, value)
    try:
        return _ORDER[condition.operator](float(held), float(value))
    except ValueError:
        return _ORDER[condition.operator](held, value) and bool(held or condition.operator == "N_EQ")


_TEXT: Mapping[str, Callable[[str, str], bool]] = {
    "CONTAINS": lambda held, value: value.lower() in held.lower(),
    "STARTS_WITH": lambda held, value: held.lower().startswith(value.lower()),
    "ENDS_WITH": lambda held, value: held.lower().endswith(value.lower()),
}
_ORDER: Mapping[str, Callable[..., bool]] = {
    "EQ": operator.eq,
    "N_EQ": operator.ne,
    "LT": operator.lt,
    "LTE": operator.le,
    "GT": operator.gt,
    "GTE": operator.ge,
}
