"""Values that no other test uses."""

from collections.abc import Mapping
from itertools import count

_numbers = count(1)


def fresh(record: Mapping[str, str]) -> dict[str, str]:
    """The values of a new record; an e-mail address gets a number of its own."""
    values = dict(record)
    if "email" in values:
        values["email"] = values["email"].replace("@", f".{next(_numbers)}@")
    return values
