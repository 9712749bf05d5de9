"""Tokens: every secret that a caller can show is stored as a digest, and looked up by every request."""

import hashlib
import time
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from hubstead.apps.token_use import TokenUse
from hubstead.kit import clock
from hubstead.kit.errors import Invalid, Unauthenticated
from hubstead.kit.ids import secret_text, secret_uuid
from hubstead.store.engine import Engine, Reader, Row, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import decoded
from hubstead.store.secret import secret_of
from hubstead.store.tables import TOKEN
from hubstead.store.unit import Actor, Origin
from hubstead.web.call import Call, Caller, Kind
from hubstead.web.route import DEVELOPER

ALL = "all"
REMEMBERED_FOR = 0.05
"""Seconds after which a token is looked up again: what a command beside the server changed counts by then."""
NO_CREDENTIALS = (
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details "
    "at https://developers.hubspot.com/docs/methods/auth/oauth-overview"
)
_BEARER = frozenset({"private", "service", "oauth"})
"""The kinds that are sent as an access token. The others are of use in one place only."""
_DAY = 86_400


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What is known of a secret. `scopes` `None` means all; `user_id` is the user in whose name the app writes.

    `kind`: `private` and `service` (the token of a private app, a service key), `oauth` (an access token), `developer`
    (a developer API key), `refresh` and `code` (OAuth, good for one use at the token endpoint), `session` (a person).
    Times in ms by the portal's clock; `expires_at` 0 is never. `ending` shows people which secret it is;
    `code` is the digest of the authorization code that it came of.
    """

    name: str = ""
    app_id: int = 0
    kind: Literal[Kind, "refresh", "code"] = "private"
    scopes: tuple[str, ...] | None = None
    user_id: int = 0
    created_at: int = 0
    expires_at: int = 0
    ending: str = ""
    code: str = ""

    def expired(self, now: int) -> bool:
        """Whether its time is over."""
        return 0 < self.expires_at <= now


decode = msgspec.json.Decoder(Token).decode


def new_token(portal: int = 0) -> str:
    """A private-app token in the service's form; `portal` is the one that it is for."""
    return f"pat-na1-{secret_uuid(portal)}"


def new_access_token(portal: int) -> str:
    """An OAuth access token: opaque, and fit for a path."""
    return f"CN{secret_text(60, portal)}"


def new_refresh_token(portal: int) -> str:
    """A refresh token or an authorization code in the service's form."""
    return f"na1-{secret_uuid(portal)}"


@lru_cache(maxsize=4096)
def digest(token: str) -> str:
    """What is stored of a token. Tokens are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def row(portal: int, text: str, token: Token) -> Row:
    """The row of `TOKEN` that lets this text be a token of the portal."""
    token = msgspec.structs.replace(token, ending=text[-4:])
    return (digest(text), portal, token.app_id, msgspec.json.encode(token).decode())


def check(text: str) -> None:
    """Refuse a text that cannot be a token. Raises `Invalid`."""
    if not (12 <= len(text) <= 300 and text.isascii() and text.isprintable() and " " not in text):
        raise Invalid("A token has 12 to 300 printable ASCII characters without spaces.")


async def store_token(store: Engine, portal: int, text: str, token: Token) -> None:
    """Let this text be a token of the portal. Raises `Invalid`."""
    check(text)

    async def work(writer: Writer) -> None:
        await writer.put(TOKEN, [row(portal, text, token)])

    await store.write(work)


class Found(NamedTuple):
    """A stored secret: the portal that it is of, and what is known of it."""

    portal: int
    token: Token


async def find(store: Reader, text: str) -> Found | None:
    """The secret with this text."""
    rows = await store.rows("SELECT portal, document FROM token WHERE digest = ?1", digest(text))
    return Found(rows[0][0], decode(rows[0][1])) if rows else None


def scopes_from(text: str) -> tuple[str, ...] | None:
    """`all`, or names joined by commas."""
    return None if text == ALL else tuple(sorted({name.strip() for name in text.split(",") if name.strip()}))


class _Known(NamedTuple):
    caller: Caller
    expires_at: int


class Tokens:
    """Looks tokens up. Where this process alone serves the store, a caller is remembered until the next commit."""

    def __init__(self, store: Engine, definitions: Definitions) -> None:
        self._store = store
        self._definitions = definitions
        self._use = TokenUse(store)
        self._known: dict[str, _Known] = {}
        self._known_at = -1
        self._known_until = 0.0

    async def stop(self) -> None:
        """Write down what is not yet: when tokens were used."""
        await self._use.stop()

    async def caller(self, call: Call) -> Caller:
        """The caller whose token the request carries. Raises `Unauthenticated`."""
        text = _token_of(call)
        known = self._remembered(text)
        if known is None:
            if not text and b"hapikey=" in call.query_string:
                return (await self._found(call.one("hapikey") or "", frozenset({"developer"}))).caller
            known = self._known[text] = await self._found(text, _BEARER)
        caller, expires_at = known
        if expires_at:
            _refuse_expired(caller, expires_at)
        return caller

    async def _found(self, text: str, kinds: frozenset[str]) -> _Known:
        secret = await secret_of(self._store, digest(text)) if text else None
        if secret is None:
            raise Unauthenticated(NO_CREDENTIALS)
        portal, generation, document, portal_document = secret
        grant = _grant(document)
        if grant.kind not in kinds:
            raise Unauthenticated(NO_CREDENTIALS)
        self._use.note(digest(text), portal)
        actor = Actor(portal, generation, grant.origin, self._definitions)
        caller = Caller(actor, grant.scopes, decoded(portal_document), grant.kind, grant.app)
        return _Known(caller, grant.expires_at)

    def _remembered(self, text: str) -> _Known | None:
        commits, now = self._store.commits, time.monotonic()
        if commits is None or commits != self._known_at or now > self._known_until:
            self._known.clear()
            self._known_at, self._known_until = commits or 0, now + REMEMBERED_FOR
        return self._known.get(text)


def _token_of(call: Call) -> str:
    headers = call.headers
    bearer = headers.get(b"authorization")
    if bearer is not None:
        kind, _, text = bearer.partition(b" ")
        return text.strip().decode("latin-1") if kind.lower() == b"bearer" else ""
    return (headers.get(b"private-app") or headers.get(b"private-app-legacy") or b"").decode("latin-1")


def _refuse_expired(caller: Caller, expires_at: int) -> None:
    """Raise the service's 401 (seen live) when an OAuth token's time is over; other tokens are gone by then."""
    ago = clock.now(caller.portal.id) - expires_at
    if ago < 0:
        return
    if caller.kind != "oauth":
        raise Unauthenticated(NO_CREDENTIALS)
    seconds = ago // 1000
    since = f"{seconds} second(s)" if seconds < _DAY else f"{seconds // _DAY} day(s)"
    raise Unauthenticated(
        f"The OAuth token used to make this call expired {since} ago.",
        category="EXPIRED_AUTHENTICATION",
        context={"expire time": [clock.iso(expires_at)]},
    )


class _Grant(NamedTuple):
    kind: Kind
    origin: Origin
    scopes: frozenset[str] | None
    app: int
    expires_at: int


@lru_cache(maxsize=1024)
def _grant(document: str) -> _Grant:
    token = decode(document)
    scopes = None if token.scopes is None else frozenset(token.scopes)
    if token.kind == "developer":
        scopes = frozenset(DEVELOPER)
    origin = Origin("INTEGRATION", str(token.app_id), token.user_id)
    return _Grant(token.kind, origin, scopes, token.app_id, token.expires_at)  # type: ignore[arg-type]
