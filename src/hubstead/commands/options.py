"""What the commands have in common: options, and plain words for what goes wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter

from hubstead.commands.reasons import refusal_of, settings_refused
from hubstead.commands.refusal import Refusal
from hubstead.settings import Settings, from_environment

Data = Annotated[
    str | None, Parameter(help="Folder of the data (HUBSTEAD_DATA).", show_default=lambda _: "./hubstead-data")
]
Database = Annotated[str | None, Parameter(help="PostgreSQL in place of SQLite: postgresql://user:password@host/name.")]
Portal = Annotated[int | None, Parameter(help="Number of the portal; not needed when there is only one.")]
Json = Annotated[bool, Parameter(help="As JSON, for programs.")]


def examples(*lines: str) -> str:
    """The end of a command's help."""
    return "Examples:\n" + "\n".join(f"  {line}" for line in lines)


@contextmanager
def given(**options: Any) -> Iterator[Settings]:
    """The settings, and plain words for what goes wrong with them."""
    if options.get("data") == "":
        raise Refusal("--data is empty; name a folder, or leave it out.", 2)
    try:
        settings = from_environment(**options)
    except msgspec.ValidationError as error:
        raise settings_refused(error) from None
    try:
        yield settings
    except Exception as error:
        refusal = refusal_of(error, settings)
        if refusal is None:
            raise
        raise refusal from error
