"""When a dependent field is asked: one entry per operator.

Numbers and days compare as such, everything else as text without regard to case. `within_time` means the next `value`
days, `within_time_reverse` the last (our choice: nothing is documented).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.marketing.forms.fields import Condition

DAY = 86_400_000
Test = Callable[[str, Condition, int], bool]


def holds(condition: Condition, answer: str, now: int) -> bool:
    """Whether an answer (`""`: none) asks for the dependent field. `now` in ms."""
    return _TESTS[condition.operator](answer, condition, now)


def _order(text: str) -> tuple[int, float, str]:
    """Numbers before points in time before text."""
    with suppress(ValueError):
        return (0, float(text), "")
    with suppress(ValueError):
        return (1, float(parse_datetime(text)), "")
    return (2, 0.0, text.lower())


def _between(answer: str, condition: Condition, _: int) -> bool:
    place = _order(answer)
    low, high = _order(condition.range_start), _order(condition.range_end)
    return bool(answer) and low[0] == place[0] == high[0] and low <= place <= high


def _compared(test: Callable[[tuple[int, float, str], tuple[int, float, str]], bool]) -> Test:
    def compare(answer: str, condition: Condition, _: int) -> bool:
        given, wanted = _order(answer), _order(condition.value)
        return bool(answer) and given[0] == wanted[0] and test(given, wanted)

    return compare


def _within(direction: int) -> Test:
    def test(answer: str, condition: Condition, now: int) -> bool:
        try:
            distance = (parse_datetime(answer) - now) * direction
            return 0 <= distance <= float(condition.value) * DAY
        except ValueError:
            return False

    return test


def _set(test: Callable[[frozenset[str], frozenset[str]], bool]) -> Test:
    def compare(answer: str, condition: Condition, _: int) -> bool:
        wanted = condition.values or [condition.value]
        return test(frozenset(filter(None, answer.split(";"))), frozenset(wanted))

    return compare


def _not(test: Test) -> Test:
    return lambda answer, condition, now: not test(answer, condition, now)


def _equal(answer: str, condition: Condition, _: int) -> bool:
    return _order(answer) == _order(condition.value)


def _contains(answer: str, condition: Condition, _: int) -> bool:
    return condition.value.lower() in answer.lower()


_any = _set(lambda given, wanted: not given.isdisjoint(wanted))
_all = _set(lambda given, wanted: wanted <= given)
_same = _set(lambda given, wanted: wanted == given)
_TESTS: Mapping[str, Test] = {
    "eq": _equal,
    "neq": _not(_equal),
    "contains": _contains,
    "doesnt_contain": _not(_contains),
    "str_starts_with": lambda answer, condition, _: answer.lower().startswith(condition.value.lower()),
    "str_ends_with": lambda answer, condition, _: answer.lower().endswith(condition.value.lower()),
    "lt": _compared(lambda given, wanted: given < wanted),
    "lte": _compared(lambda given, wanted: given <= wanted),
    "gt": _compared(lambda given, wanted: given > wanted),
    "gte": _compared(lambda given, wanted: given >= wanted),
    "between": _between,
    "not_between": _not(_between),
    "within_time": _within(1),
    "within_time_reverse": _within(-1),
    "set_any": _any,
    "set_not_any": _not(_any),
    "set_all": _all,
    "set_not_all": _not(_all),
    "set_eq": _same,
    "set_neq": _not(_same),
    "is_not_empty": lambda answer, _, __: bool(answer),
}
