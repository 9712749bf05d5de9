"""The schema's history: numbered SQL files, append-only, each applied once and in order."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple


class Migration(NamedTuple):
    """One step: its number and its statements, in one engine's words."""

    number: int
    statements: tuple[str, ...]


def migrations(words: Mapping[str, str]) -> Iterator[Migration]:
    """All steps in order, with words like `{clustered}` replaced by the engine's."""
    folder = files("hubstead.store") / "migrations"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".sql"):
            continue
        text = re.sub(r"^--.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for word, replacement in words.items():
            text = text.replace("{" + word + "}", replacement)
        statements = tuple(part.strip() for part in text.split(";") if part.strip())
        yield Migration(int(path.name.split("_", 1)[0]), statements)


def unknown_schema(number: int) -> list[str]:
    """Why this version cannot work with a schema of that number; nothing when it can."""
    newest = max(migration.number for migration in migrations({}))
    return [] if number <= newest else [f"the schema is number {number}; this version knows those up to {newest}"]
