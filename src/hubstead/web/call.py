"""One request, as handlers see it."""

from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar
from urllib.parse import parse_qsl

import msgspec

from hubstead.kit import clock
from hubstead.kit.errors import Invalid, Unreadable
from hubstead.store.engine import Engine
from hubstead.store.portal import Portal
from hubstead.store.unit import Actor, Unit, write
from hubstead.web.forwarded import FORWARDED_FOR, address_of

T = TypeVar("T")
_FIELDS = 20_000
"""Fields of a query or a form: a request line of full length has fewer. Taking a form of millions apart, which anybody
may send, would hold everybody up for seconds."""
Receive = Callable[[], Awaitable[dict[str, Any]]]
"""Gives the next piece of a request's body, as ASGI has it."""
Kind = Literal["private", "service", "oauth", "developer", "session"]


class Caller(NamedTuple):
    """Who calls: in whose name the request acts, the scopes that were granted (`None`: all), and the portal.

    `kind` says what the credentials are; `app` is the app behind them, 0 for a user's session.
    """

    actor: Actor
    scopes: frozenset[str] | None
    portal: Portal
    kind: Kind = "private"
    app: int = 0

    def may(self, scopes: Iterable[str]) -> bool:
        """Whether any one of the scopes was granted."""
        return self.scopes is None or not self.scopes.isdisjoint(scopes)


class Call:
    """A request that found its route. `path` has the path parameters in the order of the route; `client` is the address
    at the other end of the connection; `receive` gives the body where the edge did not read it (`MULTIPART`)."""

    __slots__ = (
        "_query",
        "body",
        "caller",
        "client",
        "headers",
        "method",
        "path",
        "query_string",
        "raw_path",
        "receive",
        "rooms",
        "scheme",
        "version",
    )

    def __init__(
        self,
        rooms: Any,
        path: tuple[str, ...],
        version: str,
        raw_path: str,
        query_string: bytes,
        headers: dict[bytes, bytes],
        scheme: str,
        method: str = "GET",
        client: str = "",
    ) -> None:
        self.rooms = rooms
        self.path = path
        self.version = version
        self.raw_path = raw_path
        self.query_string = query_string
        self.headers = headers
        self.scheme = scheme
        self.method = method
        self.client = client
        self.body = b""
        self.receive: Receive
        self.caller: Caller
        self._query: dict[str, list[str]] | None = None

    @property
    def store(self) -> Engine:
        """The truth store."""
        store: Engine = self.rooms.store
        return store

    def now(self) -> int:
        """The present moment of the caller's portal (ms)."""
        return clock.now(self.caller.actor.portal)

    def reading(self) -> Unit:
        """A unit that reads what is committed in the caller's portal."""
        return Unit(self.store, self.caller.actor)

    async def write(self, work: Callable[[Unit], Awaitable[T]]) -> T:
        """Run `work` as one durable transaction of the caller's portal."""
        return await write(self.store, self.caller.actor, work)

    @property
    def query(self) -> dict[str, list[str]]:
        """The query parameters, every value of each."""
        if self._query is None:
            self._query = _parsed(self.query_string) if self.query_string else {}
        return self._query

    def one(self, name: str, default: str | None = None) -> str | None:
        """The last value of a parameter; an empty one counts as absent."""
        values = self.query.get(name)
        return values[-1] or default if values else default

    def many(self, name: str) -> list[str]:
        """All values of a list parameter: repeated, joined by commas, or both."""
        values = self.query.get(name)
        if not values:
            return []
        return [part for value in values for part in value.split(",") if part]

    def flag(self, name: str) -> bool:
        """A boolean parameter; absent is false. Raises `Unreadable` for anything but true and false."""
        value = (self.one(name) or "false").lower()
        if value not in ("true", "false"):
            raise Unreadable(f"Unable to parse value for query parameter: {name}")
        return value == "true"

    def number(self, name: str, default: int) -> int:
        """An integer parameter. Raises `Unreadable` when it is none."""
        value = self.one(name)
        if value is None:
            return default
        try:
            return int(value) if len(value) < 20 else int("refused")
        except ValueError:
            raise Unreadable(f"Unable to parse value for query parameter: {name}") from None

    def parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
        """A parameter as `parse` reads it; `None` when it is absent. Raises `Unreadable` where `parse` cannot."""
        text = self.one(name)
        try:
            return None if text is None else parse(text)
        except ValueError:
            raise Unreadable(f"Unable to parse value for query parameter: {name}") from None

    def read(self, type: Callable[..., T]) -> T:
        """The JSON body as `type`, with the service's words for what is wrong with it."""
        if not self.body.strip():
            raise Unreadable("validation error", errors=["The request body may not be null"])
        try:
            value: T = decoder(type)(self.body)
        except msgspec.ValidationError as error:
            raise _wrong_shape(error, self.body) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Unreadable(f"Invalid input JSON on line 1, column 1: {error}") from None
        except RecursionError:
            raise Unreadable("Invalid input JSON on line 1, column 1: the document is nested too deeply") from None
        else:
            return value

    def form(self) -> dict[str, str]:
        """The fields of a form body, the last of each name. A JSON object is taken, too: one official SDK sends that.

        Raises `Unreadable` for a body that is neither.
        """
        if self.headers.get(b"content-type", b"").startswith(b"application/json"):
            return {name: value for name, value in self.read(dict[str, str | None]).items() if value is not None}
        return {name: values[-1] for name, values in _parsed(self.body, "The form").items()}

    def cookie(self, name: str) -> str:
        """A cookie of the request, `""` without it."""
        for part in self.headers.get(b"cookie", b"").decode("latin-1").split(";"):
            found, _, value = part.strip().partition("=")
            if found == name:
                return value
        return ""

    @property
    def address(self) -> str:
        """Where the request comes from: the other end of the connection or, behind proxies of ours (setting `proxies`),
        what the outermost of them saw. What a client claims beyond that is not believed."""
        return address_of(self.headers.get(FORWARDED_FOR, b""), self.rooms.settings.proxies, self.client)

    @property
    def base_url(self) -> str:
        """Where the client reached this server, so that links in answers can be followed."""
        get = self.headers.get
        return _base_url(self.scheme, get(b"x-forwarded-proto"), get(b"x-forwarded-host") or get(b"host"))


@lru_cache(maxsize=1024)
def _base_url(scheme: str, forwarded: bytes | None, host: bytes | None) -> str:
    if forwarded:
        scheme = forwarded.decode("latin-1").split(",")[0].strip()
    return f"{scheme}://{(host or b'localhost').decode('latin-1').split(',')[0].strip()}"


def _parsed(query: bytes, what: str = "The query string") -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    try:
        text = query.decode("ascii")
        if text.count("&") > _FIELDS:
            raise Unreadable(f"{what} has more than {_FIELDS} fields.")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise Unreadable(f"{what} is not valid UTF-8.") from None
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


@lru_cache(maxsize=256)
def decoder(type: Any) -> Callable[[bytes], Any]:
    """A JSON decoder of a type, made once."""
    return msgspec.json.Decoder(type, strict=False).decode


def _wrong_shape(error: msgspec.ValidationError, body: bytes) -> Unreadable | Invalid:
    message = str(error)
    column = len(body.rsplit(b"\n", 1)[-1])
    line = body.count(b"\n") + 1
    if "missing required field" in message:
        field = message.split("`")[1]
        text = f"Invalid input JSON on line {line}, column {column}. Some required fields were not set: [{field}]"
        return Invalid(text)
    return Unreadable(f"Invalid input JSON on line {line}, column {column}: {message}")
