"""Ending a client's connection without an answer.

ASGI has no word for it, and granian answers 500 when an application returns without one. So the connection's socket is
looked up among this process's by the addresses of its two ends, and shut down: the client sees what it sees when a
proxy dies.
"""

import os
import socket
import stat
from typing import Any

Address = tuple[str, int]
_SOCKETS = "/dev/fd"


def cut(scope: dict[str, Any]) -> None:
    """Shut down the connection of an ASGI request; nothing happens when it is gone already."""
    client, server = _address(scope["client"]), _address(scope["server"])
    for name in os.listdir(_SOCKETS):
        found = _socket(int(name))
        if found is None:
            continue
        try:
            if _address(found.getpeername()) == client and _address(found.getsockname()) == server:
                found.shutdown(socket.SHUT_RDWR)
                return
        except OSError:  # not connected, or gone meanwhile
            continue
        finally:
            found.detach()  # the descriptor is granian's: it closes it


def _socket(number: int) -> socket.socket | None:
    """The internet socket behind a descriptor. Anything else is not touched: closing a copy of a descriptor of the
    store's file would lose the locks that this process holds on it."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        found = socket.socket(fileno=number)
    except OSError:  # closed since the list was made
        return None
    if found.family in (socket.AF_INET, socket.AF_INET6) and found.type == socket.SOCK_STREAM:
        return found
    found.detach()
    return None


def _address(ends: tuple[Any, ...]) -> Address:
    return str(ends[0]), int(ends[1])
