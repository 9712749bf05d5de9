"""The words of the formula language.

The service knows two spellings: that of its API (`if a then b else c`, `equals`, `is_present(a)`) and that of its
formula editor (`if(a, b, c)`, `==`, `&&`, `[properties.a]`, `is_known([properties.a])`). Both are read here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hubstead.crm.properties.text import shown

MAX_LENGTH = 10_000  # characters of one formula

_PATTERN = re.compile(
    r"""\s*(?:
        (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?(?![A-Za-z0-9_.]))
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | \[\s*properties\.(?P<property>[A-Za-z0-9_]+)\s*\]
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<symbol>[<>=!]=|&&|\|\||[-+*/<>=!(),])
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = frozenset(("if", "then", "elseif", "else", "endif", "true", "false", "and", "or", "xor", "not"))
_SAME = {"==": "=", "equals": "=", "not_equals": "!=", "&&": "and", "||": "or", "!": "not"}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class FormulaError(Exception):
    """A text that is no formula; `message` tells a client what was expected, and where."""

    def __init__(self, message: str) -> None:
        self.message = shown(message)
        super().__init__(self.message)


class Token(NamedTuple):
    """A word: its kind (`number`, `string`, `property`, `name`, `symbol`, `end`), meaning and place (from 1)."""

    kind: str
    text: str
    position: int

    def __str__(self) -> str:
        return "end of the formula" if self.kind == "end" else f"'{self.text}'"


def tokens(text: str) -> Iterator[Token]:
    """The words of a formula; the last one is `end`. Raises `FormulaError`."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"The formula has {len(text)} characters, more than the {MAX_LENGTH} that are allowed")
    place = 0
    while match := _PATTERN.match(text, place):
        token = _token(match)
        yield token
        if token.kind == "end":
            return
        place = match.end()
    rest = text[place:].lstrip()
    raise FormulaError(f"Unexpected character '{rest[0]}' at position {len(text) - len(rest) + 1}")


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or "end"
    text, position = match[kind], match.start(kind) + 1
    if kind == "string":
        return Token(kind, _ESCAPE.sub(r"\1", text[1:-1]), position)
    if kind in ("name", "symbol"):
        word = _SAME.get(text.lower(), text.lower())
        if kind == "symbol" or word in _WORDS or word != text.lower():
            return Token("symbol", word, position)
    return Token(kind, text, position)
