"""Waiting for something, but not for ever."""

import asyncio
from contextlib import suppress


async def happened(event: asyncio.Event, seconds: float | None) -> None:
    """Wait for an event, at most so many seconds; `None` is for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
