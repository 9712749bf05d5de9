"""Requests that leave the server, against servers on this machine that behave badly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from hubstead.outbound.client import Client, Unreachable
from hubstead.outbound.guard import Guard, Refused

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(answer: bytes | Answering) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that reads one request's head and answers; its URL, and the heads that it read."""
    heads: list[bytes] = []
    serving: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    yield f"http://localhost:{port}", heads
    listening.close()
    for task in serving:
        if task:
            task.cancel()
    await asyncio.sleep(0.01)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    made = Client(Guard(localhost=True))
    yield made
    await made.close()


async def test_a_body_is_sent_to_the_address_under_the_name(client: Client) -> None:
    async with server(b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nwell") as (url, heads):
        answer = await client.post(f"{url}/a?b=%20c", {"X-One": "1"}, b"[]", timeout=5)
    assert (answer.status, answer.body, answer.cut, answer.headers["content-length"]) == (201, b"well", False, "4")
    lines = heads[0].decode().split("\r\n")
    assert lines[0] == "POST /a?b=%20c HTTP/1.1"
    assert f"Host: {url.removeprefix('http://')}" in lines
    assert "X-One: 1" in lines


async def test_redirects_of_a_post_are_not_followed(client: Client) -> None:
    async with server(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n") as (url, heads):
        assert (await client.post(url, {}, b"", timeout=5)).status == 302
    assert len(heads) == 1


@pytest.mark.parametrize(
    "answer",
    [b"", b"garbage\r\n\r\n", b"HTTP/1.1 999999 No\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"],
)
async def test_what_is_no_answer_is_told_as_such(client: Client, answer: bytes) -> None:
    async with server(answer) as (url, _):
        with pytest.raises(Unreachable):
            await client.post(url, {}, b"", timeout=5)


async def test_nobody_there_is_told_as_such(client: Client) -> None:
    async with server(b"") as (url, _):
        pass
    with pytest.raises(Unreachable):
        await client.post(url, {}, b"", timeout=5)


async def _silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _dripping(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("answer", [_silent, _dripping])
async def test_an_answer_that_does_not_end_is_given_up(client: Client, answer: Answering) -> None:
    async with server(answer) as (url, _):
        with pytest.raises(Unreachable, match="in time"):
            await client.post(url, {}, b"", timeout=0.2)


async def _endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 10_000)
        await writer.drain()


async def test_of_an_endless_answer_only_the_beginning_is_read(client: Client) -> None:
    async with server(_endless) as (url, _):
        answer = await client.post(url, {}, b"", timeout=5, keep=1_000)
    assert (answer.body, answer.cut) == (b"x" * 1_000, True)


async def test_a_download_has_a_limit_whether_its_length_is_announced_or_not(client: Client) -> None:
    async with server(_endless) as (url, _):
        with pytest.raises(Refused, match="larger than 50000 bytes"):
            async with client.download(url, timeout=5, limit=50_000) as found:
                assert sum([len(chunk) async for chunk in found.chunks]) < 0
    async with server(b"HTTP/1.1 200 OK\r\nContent-Length: 50001\r\n\r\n") as (url, _):
        with pytest.raises(Refused, match="larger than 50000 bytes"):
            async with client.download(url, timeout=5, limit=50_000):
                pass


async def test_a_download_follows_redirects_but_not_into_the_network(client: Client) -> None:
    async with server(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell") as (end, _):
        there = f"HTTP/1.1 302 Found\r\nLocation: {end}/file\r\nContent-Length: 0\r\n\r\n".encode()
        async with server(there) as (url, _), client.download(url, timeout=5, limit=10) as found:
            assert b"".join([chunk async for chunk in found.chunks]) == b"well"
            assert found.url == f"{end}/file"
    into = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n"
    async with server(into) as (url, _):
        with pytest.raises(Refused, match="private network"):
            async with client.download(url, timeout=5, limit=10):
                pass
    async with server(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n") as (url, heads):
        with pytest.raises(Refused, match="5 redirects"):
            async with client.download(url, timeout=5, limit=10):
                pass
        assert len(heads) == 6
