"""A request and its answer, as they went over the wire."""

from typing import Any, NamedTuple

from hubstead.calls.paths import Place
from hubstead.web.edge import Headers


class Request(NamedTuple):
    """A request that arrived. `portal` and `app` are 0 where its credentials do not say."""

    method: str
    raw_path: str
    query: bytes
    headers: Headers
    body: bytes
    place: Place
    portal: int = 0
    app: int = 0
    time_zone: str = "UTC"


class Response:
    """The answer: what was sent of it so far. `status` is 0 until it starts, and stays so when it never does; `size` is
    the length of the body, of which no more than `most` bytes are kept."""

    __slots__ = ("_most", "_parts", "headers", "size", "status")

    def __init__(self, most: int | None = None) -> None:
        self.status = 0
        self.size = 0
        self._most = most
        self.headers: Headers = []
        self._parts: list[bytes] = []

    @property
    def body(self) -> bytes:
        """What was sent of the body."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def header(self, name: bytes) -> bytes:
        """The value of a header, empty when there is none."""
        return next((value for key, value in self.headers if key == name), b"")

    def take(self, event: dict[str, Any]) -> None:
        """Note an ASGI event of the answer."""
        if event["type"] == "http.response.start":
            self.status, self.headers = event["status"], list(event["headers"])
        elif event.get("body"):
            if self._most is None or self.size < self._most:
                self._parts.append(event["body"])
            self.size += len(event["body"])
