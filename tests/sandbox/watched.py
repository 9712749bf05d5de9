"""A world with what stands before its edge while the sandbox is on, without a socket."""

from typing import Any

from hubstead.app import ROUTES
from hubstead.sandbox.watch import Watch
from hubstead.web.router import Router
from tests.world import World

BODY_LIMIT = 100_000


def watch(world: World) -> Watch:
    """Put a watch before the world's edge."""
    watch = Watch(world.edge, world.server, Router(ROUTES), BODY_LIMIT)
    world.edge = watch
    return watch


async def events(world: World, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> list[Any]:
    """The ASGI events that answer a request."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: dict[str, Any]) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "method": method,
        "raw_path": path.encode(),
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await world.edge(scope, receive, send)
    return sent
