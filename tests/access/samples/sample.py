"""A sample request for a route: its query and body. The path follows from the parameters of the route.

Texts name what a portal has in braces: `{contact}` is the id of its contact (see `Cast`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Sample(NamedTuple):
    """What a request has beside its path. `path` has values for parameters that are not the usual ones."""

    body: Any = None
    query: str = ""
    path: Mapping[str, str] = {}


Samples = Mapping[str, Sequence[Sample]]
"""By method and path of the route."""


def body(given: Any) -> tuple[Sample]:
    """One sample with this body."""
    return (Sample(given),)


def bodies(*given: Any) -> tuple[Sample, ...]:
    """A sample for each of these bodies."""
    return tuple(map(Sample, given))


def filled(given: Any, names: Mapping[str, str]) -> Any:
    """The same with the names in braces replaced, wherever they stand."""
    if isinstance(given, str):
        return given.format_map(names)
    if isinstance(given, Mapping):
        return {filled(key, names): filled(value, names) for key, value in given.items()}
    if isinstance(given, list | tuple):
        return [filled(each, names) for each in given]
    return given
