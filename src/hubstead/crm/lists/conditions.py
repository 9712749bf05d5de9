"""What operations of list filters test in a value: text, truth, numbers, choices. Each test in Python and in SQL.

Case does not count in text; choices are compared as they are, and a choice is the set of its selected values.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from hubstead.columns.kinds import Kind
from hubstead.crm.lists.moments import When
from hubstead.crm.lists.refusal import Refused, member, texts
from hubstead.crm.search import tokens
from hubstead.crm.search.operators import Sql, word_sql
from hubstead.crm.search.tokens import fold
from hubstead.crm.search.values import choices, comparable

Given = Mapping[str, Any]
Column = Callable[[str], str]
"""From the name of a property to its column, quoted."""
Values = Callable[[str], int | None]
"""From the name of a property that holds moments to its value in ms."""


class Test(NamedTuple):
    """Both forms of one condition on a property that has a value.

    `holds` takes the value made comparable (`comparable`), `sql` the column of the property; the second argument leads
    to other properties of the record.
    """

    holds: Callable[[Any, Values], bool]
    sql: Callable[[str, Column], Sql]


class Setting(NamedTuple):
    """What an operation is read with: when, the kind of the property, and `refer`, which checks another property that
    it names, and says so to who asked."""

    when: When
    kind: Kind
    refer: Callable[[str], None]


Read = Callable[[Given, Setting], Test]


def negated(test: Test) -> Test:
    """Holds where the test does not."""

    def sql(column: str, other: Column) -> Sql:
        inner = test.sql(column, other)
        return Sql(f"NOT coalesce({inner.text}, FALSE)", inner.parameters)

    return Test(lambda value, other: not test.holds(value, other), sql)


def _text_test(words: list[str], holds: Callable[[str, str], bool], condition: str) -> Test:
    """Whether one of the words stands to the text as `holds` says; `condition` is the same in SQL."""
    folded = [fold(word) for word in words]

    def sql(column: str, _: Column) -> Sql:
        parts = [condition.format(column=column)] * len(folded)
        return Sql(f"({' OR '.join(parts)})", tuple(folded))

    return Test(lambda value, _: any(holds(value, word) for word in folded), sql)


def _has_word(words: list[str]) -> Test:
    """Whether the words of one of the texts stand in the value one after the other, as whole words."""
    patterns = [(tokens.rarest(word), tokens.token_pattern(word)) for word in words]

    def holds(value: str, _: Values) -> bool:
        return any(pattern is not None and re.search(pattern, value) is not None for _, pattern in patterns)

    def sql(column: str, _: Column) -> Sql:
        parts = [word_sql(column, literal, pattern) for literal, pattern in patterns]
        text = " OR ".join(part.text for part in parts)
        return Sql(f"({text})", tuple(each for part in parts for each in part.parameters))

    return Test(holds, sql)


_TEXT_TESTS: Mapping[str, Callable[[list[str]], Test]] = {
    "EQUAL": lambda words: _text_test(words, operator.eq, "{column} = ?"),
    "CONTAINS": lambda words: _text_test(words, operator.contains, "contains({column}, ?)"),
    "STARTS": lambda words: _text_test(words, str.startswith, "starts_with({column}, ?)"),
    "ENDS": lambda words: _text_test(words, str.endswith, "ends_with({column}, ?)"),
    "WORD": _has_word,
}


def one_text(test: str) -> Read:
    """The text in `value`; `test` is one of EQUAL, CONTAINS, STARTS, ENDS."""
    return lambda given, _: _TEXT_TESTS[test]([member(given, "value", str)])


def many_texts(test: str) -> Read:
    """One of the texts in `values`."""
    return lambda given, _: _TEXT_TESTS[test](texts(given, "values"))


def truth(given: Given, _: Setting) -> Test:
    """`value` is what the property is."""
    value = given.get("value")
    if isinstance(value, str) and value.lower() in ("true", "false"):
        value = value.lower() == "true"
    if not isinstance(value, bool):
        raise Refused("it must be true or false", "value")
    return _TEXT_TESTS["EQUAL"](["true" if value else "false"])


def _number_in(given: Given, name: str) -> float:
    value = given.get(name)
    try:
        return float(comparable(Kind.NUMBER, value if isinstance(value, str) else str(value)))
    except ValueError:
        raise Refused("it must be a number", name) from None


def number(holds: Callable[[float, float], bool], sign: str) -> Read:
    """The number in `value`; `sign` is the comparison in SQL, `holds` in Python."""

    def read(given: Given, _: Setting) -> Test:
        bound = _number_in(given, "value")
        return Test(lambda value, _: holds(value, bound), lambda column, _: Sql(f"{column} {sign} ?", (bound,)))

    return read


def number_range(given: Given, _: Setting) -> Test:
    """From `lowerBound` to `upperBound`, both included."""
    low, high = _number_in(given, "lowerBound"), _number_in(given, "upperBound")
    return Test(
        lambda value, _: bool(low <= value <= high), lambda column, _: Sql(f"{column} BETWEEN ? AND ?", (low, high))
    )


def _selected(holds: Callable[[set[str], set[str]], bool], condition: str) -> Read:
    """A test of the selected values of a choice against those that are given."""

    def read(given: Given, _: Setting) -> Test:
        wanted = texts(given, "values")

        def sql(column: str, _: Column) -> Sql:
            times = condition.count("?")
            return Sql(condition.format(chosen=f"string_split({column}, ';')"), tuple([wanted] * times))

        return Test(lambda value, _: holds(set(choices(value)), set(wanted)), sql)

    return read


ANY_OF = _selected(lambda chosen, wanted: not chosen.isdisjoint(wanted), "list_has_any({chosen}, ?::VARCHAR[])")
ALL_OF = _selected(lambda chosen, wanted: chosen >= wanted, "list_has_all({chosen}, ?::VARCHAR[])")
EXACTLY = _selected(
    lambda chosen, wanted: chosen == wanted,
    "(list_has_all({chosen}, ?::VARCHAR[]) AND list_has_all(?::VARCHAR[], {chosen}))",
)


def always(_: Given, __: Setting) -> Test:
    """Whatever the value is."""
    return Test(lambda *_: True, lambda *_: Sql("TRUE"))
