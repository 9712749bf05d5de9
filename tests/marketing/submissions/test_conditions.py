"""Every operator of dependent fields, in one table."""

import pytest

from hubstead.marketing.forms.fields import Condition
from hubstead.marketing.submissions.conditions import DAY, holds

NOW = 1_767_225_600_000  # 2026-01-01T00:00:00Z
CASES = [
    # operator, wanted, answers that ask for the field, answers that do not
    ("eq", {"value": "de"}, ["de", "DE"], ["fr", ""]),
    ("neq", {"value": "de"}, ["fr", ""], ["de"]),
    ("contains", {"value": "er"}, ["Berlin"], ["Bonn", ""]),
    ("doesnt_contain", {"value": "er"}, ["Bonn", ""], ["Berlin"]),
    ("str_starts_with", {"value": "Ber"}, ["berlin"], ["Oberlin", ""]),
    ("str_ends_with", {"value": "lin"}, ["Berlin"], ["Linz", ""]),
    ("lt", {"value": "10"}, ["9", "9.5"], ["10", "100", "x", ""]),
    ("lte", {"value": "10"}, ["10"], ["11"]),
    ("gt", {"value": "2026-01-01"}, ["2026-01-02"], ["2025-12-31", "2026-01-01", ""]),
    ("gte", {"value": "10"}, ["10", "100"], ["9"]),
    ("between", {"range_start": "1", "range_end": "10"}, ["1", "9", "10"], ["11", "0", "x", ""]),
    ("not_between", {"range_start": "1", "range_end": "10"}, ["11", ""], ["5"]),
    ("within_time", {"value": "7"}, ["2026-01-08", "2026-01-01"], ["2026-01-09", "2025-12-31", "soon", ""]),
    ("within_time_reverse", {"value": "7"}, ["2025-12-25"], ["2025-12-24", "2026-01-02"]),
    ("set_any", {"values": ["a", "b"]}, ["a", "b;c"], ["c", ""]),
    ("set_not_any", {"values": ["a", "b"]}, ["c", ""], ["a;c"]),
    ("set_all", {"values": ["a", "b"]}, ["b;a", "a;b;c"], ["a"]),
    ("set_not_all", {"values": ["a", "b"]}, ["a", ""], ["a;b"]),
    ("set_eq", {"values": ["a", "b"]}, ["b;a"], ["a", "a;b;c"]),
    ("set_neq", {"values": ["a", "b"]}, ["a"], ["a;b"]),
    ("is_not_empty", {}, ["x", "0"], [""]),
]


@pytest.mark.parametrize(("operator", "wanted", "yes", "no"), CASES, ids=[case[0] for case in CASES])
def test_operators(operator: str, wanted: dict, yes: list[str], no: list[str]) -> None:
    condition = Condition(operator=operator, **wanted)  # type: ignore[arg-type]
    assert [holds(condition, answer, NOW) for answer in yes] == [True] * len(yes)
    assert [holds(condition, answer, NOW) for answer in no] == [False] * len(no)


def test_a_day_is_a_day() -> None:
    assert DAY == 24 * 60 * 60 * 1000
