"""Multipart bodies (RFC 7578) as they arrive, part by part: nothing of a file is held but the piece in hand.

A route whose `media` is `MULTIPART` gets its body unread; its handler goes through the parts once, in their order:

    async for part in parts(call, limit):
        if part.filename is None:
            fields[part.name] = await part.text()
        else:
            async for piece in part.pieces(): ...
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

from python_multipart.exceptions import FormParserError, MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from hubstead.kit.errors import TimedOut, TooLarge, Unreadable
from hubstead.web.call import Call
from hubstead.web.route import MULTIPART

SILENT_FOR = 30.0
"""Seconds without a byte after which the client counts as gone."""
SLOWEST = 1_000
"""Bytes a second that a body must come with on average, once it has been coming for `SILENT_FOR`."""
FIELD_LIMIT = 1_000_000
"""Bytes of a part that is read as text."""
_PARTS = 100
_OVERHEAD = 1_000_000
"""Bytes of a body besides its file: the other parts and what stands between them."""
_Headers = dict[bytes, bytes]
_Events = AsyncIterator[_Headers | bytes | None]
"""The headers of a part, its pieces, and `None` for its end; then those of the next."""
_ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
"""How browsers write these in names (HTML, "multipart/form-data encoding algorithm")."""


class Part:
    """One part: its `name`, the `filename` that the client gave (`None` for a plain field), and its media type."""

    __slots__ = ("_charset", "_ended", "_events", "filename", "media", "name")

    def __init__(self, headers: _Headers, events: _Events) -> None:
        _, named = parse_options_header(headers.get(b"content-disposition"))
        media, options = parse_options_header(headers.get(b"content-type"))
        self.name = _unescaped(named.get(b"name", b""))
        self.filename = _unescaped(named[b"filename"]) if b"filename" in named else None
        self.media = media.decode("latin-1")
        self._charset = options.get(b"charset", b"utf-8").decode("latin-1")
        self._events = events
        self._ended = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """What is left of the content, as it arrives: pieces of up to 128 kB.

        Raises `TooLarge`, `TimedOut`, and `Unreadable` where the body ends too early.
        """
        while not self._ended:
            piece = await anext(self._events)
            if isinstance(piece, bytes):
                yield piece
            else:
                self._ended = True

    async def text(self, limit: int = FIELD_LIMIT) -> str:
        """The content as text. Raises `TooLarge` beyond so many bytes, `Unreadable` for what is not in its charset."""
        gathered = bytearray()
        async for piece in self.pieces():
            gathered += piece
            if len(gathered) > limit:
                raise TooLarge(f"The part {self.name[:100]} is larger than {limit} bytes.")
        try:
            return gathered.decode(self._charset)
        except (UnicodeDecodeError, LookupError):
            raise Unreadable(f"The part {self.name[:100]} is not valid {self._charset[:40]} text.") from None


async def parts(call: Call, limit: int) -> AsyncIterator[Part]:
    """The parts of the body; what a reader leaves of one is skipped. `limit` is the largest content, in bytes.

    Raises `Unreadable` for a body that is not multipart or ends too early, `TooLarge` and `TimedOut`.
    """
    events = _events(call, limit)
    async for headers in events:
        assert isinstance(headers, dict)
        part = Part(headers, events)
        yield part
        async for _ in part.pieces():
            pass


async def _events(call: Call, limit: int) -> _Events:
    parser = _Parser(_boundary(call))
    async for piece in _arriving(call, limit):
        for event in parser.parse(piece):
            yield event
    if not parser.ended:
        raise Unreadable("The multipart body ends before its last boundary. Send it again, whole.")


class _Parser:
    """Takes pieces of a body apart."""

    def __init__(self, boundary: bytes) -> None:
        self.ended = False
        self._found: list[_Headers | bytes | None] = []
        self._headers: _Headers = {}
        self._name = self._value = b""
        self._parts = 0
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header,
            "on_headers_finished": lambda: self._found.append(self._headers),
            "on_part_data": lambda data, start, end: self._found.append(data[start:end]),
            "on_part_end": lambda: self._found.append(None),
            "on_end": self._end,
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise Unreadable(f"The header Content-Type cannot be read: {error}.") from None

    def parse(self, piece: bytes) -> list[_Headers | bytes | None]:
        """What a piece of the body completes. Raises `Unreadable`."""
        self._found = []
        try:
            self._parser.write(piece)
        except MultipartParseError as error:
            raise Unreadable(f"The multipart body cannot be read: {error}.") from None
        return self._found

    def _begin(self) -> None:
        self._headers = {}
        self._parts += 1
        if self._parts > _PARTS:
            raise Unreadable(f"The multipart body has more than {_PARTS} parts.")

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end(self) -> None:
        self.ended = True


def _unescaped(name: bytes) -> str:
    text = name.decode("utf-8", "replace")
    for written, meant in _ESCAPED.items():
        text = text.replace(written, meant)
    return text


def _boundary(call: Call) -> bytes:
    kind, options = parse_options_header(call.headers.get(b"content-type"))
    if kind != MULTIPART.encode() or not options.get(b"boundary"):
        raise Unreadable(f"The body must be sent as {MULTIPART}, with a boundary in the header Content-Type.")
    return options[b"boundary"]


async def _arriving(call: Call, limit: int) -> AsyncIterator[bytes]:
    announced = call.headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > limit + _OVERHEAD:
        raise _too_large(limit)
    began, size, more = time.monotonic(), 0, True
    while more:
        message = await _message(call)
        if message["type"] == "http.disconnect":
            raise Unreadable("The connection ended before the body did.")
        piece: bytes = message.get("body", b"")
        size, more = size + len(piece), message.get("more_body", False)
        if size > limit + _OVERHEAD:
            raise _too_large(limit)
        lasted = time.monotonic() - began
        if lasted > SILENT_FOR and size < lasted * SLOWEST:
            raise TimedOut(f"The body comes too slowly: {size} bytes in {lasted:.0f} seconds. Send it again.")
        if piece:
            yield piece


async def _message(call: Call) -> dict[str, Any]:
    try:
        async with asyncio.timeout(SILENT_FOR):
            return await call.receive()
    except TimeoutError:
        raise TimedOut(f"Nothing of the body came for {SILENT_FOR:.0f} seconds. Send it again.") from None


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The file is larger than {limit} bytes, which is the most that this server takes.")
