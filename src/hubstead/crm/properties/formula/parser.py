"""From the words of a formula to a node that computes it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne

from hubstead.crm.properties.formula.functions import FUNCTIONS, SAME
from hubstead.crm.properties.formula.lexer import FormulaError, tokens
from hubstead.crm.properties.formula.values import (
    CONTEXT,
    Node,
    NoValue,
    Value,
    joined,
    number,
    property_node,
    truth,
)

MAX_NESTING = 50

Operator = Callable[[Value, Value], Value]

_POWERS = {
    "or": 1, "xor": 2, "and": 3,
    "=": 4, "!=": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip
_BINDS_NOT, _BINDS_MINUS = 3, 6
_READ_AS = {"string": "string", "bool": "bool", "timestamp": "datetime"}


class Parser:
    """Reads one formula, operators by binding power (Pratt).

    `types` are the property types by name; `inputs` gathers the names that the formula reads.
    """

    def __init__(self, source: str, types: Mapping[str, str]) -> None:
        self._tokens = tokens(source)
        self._token = next(self._tokens)
        self._types = types
        self._nesting = 0
        self.inputs: set[str] = set()

    def formula(self) -> Node:
        """The whole formula. Raises `FormulaError`."""
        node = self._nested()
        if self._token.kind != "end":
            raise self._expected("an operator or the end")
        return node

    def _nested(self, floor: int = 0) -> Node:
        """An expression inside another one; only operators that bind stronger than `floor` belong to it."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise FormulaError(f"The formula is nested more than {MAX_NESTING} deep at {self._place()}")
        node = self._operations(self._operand(), floor)
        self._nesting -= 1
        return node

    def _operations(self, left: Node, floor: int) -> Node:
        while (power := self._power()) > floor:
            rest = []
            while self._power() == power:
                symbol = self._next()
                rest.append((symbol, self._operations(self._operand(), power)))
            left = _chain(left, rest)
        return left

    def _operand(self) -> Node:
        if self._token.kind == "symbol":
            return self._special()
        kind, position = self._token.kind, self._place()
        if kind == "end":
            raise self._expected("a value")
        text = self._next()
        if kind == "number":
            return _constant(Decimal(text))
        if kind == "string":
            return _constant(text)
        if kind == "name" and self._take("("):
            return self._call(text, position)
        return self._property(text, position, None)

    def _special(self) -> Node:
        if self._take("("):
            return self._closed(self._nested())
        if self._take("-"):
            operand = self._nested(_BINDS_MINUS)
            return lambda values: CONTEXT.minus(number(operand(values)))
        if self._take("not"):
            condition = self._nested(_BINDS_NOT)
            return lambda values: not truth(condition(values))
        if self._take("if"):
            return self._if()
        if self._take("true"):
            return _constant(True)
        if self._take("false"):
            return _constant(False)
        raise self._expected("a value")

    def _if(self) -> Node:
        """What follows `if`: `a then b elseif c then d else e endif`, or the editor's `(a, b, c)`."""
        if not self._take("("):
            return self._branches(self._nested())
        condition = self._nested()
        if not self._take(","):
            return self._branches(self._operations(self._closed(condition), 0))
        then = self._nested()
        self._expect(",")
        return _choice([(condition, then)], self._closed(self._nested()))

    def _branches(self, condition: Node) -> Node:
        branches = [(condition, self._then())]
        while self._take("elseif"):
            condition = self._nested()
            branches.append((condition, self._then()))
        otherwise = self._nested() if self._take("else") else _nothing
        self._take("endif")
        return _choice(branches, otherwise)

    def _then(self) -> Node:
        self._expect("then")
        return self._nested()

    def _call(self, name: str, position: str) -> Node:
        if type_ := _READ_AS.get(name.lower()):
            return self._closed(self._wrapped(type_))
        function = FUNCTIONS.get(SAME.get(name.lower(), name.lower()))
        if function is None:
            raise FormulaError(f"There is no function '{name}' ({position})")
        arguments = [self._nested()]
        while self._take(","):
            arguments.append(self._nested())
        self._expect(")")
        if not function.fewest <= len(arguments) <= function.most:
            wanted = f"{function.fewest}" + (f" to {function.most}" if function.most > function.fewest else "")
            raise FormulaError(f"The function '{name}' takes {wanted} arguments, not {len(arguments)} ({position})")
        return function.make(arguments)

    def _wrapped(self, type_: str) -> Node:
        """The property in `string(...)`, `bool(...)` or `timestamp(...)`, read as that type."""
        if self._token.kind not in ("name", "property"):
            raise self._expected("the name of a property")
        position = self._place()
        return self._property(self._next(), position, type_)

    def _property(self, name: str, position: str, type_: str | None) -> Node:
        if name not in self._types:
            raise FormulaError(f"There is no property '{name}' ({position})")
        self.inputs.add(name)
        return property_node(name, type_ or self._types[name])

    def _closed(self, node: Node) -> Node:
        self._expect(")")
        return node

    def _power(self) -> int:
        return _POWERS.get(self._token.text, 0) if self._token.kind == "symbol" else 0

    def _next(self) -> str:
        text = self._token.text
        self._token = next(self._tokens)
        return text

    def _take(self, symbol: str) -> bool:
        found = self._token.kind == "symbol" and self._token.text == symbol
        if found:
            self._next()
        return found

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            raise self._expected(f"'{symbol}'")

    def _expected(self, what: str) -> FormulaError:
        return FormulaError(f"Unexpected {self._token} at {self._place()}: expected {what}")

    def _place(self) -> str:
        return f"position {self._token.position}"


def _constant(value: Value) -> Node:
    return lambda _: value


def _nothing(_: Mapping[str, str]) -> Value:
    raise NoValue


def _choice(branches: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    def choose(values: Mapping[str, str]) -> Value:
        for condition, then in branches:
            if truth(condition(values)):
                return then(values)
        return otherwise(values)

    return choose


def _chain(first: Node, rest: Sequence[tuple[str, Node]]) -> Node:
    """Operators of the same power from left to right, flat, so that a long sum does not nest."""
    symbol = rest[0][0]
    if symbol in ("and", "or"):
        conditions = [first, *(operand for _, operand in rest)]
        test = all if symbol == "and" else any
        return lambda values: test(truth(condition(values)) for condition in conditions)
    steps = [(_OPERATORS[symbol], operand) for symbol, operand in rest]

    def compute(values: Mapping[str, str]) -> Value:
        result = first(values)
        for apply, operand in steps:
            result = apply(result, operand(values))
        return result

    return compute


def _add(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, str):
        return joined([left, right])
    return CONTEXT.add(number(left), number(right))


def _compared(compare: Callable[[Decimal | str, Decimal | str], bool]) -> Operator:
    """A comparison of two numbers or of two texts."""

    def apply(left: Value, right: Value) -> Value:
        if isinstance(left, str) and isinstance(right, str):
            return compare(left, right)
        return compare(number(left), number(right))

    return apply


_OPERATORS: Mapping[str, Operator] = {
    "xor": lambda left, right: truth(left) is not truth(right),
    "=": _compared(eq),
    "!=": _compared(ne),
    "<": _compared(lt),
    "<=": _compared(le),
    ">": _compared(gt),
    ">=": _compared(ge),
    "+": _add,
    "-": lambda left, right: CONTEXT.subtract(number(left), number(right)),
    "*": lambda left, right: CONTEXT.multiply(number(left), number(right)),
    "/": lambda left, right: CONTEXT.divide(number(left), number(right)),
}
