"""The thirteen operators of the search, each one entry: what it means in Python and what it is in SQL.

A record without a value matches NOT_HAS_PROPERTY alone. The opposites (NEQ, NOT_IN, NOT_CONTAINS_TOKEN) ask for a value
too, so "other than x, or nothing" takes a second filter group with NOT_HAS_PROPERTY; that is our choice, the
documentation leaves it open. Case does not count in text, but values of IN and NOT_IN must be given in lower case;
choices (enumerations) are compared as they are. A choice is the set of its selected values: EQ, IN and CONTAINS_TOKEN
hold when one of them does, so EQ with `a;b` matches nothing, as in the real service. Order compares it as a whole.
"""

import operator
import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple

from hubstead.columns.kinds import Kind
from hubstead.crm.search import tokens
from hubstead.crm.search.values import choices, comparable

Operands = Sequence[str]
"""The values of a filter as given: none, one, the two of BETWEEN, or the list of IN."""


_SLOTS = {Kind.TEXT: "lower(?)", Kind.CHOICE: "?", Kind.NUMBER: "?", Kind.MOMENT: "make_timestamp_ms(?)"}
_LISTS = {
    Kind.TEXT: "unnest(?::VARCHAR[])",
    Kind.NUMBER: "unnest(?::DOUBLE[])",
    Kind.MOMENT: "make_timestamp_ms(unnest(?::BIGINT[]))",
}


class Takes(Enum):
    """Where the operands of an operator stand in a filter."""

    NOTHING = auto()
    VALUE = auto()
    RANGE = auto()
    VALUES = auto()


class Sql(NamedTuple):
    """A condition; its `?` stand for the parameters."""

    text: str
    parameters: tuple[object, ...] = ()


Matches = Callable[[Kind, str, Operands], bool]
Compiles = Callable[[Kind, str, Operands], Sql]


class Operator(NamedTuple):
    """One operator. Both forms raise ValueError for an operand that is no number or no date where one is needed.

    `matches` judges the value that a document holds, `sql` is the same for a column of the kind (its quoted name).
    `unset` is the answer for a record without a value.
    """

    name: str
    takes: Takes
    matches: Matches
    sql: Compiles
    unset: bool = False


def _equal(kind: Kind, text: str, operands: Operands) -> bool:
    if kind is Kind.CHOICE:
        return operands[0] in choices(text)
    return comparable(kind, text) == comparable(kind, operands[0])


def _equal_sql(kind: Kind, column: str, operands: Operands) -> Sql:
    if kind is Kind.CHOICE:
        return Sql(f"list_contains({_choices_sql(column)}, ?)", (operands[0],))
    return _ordered_sql("=", kind, column, operands)


def _one_of(kind: Kind, text: str, operands: Operands) -> bool:
    if kind is Kind.CHOICE:
        return not set(operands).isdisjoint(choices(text))
    if kind is Kind.TEXT:
        return tokens.fold(text) in operands
    return comparable(kind, text) in [comparable(kind, operand) for operand in operands]


def _one_of_sql(kind: Kind, column: str, operands: Operands) -> Sql:
    if kind is Kind.CHOICE:
        return Sql(f"list_has_any({_choices_sql(column)}, ?::VARCHAR[])", (list(operands),))
    # A list to join with: hundreds of constants would be compared one after the other.
    return Sql(f"{column} IN (SELECT {_LISTS[kind]})", ([_parameter(kind, operand) for operand in operands],))


def _between(kind: Kind, text: str, operands: Operands) -> bool:
    low, high = (comparable(kind, operand) for operand in operands)
    value: Any = comparable(kind, text)
    return bool(low <= value <= high)


def _between_sql(kind: Kind, column: str, operands: Operands) -> Sql:
    low, high = operands
    return Sql(f"{column} BETWEEN {_SLOTS[kind]} AND {_SLOTS[kind]}", (_parameter(kind, low), _parameter(kind, high)))


def _contains_token(kind: Kind, text: str, operands: Operands) -> bool:
    if kind is Kind.TEXT:
        pattern = tokens.token_pattern(operands[0])
        return pattern is not None and re.search(pattern, tokens.fold(text)) is not None
    if kind is Kind.CHOICE:
        return any(re.fullmatch(_choice_pattern(operands[0]), choice) for choice in choices(text))
    return _equal(kind, text, operands)


def _contains_token_sql(kind: Kind, column: str, operands: Operands) -> Sql:
    if kind is Kind.TEXT:
        return word_sql(column, tokens.rarest(operands[0]), tokens.token_pattern(operands[0]))
    if kind is Kind.CHOICE:
        if ";" in operands[0]:
            return Sql("FALSE")
        return Sql(f"regexp_matches({column}, ?)", (f"(?:^|;){_choice_pattern(operands[0])}(?:;|$)",))
    return _equal_sql(kind, column, operands)


def word_sql(column: str, literal: str, pattern: str | None) -> Sql:
    """Whether a text column matches a pattern of `tokens` that holds `literal`; plain containment sorts out most.

    CASE, not AND: under a NOT, DuckDB would judge both sides for every row.
    """
    if pattern is None:
        return Sql("FALSE")
    return Sql(f"CASE WHEN contains({column}, ?) THEN regexp_matches({column}, ?) ELSE FALSE END", (literal, pattern))


def _choice_pattern(operand: str) -> str:
    """The regular expression of one selected value, where `*` stands for any run of characters."""
    return "[^;]*".join(re.escape(piece) for piece in re.split(r"\*+", operand))


def _choices_sql(column: str) -> str:
    return f"string_split({column}, ';')"


def _parameter(kind: Kind, operand: str) -> object:
    return comparable(kind, operand) if kind in (Kind.NUMBER, Kind.MOMENT) else operand


def _ordered_sql(sign: str, kind: Kind, column: str, operands: Operands) -> Sql:
    return Sql(f"{column} {sign} {_SLOTS[kind]}", (_parameter(kind, operands[0]),))


def _ordered(name: str, sign: str, holds: Callable[[Any, Any], bool]) -> Operator:
    def matches(kind: Kind, text: str, operands: Operands) -> bool:
        return holds(comparable(kind, text), comparable(kind, operands[0]))

    def sql(kind: Kind, column: str, operands: Operands) -> Sql:
        return _ordered_sql(sign, kind, column, operands)

    return Operator(name, Takes.VALUE, matches, sql)


def _opposite(name: str, of: Operator) -> Operator:
    def matches(kind: Kind, text: str, operands: Operands) -> bool:
        return not of.matches(kind, text, operands)

    def sql(kind: Kind, column: str, operands: Operands) -> Sql:
        positive = of.sql(kind, column, operands)
        return Sql(f"({column} IS NOT NULL AND NOT {positive.text})", positive.parameters)

    return Operator(name, of.takes, matches, sql)


_EQ = Operator("EQ", Takes.VALUE, _equal, _equal_sql)
_IN = Operator("IN", Takes.VALUES, _one_of, _one_of_sql)
_CONTAINS_TOKEN = Operator("CONTAINS_TOKEN", Takes.VALUE, _contains_token, _contains_token_sql)

ALL = (
    _EQ,
    _opposite("NEQ", _EQ),
    _ordered("LT", "<", operator.lt),
    _ordered("LTE", "<=", operator.le),
    _ordered("GT", ">", operator.gt),
    _ordered("GTE", ">=", operator.ge),
    Operator("BETWEEN", Takes.RANGE, _between, _between_sql),
    _IN,
    _opposite("NOT_IN", _IN),
    Operator("HAS_PROPERTY", Takes.NOTHING, lambda *_: True, lambda _, column, __: Sql(f"{column} IS NOT NULL")),
    Operator("NOT_HAS_PROPERTY", Takes.NOTHING, lambda *_: False, lambda _, column, __: Sql(f"{column} IS NULL"), True),
    _CONTAINS_TOKEN,
    _opposite("NOT_CONTAINS_TOKEN", _CONTAINS_TOKEN),
)
BY_NAME = {each.name: each for each in ALL}


def matches(op: Operator, kind: Kind, text: str | None, operands: Operands) -> bool:
    """Whether a document's value, or `None` for no value, satisfies the operator."""
    return op.unset if text is None else op.matches(kind, text, operands)
