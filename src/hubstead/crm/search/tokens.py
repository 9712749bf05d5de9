"""Text cut into words, as the search compares it.

A word is a run of letters and digits; everything else separates. The one rule is a character class that Python's `re`
and RE2 (DuckDB, ClickHouse) read alike, without Unicode tables that differ between versions: ASCII letters and digits,
and everything from U+00C0 on but general and CJK punctuation. The class is for folded text.
"""

import re

_WORD = "0-9a-z\u00c0-\u1fff\u2070-\u2fff\u3040-\U0010ffff"
_START, _GAP, _END = f"(?:^|[^{_WORD}])", f"[^{_WORD}]+", f"(?:$|[^{_WORD}])"

_words = re.compile(f"[{_WORD}]+").findall
_wildcard_words = re.compile(f"[{_WORD}*]+").findall

MAX_WORDS = 50
"""Further words of a question are not looked at; a pattern of thousands would cost more than it tells."""


def fold(text: str) -> str:
    """Lower case, one character for one, as the column store does it (`str.lower` makes two of `İ`)."""
    return "".join([character.lower()[0] for character in text])


def words(text: str) -> list[str]:
    """The distinct words of a text, folded, in order."""
    return list(dict.fromkeys(_words(fold(text))))[:MAX_WORDS]


def token_pattern(text: str) -> str | None:
    """The regular expression for CONTAINS_TOKEN: the words of `text` one after the other, whatever separates them.

    `example.com` is found in `jane@example.com`. `*` stands for any run of characters within a word, alone for any
    word. `None` when `text` holds no word: then nothing matches.
    """
    found = _wildcard_words(fold(text))[:MAX_WORDS]
    return f"{_START}{_GAP.join(map(_word_pattern, found))}{_END}" if found else None


def prefix_pattern(word: str) -> str:
    """The regular expression for texts in which some word starts with `word` (folded)."""
    return f"{_START}{word}"


def rarest(text: str) -> str:
    """The longest piece of `text` that must stand in a match as it is; looking for it first is quicker."""
    return max(re.findall(f"[{_WORD}]+", fold(text))[:MAX_WORDS], key=len, default="")


def _word_pattern(word: str) -> str:
    """A lone `*` needs a word to stand for; within a word `*` may be empty."""
    return f"[{_WORD}]+" if not word.strip("*") else re.sub(r"\*+", f"[{_WORD}]*", word)
