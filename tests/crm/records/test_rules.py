"""The order and the reach of rules and formulas."""

from collections.abc import Mapping

import pytest

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.property import Property
from hubstead.crm.pipelines.pipeline import Pipelines
from hubstead.crm.properties.definition import TypeDefinition
from hubstead.crm.records.change import build, revise
from hubstead.crm.records.moment import Context
from hubstead.crm.records.rules import beginnings, compiled
from hubstead.store.unit import Origin

PORTAL = 7


def _property(name: str, type: str = "number", formula: str | None = None) -> Property:
    return Property(
        name=name, label=name, type=type, field_type="text", group_name="g", calculation_formula=formula,
        read_only_value=formula is not None,
    )  # fmt: skip


def _context(formulas: Mapping[str, str], types: Mapping[str, str]) -> Context:
    """Contacts with the number properties a and b, the datetime d, and formulas."""
    type = catalog.resolve_standard("contacts")
    assert type is not None
    plain = (_property("a"), _property("b"), _property("d", "datetime"))
    computed = (_property(name, types.get(name, "number"), formula) for name, formula in formulas.items())
    properties = {found.name: found for found in (*plain, *computed)}
    definition, origin = TypeDefinition(PORTAL, type, properties), Origin("API")
    rules, begin = compiled(definition), beginnings(definition, origin)
    return Context(definition, Pipelines({}), {}, 1_700_000_000_000, origin, rules, begin)


def _computed(formulas: Mapping[str, str], values: Mapping[str, str], **types: str) -> dict[str, str]:
    document = build(_context(formulas, types), 1, values).record.values
    return {name: document[name] for name in formulas if name in document}


@pytest.mark.parametrize(
    ("formulas", "values", "expected"),
    [
        ({"x": "a + b"}, {"a": "1", "b": "2"}, {"x": "3"}),
        ({"x": "a + b"}, {"a": "1"}, {}),
        ({"x": "if is_present(a) then 1 else 2"}, {}, {"x": "2"}),
        ({"x": "if is_present(a) then 1 else 2"}, {"a": "9"}, {"x": "1"}),
        ({"x": "max(a, b)"}, {"b": "2"}, {"x": "2"}),
        ({"x": "y * 2", "y": "z + 1", "z": "a"}, {"a": "3"}, {"x": "8", "y": "4", "z": "3"}),
        ({"z": "y * 2", "y": "x + 1", "x": "a"}, {"a": "3"}, {"x": "3", "y": "4", "z": "8"}),
        ({"x": "y + 1", "y": "x + 1", "z": "a"}, {"a": "3"}, {"z": "3"}),
        ({"x": "x + a", "z": "a"}, {"a": "3"}, {"z": "3"}),
        ({"x": "gone + 1", "z": "a"}, {"a": "3"}, {"z": "3"}),
    ],
    ids=["sum", "missing", "without", "with", "either", "chain", "chain backwards", "cycle", "own result", "archived"],
)
def test_formulas(formulas: Mapping[str, str], values: Mapping[str, str], expected: Mapping[str, str]) -> None:
    assert _computed(formulas, values) == expected


@pytest.mark.parametrize(
    ("formula", "type", "values", "expected"),
    [
        ("d + 1000", "datetime", {"d": "2024-01-01T00:00:00Z"}, "2024-01-01T00:00:01Z"),
        ("d", "date", {"d": "2024-01-01T10:00:00Z"}, "2024-01-01"),
        ("a > b", "bool", {"a": "1", "b": "2"}, "false"),
        ("a > b", "number", {"a": "1", "b": "2"}, None),
        ("a * 1000000000000000000000", "datetime", {"a": "9"}, None),
        ("a + b", "bool", {"a": "1", "b": "2"}, None),
    ],
)
def test_a_result_has_the_type_of_its_property(
    formula: str, type: str, values: Mapping[str, str], expected: str | None
) -> None:
    assert _computed({"x": formula}, values, x=type).get("x") == expected


def test_a_long_chain_is_no_problem() -> None:
    formulas = {f"f{place}": f"f{place - 1} + 1" for place in range(1, 2_000)} | {"f0": "a"}
    assert _computed(formulas, {"a": "1"})["f1999"] == "2000"


def test_an_update_carries_through_the_chain() -> None:
    context = _context({"x": "a + 1", "y": "x + 1"}, {})
    record = build(context, 1, {"a": "1"}).record
    assert revise(context, record, {"a": "5"}).changes == {"a": "5", "x": "6", "y": "7"}


def test_a_cleared_input_clears_the_result() -> None:
    context = _context({"x": "a + 1"}, {})
    record = build(context, 1, {"a": "1"}).record
    revise(context, record, {"a": ""})
    assert "x" not in record.values


def test_an_update_that_changes_nothing_moves_nothing() -> None:
    context = _context({"x": "a + 1"}, {})
    record = build(context, 1, {"a": "1"}).record
    before = dict(record.values)
    assert revise(context, record, {"a": "1"}).changes == {}
    assert record.values == before
