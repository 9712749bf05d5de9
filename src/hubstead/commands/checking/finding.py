"""What a check answers."""

from typing import NamedTuple


class Finding(NamedTuple):
    """What was looked at, in words for people, and what is wrong with it."""

    what: str
    problems: list[str] = []  # noqa: RUF012 (never changed)
