"""What an API process does with a search when the keeper of the columns is away."""

import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any

import pytest
import pytest_asyncio

from hubstead.app import application
from hubstead.forward import Forward
from hubstead.settings import MEMORY, Settings
from hubstead.web.edge import Application

TOKEN = "pat-na1-forward-tests"


@pytest_asyncio.fixture
async def edge() -> AsyncIterator[Application]:
    """A server without columns."""
    edge, server = application(Settings(data=MEMORY, token=TOKEN, columns=False))
    await server.start()
    yield edge
    await server.stop()


@pytest.fixture(params=["refuses", "is silent"])
def keeper(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """An address where nobody answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        if request.param == "refuses":
            listening.close()
            yield ("127.0.0.1", 1)
        else:
            yield listening.getsockname()


async def ask(forward: Forward, path: str, *body: bytes) -> tuple[int, dict[bytes, bytes], Any]:
    """One POST whose body comes in these parts: status, headers, answer."""
    parts = [{"type": "http.request", "body": part, "more_body": True} for part in body[:-1]]
    messages = iter([*parts, {"type": "http.request", "body": body[-1], "more_body": False}])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"x"), (b"authorization", f"Bearer {TOKEN}".encode())],
    }
    await forward(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), json.loads(sent[1]["body"])


async def test_a_search_is_refused_for_now(edge: Application, keeper: tuple[str, int]) -> None:
    forward = Forward(edge, keeper, 0.2)
    status, headers, answer = await ask(forward, "/crm/v3/objects/contacts/search", b'{"query"', b': "x"}')
    assert status == 503
    assert answer["category"] == "SERVICE_UNAVAILABLE"
    assert "keeps the columns" in answer["message"]
    assert headers[b"x-hubspot-correlation-id"].decode() == answer["correlationId"]
    assert headers[b"retry-after"] == b"1"


async def test_everything_else_goes_on(edge: Application, keeper: tuple[str, int]) -> None:
    forward = Forward(edge, keeper, 0.2)
    status, _, answer = await ask(forward, "/crm/v3/objects/contacts", b'{"properties": {"email": "a@example.com"}}')
    assert (status, answer["properties"]["email"]) == (201, "a@example.com")


async def test_a_search_that_is_far_too_large_does_not_travel(edge: Application, keeper: tuple[str, int]) -> None:
    forward = Forward(edge, keeper, 0.2)
    status, _, answer = await ask(forward, "/crm/v3/objects/contacts/search/", b"[" * 90_000, b"[" * 90_000)
    assert (status, answer["status"]) == (400, "error")
