"""What a handler may return besides plain JSON values."""

from collections.abc import AsyncIterator
from typing import NamedTuple

JSON = b"application/json;charset=utf-8"
"""Exactly this spelling: a client compares the string before it reads an error."""


class Answer(NamedTuple):
    """A finished answer: status, body, headers (names in lower case)."""

    status: int
    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = []  # noqa: RUF012 (never changed: the edge copies it)


class Reply(NamedTuple):
    """A JSON value with another status or more headers than its route's."""

    status: int
    value: object
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Streamed(NamedTuple):
    """An answer whose body is sent as it comes: `length` bytes in all, in `pieces`, which nobody asks for before."""

    status: int
    length: int
    pieces: AsyncIterator[bytes]
    headers: list[tuple[bytes, bytes]] = []  # noqa: RUF012 (never changed: the edge copies it)


NO_CONTENT = Answer(204)
