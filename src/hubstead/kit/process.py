"""What every process of the server sets up for itself, and processes beside it."""

import asyncio
import gc
import logging
import os
import sys
import threading
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

COLLECTED_AFTER = 10_000
"""Containers made and not let go of before the garbage collector looks at them: 700 are Python's choice, and a few
requests. What is in no circle needs no collector."""

SESSION_NICENESS = Path("/proc/self/autogroup")


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


@asynccontextmanager
async def beside(*command: str) -> AsyncIterator[Process]:
    """A process with pipes to it, which is killed in the end. Raises `OSError` when it does not start."""
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def step_back(nicer: int) -> None:
    """Let others have the processor first, by so much: this thread, where the system knows that of threads."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + nicer)


def process_steps_back(nicer: int) -> None:
    """The same for a process with a session of its own, as those `beside` the server are. Linux shares the processor
    between sessions first, and only then looks at who is nice in them."""
    if hasattr(os, "nice"):
        os.nice(nicer)
    with suppress(OSError):  # not Linux, or it does not share by session
        SESSION_NICENESS.write_text(str(nicer))
