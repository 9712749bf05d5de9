"""Formulas among the properties of a type: whether each can be read, and that none needs itself."""

from collections.abc import Mapping

from hubstead.crm.object_types.property import Property
from hubstead.crm.properties.formula.formula import compile_formula
from hubstead.crm.properties.formula.lexer import FormulaError
from hubstead.kit.errors import Invalid


def inputs_of(properties: Mapping[str, Property]) -> dict[str, frozenset[str]]:
    """For each live formula property, the properties that it reads. Raises `Invalid` for a formula that is wrong."""
    types = {name: found.type for name, found in properties.items() if not found.archived}
    return {name: _inputs(found, types) for name, found in properties.items() if not found.archived and _formula(found)}


def check_formulas(changed: Property, properties: Mapping[str, Property]) -> None:
    """Raise `Invalid` when, after this change, a formula is wrong or needs its own result.

    `properties` has the changed property in it already.
    """
    inputs = inputs_of(properties)
    waiting, seen = [*inputs.get(changed.name, ())], set[str]()
    while waiting:
        name = waiting.pop()
        if name == changed.name:
            raise _invalid(changed, "it needs its own result")
        if name not in seen:
            seen.add(name)
            waiting.extend(inputs.get(name, ()))


def _formula(property: Property) -> str:
    return property.calculation_formula or ""


def _inputs(property: Property, types: Mapping[str, str]) -> frozenset[str]:
    try:
        return compile_formula(_formula(property), types).inputs
    except FormulaError as error:
        raise _invalid(property, str(error)) from None


def _invalid(property: Property, why: str) -> Invalid:
    return Invalid(
        f"Invalid calculation formula for property '{property.name}': {why}", context={"propertyName": [property.name]}
    )
