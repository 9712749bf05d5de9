"""The socket that the server listens on, and granian behind it."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Sequence

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketHolder  # type: ignore[attr-defined]  # bound by granian, not declared
from granian.server.embed import Server as Granian

from hubstead.web.edge import Application

BACKLOG = 1024
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}


class PortInUse(Exception):
    """Somebody listens there already."""


def listen(host: str, port: int) -> socket.socket:
    """Listen; port 0 takes a free one. Connections wait until they are served.

    Raises `PortInUse`, and `OSError` for an address that is not this machine's. The socket is ours and not granian's
    because granian shares ports (SO_REUSEPORT): a second server would start and take half of the requests.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUse from error
        raise


def url_of(listening: socket.socket) -> str:
    """The URL under which a client on this machine reaches the socket."""
    host, port = listening.getsockname()[:2]
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Listener(Granian):
    """Granian inside this process's event loop, on a socket that is open already."""

    def __init__(self, application: Application, listening: socket.socket) -> None:
        super().__init__(
            application,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(max_buffer_size=131_072, header_read_timeout=30_000),
            websockets=False,
            log_enabled=False,
            backlog=BACKLOG,
        )
        self._listening = listening

    def _init_shared_socket(self) -> None:
        # Granian closes what it was given.
        self._shd = SocketHolder(self._listening.detach(), False, BACKLOG)  # type: ignore[assignment, call-arg]


def stop_on_signals(stop: Callable[[], None], numbers: Sequence[int] = (signal.SIGINT, signal.SIGTERM)) -> None:
    """The first of the signals stops; a second one ends the process where it stands (nothing acknowledged is lost)."""

    def stopping() -> None:
        for number in numbers:
            loop.add_signal_handler(number, os._exit, 128 + number)
        stop()

    loop = asyncio.get_running_loop()
    for number in numbers:
        loop.add_signal_handler(number, stopping)
