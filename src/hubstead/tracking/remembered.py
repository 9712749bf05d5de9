"""Answers that are remembered: a site has few pages, and its visitors few browsers, compared with their hits."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
AT_MOST = 20_000
"""Answers of one function."""
LONGEST = 500
"""Characters of a text whose answer is remembered. Anybody may send hits, with texts of 30,000 characters: nobody shall
fill the memory with them."""


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """A function of one text that remembers its newest answers, but for long texts."""
    known = lru_cache(maxsize=AT_MOST)(function)

    @wraps(function)
    def answer(text: str) -> T:
        return known(text) if len(text) <= LONGEST else function(text)

    return answer
