"""How commands show lists: a table for people, JSON for programs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from hubstead.commands.refusal import Refusal
from hubstead.kit.clock import iso

T = TypeVar("T")
_HOUR = 3_600_000
_LONGEST = 24 * 365


def print_json(value: Any) -> None:
    """Print a value as JSON that people can read, too."""
    print(msgspec.json.format(msgspec.json.encode(value)).decode())


def print_list(found: Sequence[T], titles: Sequence[str], row: Callable[[T], Sequence[str]], *, as_json: bool) -> None:
    """Print a list: as JSON, or a `row` for each under titles."""
    if as_json:
        print_json(found)
    else:
        _print_table(titles, map(row, found))


def _print_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*titles, box=None)
    for row in rows:
        table.add_row(*map(escape, row))
    Console(soft_wrap=True).print(table)


def moment(milliseconds: int | None) -> str | None:
    """A moment in ISO 8601; `None` for one that never was or will be."""
    return iso(milliseconds) if milliseconds else None


def date(moment: str | None) -> str:
    """A moment in ISO 8601 for people: to the minute, in UTC."""
    return moment[:16].replace("T", " ") if moment else "never"


def hours(count: float) -> int:
    """Hours as milliseconds. Raises `Refusal` for a count that makes no sense."""
    if not 0 <= count <= _LONGEST:
        raise Refusal(f"--overlap: give hours from 0 to {_LONGEST}.", 2)
    return round(count * _HOUR)
