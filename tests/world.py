"""One named world for tests: a server in memory with one portal, spoken to as a client speaks, without a socket."""

from typing import Any, NamedTuple

import msgspec

from hubstead.app import Server, application
from hubstead.apps import tokens
from hubstead.apps.tokens import Token
from hubstead.settings import Settings
from hubstead.store.access import Access
from hubstead.store.portal import decoded
from hubstead.store.unit import Actor, Origin
from hubstead.web.call import Call, Caller

TOKEN = "pat-na1-00000000-test-token"
PORTAL = 10_000_001
"""The id of the first portal of every server."""


class Reply(NamedTuple):
    """An answer as a client sees it; `json` is `None` for other content."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()
    """What the answer sets, as it stands in the headers."""

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body) if self.body else None


class Form(bytes):
    """A multipart body between lines of `BOUNDARY`; `World.call` says so in its header."""

    BOUNDARY = "b0undary-of-the-tests"


class World:
    """A running server. `call` sends one request with the world's token."""

    def __init__(self, **settings: Any) -> None:
        self.edge, self.server = application(Settings(**{"data": "memory", "token": TOKEN, **settings}))
        self._users: dict[str, Access] = {}

    async def __aenter__(self) -> "World":
        await self.server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.server.stop()

    async def call(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        token: str | None = TOKEN,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Send a request; `body` is JSON, or raw when it is bytes, or a multipart `Form`; lines of a header are sent
        one by one."""
        path, _, query = url.partition("?")
        content = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        sent = {"host": "hubstead.test", "content-length": str(len(content))}
        if isinstance(body, Form):
            sent["content-type"] = f"multipart/form-data; boundary={Form.BOUNDARY}"
        sent |= headers or {}
        if token:
            sent["authorization"] = f"Bearer {token}"
        scope = {
            "type": "http",
            "method": method,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "scheme": "http",
            "client": ("203.0.113.7", 50_000),
            "headers": [
                (name.lower().encode(), line.encode()) for name, value in sent.items() for line in value.split("\n")
            ],
        }
        events: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(event: dict[str, Any]) -> None:
            events.append(event)

        await self.edge(scope, receive, send)
        shown = {name.decode(): value.decode("latin-1") for name, value in events[0]["headers"]}
        cookies = (value.decode() for name, value in events[0]["headers"] if name == b"set-cookie")
        return Reply(events[0]["status"], shown, b"".join(event["body"] for event in events[1:]), tuple(cookies))

    async def get(self, url: str, **options: Any) -> Reply:
        return await self.call("GET", url, **options)

    async def post(self, url: str, body: Any = None, **options: Any) -> Reply:
        return await self.call("POST", url, body, **options)

    async def patch(self, url: str, body: Any = None, **options: Any) -> Reply:
        return await self.call("PATCH", url, body, **options)

    async def put(self, url: str, body: Any = None, **options: Any) -> Reply:
        return await self.call("PUT", url, body, **options)

    async def delete(self, url: str, **options: Any) -> Reply:
        return await self.call("DELETE", url, **options)

    async def create(self, type: str, **properties: Any) -> str:
        """Create a record; answers its id."""
        reply = await self.post(f"/crm/v3/objects/{type}", {"properties": properties})
        assert reply.status == 201, reply.body
        return str(reply.json["id"])

    def user(self, access: Access, text: str = "session-of-a-user") -> str:
        """A token that stands for the session of a user with these bounds and every scope."""
        if not self._users:
            authenticate = self.server.authenticate

            async def as_user(call: Call) -> Caller:
                sent = call.headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
                if sent not in self._users:
                    return await authenticate(call)
                rows = await self.server.store.rows("SELECT generation, document FROM portal WHERE id = ?1", PORTAL)
                origin = Origin("CRM_UI", "", self._users[sent].user_id)
                actor = Actor(PORTAL, rows[0][0], origin, self.server.definitions, self._users[sent])
                return Caller(actor, None, decoded(rows[0][1]), kind="session")

            self.server.authenticate = as_user  # type: ignore[method-assign]
        self._users[text] = access
        return text

    async def token(self, text: str, scopes: tuple[str, ...] | None, portal: int = PORTAL) -> str:
        """Another token, with these scopes."""
        await tokens.store_token(self.server.store, portal, text, Token(name=text, app_id=7, scopes=scopes))
        return text


__all__ = ["PORTAL", "TOKEN", "Reply", "Server", "World"]
