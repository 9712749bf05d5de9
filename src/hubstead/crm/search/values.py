"""Values of filters and of documents, made comparable by the kind of their property."""

import math
import re

from hubstead.columns.kinds import Kind
from hubstead.crm.properties.datetimes import parse_datetime
from hubstead.crm.search.tokens import fold

Comparable = str | float | int

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def comparable(kind: Kind, text: str) -> Comparable:
    """A value for comparison: folded text, a choice as it is, a float, or milliseconds since the epoch.

    Raises ValueError for what is no number or no date.
    """
    if kind is Kind.NUMBER:
        return _number(text)
    if kind is Kind.MOMENT:
        return parse_datetime(text)
    return fold(text) if kind is Kind.TEXT else text


def choices(text: str) -> list[str]:
    """The selected values of an enumeration."""
    return text.split(";")


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is not a number")
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is too large a number")
    return number
