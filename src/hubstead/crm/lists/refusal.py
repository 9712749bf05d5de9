"""What is wrong with a filter, and reading its members."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Refused(Exception):
    """A filter that is not valid: why, and the member that it is about."""

    def __init__(self, problem: str, place: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place


def member(given: Mapping[str, Any], name: str, type: type[T]) -> T:
    """A member that must be there, of one of JSON's types. Raises `Refused`."""
    value = given.get(name)
    if not isinstance(value, type) or (isinstance(value, bool) and type is not bool):
        what = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
        raise Refused(f"it must be {what.get(type, type.__name__)}", name)
    return value


def texts(given: Mapping[str, Any], name: str, *, some: bool = True) -> list[str]:
    """A list of texts; numbers and booleans are taken as written. `some`: one at least. Raises `Refused`."""
    values = member(given, name, list)
    if not values and some:
        raise Refused("it must have a value", name)
    return [_text(value, name) for value in values]


def _text(value: object, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise Refused("its values must be texts", name)
    return str(value)


def whole(given: Mapping[str, Any], name: str, least: int, most: int, default: int | None = None) -> int:
    """A whole number between two bounds, as number or digits. Raises `Refused`."""
    value = given.get(name)
    if value is None and default is not None:
        return default
    if isinstance(value, str) and value.lstrip("-").isascii() and value.lstrip("-").isdigit() and len(value) < 18:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refused(f"it must be a whole number from {least} to {most}", name)
    return value


def choice(given: Mapping[str, Any], name: str, among: Sequence[str]) -> str:
    """One of some words. Raises `Refused`."""
    value = given.get(name)
    if value not in among:
        raise Refused(f"{str(value)[:100]} is not one of {', '.join(among)}", name)
    return str(value)
