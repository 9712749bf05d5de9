"""Asking the server that has the data folder, for what only it can do."""

import urllib.error
import urllib.request
from http.client import HTTPException

import msgspec

from hubstead.admin.control import State
from hubstead.admin.presence import Note, serving
from hubstead.admin.routes import KEY
from hubstead.commands.refusal import Refusal
from hubstead.settings import Settings

TIMEOUT = 30.0
"""Seconds to wait for an answer: counting a column of millions under load takes a while."""


class RunningServer:
    """The administration of a server."""

    def __init__(self, note: Note) -> None:
        self._note = note
        # No proxy of the environment may stand between a command and its own machine.
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def state(self) -> State:
        """What its columns hold. Raises `Refusal` when it does not answer."""
        return self._ask("GET", "/hubstead/columns")

    def rebuild(self) -> State:
        """Let it begin to build its columns anew."""
        return self._ask("POST", "/hubstead/columns/rebuild")

    def _ask(self, method: str, path: str) -> State:
        request = urllib.request.Request(self._note.url + path, method=method, headers={KEY: self._note.key})
        try:
            with self._open(request, timeout=TIMEOUT) as answer:
                return msgspec.json.decode(answer.read(), type=State)
        except (OSError, HTTPException, msgspec.DecodeError) as error:
            raise Refusal(
                f"The server on {self._note.url} (process {self._note.pid}) has the data folder, "
                f"but does not answer: {error}"
            ) from None


def running(settings: Settings) -> RunningServer | None:
    """The server that has the data folder now. Raises `Held` while one starts or a reindex goes on."""
    note = serving(settings.folder) if settings.folder else None
    return RunningServer(note) if note else None
