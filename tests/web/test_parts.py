"""Multipart bodies are read as they arrive: every cut of them gives the same parts, and nothing hangs or piles up."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubstead.kit.errors import Failure, TimedOut, TooLarge, Unreadable
from hubstead.web import parts as parts_module
from hubstead.web.call import Call
from hubstead.web.parts import parts

BOUNDARY = "x7Yz"
BODY = (
    b"--x7Yz\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{\"access\":\"PRIVATE\"}\r\n"
    b"--x7Yz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"caf\xc3\xa9 %22x%22.bin\"\r\n"
    b"Content-Type: application/octet-stream\r\n\r\n\r\n--x7Y\r\n\x00\xff--\r\n"
    b"--x7Yz--\r\n"
)  # fmt: skip
FOUND = [
    ("options", None, "", b'{"access":"PRIVATE"}'),
    ("file", 'café "x".bin', "application/octet-stream", b"\r\n--x7Y\r\n\x00\xff--"),
]


def call_of(pieces: Iterator[bytes], kind: str = f"multipart/form-data; boundary={BOUNDARY}", **sent: str) -> Call:
    """A request whose body arrives in these pieces."""
    headers = {name.replace("_", "-").encode(): value.encode() for name, value in sent.items()}
    headers[b"content-type"] = kind.encode()
    call = Call(None, (), "v3", "/", b"", headers, "http", "POST")
    waiting = [*pieces]

    async def receive() -> dict[str, Any]:
        piece = waiting.pop(0) if waiting else b""
        return {"type": "http.request", "body": piece, "more_body": bool(waiting)}

    call.receive = receive
    return call


async def read(call: Call, limit: int = 10_000) -> list[tuple[str, str | None, str, bytes]]:
    return [
        (part.name, part.filename, part.media, b"".join([piece async for piece in part.pieces()]))
        async for part in parts(call, limit)
    ]


@given(st.lists(st.integers(0, len(BODY)), max_size=12))
async def test_wherever_the_body_is_cut_the_parts_are_the_same(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(BODY)]
    pieces = [BODY[start:end] for start, end in pairwise(places)]
    assert await read(call_of(iter(pieces))) == FOUND


@given(st.binary(max_size=300), st.integers(1, 40))
async def test_any_content_comes_through(content: bytes, size: int) -> None:
    head = b'--x7Yz\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    if b"\r\n--x7Yz" in b"\r\n" + content:
        return
    body = head + content + b"\r\n--x7Yz--\r\n"
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    assert await read(call_of(pieces)) == [("file", "a", "", content)]


async def test_what_a_reader_leaves_is_skipped() -> None:
    assert [part.name async for part in parts(call_of(iter([BODY])), 10_000)] == ["options", "file"]


async def test_text_is_read_in_its_charset() -> None:
    head = b'--x7Yz\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=%b\r\n\r\n'
    body = head % b"latin-1" + b"\xe9\r\n--x7Yz--"
    assert [await part.text() async for part in parts(call_of(iter([body])), 100)] == ["é"]
    for charset in (b"utf-8", b"nonsense"):
        with pytest.raises(Unreadable):
            await anext(_texts(call_of(iter([head % charset + b"\xe9\r\n--x7Yz--"]))))


async def _texts(call: Call) -> AsyncIterator[str]:
    async for part in parts(call, 100):
        yield await part.text()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BODY, "application/json"),
        (BODY, "multipart/form-data"),
        (BODY, f"multipart/form-data; boundary={'b' * 300}"),
        (BODY[:-10], f"multipart/form-data; boundary={BOUNDARY}"),
        (b"", f"multipart/form-data; boundary={BOUNDARY}"),
        (b"nonsense", f"multipart/form-data; boundary={BOUNDARY}"),
        (b"--x7Yz\r\nbad header\r\n\r\n\r\n--x7Yz--", f"multipart/form-data; boundary={BOUNDARY}"),
        (b"--x7Yz\r\nA: " + b"a" * 200_000, f"multipart/form-data; boundary={BOUNDARY}"),
        (b"--x7Yz\r\nA: b\r\n\r\n\r\n" * 200 + b"--x7Yz--", f"multipart/form-data; boundary={BOUNDARY}"),
    ],
)
async def test_what_is_no_multipart_body_is_refused_in_words(body: bytes, kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        await read(call_of(iter([body]), kind))
    assert len(refused.value.message) < 300


async def test_too_much_is_refused_at_once_where_it_is_announced_and_else_on_the_way() -> None:
    with pytest.raises(TooLarge):
        await read(call_of(iter([]), content_length="1010001"), limit=10_000)
    endless = (BODY[:-20] if place == 0 else b"x" * 50_000 for place in range(40))
    with pytest.raises(TooLarge) as refused:
        await read(call_of(endless), limit=10_000)
    assert "10000" in refused.value.message


async def test_a_connection_that_ends_ends_the_body() -> None:
    call = call_of(iter([]))

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    call.receive = receive
    with pytest.raises(Unreadable):
        await read(call)


async def test_silence_and_dripping_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "SILENT_FOR", 0.05)
    call = call_of(iter([]))

    async def silent() -> dict[str, Any]:
        await asyncio.sleep(60)
        raise AssertionError

    async def dripping() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"-", "more_body": True}

    for receive in (silent, dripping):
        call.receive = receive
        with pytest.raises(TimedOut) as late:
            await read(call)
        assert isinstance(late.value, Failure)
        assert late.value.status == 408
