"""Several API processes over PostgreSQL, and one that keeps the search columns (a DuckDB file lets one process in).

All share one listening socket. The API processes forward searches to the keeper; a process that ends is started again.
"""

import asyncio
import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnProcess
from types import FrameType

import msgspec

from hubstead.admin.presence import Note, announce, hold
from hubstead.app import Server, application
from hubstead.forward import Forward
from hubstead.kit.process import fewer_collections, log_to_stderr
from hubstead.listener import Listener, listen, stop_on_signals, url_of
from hubstead.serve import Shown, fill_demo, greet, run_loop
from hubstead.set_up import set_up
from hubstead.settings import Settings

RESTART = 1.0
"""Seconds before a process that ended is started again."""
GRACE = 10.0
"""Seconds that processes get to finish their requests."""
_spawn = get_context("spawn")
_log = logging.getLogger("hubstead.workers")


class _Stop(Exception):
    """The first signal."""


def run_workers(settings: Settings, *, demo: bool = False, visits: bool = True) -> None:
    """Serve until SIGINT or SIGTERM. Raises what `hubstead.serve.run` raises."""
    log_to_stderr(settings.log)
    with ExitStack() as stack:
        public = stack.enter_context(listen(settings.host, settings.port))
        inner = stack.enter_context(listen("127.0.0.1", 0))
        if settings.folder:
            stack.enter_context(hold(settings.folder))
        shown = asyncio.run(_prepare(settings, demo, visits))
        key = secrets.token_urlsafe(32)
        if settings.folder:
            announce(settings.folder, Note(url=url_of(inner), pid=os.getpid(), key=key))
        greet(url_of(public), settings, shown)
        print(
            f"{settings.workers} API processes; searches run in the one more process that keeps the columns.",
            flush=True,
        )
        _Crew(settings, public, inner, key).run()
    _log.info("stopped")


async def _prepare(settings: Settings, demo: bool, visits: bool) -> Shown:
    """The schema, the first portal and the sample company, before several processes could make them at once."""
    server = Server(msgspec.structs.replace(settings, columns=False))
    await server.start()
    try:
        if demo:
            await fill_demo(server, visits)
        return Shown(server.token, await set_up.offer(server.store, server.definitions))
    finally:
        await server.stop()


class _Crew:
    """The processes and what they are started with."""

    def __init__(self, settings: Settings, public: socket.socket, inner: socket.socket, key: str) -> None:
        keeper = inner.getsockname()[:2]
        self._starts: list[tuple[str, Callable[..., None], tuple[object, ...]]] = [
            ("keeper of the columns", _keep, (settings, inner, key)),
            *((f"API process {n}", _work, (settings, public, keeper)) for n in range(1, settings.workers + 1)),
        ]
        self._processes: list[SpawnProcess] = []

    def run(self) -> None:
        """Until the first signal; then every process finishes its requests. A second signal ends all at once."""
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, _raise_stop) for number in numbers]
        try:
            self._watch()
        except _Stop:
            for number in numbers:
                signal.signal(number, self._kill)
            self._finish()
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)

    def _watch(self) -> None:
        self._processes = []
        for place in range(len(self._starts)):
            self._processes.append(self._started(place))
        while True:
            ended = connection.wait([process.sentinel for process in self._processes])
            time.sleep(RESTART)
            for place, process in enumerate(self._processes):
                if process.sentinel in ended:
                    _log.warning("the %s ended (%s), it is started again", self._starts[place][0], process.exitcode)
                    self._processes[place] = self._started(place)

    def _started(self, place: int) -> SpawnProcess:
        name, target, args = self._starts[place]
        process = _spawn.Process(target=target, args=args, name=name, daemon=True)
        process.start()
        return process

    def _finish(self) -> None:
        for process in self._processes:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in self._processes:
            process.join(max(0.0, deadline - time.monotonic()))
        self._end()

    def _end(self) -> None:
        for process in self._processes:
            process.kill()

    def _kill(self, number: int, _: FrameType | None) -> None:
        self._end()
        os._exit(128 + number)


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stop


def _keep(settings: Settings, inner: socket.socket, key: str) -> None:
    """The process that keeps the columns: the whole server, on an address of its own."""
    edge, server = application(settings)
    server.control.key = key
    _run(settings, server, lambda: Listener(edge, inner))


def _work(settings: Settings, public: socket.socket, keeper: tuple[str, int]) -> None:
    """An API process: the server without columns."""
    edge, server = application(msgspec.structs.replace(settings, columns=False))
    forward = Forward(edge, keeper, settings.search_patience / 1000 + 1)
    _run(settings, server, lambda: Listener(forward, public))


def _run(settings: Settings, server: Server, listening: Callable[[], Listener]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides
    log_to_stderr(settings.log)

    async def serve() -> None:
        await server.start()
        try:
            listener = listening()
            stop_on_signals(listener.stop, (signal.SIGTERM,))
            parent = parent_process()
            if parent:
                asyncio.get_running_loop().add_reader(parent.sentinel, listener.stop)
            with fewer_collections():
                await listener.serve()
        finally:
            await server.stop()

    run_loop(serve())
