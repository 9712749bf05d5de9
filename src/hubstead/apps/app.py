"""Apps: who, besides people, may call. A row of the table `app` each: its id is unique on the whole server."""

import hmac
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from hubstead.kit.errors import Invalid
from hubstead.store.engine import Reader, Row
from hubstead.store.unit import Unit

FIRST_APP = 1_000_000
"""App ids lie above the ids that portals hand out in their first years, so that nobody takes one for the other."""
LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""The hosts that codes may be sent to without TLS: they never leave the machine."""
_URI_LIMIT = 2_000
_URI = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?"
    r"([/?][^\x00-\x20\"'#<>\\\x7f-\U0010ffff]*)?"
)
"""A URL without a user and a fragment, and without `"`, `'`, `<`, `>`, `#` and backslash."""
_COLUMNS = "SELECT id, portal, client, document FROM app"


class Secret(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A client secret as a digest; good until `until` (ms), 0 for ever. `text` is the secret itself, with which
    webhooks are signed: a signature cannot be made with a digest."""

    digest: str
    until: int = 0
    text: str = ""


class Config(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What its developer says of an app.

    `public` apps are installed through OAuth: `scopes` are required of whoever installs, `optional_scopes` are granted
    where the account has them. `private` apps and `service` keys work in their own portal; `scopes` `None` means all.
    `user_id` is the user in whose name the app writes in its own portal; `swept_at` (ms) is when the tokens that it got
    there with its own secret were last looked through for expired ones.
    """

    name: str
    kind: Literal["public", "private", "service"]
    created_at: int
    user_id: int = 0
    scopes: tuple[str, ...] | None = None
    optional_scopes: tuple[str, ...] = ()
    redirect_uris: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()
    swept_at: int = 0


class App(NamedTuple):
    """An app, the portal that it belongs to, and its OAuth client id (empty for apps that have none)."""

    id: int
    portal: int
    client_id: str
    config: Config

    @property
    def declared(self) -> frozenset[str]:
        """Every scope that the app may ever ask for."""
        return frozenset(self.config.scopes or ()).union(self.config.optional_scopes)

    def knows(self, digest: str, now: int) -> bool:
        """Whether this is the digest of a secret of the app that is still good."""
        good = [secret for secret in self.config.secrets if not 0 < secret.until <= now]
        return any(hmac.compare_digest(secret.digest, digest) for secret in good)

    def signing_secret(self, now: int) -> str:
        """The newest secret that webhooks can be signed with; empty where there is none."""
        good = (secret.text for secret in self.config.secrets if secret.text and not 0 < secret.until <= now)
        return next(good, "")

    @property
    def row(self) -> Row:
        """Its row of `APP`."""
        return (self.id, self.portal, self.client_id, msgspec.json.encode(self.config).decode())


_decode = msgspec.json.Decoder(Config).decode


async def by_client(store: Reader, client_id: str) -> App | None:
    """The app with an OAuth client id."""
    if not client_id.isprintable():  # PostgreSQL takes no NUL
        return None
    return _first(await store.rows(f"{_COLUMNS} WHERE client = ?1 AND client <> ''", client_id))


async def by_id(store: Reader, app_id: int) -> App | None:
    """The app with an id."""
    return _first(await store.rows(f"{_COLUMNS} WHERE id = ?1", app_id))


async def public(store: Reader) -> list[App]:
    """Every public app of the server, oldest first."""
    return _apps(await store.rows(f"{_COLUMNS} WHERE client <> '' ORDER BY id"))


async def held(unit: Unit, app_id: int) -> App | None:
    """The app, if it belongs to the unit's portal; until the unit ends nobody else changes it."""
    return _first(await unit.rows(f"{_COLUMNS} WHERE id = ?2 AND portal = ?1 FOR UPDATE", app_id))


async def exists(unit: Unit, app_id: int) -> bool:
    """Whether there is still such an app, of whatever portal; until the unit ends nobody deletes it."""
    return bool(await unit.rows("SELECT id FROM app WHERE id = ?2 AND CAST(?1 AS BIGINT) > 0 FOR UPDATE", app_id))


def _apps(rows: Iterable[Row]) -> list[App]:
    return [App(id, portal, client, _decode(document)) for id, portal, client, document in rows]


def _first(rows: Iterable[Row]) -> App | None:
    return next(iter(_apps(rows)), None)


def check_redirect_uri(uri: str) -> None:
    """Refuse an address that codes must not be sent to. Raises `Invalid`.

    What is left of a host is so plain that it can stand in a header and on a page as it is.
    """
    found = _URI.fullmatch(uri) if len(uri) <= _URI_LIMIT else None
    if found is None:
        raise Invalid(f"{uri[:200]} is not a redirect URI: give a whole URL, without a user and without a fragment.")
    if found["scheme"] != "https" and found["host"] not in LOCAL:
        raise Invalid(f"{uri} must begin with https://. Only localhost, 127.0.0.1 and [::1] may do with http://.")
