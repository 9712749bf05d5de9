"""Kinds of jobs: what runs, how many at once, and how often it is tried again."""

from collections.abc import Awaitable, Callable
from random import random
from typing import TYPE_CHECKING, NamedTuple

from hubstead.store.unit import Unit

if TYPE_CHECKING:
    from hubstead.jobs.job import Job
    from hubstead.jobs.running import Running

FIRST_WAIT = 1_000
"""Milliseconds before a job is tried a second time; each further wait is twice as long,"""
LONGEST_WAIT = 300_000
"""up to this."""


class Hopeless(Exception):
    """Raised by a job that would fail however often it is tried; the message says why."""


async def _nothing(unit: Unit, job: "Job") -> None:
    """What follows from a dead job of a kind that names nothing."""


class Kind(NamedTuple):
    """A kind of job, listed in `app.py`.

    `run` does the work; what it returns is the job's result. One process runs `at_once` jobs of the kind at a time. A
    job that failed `attempts` times without getting further in between is dead, and `failed` runs in the transaction
    that says so.
    """

    name: str
    run: Callable[["Running"], Awaitable[object]]
    at_once: int = 2
    attempts: int = 5
    failed: Callable[[Unit, "Job"], Awaitable[None]] = _nothing


def wait_after(attempt: int) -> int:
    """Milliseconds to wait after the attempt with this number (from 0): doubled each time, half of it up to chance so
    that jobs that failed together do not come back together."""
    longest: int = min(FIRST_WAIT * 2 ** min(attempt, 20), LONGEST_WAIT)
    return round(longest * (0.5 + random() / 2))
