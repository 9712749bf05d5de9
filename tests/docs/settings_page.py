"""`docs/settings.md`, made of the table in `settings.py`."""

from collections.abc import Iterator
from typing import get_args

import msgspec

from hubstead.settings import Settings

_HEAD = """# Settings

Each setting has a default. An environment variable overrides the default, and an option of the command `hubstead`
overrides the variable. An empty variable counts as not set; a value that does not fit stops the start with a message.
Sizes are in bytes and times in milliseconds unless the meaning says otherwise. `scripts/docs` makes this page from
`settings.py`.
"""
_FOOT = """
Examples:

    HUBSTEAD_DATA=/var/lib/hubstead HUBSTEAD_PORT=9000 hubstead serve
    HUBSTEAD_SEARCH_DELAY=5000 hubstead serve --memory"""


def page() -> str:
    """The text of `docs/settings.md`."""
    return "\n".join([*_lines(), ""])


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "| variable | type | default | meaning |"
    yield "|---|---|---|---|"
    for field in msgspec.structs.fields(Settings):
        kind, meaning = _told(field)
        default = f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"
        yield f"| `HUBSTEAD_{field.name.upper()}` | {kind} | {'' if field.default == '' else default} | {meaning} |"
    yield _FOOT


def _told(field: msgspec.structs.FieldInfo) -> tuple[str, str]:
    """The type in words, and what the field's description says."""
    base, meta = get_args(field.type)
    known = {int: "number", bool: "true or false", str: "text"}
    return known.get(base) or ", ".join(f"`{choice}`" for choice in get_args(base)), meta.description or ""
