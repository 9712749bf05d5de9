"""What every process of the server sets up for itself."""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

COLLECTED_AFTER = 10_000
"""Containers made and not let go of before the garbage collector looks at them: 700 are Python's choice, and a few
requests. What is in no circle needs no collector."""


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the garbage collector leave alone what is there now that the process has started, and come less often.

    All of that stays. To look through it again and again held every request up, for 50 ms at a time, and took a tenth
    of the time of hits. In the end it is let go of: DuckDB complains on stderr of what outlives it.
    """
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.unfreeze()


def log_to_stderr(level: str) -> None:
    """One line per event: time, level, what happened. No personal data and no tokens are logged anywhere."""
    logging.basicConfig(format="%(asctime)s %(levelname)-7s %(message)s", level=level.upper(), stream=sys.stderr)
