"""Calls of the sandbox's API, with nothing but the standard library."""

import json
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit


class SandboxError(Exception):
    """The sandbox refused a call; `status` and `body` say why."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(body.get("message", body) if isinstance(body, dict) else body)
        self.status = status
        self.body = body


class Sandbox:
    """The sandbox of the server at `url`. It may be used by several threads."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.key = key
        self._lock = threading.Lock()
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One call to `/sandbox/v1` + `path`; its JSON, or `None`. Raises `SandboxError`."""
        content = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        with self._lock:
            status, answer = self._sent(method, f"/sandbox/v1{path}", content, headers)
        read = json.loads(answer) if answer.startswith((b"{", b"[")) else answer.decode()
        if status >= 400:
            raise SandboxError(status, read)
        return read or None

    def close(self) -> None:
        """Let go of the connection; another call opens it again."""
        with self._lock:
            self._connection.close()

    def _sent(self, method: str, path: str, content: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        if self._connection.sock is not None:  # a connection that was idle may have been closed meanwhile
            with suppress(HTTPException, ConnectionError):
                return self._exchanged(method, path, content, headers)
            self._connection.close()
        return self._exchanged(method, path, content, headers)

    def _exchanged(self, method: str, path: str, content: str | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, content, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()
