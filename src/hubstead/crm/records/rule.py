"""A value that the server works out itself: when, and how."""

from collections.abc import Callable
from typing import NamedTuple

from hubstead.crm.records.moment import Moment


class Rule(NamedTuple):
    """Runs after a change of any of its `inputs`, and when a record is created with any of them.

    `always` runs it at every creation. A rule may read what rules before it set, and may raise `Invalid` for values
    that do not fit together.
    """

    inputs: frozenset[str]
    run: Callable[[Moment], None]
    always: bool = False


def rule(*inputs: str, always: bool = False) -> Callable[[Callable[[Moment], None]], Rule]:
    """Make a function a rule; one without inputs runs once, at creation."""
    return lambda run: Rule(frozenset(inputs), run, always or not inputs)
