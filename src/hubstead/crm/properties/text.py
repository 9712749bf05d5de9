"""What every property value is stored as: checked text."""

from collections.abc import Callable
from decimal import Decimal
from math import isfinite

MAX_LENGTH = 65_536  # characters of one value
_MAX_INTEGER_BITS = 4_096  # far beyond any property, far below what Python refuses to print
_SHOWN = 500

Coercer = Callable[[object], str]
"""Takes a value as parsed from JSON and returns the text to store; `""` clears the value.

Raises `InvalidValue`. Coercing its own result again changes nothing.
"""


class InvalidValue(Exception):
    """A value that the property does not take.

    `code` and `message` are what HubSpot answers (`INVALID_LONG`, `x was not a valid long. ...`), `name` the property.
    """

    __slots__ = ("code", "message", "name")

    def __init__(self, code: str, message: str, name: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.name = name


def shown(text: str) -> str:
    """The text as an error message repeats it: printable as UTF-8 and never long."""
    return text[:_SHOWN].encode(errors="replace").decode() + ("..." if len(text) > _SHOWN else "")


def compile_text(name: str) -> Coercer:
    """The coercer of `string` and of everything that is kept as sent."""

    def coerce(value: object) -> str:
        text = value if type(value) is str else scalar_text(value, name)
        if len(text) > MAX_LENGTH or not is_storable(text):
            raise _unstorable(text, name)
        return text

    return coerce


def scalar_text(value: object, name: str) -> str:
    """The JSON text of a value that is not a string; `""` for null."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() if value.bit_length() <= _MAX_INTEGER_BITS:
            return str(value)
        case float() if isfinite(value):
            return _decimal_text(value)
        case str():
            return value
    raise InvalidValue("INVALID_TYPE", _not_text(value), name)


def _decimal_text(value: float) -> str:
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _not_text(value: object) -> str:
    """HubSpot's own words: a client sees there that the server reads every value as a string."""
    if isinstance(value, float | int):
        return "Number value is out of range"
    kind, token = ("Object", "START_OBJECT") if isinstance(value, dict) else ("Array", "START_ARRAY")
    return f"Cannot deserialize value of type `java.lang.String` from {kind} value (token `JsonToken.{token}`)"


def is_storable(text: str) -> bool:
    """Whether every store can hold the text: no NUL, no lone surrogate."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unstorable(text: str, name: str) -> InvalidValue:
    if len(text) > MAX_LENGTH:
        message = f"Value has {len(text)} characters, more than the {MAX_LENGTH} that are allowed"
        return InvalidValue("VALUE_TOO_LONG", message, name)
    return InvalidValue("INVALID_CHARACTERS", f"{shown(text)} contains characters that cannot be stored", name)
