"""A formula, compiled once and computed for each record."""

from collections.abc import Mapping

from hubstead.crm.properties.formula.lexer import FormulaError
from hubstead.crm.properties.formula.parser import Parser
from hubstead.crm.properties.formula.values import NO_VALUE, Node, stored
from hubstead.crm.properties.text import is_storable

__all__ = ["Formula", "FormulaError", "compile_formula"]


class Formula:
    """Computes one property from others of the same record.

    `inputs` are the names of the properties that it reads.
    """

    __slots__ = ("_compute", "inputs")

    def __init__(self, compute: Node, inputs: frozenset[str]) -> None:
        self._compute = compute
        self.inputs = inputs

    def __call__(self, values: Mapping[str, str]) -> str:
        """The result for a record's stored values: a decimal number, `true` or `false`, or text.

        A day or a time comes as milliseconds since the epoch; the coercer of the property makes its own form of it.
        `""` where there is no result: a value that is needed is missing or of another type, a division by zero, a
        number beyond 1e308, a text that no property can hold.
        """
        try:
            return stored(self._compute(values))
        except NO_VALUE:
            return ""


def compile_formula(text: str, types: Mapping[str, str]) -> Formula:
    """The formula of a text, which may name the properties in `types` (property name to property type).

    Raises `FormulaError`.
    """
    if not is_storable(text):
        raise FormulaError("The formula contains characters that cannot be stored")
    parser = Parser(text, types)
    compute = parser.formula()
    return Formula(compute, frozenset(parser.inputs))
