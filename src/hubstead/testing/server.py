"""A server in a thread of this process: in memory, on a free port, with its sandbox on."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any

from hubstead.app import application
from hubstead.listener import Listener, listen, url_of
from hubstead.serve import run_loop
from hubstead.settings import MEMORY, Settings
from hubstead.testing.http import Sandbox
from hubstead.testing.portal import Portal

_PATIENCE = 30.0
"""Seconds for a start or a stop; both take a fraction of one."""


class ServerThread:
    """`settings` are those of the server by name (`limits="free"`), beyond its defaults. `url` is its address."""

    def __init__(self, **settings: Any) -> None:
        self._settings = Settings(**{"data": MEMORY, "host": "127.0.0.1", "sandbox": True, **settings})
        self._thread = threading.Thread(target=self._run, name="hubstead", daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._stop: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Return when requests are answered. Raises what kept the server from it."""
        self._listening = listen(self._settings.host, 0)
        self.url = url_of(self._listening)
        self._thread.start()
        self._ready.wait(_PATIENCE)
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Return when it has ended; requests under way are finished first."""
        self.sandbox.close()
        self._stop()
        self._thread.join(_PATIENCE)

    def portal(self, **fields: Any) -> Portal:
        """A new portal; `fields` as `POST /sandbox/v1/portals` takes them (`template="demo"`)."""
        return Portal(self.sandbox, self.sandbox.ask("POST", "/portals", fields))

    def __enter__(self) -> "ServerThread":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            run_loop(self._serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        edge, server = application(self._settings)
        assert server.sandbox is not None  # its setting is on
        self.sandbox = Sandbox(self.url, server.sandbox.key)
        loop = asyncio.get_running_loop()
        await server.start()
        try:
            listener = Listener(edge, self._listening)

            def stop() -> None:
                server.hurry()
                listener.stop()  # type: ignore[no-untyped-call]  # granian's

            self._stop = partial(_call_in, loop, stop)
            loop.call_soon(self._ready.set)
            await listener.serve()
        finally:
            await server.stop()


def _call_in(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(work)
