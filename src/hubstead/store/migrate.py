"""The schema's history: numbered SQL files, append-only, each applied once and in order."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Migration(NamedTuple):
    """One step: its number and its statements, in one engine's words."""

    number: int
    statements: tuple[str, ...]


def migrations(words: Mapping[str, str]) -> Iterator[Migration]:
    """All steps in order, with words like `{clustered}` replaced by the engine's."""
    for number, text in _texts():
        yield Migration(number, tuple(part.strip() for part in _worded(text, words).split(";") if part.strip()))


def _worded(text: str, words: Mapping[str, str]) -> str:
    for word, replacement in words.items():
        text = text.replace("{" + word + "}", replacement)
    return text


@cache
def _texts() -> tuple[tuple[int, str], ...]:
    """Number and text of every file, without comments."""
    folder = files("hubstead.store") / "migrations"
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return tuple(
        (int(path.name.split("_", 1)[0]), re.sub(r"^--.*$", "", path.read_text("utf-8"), flags=re.MULTILINE))
        for path in found
    )


def unknown_schema(number: int) -> list[str]:
    """Why this version cannot work with a schema of that number; nothing when it can."""
    newest = max(migration.number for migration in migrations({}))
    return [] if number <= newest else [f"the schema is number {number}; this version knows those up to {newest}"]
