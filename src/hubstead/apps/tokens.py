"""Access tokens of private apps: made once, stored as a digest, looked up by every request."""

import hashlib
import time
from functools import lru_cache

import msgspec

from hubstead.kit.errors import Invalid, Unauthenticated
from hubstead.kit.ids import secret_uuid
from hubstead.store.engine import Engine, Writer
from hubstead.store.generations import Definitions
from hubstead.store.portal import decoded
from hubstead.store.tables import TOKEN
from hubstead.store.unit import Actor, Origin
from hubstead.web.call import Call, Caller

ALL = "all"
REMEMBERED_FOR = 0.05
"""Seconds after which a token is looked up again: what a command beside the server changed counts by then."""
_MISSING = (
    "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details "
    "at https://developers.hubspot.com/docs/methods/auth/oauth-overview"
)
_FIND = (
    "SELECT token.portal, portal.generation, token.document, portal.document "
    "FROM token JOIN portal ON portal.id = token.portal WHERE token.digest = ?1"
)


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What is known of a token. `scopes` `None` means all; `user_id` is the user in whose name the app writes."""

    name: str
    app_id: int
    scopes: tuple[str, ...] | None = None
    user_id: int = 0
    created_at: int = 0


_decode = msgspec.json.Decoder(Token).decode


def new_token() -> str:
    """A private-app token in the service's form."""
    return f"pat-na1-{secret_uuid()}"


@lru_cache(maxsize=4096)
def digest(token: str) -> str:
    """What is stored of a token. Tokens are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def check(text: str) -> None:
    """Refuse a text that cannot be a token. Raises `Invalid`."""
    if not (12 <= len(text) <= 300 and text.isascii() and text.isprintable() and " " not in text):
        raise Invalid("A token has 12 to 300 printable ASCII characters without spaces.")


async def store_token(store: Engine, portal: int, text: str, token: Token) -> None:
    """Let this text be a token of the portal. Raises `Invalid`."""
    check(text)

    async def work(writer: Writer) -> None:
        await writer.put(TOKEN, [(digest(text), portal, token.app_id, msgspec.json.encode(token).decode())])

    await store.write(work)


def scopes_from(text: str) -> tuple[str, ...] | None:
    """`all`, or names joined by commas."""
    return None if text == ALL else tuple(sorted({name.strip() for name in text.split(",") if name.strip()}))


class Tokens:
    """Looks tokens up. Where this process alone serves the store, a caller is remembered until the next commit."""

    def __init__(self, store: Engine, definitions: Definitions) -> None:
        self._store = store
        self._definitions = definitions
        self._known: dict[str, Caller] = {}
        self._known_at = -1
        self._known_until = 0.0

    async def caller(self, call: Call) -> Caller:
        """The caller whose token the request carries. Raises `Unauthenticated`."""
        text = _token_of(call)
        known = self._remembered(text)
        if known is not None:
            return known
        rows = await self._store.rows(_FIND, digest(text)) if text else []
        if not rows:
            raise Unauthenticated(_MISSING)
        portal, generation, document, portal_document = rows[0]
        origin, scopes, app = _grant(document)
        actor = Actor(portal, generation, origin, self._definitions)
        caller = self._known[text] = Caller(actor, scopes, decoded(portal_document), app=app)
        return caller

    def _remembered(self, text: str) -> Caller | None:
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


@lru_cache(maxsize=1024)
def _grant(document: str) -> tuple[Origin, frozenset[str] | None, int]:
    token = _decode(document)
    scopes = None if token.scopes is None else frozenset(token.scopes)
    return Origin("INTEGRATION", str(token.app_id), token.user_id), scopes, token.app_id
